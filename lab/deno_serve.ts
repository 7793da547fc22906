/**
 * The sites of the stages on `Deno.serve`, to compare a learner's server with.
 *
 * @module
 */

import { parseArgs } from "node:util";
import {
  cgi,
  type FetchHandler,
  guestbook,
  type HttpHandler,
  staticFiles,
  toFetchHandler,
} from "../mod.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);
const PROGRAMS = new URL("../cgi-bin/", import.meta.url);

/** Makes the site of a stage. */
function siteOf(stage: string, database: string): FetchHandler {
  if (stage === "02_http") return formSite;
  return toFetchHandler(handlerOf(stage, database));
}

function handlerOf(stage: string, database: string): HttpHandler {
  const files = staticFiles(new URL("www/", FIXTURES));
  if (stage === "03_static") return files;
  if (stage === "07_database") return guestbook(database);
  return cgi({ scripts: { "/cgi-bin": PROGRAMS, "/ht-bin": PROGRAMS } }, files);
}

/** The page with the form, and the picture on it. */
async function formSite(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/test.jpg") {
    const picture = await Deno.readFile(new URL("www/test.jpg", FIXTURES));
    return new Response(picture, { headers: { "Content-Type": "image/jpeg" } });
  }
  if (pathname !== "/") return new Response("Not Found", { status: 404 });
  const page = await Deno.readTextFile(new URL("form.html", FIXTURES));
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  if (request.method !== "POST") return new Response(page, { headers });
  const name = new URLSearchParams(await request.text()).get("firstname") ?? "";
  const shown = name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const answer = page.replace("</form>", `</form>\n<p>${shown}</p>`);
  return new Response(answer, { headers });
}

const { values } = parseArgs({
  args: Deno.args,
  options: {
    port: { type: "string" },
    stage: { type: "string" },
    database: { type: "string" },
  },
});
Deno.serve(
  { hostname: "127.0.0.1", port: Number(values.port ?? 0) },
  siteOf(values.stage ?? "", values.database ?? ""),
);
