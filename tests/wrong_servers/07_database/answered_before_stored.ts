/**
 * @wrong Answers at once, and stores what it has collected from time to time.
 * @rejectedBy task 23 · an entry that was answered 303 survives kill -9
 * @saying entries are lost
 * @varying how many entries are lost, and on which page
 *
 * @module
 */

import {
  type HttpRequest,
  type HttpResponse,
  serveHttp,
  type Server,
} from "../../../solutions/06_persistent.ts";
import { runProgram } from "../../../solutions/01_tcp/program.ts";
import {
  guestbook,
  type ServeGuestbookOptions,
} from "../../../solutions/07_database.ts";

export { guestbook };

export function serve(options: ServeGuestbookOptions = {}): Server {
  const handler = guestbook(options.database!, options);
  let collected: HttpRequest[] = [];
  setInterval(() => {
    for (const request of collected) handler(request);
    collected = [];
  }, 100);

  return serveHttp(options, async (request): Promise<HttpResponse> => {
    if (request.method !== "POST") return await handler(request);
    const text = await new Response(request.body).text();
    const body = new Response(text).body;
    const signal = new AbortController().signal;
    collected.push(
      new Proxy(request, {
        get: (target, name) =>
          ({ body, signal })[name as string] ?? Reflect.get(target, name),
      }),
    );
    return { status: 303, headers: { "Location": "/" } };
  });
}

if (import.meta.main) {
  await runProgram({ flags: { database: "text" } }, serve);
}
