#!/usr/bin/env -S deno run --allow-env --allow-read --allow-write
// The guestbook of stage 07 as a program. It is started again for every request,
// and still remembers the entries, since they are in a file.

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
