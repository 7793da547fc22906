#!/usr/bin/env python3
"""Greets the visitor who sent the form of the home page, as post.ts does.

Python had a module for this, `cgi`, until 3.13 removed it. `urllib.parse` does
the same for a form in two lines.
"""

import html
import os
import sys
from urllib.parse import parse_qs

# Read and write bytes: in an environment that is nearly empty, Python may choose
# another encoding than UTF-8 for stdin and stdout.
length = int(os.environ.get("CONTENT_LENGTH") or 0)
body = sys.stdin.buffer.read(length)
form = parse_qs(body.decode("utf-8", "replace"))
first_name = form.get("firstname", [""])[0]

page = f"""Content-Type: text/html; charset=utf-8

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
      <p>A Python program read {len(body)} bytes, and found this name:</p>
    </header>
    <main>
      <p>{html.escape(first_name)}</p>
      <p class="note"><a href="/">Back to the form</a></p>
    </main>
  </body>
</html>
"""
sys.stdout.buffer.write(page.encode())
