/**
 * The fast bridge does not parse the URL if its host was valid in an earlier
 * request. Only that host may count as valid.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import { RequestFactory } from "../../engine/bridge/lazy_request.ts";
import { HttpError, type HttpRequest } from "../../solutions/02_http/types.ts";

/** Hosts that make a URL with every path, with none, or only with "*". */
const HOSTS = ["localhost", "localhost:8000", "1.2.3.999", "[::1]:80", "a:b"];

const PATHS = ["/", "//a/b", "*"];

function check(
  requests: RequestFactory,
  { host, path }: { host: string; path: string },
): void {
  const headers = new Headers({ host });
  const request = { headers, path, query: "a" } as HttpRequest;
  const url = `http://${host}${path}?a`;
  if (URL.canParse(url)) return assertEquals(requests.findUrl(request), url);
  const find = () => requests.findUrl(request);
  assertThrows(find, HttpError, "Cannot make a URL");
}

const ROWS = HOSTS.flatMap((host) => PATHS.map((path) => ({ host, path })));

for (const first of ROWS) {
  Deno.test(`every Host is checked after ${first.host}${first.path}`, () => {
    const requests = new RequestFactory();
    for (const row of ROWS) {
      check(requests, first);
      check(requests, row);
    }
  });
}
