/**
 * The test kit of the course. It starts a server, talks to it over real TCP with
 * exactly the bytes of a test, and explains a failure: the bytes that were sent and
 * received, what was expected, and why.
 *
 * @module
 */

export { concat, eachByte, splitAt, streamOf, toBytes } from "./bytes.ts";
export { pause, within } from "./clock.ts";
export { Connection, type ConnectOptions, SILENCE_MS } from "./connection.ts";
export type { ReadOutcome } from "./connection_failure.ts";
export { dripUntilAnswered } from "./drip.ts";
export { visible } from "./visible.ts";
export {
  expectField,
  expectNoField,
  expectStatus,
  expectThat,
} from "./expect.ts";
export {
  bodyText,
  expectBody,
  expectInBody,
  expectNotInBody,
} from "./expect_body.ts";
export { expectValue } from "./expect_value.ts";
export {
  type Explanation,
  Failure,
  type FailureDetails,
  type Lesson,
  type LikelyCauses,
  type Symptom,
} from "./failure.ts";
export { Gate, Lifeline } from "./fifo.ts";
export { fieldsOf, lineOf, sectionOf } from "./long_request.ts";
export { Moment } from "./moment.ts";
export { type Ending, Program } from "./program.ts";
export { get, httpRequest, post } from "./request.ts";
export type { RawResponse, ReadResponseOptions } from "./response.ts";
export type { ByteSource, FieldLine } from "./response_lines.ts";
export { type ScriptedPeer, scriptedPeer } from "./scripted_peer.ts";
export { type RunningServer, ServerUnderTest } from "./server_under_test.ts";
export { start, type StartOptions, withHandler } from "./start.ts";
export {
  type DefineTest,
  suite,
  type TestBody,
  type TestLesson,
  type TestOptions,
} from "./suite.ts";
export { type Files, TempDir } from "./temp_dir.ts";
export { Traffic } from "./traffic.ts";
export { interceptAccept, slowWrites } from "./watch_network.ts";
export type { InterceptAccept } from "./task_run.ts";
export type { Direction, Mark, Transcript } from "./transcript.ts";
export { expectVariable, SHOW_VARIABLES, TEXT_HEADER } from "./variables.ts";
export { allVariants, variant } from "./variants.ts";
