#!/usr/bin/env -S deno run --allow-env=CONTENT_LENGTH
// Greets the visitor who sent the form of the home page.

import { escapeHtml } from "../solutions/02_http/escape_html.ts";

// The body ends after CONTENT_LENGTH bytes, not at the end of file, which RFC 3875
// section 4.2 does not promise. Without a body the variable is not set.
const length = Number(Deno.env.get("CONTENT_LENGTH") ?? 0);
const body = new Uint8Array(length);
let received = 0;
while (received < length) {
  // One read may return only a part of it.
  const count = await Deno.stdin.read(body.subarray(received));
  if (count === null) break;
  received += count;
}

const form = new URLSearchParams(
  new TextDecoder().decode(body.subarray(0, received)),
);
const firstName = form.get("firstname") ?? "";

console.log(`Content-Type: text/html; charset=utf-8

<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>The form has arrived</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header>
      <h1>The form has arrived</h1>
      <p>A TypeScript program read ${received} bytes, and found this name:</p>
    </header>
    <main>
      <p>${escapeHtml(firstName)}</p>
      <p class="note"><a href="/">Back to the form</a></p>
    </main>
  </body>
</html>`);
