#!/usr/bin/env python3
"""Greets whoever has sent the form of the home page, as post.ts does.

Python once had a module for this, `cgi`, and dropped it in 3.13: what it did
for a form is two lines of `urllib.parse`.
"""

import html
import os
import sys
from urllib.parse import parse_qs

# Bytes in and bytes out: a program with a bare environment must not rely on
# what Python takes for the encoding of stdin and stdout.
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
