/**
 * @wrong Protects only the meta-variables that every request sets.
 * @replaces solutions/04_cgi/meta_variables.ts
 * @rejectedBy task 24 · nor one that not every request sets
 * @saying CONTENT_LENGTH: cgi() does not throw
 *
 * @module
 */

import { checkEnvironment as checkWell } from "../../../solutions/04_cgi/meta_variables.ts";

export * from "../../../solutions/04_cgi/meta_variables.ts";

export function checkEnvironment(env: Readonly<Record<string, string>>): void {
  const { CONTENT_LENGTH: _, ...rest } = env;
  checkWell(rest);
}
