/**
 * @wrong Fails the stream of a complete answer if the exit code is not 0.
 * @replaces solutions/04_cgi/script_process.ts
 * @rejectedBy task 15 · a complete answer counts, with any exit code
 * @saying an exit code that is not 0 fails the answer or its stream
 *
 * @module
 */

import { ScriptError } from "../../../solutions/04_cgi/script_error.ts";
import { ScriptProcess as GoodProcess } from "../../../solutions/04_cgi/script_process.ts";

export class ScriptProcess extends GoodProcess {
  readonly #hasFailed: () => boolean;

  constructor(
    ...[command, options]: ConstructorParameters<typeof GoodProcess>
  ) {
    let hasFailed = false;
    super(command, {
      ...options,
      log(line) {
        hasFailed ||= line.startsWith("ended with code");
        options.log(line);
      },
    });
    this.#hasFailed = () => hasFailed;
  }

  override async read() {
    const chunk = await super.read();
    if (chunk === null && this.#hasFailed()) throw new ScriptError("failed");
    return chunk;
  }
}
