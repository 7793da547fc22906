#!/usr/bin/env -S deno run --allow-env --allow-read --allow-write
// The guestbook of stage 07 as a program: it is started for every request, and
// still remembers, since what it remembers is in a file.

import {
  runCgiProgram,
  scriptPath,
} from "../solutions/07_database/cgi_program.ts";
import { databasePath } from "../solutions/07_database/database_path.ts";
import { guestbook } from "../solutions/07_database/guestbook.ts";

using handler = guestbook(databasePath(), {
  path: scriptPath(),
  log: console.error,
});
await runCgiProgram(handler);
