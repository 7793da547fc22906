/**
 * @wrong Leaves the body of an answer to HEAD to the engine, which cancels it,
 * and so closes the pipe of the program.
 * @rejectedBy task 17 · the program of a HEAD runs to its end
 * @saying the program has not stored anything
 *
 * @module
 */

import { type HttpHandler, serveHttp } from "../../../solutions/02_http.ts";
import type { CgiOptions, ServeCgiOptions } from "../../../solutions/04_cgi.ts";

export function cgi(options: CgiOptions, _site: HttpHandler): HttpHandler {
  return async ({ path }) => {
    const directory = options.scripts?.["/cgi-bin"];
    const program = new Deno.Command(`${directory}/${path.split("/").at(-1)}`, {
      cwd: `${directory}`,
      stdin: "null",
      stdout: "piped",
    });
    const reader = program.spawn().stdout.getReader();
    await reader.read();
    return {
      status: 200,
      body: new ReadableStream({
        async pull(controller) {
          const { value } = await reader.read();
          if (value === undefined) controller.close();
          else controller.enqueue(value);
        },
        cancel: () => reader.cancel(),
      }, { highWaterMark: 0 }),
    };
  };
}

export function serve(options: ServeCgiOptions = {}) {
  return serveHttp(options, cgi(options, () => ({ status: 404 })));
}
