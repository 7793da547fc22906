/**
 * Sends the same requests to `serve` and to `Deno.serve`, and compares.
 *
 * @module
 */

import {
  Failure,
  type RawResponse,
  type RunningServer,
  start,
  type StartOptions,
  variant,
  visible,
  withHandler,
} from "../../../kit/mod.ts";
import { type ErrorHandler, type FetchHandler, serve } from "../server.ts";

const sorry: ErrorHandler = () => new Response("sorry", { status: 503 });

/** Runs a handler on `Deno.serve`: it must compile, too. */
function denoServe(
  { port }: StartOptions,
  handler: FetchHandler,
): RunningServer {
  return Deno.serve(
    { port, hostname: "127.0.0.1", onListen() {}, onError: sorry },
    handler,
  );
}

/**
 * Sends the same requests to a handler on both servers, and expects the same
 * answers.
 *
 * @param makeHandler Makes the handler for `serve`.
 * @param requests The requests, by name.
 * @param makeGenuine Makes the handler for `Deno.serve`; the same by default.
 */
export async function compare(
  makeHandler: () => FetchHandler,
  requests: Readonly<Record<string, string>>,
  makeGenuine = makeHandler,
): Promise<void> {
  const handler = makeHandler();
  await using yours = await start((options) =>
    serve({ ...options, onError: sorry }, handler)
  );
  await using genuine = await start(withHandler(denoServe, makeGenuine()));
  for (const [name, request] of Object.entries(requests)) {
    await variant(name, async () => {
      const [method] = request.split(" ", 1);
      const [answer, wanted] = await Promise.all([
        yours.exchange(request, { method }),
        genuine.exchange(request, { method }),
      ]);
      expectSame(answer, wanted);
    });
  }
}

/** The engine decides about these fields, and how to frame a body. */
const ENGINE_FIELDS = [
  "connection",
  "content-length",
  "date",
  "transfer-encoding",
  "vary",
];

function expectSame(answer: RawResponse, wanted: RawResponse): void {
  const rows = [
    ["status", `${answer.status}`, `${wanted.status}`],
    ["fields", fieldsOf(answer), fieldsOf(wanted)],
    ["body", visible(answer.body, 300), visible(wanted.body, 300)],
    ["length of the body", `${answer.body.length}`, `${wanted.body.length}`],
  ];
  for (const [what, found, expected] of rows) {
    if (found === expected) continue;
    throw new Failure(`the ${what} differs from Deno.serve`, {
      transcript: answer.source.transcript,
      expected: `as on Deno.serve: ${expected}\non your server:   ${found}`,
    });
  }
}

function fieldsOf({ headers }: RawResponse): string {
  return [...headers].filter(([name]) => !ENGINE_FIELDS.includes(name))
    .map((field) => field.join(": ")).join("; ");
}
