#!/usr/bin/env -S deno run --allow-env
// Shows what the server tells a program about the request: the meta-variables of
// RFC 3875 section 4.1. The program never sees the request itself, only the body,
// on stdin.

import { escapeHtml } from "../solutions/02_http/escape_html.ts";

/** An environment may also contain secrets, so only these are shown. */
const META_VARIABLE =
  /^(AUTH_|CONTENT_|GATEWAY_|HTTP_|PATH_|QUERY_|REMOTE_|REQUEST_|SCRIPT_|SERVER_)/;

// The client chooses nearly all of these values, so they are escaped.
const rows = Object.entries(Deno.env.toObject())
  .filter(([name]) => META_VARIABLE.test(name))
  .sort()
  .map(([name, value]) =>
    `<tr><th scope="row">${escapeHtml(name)}</th>` +
    `<td><code>${escapeHtml(value)}</code></td></tr>`
  );

console.log(`Content-Type: text/html; charset=utf-8
Cache-Control: no-store

<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>What the program knows</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
    <style>
      table { width: 100%; border-collapse: collapse; }
      th { padding-right: 1rem; text-align: left; font-weight: 600; }
      th, td { border-top: 1px solid; vertical-align: top; padding-block: 0.4rem; }
      td { overflow-wrap: anywhere; }
    </style>
  </head>
  <body>
    <header>
      <h1>What the program knows</h1>
      <p>This is your request, as the server describes it to a program.</p>
    </header>
    <main>
      <table>
        <tbody>
          ${rows.join("\n          ")}
        </tbody>
      </table>
      <p class="note"><a href="/">Back</a></p>
    </main>
  </body>
</html>`);
