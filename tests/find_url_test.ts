/**
 * The fast way to a `Request` does not parse every URL: what one request has shown of a host counts
 * for the next. Nothing else may count for it.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import { findUrlQuickly } from "../solutions/05_framework/lazy_request.ts";
import { HttpError, type HttpRequest } from "../solutions/02_http/types.ts";

/** Some make a URL with every path, some with none, some with "*" only. */
const HOSTS = ["localhost", "localhost:8000", "1.2.3.999", "[::1]:80", "a:b"];

const PATHS = ["/", "//a/b", "*"];

function check(host: string, path: string): void {
  const headers = new Headers({ host });
  const request = { headers, path, query: "a" } as HttpRequest;
  const url = `http://${host}${path}?a`;
  if (URL.canParse(url)) assertEquals(findUrlQuickly(request), url);
  else {assertThrows(
      () => findUrlQuickly(request),
      HttpError,
      "Cannot make a URL",
    );}
}

const REQUESTS = HOSTS.flatMap((host) => PATHS.map((path) => ({ host, path })));

for (const first of REQUESTS) {
  Deno.test(`a Host is judged by itself, after ${first.host}${first.path}`, () => {
    for (const { host, path } of REQUESTS) {
      check(first.host, first.path);
      check(host, path);
    }
  });
}
