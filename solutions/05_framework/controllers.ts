/**
 * The controllers of the example site: each takes a request, asks the model, and
 * answers with a view. If it cannot, it throws an `HttpError`.
 *
 * @module
 */

import { isFormType } from "../02_http/form_type.ts";
import { HttpError } from "../02_http/types.ts";
import type { Note, Notes } from "./notes.ts";
import type { Route } from "./types.ts";
import { listView, noteView } from "./views.ts";

const READ = ["GET", "HEAD"];

/**
 * The routes to the notes.
 *
 * @param notes The model.
 * @returns The routes.
 */
export function noteRoutes(notes: Notes): Route[] {
  return [
    {
      pattern: new URLPattern({ pathname: "/" }),
      method: READ,
      handler: () => htmlResponse(listView(notes.all())),
    },
    {
      pattern: new URLPattern({ pathname: "/notes" }),
      method: "POST",
      handler: (request) => addNote(notes, request),
    },
    {
      pattern: new URLPattern({ pathname: "/notes/:id(\\d+)" }),
      method: READ,
      handler: (_, params) => htmlResponse(noteView(findNote(notes, params))),
    },
    {
      pattern: new URLPattern({ pathname: "/notes/:id(\\d+)/delete" }),
      method: "POST",
      handler(_, params) {
        notes.remove(findNote(notes, params).id);
        return seeOther("/");
      },
    },
  ];
}

/** The route to the time. */
export const timeRoute: Route = {
  pattern: new URLPattern({ pathname: "/time" }),
  method: READ,
  handler() {
    // Without Cache-Control a browser might show an old time.
    const headers = { "Cache-Control": "no-store" };
    return new Response(`${new Date().toISOString()}\n`, { headers });
  },
};

/**
 * Makes an answer of a page.
 *
 * @param page The page.
 * @param init The status, 200 by default, and more fields.
 * @returns The answer.
 */
export function htmlResponse(page: string, init: ResponseInit = {}): Response {
  const headers = new Headers(init.headers);
  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(page, { ...init, headers });
}

async function addNote(notes: Notes, request: Request): Promise<Response> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!isFormType(type)) {
    throw new HttpError(415, `Cannot read "${type}": expected a form`);
  }
  const form = new URLSearchParams(await request.text());
  try {
    notes.add(form.get("text") ?? "");
  } catch (error) {
    throw new HttpError(400, (error as RangeError).message);
  }
  return seeOther("/");
}

function findNote(
  notes: Notes,
  { pathname: { groups } }: URLPatternResult,
): Note {
  const note = notes.find(Number(groups.id));
  if (note !== undefined) return note;
  throw new HttpError(404, `Cannot find note ${groups.id}`);
}

/**
 * Sends the browser on after a POST. It requests the next page with GET, so a
 * reload does not post again. RFC 9110 section 15.4.4.
 */
function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location } });
}
