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

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  "01_tcp": [
    [/read all|pieces|cut/i, "text", "bytes"],
  ],
  "02_http": [
    [
      /status-line|line end|empty line|with the page/i,
      "http-version",
      "status-code",
      "reason-phrase",
      "line-end",
      "empty-line",
    ],
    [/type|with the page/i, "field:content-type"],
    [/form/i, "content"],
    [/how long|Content-Length/i, "field:content-length"],
    [/when|Date/i, "field:date"],
    [/404/, "status:404"],
    [/HEAD/, "method:HEAD"],
    [/405/, "status:405", "field:allow"],
    [/501/, "status:501"],
    [
      /no request|request-line/i,
      "method",
      "space",
      "path",
      "status:400",
      "malformed:request-target",
      "malformed:http-version",
    ],
    [/strange|line end/i, "malformed:line-end", "malformed:empty-line"],
    [/target|every client/i, "request-target"],
    [/two ways|Host/i, "field:host"],
    [/two ways|Transfer-Encoding/i, "field:transfer-encoding"],
    [/strange|colon|field-name/i, "field-name", "colon", "optional-space"],
    [/strange|control/i, "field-value"],
    [/every client|empty lines?/i, "skipped-line"],
    [/every client|Continue|Expect/i, "field:expect", "status:100"],
    [/limit/i, "status:408", "status:413", "status:414", "status:431"],
  ],
  "03_static": [
    [/decode/i, "path"],
    [/query/i, "query"],
    [/type/i, "field:content-type"],
    [/redirect/i, "status:301", "field:location"],
    [/404/, "status:404"],
    [/405/, "status:405", "field:allow"],
    [
      /304/,
      "status:304",
      "field:etag",
      "field:last-modified",
      "field:if-none-match",
      "field:if-modified-since",
    ],
    [
      /range/i,
      "status:206",
      "status:416",
      "field:range",
      "field:content-range",
      "field:if-range",
      "field:accept-ranges",
    ],
    [/stream/i, "content"],
  ],
  "04_cgi": [
    [/query/i, "query"],
    [/body/i, "field:content-length"],
    [/header/i, "field:status", "field:content-type", "empty-line"],
    [/flow|as it comes/i, "content"],
    [/502/, "status:502"],
    [/403/, "status:403"],
    [/404/, "status:404"],
    [/redirect/i, "field:location", "status:302"],
    [/kill|504|time/i, "status:504"],
    [/limit|503/i, "status:503"],
  ],
  "05_framework": [
    [/make a request/i, "method", "path"],
    [/route/i, "query"],
    [/body/i, "content"],
    [/fail|error/i, "status:500"],
  ],
  "06_persistent": [
    [/one request after|answer one/i, "method", "field:content-length"],
    [/close/i, "field:connection"],
    [/in chunks/i, "field:transfer-encoding"],
    [/read chunks/i, "chunk-size", "chunk-data", "chunk-extension"],
    [/trailer|read chunks/i, "last-chunk"],
    [/continue/i, "field:expect", "status:100"],
    [/order|empty line/i, "skipped-line"],
    [/time|ever/i, "status:408"],
    [/share|limit/i, "status:413", "status:414", "status:431", "status:503"],
  ],
  "07_database": [
    [/every request/i, "method", "status:405"],
    [/entry/i, "status:303", "field:location"],
    [/text be text|escap/i, "content"],
    [/page/i, "query"],
  ],
  "08_std": [
    [/files|stage 03/i, "path", "status:304", "status:206"],
    [/stage 07/i, "status:303", "content"],
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
  for (const [title, ...subjects] of ROWS[stage.id] ?? []) {
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
