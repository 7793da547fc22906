/**
 * What most tests of stage 01 do: ask the server and expect `Yes`, or start
 * `serveTcp` with a handler of their own.
 *
 * @module
 */

import {
  type Connection,
  expectThat,
  Failure,
  type LikelyCauses,
  type RunningServer,
  type ServerUnderTest,
  type StartOptions,
  toBytes,
  visible,
} from "../../../kit/mod.ts";
import {
  type ConnectionHandler,
  type ServeOptions,
  serveTcp,
} from "../server.ts";

/** A command that asks a server on port 8000. */
export const TRY = "deno task send 'can you hear me?'";

/**
 * Reads the whole answer and expects `Yes`.
 *
 * @param connection The connection.
 * @param likely The likely causes if the answer does not end.
 */
export async function expectYes(
  connection: Connection,
  likely: LikelyCauses = {},
): Promise<void> {
  const expected = 'the three letters "Yes", then the end of file';
  const answer = await connection.readToEnd({ expected, likely });
  if (answer.length === 0) {
    throw new Failure("the connection ended without an answer", {
      symptom: "end of file",
      transcript: connection.transcript,
      expected,
      likely,
    });
  }
  const isYes = new TextDecoder().decode(answer) === "Yes";
  expectThat(isYes, `the answer is ${visible(answer)}`, { expected });
}

/**
 * Says something on a connection of its own, and expects `Yes`.
 *
 * @param server The server.
 * @param likely The likely causes if the answer does not end.
 */
export async function askServer(
  server: ServerUnderTest,
  likely: LikelyCauses = {},
): Promise<void> {
  const connection = await server.connect();
  await connection.send("can you hear me?");
  await expectYes(connection, likely);
}

/**
 * Prepares `serveTcp` for `start`.
 *
 * @param onConnection The handler of the test.
 * @param options More options, `lingerMs` for instance.
 * @returns What `start` calls.
 */
export function serveWith(
  onConnection: ConnectionHandler,
  options: Partial<ServeOptions> = {},
): (options: StartOptions) => RunningServer {
  return (given) => serveTcp({ ...given, ...options }, onConnection);
}

/** Writes `Yes`, without reading anything. */
export async function sayYes(connection: Deno.TcpConn): Promise<void> {
  await connection.write(toBytes("Yes"));
}
