/**
 * Expectations about requests that a Request cannot hold.
 *
 * @module
 */

import {
  expectStatus,
  expectThat,
  expectValue,
  start,
  variant,
} from "../../../kit/mod.ts";
import {
  type ErrorHandler,
  HttpError,
  type HttpRequest,
  serve,
} from "../server.ts";
import { bridge } from "./serving.ts";

/** The answer if onError is asked, which it must not be. */
const sorry: ErrorHandler = () => new Response("sorry", { status: 503 });

/**
 * Expects that the bridge itself refuses requests, without an engine.
 *
 * @param status The expected status of the `HttpError`.
 * @param requests What differs from `GET /`, by name.
 */
export async function expectHttpErrors(
  status: number,
  requests: Readonly<Record<string, Partial<HttpRequest>>>,
): Promise<void> {
  const expected = `threw an HttpError with status ${status}`;
  for (const [name, changes] of Object.entries(requests)) {
    await variant(`toHttpHandler, ${name}`, async () => {
      const outcome = await bridge(() => new Response("called"), changes)
        .then(({ status }) => `returned ${status}`, describe);
      expectThat(outcome === expected, `it ${outcome}`, {
        expected: `it ${expected}`,
      });
    });
  }
}

/** Says what `new Request` or the bridge has thrown. */
function describe(error: unknown): string {
  if (!(error instanceof HttpError || error instanceof TypeError)) throw error;
  return error instanceof HttpError
    ? `threw an HttpError with status ${error.status}`
    : `threw ${error}`;
}

/**
 * Expects that requests are refused without asking the handler or onError.
 *
 * @param status The expected status.
 * @param requests The requests, by name.
 */
export async function expectRefused(
  status: number,
  requests: Readonly<Record<string, string>>,
): Promise<void> {
  let calls = 0;
  await using server = await start((options) =>
    serve({ ...options, onError: sorry }, () => {
      calls++;
      return new Response("called");
    })
  );
  for (const [name, request] of Object.entries(requests)) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, status, {
        likely: response.status === 503
          ? "onError is asked: it answers only for errors of the handler"
          : undefined,
      });
    });
  }
  expectValue("the number of calls of the handler", calls, 0);
}
