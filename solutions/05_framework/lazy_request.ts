/**
 * The fast way to a `Request`: one that is made when somebody looks into it.
 * Most handlers ask for the URL and the method, and `new Request` copies fields,
 * makes a signal that follows another, and whatever else the platform wants. Of
 * the 18 µs that a small answer took through the bridge, that was 5; `Deno.serve`,
 * which does the same behind the scenes, needs 6 altogether.
 *
 * @module
 */

import type { HttpRequest } from "../02_http/types.ts";
import { checkMethod, findUrl, makeRequest, toRequest } from "./to_request.ts";

/**
 * What answers for a `Request`, and becomes one. All that is not here it inherits
 * from `Request`, whose methods find what they need under symbols of their own.
 * These lead to the real one, so that the platform too, `fetch` or
 * `new Request(request)`, finds all of it.
 */
class LazyRequest {
  readonly #url: string;
  readonly #source: HttpRequest;
  #request: Request | undefined;

  constructor(url: string, source: HttpRequest) {
    this.#url = url;
    this.#source = source;
  }

  get method(): string {
    return this.#source.method;
  }

  get url(): string {
    return new URL(this.#url).href;
  }

  get signal(): AbortSignal {
    return this.#source.signal;
  }

  #become(): Request {
    return this.#request ??= makeRequest(this.#url, this.#source);
  }

  static {
    const { prototype } = this;
    Object.setPrototypeOf(prototype, Request.prototype);
    Object.defineProperty(prototype, "constructor", { value: Request });
    const sample = new Request("http://localhost/");
    for (const key of Object.getOwnPropertySymbols(sample)) {
      Object.defineProperty(prototype, key, {
        get(this: LazyRequest) {
          return Reflect.get(this.#become(), key);
        },
        set(this: LazyRequest, value: unknown) {
          Reflect.set(this.#become(), key, value);
        },
      });
    }
  }
}

/** Whether it is one: what stands under symbols is nobody's promise. */
function isRequest(): boolean {
  const headers = new Headers({ a: "b" });
  const source = { method: "PUT", headers, body: null } as HttpRequest;
  const lazy: unknown = new LazyRequest("http://localhost/", source);
  try {
    const copy = new Request(lazy as Request);
    return copy.method === "PUT" && copy.headers.get("a") === "b";
  } catch {
    return false;
  }
}

const isLazyPossible = isRequest();

/**
 * Makes what serves as a `Request`, with the checks of {@linkcode toRequest}.
 *
 * @param request The request of the engine.
 * @returns The `Request`.
 * @throws {HttpError} 400 if Host and target make no URL, 501 for a method that
 * a `Request` cannot have.
 */
export function toLazyRequest(request: HttpRequest): Request {
  if (!isLazyPossible) return toRequest(request);
  checkMethod(request.method);
  const lazy: unknown = new LazyRequest(findUrl(request), request);
  return lazy as Request;
}
