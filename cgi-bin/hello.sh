#!/bin/sh
# The minimum that a CGI program does: it prints header lines, an empty line and a
# body. Any language that can print will do.
#
# Be careful what you print. A client chooses QUERY_STRING and most HTTP_ variables,
# and sh has no good way to escape them for HTML. REMOTE_ADDR and the output of date
# are harmless.

cat <<END
Content-Type: text/html; charset=utf-8

<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Hello from sh</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header>
      <h1>Hello from sh</h1>
      <p>Your address is $REMOTE_ADDR, and it is $(date -u +%H:%M) GMT.</p>
    </header>
    <main>
      <p>A shell script of one command printed this page.</p>
      <p class="note"><a href="/">Back</a></p>
    </main>
  </body>
</html>
END
