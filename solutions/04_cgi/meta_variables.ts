/**
 * The environment of a program, which describes the request to it. RFC 3875
 * section 4.1.
 *
 * Left out on purpose: AUTH_TYPE, REMOTE_USER and REMOTE_IDENT, since this server
 * does not identify its clients; PATH_TRANSLATED, since only the site, which may
 * be any handler, knows to which file a path leads.
 *
 * @module
 */

import { encodeLatin1 } from "../02_http/syntax.ts";
import type { HttpRequest } from "../02_http/types.ts";
import type { ScriptPath } from "./script_path.ts";

/**
 * Fields that a program does not get as `HTTP_*`: those that have a variable of
 * another name; those about the connection; passwords, since any user of the
 * machine may be able to read an environment (section 9.2). And Proxy, which is
 * not a field of HTTP: many programs take HTTP_PROXY for the address of the proxy
 * that they should use.
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

/** The variables of section 4.1, and the one that PHP needs besides them. */
const META_VARIABLE =
  /^(?:AUTH_TYPE|CONTENT_(?:LENGTH|TYPE)|GATEWAY_INTERFACE|HTTP_.*|PATH_(?:INFO|TRANSLATED)|QUERY_STRING|REMOTE_(?:ADDR|HOST|IDENT|USER)|REQUEST_METHOD|SCRIPT_(?:FILENAME|NAME)|SERVER_(?:NAME|PORT|PROTOCOL|SOFTWARE))$/;

/** A Host as RFC 3875 section 4.1.14 allows it, with an optional port. */
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
  { file, scriptName, pathInfo }: ScriptPath,
  contentLength: number | undefined,
): Record<string, string> {
  const { method, query, version, headers, localAddr, remoteAddr } = request;
  const variables: Record<string, string> = {
    ...httpVariables(headers),
    GATEWAY_INTERFACE: "CGI/1.1",
    PATH_INFO: pathInfo,
    QUERY_STRING: query ?? "",
    REMOTE_ADDR: remoteAddr.hostname,
    // Asking the DNS for the name of every client would take too long.
    REMOTE_HOST: remoteAddr.hostname,
    REQUEST_METHOD: method,
    // Not in the RFC. Interpreters such as php-cgi find their file by it.
    SCRIPT_FILENAME: file,
    SCRIPT_NAME: scriptName,
    SERVER_NAME: serverName(headers.get("host"), localAddr),
    SERVER_PORT: `${localAddr.port}`,
    SERVER_PROTOCOL: `HTTP/${version}`,
    SERVER_SOFTWARE: `http-from-sockets Deno/${Deno.version.deno}`,
  };
  if (contentLength !== undefined) {
    variables.CONTENT_LENGTH = `${contentLength}`;
  }
  const contentType = headers.get("content-type");
  if (contentType !== null) variables.CONTENT_TYPE = decode(contentType);
  return variables;
}

/**
 * Checks the variables that every program gets besides the meta-variables. One of
 * those must not be among them: it would reach a program whenever a request does
 * not set it, such as CONTENT_LENGTH on a GET without a body.
 *
 * @param env The variables, by name.
 * @throws {TypeError} If one is a meta-variable, or cannot be passed on.
 */
export function checkEnvironment(env: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(env)) {
    // On Windows the case of a name does not matter.
    const key = Deno.build.os === "windows" ? name.toUpperCase() : name;
    if (META_VARIABLE.test(key)) {
      throw new TypeError(
        `Cannot set ${name} for all programs: it describes the request`,
      );
    }
    if (!/^[^=\0]+$/.test(name) || value.includes("\0")) {
      throw new TypeError(`Cannot pass on the variable ${Deno.inspect(name)}`);
    }
  }
}

/** The fields of the request, section 4.1.18. `Headers` has joined repeated ones. */
function httpVariables(headers: Headers): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of headers) {
    // The variable of "X_Forwarded_For" would be that of "X-Forwarded-For", and
    // so get past a proxy that removes only the latter.
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
 * Decodes a field value, which has one character per byte, from UTF-8: Deno
 * encodes an environment as UTF-8, and so the program gets the bytes that the
 * client sent.
 */
function decode(value: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(encodeLatin1(value));
  } catch {
    return value;
  }
}
