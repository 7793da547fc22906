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

/** What answers for a `Request`, and becomes one. */
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

  get request(): Request {
    return this.#request ??= makeRequest(this.#url, this.#source);
  }
}

/**
 * All else is inherited from `Request`, whose methods find what they need under
 * symbols of their own. Here these lead to the real one, so that the platform
 * too, `fetch` or `new Request(request)`, finds all of it.
 */
function becomeRequest(): void {
  const { prototype } = LazyRequest;
  Object.setPrototypeOf(prototype, Request.prototype);
  Object.defineProperty(prototype, "constructor", { value: Request });
  const sample = new Request("http://localhost/");
  for (const key of Object.getOwnPropertySymbols(sample)) {
    Object.defineProperty(prototype, key, {
      get(this: LazyRequest) {
        return Reflect.get(this.request, key);
      },
      set(this: LazyRequest, value: unknown) {
        Reflect.set(this.request, key, value);
      },
    });
  }
}

/** Whether that works: what stands under symbols is nobody's promise. */
function isRequest(): boolean {
  const source = {
    method: "PUT",
    headers: new Headers({ a: "b" }),
    body: null,
  };
  const lazy = new LazyRequest("http://localhost/", source as HttpRequest);
  try {
    const copy = new Request(lazy as unknown as Request);
    return copy.method === "PUT" && copy.headers.get("a") === "b";
  } catch {
    return false;
  }
}

becomeRequest();
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
  return new LazyRequest(findUrl(request), request) as unknown as Request;
}
