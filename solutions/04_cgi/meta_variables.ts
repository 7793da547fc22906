/**
 * What a program is told about the request: its environment. RFC 3875 section
 * 4.1.
 *
 * Left out on purpose: AUTH_TYPE, REMOTE_USER and REMOTE_IDENT, since this
 * server identifies nobody; PATH_TRANSLATED, since only the site, which may be
 * any handler, knows what file a path would be.
 *
 * @module
 */

import { encodeLatin1 } from "../02_http/syntax.ts";
import type { HttpRequest } from "../02_http/types.ts";
import type { ScriptPath } from "./script_path.ts";

/**
 * Fields that a program must not see as `HTTP_*`: what it is told by another
 * name; what concerns only the connection; passwords, which every user of the
 * machine may be able to read in an environment (section 9.2). And Proxy, which
 * is no field of HTTP at all, but many programs take HTTP_PROXY for the proxy
 * that they shall use.
 */
const WITHHELD_FIELDS: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "keep-alive",
  "proxy",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** A Host as RFC 3875 section 4.1.14 allows it, and perhaps a port. */
const SERVER_NAME = /^([\w.-]+|\[[\dA-F:.]+\])(?::\d*)?$/i;

/**
 * Describes a request to a program.
 *
 * @param request The request.
 * @param script The program.
 * @param contentLength The length of the body in bytes, if there is one.
 * @returns The meta-variables, by name.
 */
export function metaVariables(
  request: HttpRequest,
  { scriptName, pathInfo }: ScriptPath,
  contentLength: number | undefined,
): Record<string, string> {
  const { method, query, version, headers, localAddr, remoteAddr } = request;
  const variables: Record<string, string> = {
    ...httpVariables(headers),
    GATEWAY_INTERFACE: "CGI/1.1",
    PATH_INFO: pathInfo,
    QUERY_STRING: query ?? "",
    REMOTE_ADDR: remoteAddr.hostname,
    // To ask the DNS for the name of every client would take too long.
    REMOTE_HOST: remoteAddr.hostname,
    REQUEST_METHOD: method,
    SCRIPT_NAME: scriptName,
    SERVER_NAME: serverName(headers.get("host"), localAddr),
    SERVER_PORT: `${localAddr.port}`,
    SERVER_PROTOCOL: `HTTP/${version}`,
    SERVER_SOFTWARE: `http-from-sockets Deno/${Deno.version.deno}`,
  };
  if (contentLength !== undefined) {
    variables.CONTENT_LENGTH = `${contentLength}`;
  }
  // `Headers` joins with a comma, which between cookies means nothing.
  if (variables.HTTP_COOKIE !== undefined) {
    variables.HTTP_COOKIE = variables.HTTP_COOKIE
      .replace(/, (?=[^\s",;=]+=)/g, "; ");
  }
  const contentType = headers.get("content-type");
  if (contentType !== null) variables.CONTENT_TYPE = decode(contentType);
  return variables;
}

/** The fields of the request, section 4.1.18. `Headers` has joined repeated ones. */
function httpVariables(headers: Headers): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of headers) {
    // "X_Forwarded_For" would become the variable of "X-Forwarded-For", and so
    // get past a proxy that removes only the latter.
    if (WITHHELD_FIELDS.has(name) || !/^[a-z\d-]+$/.test(name)) continue;
    variables[`HTTP_${name.toUpperCase().replaceAll("-", "_")}`] = decode(
      value,
    );
  }
  return variables;
}

function serverName(host: string | null, localAddr: Deno.NetAddr): string {
  const [, name] = SERVER_NAME.exec(host ?? "") ?? [];
  if (name !== undefined) return name;
  const { hostname } = localAddr;
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

/**
 * A field value has a character per byte, an environment is UTF-8: what was
 * UTF-8 on the wire shall be so again.
 */
function decode(value: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(encodeLatin1(value));
  } catch {
    return value;
  }
}
