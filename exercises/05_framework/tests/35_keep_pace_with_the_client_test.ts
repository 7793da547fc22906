import {
  expectThat,
  get,
  Moment,
  pause,
  start,
  suite,
} from "../../../kit/mod.ts";
import { bridge, serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "chunks that are read ahead fill your memory, once per slow client",
});

const CHUNK = new Uint8Array(64 * 1024);

/** More than the buffers of two sockets hold: 64 MiB. */
const MANY_CHUNKS = 1024;

/** How many chunks a bridge may have read before the engine asks for one. */
const A_FEW = 8;

/** A stream of 64 MiB that counts how often it is asked for a chunk. */
class CountedStream {
  pulled = 0;
  readonly began = new Moment("the stream is read");

  response(): Response {
    return new Response(
      new ReadableStream({
        pull: (controller) => {
          this.began.happen();
          controller.enqueue(CHUNK);
          if (++this.pulled === MANY_CHUNKS) controller.close();
        },
      }),
    );
  }

  /** Waits until the stream is read no further. */
  async rest(): Promise<void> {
    for (let before = -1; before < this.pulled;) {
      before = this.pulled;
      await pause(50);
    }
  }
}

Deno.test(test("the bridge does not read ahead", {}, async () => {
  const stream = new CountedStream();
  const { body } = await bridge(() => stream.response());
  await stream.rest();
  const { pulled } = stream;
  expectThat(pulled <= A_FEW, `${pulled} chunks of the stream were read`, {
    expected: `the bridge has read at most ${A_FEW} chunks before the engine ` +
      "asks for one",
    likely: pulled === MANY_CHUNKS
      ? "a loop reads the stream and enqueues: read one chunk in pull()"
      : "the highWaterMark of a queue is large",
  });
  if (body instanceof ReadableStream) await body.cancel();
}));

Deno.test(test("a stream is read no faster than the client reads", {
  because: "the sockets hold some megabytes; the rest would be in your memory",
}, async () => {
  const stream = new CountedStream();
  await using server = await start(serveWith(() => stream.response()));
  const client = await server.connect();
  await client.send(get("/"));
  await stream.began.expect();
  await stream.rest();
  expectThat(
    stream.pulled < MANY_CHUNKS,
    "all 64 MiB of the stream were read, although the client has read nothing",
    { expected: "the stream is read until the buffers are full, and rests" },
  );
}));
