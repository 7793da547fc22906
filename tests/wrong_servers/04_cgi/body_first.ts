/**
 * @wrong Writes all of the body before it reads any output.
 * @replaces solutions/04_cgi/script_process.ts
 * @rejectedBy task 18 · a program may answer while it still reads
 * @saying the whole body is written before any output is read
 *
 * @module
 */

import { ScriptProcess as GoodProcess } from "../../../solutions/04_cgi/script_process.ts";

export class ScriptProcess extends GoodProcess {
  readonly #written: Promise<void>;

  constructor(
    ...[command, options]: ConstructorParameters<typeof GoodProcess>
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (options.body === null) resolve();
    const body = options.body?.pipeThrough(
      new TransformStream({ flush: () => resolve() }),
    );
    super(command, { ...options, body: body ?? null });
    this.#written = promise;
  }

  override async read() {
    await Promise.race([this.#written, this.ended]);
    return await super.read();
  }
}
