/**
 * The test kit of the course: it starts a server, talks to it over real TCP
 * with exactly the bytes that a test wants, and when a test fails it says what
 * travelled, what was expected, and why.
 *
 * @module
 */

export { concat, eachByte, splitAt, streamOf, toBytes } from "./bytes.ts";
export { pause, within } from "./clock.ts";
export { Connection, type ConnectOptions, SILENCE_MS } from "./connection.ts";
export type { ReadOutcome } from "./connection.ts";
export { dripUntilAnswered } from "./drip.ts";
export { visible } from "./visible.ts";
export {
  bodyText,
  expectBody,
  expectField,
  expectInBody,
  expectNoField,
  expectNotInBody,
  expectStatus,
  expectThat,
} from "./expect.ts";
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
export {
  type RunningServer,
  ServerUnderTest,
  start,
  type StartOptions,
  withHandler,
} from "./server_under_test.ts";
export {
  type DefineTest,
  suite,
  type TaskLesson,
  type TestBody,
  type TestLesson,
  type TestOptions,
  variant,
} from "./suite.ts";
export { type Files, TempDir } from "./temp_dir.ts";
export { Traffic } from "./traffic.ts";
export type { Direction, Mark, Transcript } from "./transcript.ts";
export { expectVariable, SHOW_VARIABLES, TEXT_HEADER } from "./variables.ts";
