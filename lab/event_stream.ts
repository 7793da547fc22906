/**
 * Server-sent events: what is new, as a stream of text that a browser reads
 * with `EventSource`. WHATWG HTML, section 9.2.
 *
 * @module
 */

import type { Bytes } from "../mod.ts";
import type { Recorder } from "./recorder.ts";

/** How much may wait for a slow page, in bytes, before it has to begin anew. */
const MAX_WAITING = 64 << 20;

/** How often a silent stream says that it is alive, in milliseconds. */
const HEARTBEAT_MS = 15_000;

/** A browser that has lost the stream asks again after this, in milliseconds. */
const RETRY_MS = 500;

/**
 * Makes the stream for one page.
 *
 * @param recorder What there is to tell.
 * @returns The body of the response; cancel it when the page has gone.
 */
export function eventStream(recorder: Recorder): ReadableStream<Bytes> {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Bytes>({
    start(controller) {
      function send(text: string): void {
        if ((controller.desiredSize ?? 0) > -MAX_WAITING) {
          controller.enqueue(encoder.encode(text));
          return;
        }
        // The page will ask again, and gets what there is then.
        end();
        controller.close();
      }
      send(`retry: ${RETRY_MS}\n\n`);
      const unsubscribe = recorder.subscribe((updates) => {
        send(`data: ${JSON.stringify(updates)}\n\n`);
      });
      const timer = setInterval(() => send(":\n\n"), HEARTBEAT_MS);
      end = () => {
        unsubscribe();
        clearInterval(timer);
      };
    },
    cancel: () => end(),
  }, new ByteLengthQueuingStrategy({ highWaterMark: 0 }));
}
