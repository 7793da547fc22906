/**
 * Requests for the site of stage 02: a page with a form, and a picture.
 *
 * @module
 */

import {
  FORM,
  get,
  headLength,
  post,
  postChunks,
  type PresetRow,
} from "./request_text.ts";

const EXPECT = "Expect: 100-continue";
const ANSWER = /the form/i;

/** Its last character has two bytes: as many bytes as this has characters cut it. */
const CUT = "firstname=\u00e9";
const LENGTH = /one length/i;

/** The requests. */
export const FORMS: readonly PresetRow[] = [
  { name: "the picture", text: get("/test.jpg"), title: /picture/i },
  { name: "the form", text: post("/", FORM), title: ANSWER },
  {
    name: "a name with a plus",
    text: post("/", "firstname=Ada+L%2B"),
    title: ANSWER,
  },
  {
    name: "a name in UTF-8",
    text: post("/", "firstname=%E4%BD%A0%E5%A5%BD"),
    title: /how long/i,
  },
  {
    name: "a name with markup",
    text: post("/", "firstname=%3Cb%3E"),
    title: /escape/i,
  },
  {
    name: "a name with a percent sign",
    text: post("/", "firstname=%2541"),
    title: ANSWER,
  },
  { name: "a form without a name", text: post("/", "a=b"), title: ANSWER },
  {
    name: "a POST without a body",
    text: get("/").replace("GET", "POST"),
    title: /read the body/i,
  },
  {
    name: "a body in a later packet",
    text: post("/", FORM),
    splitAt: [headLength(post("/", FORM))],
    delayMs: 100,
    title: /read the body/i,
  },
  {
    name: "a character cut in two",
    text: post("/", CUT),
    splitAt: [headLength(post("/", CUT)) + CUT.length],
    delayMs: 50,
    title: /count bytes/i,
  },
  { name: "an unknown path", text: get("/nowhere"), title: /404/ },
  { name: "POST to a file", text: post("/test.jpg", "a"), title: /405/ },
  {
    name: "an unknown method",
    text: get("/").replace("GET", "BREW"),
    title: /501/,
  },
  {
    name: "two lengths",
    text: post("/", FORM, "Content-Length: 4"),
    title: LENGTH,
  },
  {
    name: "a signed length",
    text: post("/", FORM).replace("Length: ", "Length: +"),
    title: LENGTH,
  },
  {
    name: "Transfer-Encoding",
    text: postChunks("/", "d\\r\\nfirstname=Ada\\r\\n0\\r\\n\\r\\n"),
    title: /transfer coding/i,
  },
  {
    name: EXPECT,
    text: post("/", FORM, EXPECT),
    splitAt: [headLength(post("/", FORM, EXPECT))],
    delayMs: 500,
    title: /ask for the body/i,
  },
  {
    name: "100-continue for a body that is refused",
    text: get("/", EXPECT, "Content-Length: 99999999").replace("GET", "POST"),
    title: /ask for the body/i,
  },
  {
    name: "a body that is too long",
    text: get("/", "Content-Length: 99999999").replace("GET", "POST"),
    title: /limit the body/i,
  },
  {
    name: "a refused request with a long body",
    text: post("/nowhere", "a".repeat(60_000)).replace("HTTP/1.1", "HTTP/9.9"),
    title: /read the error/i,
  },
  {
    name: "a second of silence after each byte",
    text: get("/"),
    everyByte: true,
    delayMs: 1000,
    title: /limit the time/i,
  },
];
