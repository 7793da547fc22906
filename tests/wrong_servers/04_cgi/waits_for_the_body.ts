/**
 * @wrong Ends the answer only when the whole body has arrived, even if the program
 * has ended.
 * @replaces solutions/04_cgi/script_process.ts
 * @rejectedBy task 19 · a program may end before the body has arrived
 * @saying the answer waits until the body has been written to stdin
 * @varying how far the server is when the client gives up
 *
 * @module
 */

import { ScriptProcess as GoodProcess } from "../../../solutions/04_cgi/script_process.ts";

export class ScriptProcess extends GoodProcess {
  readonly #sent: Promise<void>;

  constructor(
    ...[command, options]: ConstructorParameters<typeof GoodProcess>
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (options.body === null) resolve();
    const body = options.body?.pipeThrough(
      new TransformStream({ flush: () => resolve(), cancel: () => resolve() }),
    );
    super(command, { ...options, body: body ?? null });
    options.signal.addEventListener("abort", () => resolve());
    this.#sent = promise;
  }

  override async read() {
    const chunk = await super.read();
    await this.#sent;
    return chunk;
  }
}
