/**
 * @wrong Kills the program, and not the group of those that it has started.
 * @replaces solutions/04_cgi/script_process.ts
 * @rejectedBy task 13 · a program that takes too long is killed, and it is 504
 * @saying a child of the program still runs
 *
 * @module
 */

export * from "../../../solutions/04_cgi/script_process.ts";

const { kill } = Deno;
Deno.kill = (pid, signal) => kill(Math.abs(pid), signal);
