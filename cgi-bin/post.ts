#!/usr/bin/env -S deno run --allow-env=CONTENT_LENGTH
// Greets whoever has sent the form of the home page.

// The body ends after CONTENT_LENGTH bytes, not at the end of file: RFC 3875
// section 4.2 promises no end of file. Without a body there is no such variable.
const length = Number(Deno.env.get("CONTENT_LENGTH") ?? 0);
const body = new Uint8Array(length);
let received = 0;
while (received < length) {
  // A read gives what has arrived, which may be only a part.
  const count = await Deno.stdin.read(body.subarray(received));
  if (count === null) break;
  received += count;
}

const form = new URLSearchParams(
  new TextDecoder().decode(body.subarray(0, received)),
);
const firstName = form.get("firstname") ?? "";

/** What a visitor has typed is to be shown, not obeyed. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

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
