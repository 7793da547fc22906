/**
 * @wrong Kills the program, and not the group of those that it has started.
 * @replaces solutions/04_cgi/script_process.ts
 * @rejectedBy task 33 · what a program leaves running is killed at its end
 * @saying a child of the program still runs
 *
 * @module
 */

export * from "../../../solutions/04_cgi/script_process.ts";

const { kill } = Deno;
Deno.kill = (pid, signal) => kill(Math.abs(pid), signal);
