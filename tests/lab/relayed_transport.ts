/**
 * Takes the place of the kit's sockets: every connection of a test goes through
 * a relay of the lab, which `relay_service.ts` runs in another process, so that
 * its sockets do not count as leaks of the test.
 *
 * @module
 */

import * as direct from "../../kit/transport.ts";

export * from "../../kit/transport.ts";

/** Captured before a test could replace it. */
const { connect } = Deno;

/**
 * Connects through a relay.
 *
 * @param addr The server.
 * @returns The socket, with the address that the server sees.
 */
export function openPlain(addr: Deno.NetAddr): Promise<direct.Transport> {
  return openRelayed(addr, direct.openPlain);
}

/**
 * Connects through a relay, with a socket that can be reset.
 *
 * @param addr The server.
 * @returns The socket, with the address that the server sees.
 */
export function openResettable(addr: Deno.NetAddr): Promise<direct.Transport> {
  return openRelayed(addr, direct.openResettable);
}

async function openRelayed(
  addr: Deno.NetAddr,
  open: typeof direct.openPlain,
): Promise<direct.Transport> {
  const service = Number(Deno.env.get("RELAY_SERVICE"));
  using control = await connect({ hostname: "127.0.0.1", port: service });
  const relayPort = Number(await ask(control, `relay ${addr.port}`));
  const transport = await open({
    transport: "tcp",
    hostname: "127.0.0.1",
    port: relayPort,
  });
  const { port } = transport.localAddr;
  const seen = await ask(control, `seen ${relayPort} ${port}`);
  if (seen === "refused") {
    transport.close();
    throw new Deno.errors.ConnectionRefused("Connection refused");
  }
  const localAddr = { ...transport.localAddr, port: Number(seen) };
  return { ...transport, localAddr };
}

/** Asks the service one question. */
async function ask(control: Deno.TcpConn, question: string): Promise<string> {
  await control.write(new TextEncoder().encode(`${question}\n`));
  const buffer = new Uint8Array(64);
  const count = await control.read(buffer);
  return new TextDecoder().decode(buffer.subarray(0, count ?? 0)).trim();
}
