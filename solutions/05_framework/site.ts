/**
 * The example site: notes and the time, made of model, views and controllers. It
 * runs on any server that takes such handlers.
 *
 * @module
 */

import { STATUS_TEXT, type StatusCode } from "@std/http/status";
import { isStandardMethod } from "../02_http/methods.ts";
import { HttpError } from "../02_http/types.ts";
import { htmlResponse, noteRoutes, timeRoute } from "./controllers.ts";
import { withErrors } from "./middleware.ts";
import { Notes } from "./notes.ts";
import { route } from "./route.ts";
import type { FetchHandler, Route } from "./types.ts";
import { errorView } from "./views.ts";

/**
 * Makes the example site. It has no notes yet.
 *
 * @returns The handler.
 */
export function site(): FetchHandler {
  const routes = [...noteRoutes(new Notes()), timeRoute];
  return withErrors(errorPage, route(routes, notServed(routes)));
}

/**
 * Answers a request that no route matches: 501 for an unknown method, 404 for an
 * unknown path, and otherwise 405 with the methods of the path.
 */
function notServed(routes: readonly Route[]): FetchHandler {
  return ({ method, url }) => {
    if (!isStandardMethod(method)) {
      throw new HttpError(501, `Cannot serve the method ${method}`);
    }
    const allowed = routes.filter(({ pattern }) => pattern.test(url))
      .flatMap(({ method }) => method ?? []);
    if (allowed.length === 0) throw new HttpError(404, "Cannot find this page");
    return errorPage(
      new HttpError(405, `Cannot ${method} this page`),
      { Allow: allowed.join(", ") },
    );
  };
}

/** Only the message of an `HttpError` is meant for the client. */
function errorPage(error: unknown, headers?: HeadersInit): Response {
  if (!(error instanceof HttpError)) throw error;
  const { status, message } = error;
  const title = STATUS_TEXT[status as StatusCode];
  return htmlResponse(errorView(title, message), { status, headers });
}
