/**
 * Relays for the suites: `relay PORT` makes one for the server on that port,
 * `seen RELAY CLIENT` tells which port the server sees for a client.
 *
 * @module
 */

import { type Relay, startRelay } from "../../lab/relay.ts";

/** The ports that servers see, by "RELAY CLIENT". */
const seen = new Map<string, PromiseWithResolvers<string>>();
const relays = new Map<number, Promise<Relay>>();

function seenBy(key: string): PromiseWithResolvers<string> {
  const known = seen.get(key) ?? Promise.withResolvers<string>();
  seen.set(key, known);
  return known;
}

function startFor(port: number): Promise<Relay> {
  const known = relays.get(port) ?? startRelay({
    port: 0,
    target: () => Promise.resolve({ hostname: "127.0.0.1", port }),
    tap(clientPort) {
      const place = relays.get(port)!.then(({ port }) =>
        seenBy(`${port} ${clientPort}`)
      );
      return {
        connected: (port) => place.then(({ resolve }) => resolve(`${port}`)),
        bytes() {},
        ended: (_, how) => {
          if (how === "unreachable") {
            place.then(({ resolve }) => resolve("refused"));
          }
        },
        closed() {},
      };
    },
  });
  relays.set(port, known);
  return known;
}

async function answer(question: string): Promise<string> {
  const [command, first, second] = question.split(" ");
  if (command === "relay") return `${(await startFor(Number(first))).port}`;
  const key = `${first} ${second}`;
  const port = await seenBy(key).promise;
  // The system will give the client's port to another.
  seen.delete(key);
  return port;
}

async function serve(control: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(64);
  try {
    for (;;) {
      const count = await control.read(buffer);
      if (count === null) break;
      const text = new TextDecoder().decode(buffer.subarray(0, count)).trim();
      await control.write(new TextEncoder().encode(`${await answer(text)}\n`));
    }
  } finally {
    control.close();
  }
}

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
console.log(`tcp://127.0.0.1:${listener.addr.port}/`);
for await (const control of listener) serve(control).catch(() => {});
