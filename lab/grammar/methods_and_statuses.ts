/**
 * Methods and status codes, as the inspector explains them.
 *
 * @module
 */

import type { Explanation } from "../about.ts";

/** A method or a code, its section of RFC 9110, and what it means. */
type Row = readonly [name: string, section: string, says: string];

const METHODS: readonly Row[] = [
  ["GET", "9.3.1", "Send me the resource. It changes nothing."],
  ["HEAD", "9.3.2", "As GET, but without the body. It changes nothing."],
  ["POST", "9.3.3", "Process the body."],
  ["PUT", "9.3.4", "Store the body as the resource."],
  ["DELETE", "9.3.5", "Remove the resource."],
  ["CONNECT", "9.3.6", "Make a tunnel to another host; for proxies."],
  ["OPTIONS", "9.3.7", "What can I ask for? It changes nothing."],
  ["TRACE", "9.3.8", "Send back what you have received."],
];

const STATUSES: readonly Row[] = [
  ["100", "15.2.1", "Continue: send the body. Another answer follows."],
  ["101", "15.2.2", "Switching Protocols: no more HTTP/1.1 from here on."],
  ["200", "15.3.1", "OK."],
  ["201", "15.3.2", "Created: there is a new resource."],
  ["204", "15.3.5", "No Content: done, without a body."],
  ["206", "15.3.7", "Partial Content: the range that was asked for."],
  ["301", "15.4.2", "Moved Permanently: always ask there."],
  ["302", "15.4.3", "Found: ask there this time."],
  ["303", "15.4.4", "See Other: get the result there, with GET."],
  ["304", "15.4.5", "Not Modified: your copy is still good. No body."],
  ["307", "15.4.8", "Temporary Redirect: the same request, there."],
  ["308", "15.4.9", "Permanent Redirect: always the same request, there."],
  ["400", "15.5.1", "Bad Request: it cannot be understood."],
  ["403", "15.5.4", "Forbidden: understood, and refused."],
  ["404", "15.5.5", "Not Found."],
  ["405", "15.5.6", "Method Not Allowed: Allow says which are."],
  ["408", "15.5.9", "Request Timeout: it did not come in time."],
  ["411", "15.5.12", "Length Required: say Content-Length."],
  ["412", "15.5.13", "Precondition Failed."],
  ["413", "15.5.14", "Content Too Large."],
  ["414", "15.5.15", "URI Too Long."],
  ["415", "15.5.16", "Unsupported Media Type."],
  ["416", "15.5.17", "Range Not Satisfiable: the file is not that long."],
  ["417", "15.5.18", "Expectation Failed."],
  ["421", "15.5.20", "Misdirected Request: this server cannot answer it."],
  ["500", "15.6.1", "Internal Server Error: a defect of the server."],
  ["501", "15.6.2", "Not Implemented: the method is not known here."],
  ["502", "15.6.3", "Bad Gateway: the output of the program is malformed."],
  ["503", "15.6.4", "Service Unavailable: too busy now."],
  ["504", "15.6.5", "Gateway Timeout: the program took too long."],
  ["505", "15.6.6", "HTTP Version Not Supported."],
];

function explain(
  group: string,
  rows: readonly Row[],
): [string, Explanation][] {
  return rows.map(([name, section, says]) => [
    `${group}:${name}`,
    { says, section: `RFC 9110 section ${section}` },
  ]);
}

/** The explanations, by "method:NAME" and "status:CODE". */
export const METHODS_AND_STATUSES: Readonly<Record<string, Explanation>> =
  Object.fromEntries([
    ...explain("method", METHODS),
    ...explain("status", STATUSES),
    ["status:431", {
      says: "Request Header Fields Too Large.",
      section: "RFC 6585 section 5",
    }],
  ]);
