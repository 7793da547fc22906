/**
 * What most tests of stage 03 do: put some files into a directory, serve them,
 * and expect a status. A wrong status has a likely cause if it proves one.
 *
 * @module
 */

import {
  expectStatus,
  type Files,
  get,
  type RawResponse,
  type ServerUnderTest,
  start,
  TempDir,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

/** How a directory is served. */
export interface SiteOptions {
  /** The root of the server, a directory among the files; all by default. */
  readonly root?: string;
  /** Whether directories are listed; the server's default by default. */
  readonly listing?: boolean;
}

/**
 * The likely causes of a wrong status: by the status, or, for 500, by the name
 * of the error that was logged.
 */
export type Causes = Readonly<Record<string | number, string | undefined>>;

/** The likely causes of 500, by the error that was logged. */
const UNCAUGHT: Causes = {
  URIError: "decodeURIComponent throws a URIError for a name that it cannot " +
    "decode: catch it, and throw an HttpError",
  NotFound: "Deno throws NotFound if nothing is at the path: catch it, and " +
    "throw an HttpError with 404",
  NotADirectory: "Deno throws NotADirectory if a path goes on after a file: " +
    "catch it, and throw an HttpError with 404",
  IsADirectory:
    "a directory is read like a file: Deno.stat() tells which it is",
  FilesystemLoop: "Deno throws FilesystemLoop for links in a circle: catch " +
    "it, and throw an HttpError with 404",
  "File name too long": "Deno throws an Error with the code ENAMETOOLONG: " +
    "catch it, and throw an HttpError with 404",
  PermissionDenied: "Deno throws PermissionDenied for a file that may not be " +
    "read: catch it, and throw an HttpError with 403",
  "Cannot send body": "the body is a promise: await the function that reads it",
  "unexpected NUL byte": "the functions of Deno refuse a name with a NUL: " +
    "look for it after decoding",
};

/** A directory and the server that serves it. */
export class Site implements AsyncDisposable {
  /** The directory with the files of the test. */
  readonly directory: TempDir;
  /** The server under test. */
  readonly server: ServerUnderTest;
  readonly #resources: AsyncDisposableStack;

  /**
   * A directory that is served.
   *
   * @param directory The directory.
   * @param server The server.
   * @param resources Stops the server, then removes the directory.
   */
  constructor(
    directory: TempDir,
    server: ServerUnderTest,
    resources: AsyncDisposableStack,
  ) {
    this.directory = directory;
    this.server = server;
    this.#resources = resources;
  }

  /**
   * Asks for a path.
   *
   * @param path The path, with its query.
   * @param fieldLines More field lines.
   * @returns The response.
   */
  get(path: string, ...fieldLines: string[]): Promise<RawResponse> {
    return this.server.exchange(get(path, ...fieldLines));
  }

  /**
   * Asks for the header section only.
   *
   * @param path The path, with its query.
   * @param fieldLines More field lines.
   * @returns The response.
   */
  head(path: string, ...fieldLines: string[]): Promise<RawResponse> {
    const request = get(path, ...fieldLines).replace("GET", "HEAD");
    return this.server.exchange(request, { method: "HEAD" });
  }

  /**
   * Expects a status.
   *
   * @param response The response.
   * @param status The status.
   * @param causes The likely causes of other statuses.
   */
  expectStatus(
    response: RawResponse,
    status: number,
    causes: Causes = {},
  ): void {
    const likely = this.causeOf(response, causes);
    expectStatus(response, status, { likely });
  }

  /**
   * The likely cause of a status.
   *
   * @param response The response.
   * @param causes The likely causes of wrong statuses.
   * @returns The cause, if the status or the log proves one.
   */
  causeOf({ status }: RawResponse, causes: Causes = {}): string | undefined {
    if (status !== 500) return causes[status];
    const line = this.server.log.findLast((line) =>
      /Error|Deno|os /.test(line)
    );
    const known = Object.entries({ ...UNCAUGHT, ...causes });
    const found = known.find(([name]) =>
      isNaN(Number(name)) && line?.includes(name)
    );
    return found?.[1] ?? causes[500];
  }

  /** Stops the server, and removes the directory. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }
}

/**
 * Serves files from a temporary directory.
 *
 * @param files Their contents by name.
 * @param options Which directory among them is the root.
 * @returns The site; dispose of it, `await using`.
 */
export async function serveFiles(
  files: Files = {},
  options: SiteOptions = {},
): Promise<Site> {
  await using resources = new AsyncDisposableStack();
  const directory = resources.use(await TempDir.create(files));
  const root = directory.resolve(options.root ?? "");
  const server = resources.use(await start(serve, { ...options, root }));
  return new Site(directory, server, resources.move());
}
