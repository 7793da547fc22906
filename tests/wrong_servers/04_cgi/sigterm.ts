/**
 * @wrong Sends SIGTERM, which a program may ignore.
 * @replaces solutions/04_cgi/script_process.ts
 * @rejectedBy task 32 · a program that takes too long is 504, and is killed
 * @saying kill() sends SIGTERM, which this program ignores
 *
 * @module
 */

export * from "../../../solutions/04_cgi/script_process.ts";

const { kill } = Deno;
Deno.kill = (pid) => kill(pid, "SIGTERM");
Deno.ChildProcess.prototype.kill = function () {
  kill(this.pid, "SIGTERM");
};
