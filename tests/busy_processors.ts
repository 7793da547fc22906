/**
 * Keeps the processors busy, as other programs of a machine do: what depends on
 * time shows itself then.
 *
 * @module
 */

/** Computes for ever, with tiny breaks: terminate() cannot end a hot loop. */
const LOOP = `data:text/javascript,
function compute() {
  for (const end = Date.now() + 50; Date.now() < end;);
  setTimeout(compute);
}
compute();`;

/**
 * Starts to compute on every processor.
 *
 * @returns The computations; dispose of them, `using`.
 */
export function keepBusy(): Disposable {
  const count = navigator.hardwareConcurrency;
  const workers = Array.from(
    { length: count },
    () => new Worker(LOOP, { type: "module" }),
  );
  return {
    [Symbol.dispose]() {
      for (const worker of workers) worker.terminate();
    },
  };
}
