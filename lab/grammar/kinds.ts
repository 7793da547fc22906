/**
 * The parts of the grammar, as the inspector explains them. The rules are those
 * of the RFCs, in their words.
 *
 * @module
 */

/** The description of a part. */
export interface Kind {
  /** Its name in the standard. */
  readonly name: string;
  /** Its rule, in the notation of RFC 5234; may be empty. */
  readonly rule: string;
  /** Where that is written. */
  readonly section: string;
  /** Its purpose, in a sentence or two. */
  readonly says: string;
}

const REQUEST_LINE =
  "request-line =\n  method SP request-target SP HTTP-version";
const FIELD_LINE = 'field-line =\n  field-name ":" OWS field-value OWS';
const CHUNK = "chunk = chunk-size [ chunk-ext ] CRLF\n        chunk-data CRLF";

/** All parts. */
export const KINDS = {
  "method": {
    name: "method",
    rule: `method = token\n${REQUEST_LINE}`,
    section: "RFC 9112 section 3.1",
    says: "The action that the client asks for. Methods are case-sensitive.",
  },
  "path": {
    name: "request-target: path",
    rule: 'origin-form =\n  absolute-path [ "?" query ]',
    section: "RFC 9112 section 3.2.1",
    says: "Which resource the client wants, still percent-encoded.",
  },
  "query": {
    name: "request-target: query",
    rule: 'origin-form =\n  absolute-path [ "?" query ]',
    section: "RFC 3986 section 3.4",
    says: "The text after the first question mark. It does not name a file.",
  },
  "request-target": {
    name: "request-target",
    rule: "request-target =\n  origin-form / absolute-form /\n" +
      "  authority-form / asterisk-form",
    section: "RFC 9112 section 3.2",
    says: "The target of the request, in a form other than origin-form.",
  },
  "http-version": {
    name: "HTTP-version",
    rule: 'HTTP-version = "HTTP" "/" DIGIT "." DIGIT',
    section: "RFC 9112 section 2.3",
    says: "The version of the message. It tells what the sender understands.",
  },
  "space": {
    name: "single space",
    rule: "SP = %x20",
    section: "RFC 9112 section 3",
    says: "Exactly one space separates the parts of a start-line. A reader " +
      "that takes more than one may read the line differently from the next.",
  },
  "status-code": {
    name: "status-code",
    rule: "status-code = 3DIGIT",
    section: "RFC 9112 section 4",
    says: "The result of the request. The first digit is its class.",
  },
  "reason-phrase": {
    name: "reason-phrase",
    rule:
      "status-line =\n  HTTP-version SP status-code SP\n  [ reason-phrase ]",
    section: "RFC 9112 section 4",
    says: "For people; clients ignore it. It may be empty, but the space " +
      "before it may not be missing.",
  },
  "line-end": {
    name: "line end",
    rule: "CRLF = %x0D %x0A",
    section: "RFC 9112 section 2.1",
    says: "Every line of a header section ends with CR LF.",
  },
  "empty-line": {
    name: "empty line",
    rule: "HTTP-message =\n  start-line CRLF *( field-line CRLF )\n" +
      "  CRLF [ message-body ]",
    section: "RFC 9112 section 2.1",
    says: "Ends the header section. The next byte belongs to the body, or to " +
      "the next message.",
  },
  "skipped-line": {
    name: "empty line before a request",
    rule: "CRLF",
    section: "RFC 9112 section 2.2",
    says: "Old clients send a CR LF too many after a body. A server skips it.",
  },
  "field-name": {
    name: "field-name",
    rule: `field-name = token\n${FIELD_LINE}`,
    section: "RFC 9110 section 5.1",
    says: "The name of the field, not case-sensitive.",
  },
  "colon": {
    name: "colon",
    rule: FIELD_LINE,
    section: "RFC 9112 section 5",
    says: "Follows the field-name without a space. A space there has hidden " +
      "fields from one of two servers in a row.",
  },
  "optional-space": {
    name: "optional white space",
    rule: "OWS = *( SP / HTAB )",
    section: "RFC 9110 section 5.6.3",
    says: "Does not belong to the value.",
  },
  "field-value": {
    name: "field-value",
    rule: `field-value = *field-content\n${FIELD_LINE}`,
    section: "RFC 9110 section 5.5",
    says: "Visible characters, spaces and tabs; no other control characters.",
  },
  "content": {
    name: "content",
    rule: "message-body = *OCTET",
    section: "RFC 9112 section 6",
    says: "Any bytes. The body itself does not show where it ends.",
  },
  "chunk-size": {
    name: "chunk-size",
    rule: `chunk-size = 1*HEXDIG\n${CHUNK}`,
    section: "RFC 9112 section 7.1",
    says: "How many bytes of data follow the line, in hexadecimal.",
  },
  "chunk-extension": {
    name: "chunk-ext",
    rule: 'chunk-ext =\n  *( BWS ";" BWS chunk-ext-name\n' +
      '  [ BWS "=" BWS chunk-ext-val ] )',
    section: "RFC 9112 section 7.1.1",
    says: "Recipients ignore extensions that they do not know.",
  },
  "chunk-data": {
    name: "chunk-data",
    rule: CHUNK,
    section: "RFC 9112 section 7.1",
    says: "A part of the content, as long as its chunk-size says.",
  },
  "last-chunk": {
    name: "last-chunk",
    rule: 'last-chunk = 1*"0" [ chunk-ext ] CRLF',
    section: "RFC 9112 section 7.1",
    says: "A size of 0 ends the content. Trailers may follow, then an empty " +
      "line.",
  },
  "text": {
    name: "text",
    rule: "",
    section: "RFC 9293 section 3.4",
    says: "TCP carries bytes in order. It knows no messages and no lines.",
  },
  "bytes": {
    name: "bytes that are not UTF-8",
    rule: "",
    section: "RFC 3629 section 3",
    says: "No text, or a character of which the rest has not arrived.",
  },
  "tunnel": {
    name: "another protocol",
    rule: "",
    section: "RFC 9110 section 7.8",
    says: "The connection has left HTTP/1.1: after 101, or after CONNECT.",
  },
  "unread": {
    name: "not analysed",
    rule: "",
    section: "RFC 9112 section 2.2",
    says:
      "After a malformed start-line, field or chunk, after an overlong line " +
      "or after the last message, the grammar does not tell what a byte means.",
  },
  "missing": {
    name: "something is missing here",
    rule: "",
    section: "RFC 9112 section 8",
    says: "The message ended before it was complete.",
  },
} as const satisfies Record<string, Kind>;

/** The parts that mean something else in the output of a CGI program. */
export const CGI_KINDS: Partial<Record<keyof typeof KINDS, Kind>> = {
  "field-name": {
    name: "header-field of a program",
    rule: "header-field =\n  CGI-field / other-field",
    section: "RFC 3875 section 6.3",
    says:
      "Content-Type, Location and Status are for the server. It passes the " +
      "others on to the client.",
  },
  "field-value": {
    name: "field-value",
    rule: "other-field =\n  protocol-field / extension-field",
    section: "RFC 3875 section 6.3",
    says: "The server must check it: a program can be made to print what its " +
      "author never meant.",
  },
  "line-end": {
    name: "line end",
    rule: "NL = LF / CR LF",
    section: "RFC 3875 section 7.2",
    says: "A program may end its lines with LF alone. The server sends CR LF.",
  },
  "empty-line": {
    name: "empty line",
    rule: "generic-response =\n  1*header-field NL [ response-body ]",
    section: "RFC 3875 section 6",
    says: "Ends the header of the program. The server can answer now.",
  },
  "content": {
    name: "response-body",
    rule: "response-body = *OCTET",
    section: "RFC 3875 section 6.4",
    says:
      "Everything up to the end of file. A good server sends each piece as " +
      "soon as it has come.",
  },
};
