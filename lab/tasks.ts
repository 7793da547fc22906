/**
 * The task of a stage that is about a part of the grammar, a field, a method or
 * a status. It is found by the words of its title, so that it need not be
 * changed when tasks move.
 *
 * @module
 */

import type { Stage } from "../course/stages.ts";
import type { TaskLink } from "./about.ts";

/**
 * Words in the titles of tasks, and the subjects of these tasks. A malformed
 * part may have a task of its own.
 */
type Row = readonly [title: RegExp, ...subjects: string[]];

/** The rows of each stage. */
export const TASK_ROWS: Readonly<Record<string, readonly Row[]>> = {
  "01_tcp": [
    [/cuts/i, "text", "bytes"],
  ],
  "02_http": [
    [
      /with the page/i,
      "http-version",
      "status-code",
      "reason-phrase",
      "line-end",
      "empty-line",
      "field:content-type",
    ],
    [/the form/i, "content"],
    [/404/, "status:404"],
    [/how long the body/i, "field:content-length"],
    [/say when/i, "field:date", "field:connection"],
    [/HEAD/, "method:HEAD"],
    [/405/, "status:405", "field:allow", "status:501"],
    [/errors$/i, "status:500"],
    [
      /malformed lines/i,
      "method",
      "space",
      "path",
      "query",
      "status:400",
      "malformed:request-target",
      "malformed:http-version",
    ],
    [/other versions/i, "status:505"],
    [/form of a target/i, "request-target"],
    [/empty lines/i, "skipped-line"],
    [/ask for the body/i, "field:expect", "status:100"],
    [/Host/, "field:host"],
    [/one length/i, "malformed:field:content-length"],
    [/transfer coding/i, "field:transfer-encoding", "status:411"],
    [/CR LF/, "malformed:line-end", "malformed:empty-line"],
    [
      /strange characters/i,
      "field-name",
      "colon",
      "optional-space",
      "field-value",
    ],
    [/limit the request-line/i, "status:414"],
    [/limit the header/i, "status:431"],
    [/limit the body/i, "status:413"],
    [/limit the time/i, "status:408"],
  ],
  "03_static": [
    [/decode/i, "path", "query"],
    [/type/i, "field:content-type"],
    [/404/, "status:404"],
    [/other methods/i, "status:405", "field:allow"],
    [/missing slash/i, "status:301", "field:location"],
    [/state of a file/i, "field:etag", "field:last-modified"],
    [/If-None-Match/, "field:if-none-match", "status:304"],
    [/If-Modified-Since/, "field:if-modified-since"],
    [
      /send a range/i,
      "status:206",
      "field:range",
      "field:content-range",
      "field:accept-ranges",
    ],
    [/416/, "status:416"],
    [/If-Range/, "field:if-range"],
    [/^stream/i, "content"],
    [/malformed paths/i, "status:400"],
  ],
  "04_cgi": [
    [/query/i, "query"],
    [/split the path/i, "path"],
    [/pass the body/i, "field:content-length"],
    [/line ends/i, "line-end", "empty-line"],
    [/every field on/i, "field-name", "field:content-type"],
    [/Status/, "field:status"],
    [/Location on/, "field:location", "status:302"],
    [/not an answer/i, "status:502"],
    [/malformed lines/i, "malformed:field-name", "malformed:line-end"],
    [/as it comes/i, "content"],
    [/403/, "status:403", "status:404"],
    [/timeout/i, "status:504"],
    [/limit the programs/i, "status:503"],
  ],
  "05_framework": [
    [/make a request/i, "method", "path", "query", "field-name"],
    [/pass the body/i, "content"],
    [/show the page/i, "status:404"],
    [/add a note/i, "status:303", "field:location"],
    [/find the host/i, "field:host"],
    [/every status/i, "status-code"],
    [/how long the body/i, "field:content-length"],
    [/errors through/i, "status:500"],
    [/405/, "status:405", "status:501", "field:allow"],
  ],
  "06_persistent": [
    [/one request after/i, "method"],
    [/as in stage 02/i, "field:content-length", "field:date"],
    [/in order/i, "skipped-line"],
    [/close when asked/i, "field:connection"],
    [/HTTP\/1\.0/, "http-version"],
    [/survive the handler/i, "status:500"],
    [/send in chunks/i, "field:transfer-encoding"],
    [/read chunks/i, "chunk-size", "chunk-data"],
    [/trailers/i, "chunk-extension", "last-chunk"],
    [/malformed chunks/i, "malformed:unread"],
    [/doubtful/i, "malformed:chunk-size"],
    [
      /guess where/i,
      "malformed:field:content-length",
      "malformed:field:transfer-encoding",
    ],
    [/continue/i, "field:expect", "status:100"],
    [/every request/i, "status:413", "status:414", "status:431"],
    [/limit the connections/i, "status:503"],
    [/time of a request/i, "status:408"],
  ],
  "07_database": [
    [/every request/i, "method", "status:405"],
    [/entry/i, "status:303", "field:location"],
    [/text be text|escap/i, "content"],
    [/name and a message/i, "status:400"],
    [/turn pages/i, "query"],
    [/other types/i, "status:415", "field:content-type"],
    [/limit the form/i, "status:413"],
    [/503/, "status:503"],
  ],
  "08_std": [
    [/list a directory/i, "status:301"],
    [/stage 03/i, "path", "status:304", "status:206", "status:416"],
    [/stage 07/i, "status:303", "content"],
    [/handler throws/i, "status:500"],
    [/malformed paths/i, "status:400"],
    [/names that begin/i, "status:404"],
  ],
};

/**
 * Finds the tasks of a stage.
 *
 * @param stage The stage.
 * @returns The tasks, by what they are about.
 */
export function findTasks(stage: Stage): Record<string, TaskLink> {
  const found: Record<string, TaskLink> = {};
  for (const [title, ...subjects] of TASK_ROWS[stage.id] ?? []) {
    const task = findTask(stage, title);
    if (task === undefined) continue;
    for (const subject of subjects) found[subject] = task;
  }
  return found;
}

/**
 * Finds the first task whose title has certain words.
 *
 * @param stage The stage.
 * @param title The words.
 * @returns The task; `undefined` without a match.
 */
export function findTask(stage: Stage, title: RegExp): TaskLink | undefined {
  const at = stage.tasks.findIndex((task) => title.test(task.title));
  if (at < 0) return undefined;
  const number = at + 1;
  return {
    stage: stage.id,
    number,
    title: stage.tasks[at].title,
    command: `deno task course check ${stage.id.slice(0, 2)}.${number}`,
  };
}
