#!/usr/bin/env -S deno run
// Tells the time. It runs again for every visitor, so the time is always right.

const now = new Date();

// Without Cache-Control a browser might show an old time.
console.log(`Content-Type: text/html; charset=utf-8
Cache-Control: no-store

<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>What time is it?</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header>
      <h1>What time is it?</h1>
      <p>Reload the page: another program, another answer.</p>
    </header>
    <main>
      <dl>
        <dt>GMT</dt>
        <dd><time datetime="${now.toISOString()}">${now.toUTCString()}</time></dd>
        <dt>Where the server is</dt>
        <dd>${now}</dd>
      </dl>
      <p class="note"><a href="/">Back</a></p>
    </main>
  </body>
</html>`);
