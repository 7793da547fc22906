/**
 * Every text that `deno task course doctor` prints: see `texts.ts`.
 *
 * @module
 */

/** Messages of `doctor`. */
export const DOCTOR = {
  ok: "ok     ",
  missing: "missing",
  needed: "The course cannot work on this machine",
  fine: "The course works on this machine",
  deno: {
    name: (version: string) => `Deno ${version}`,
    disables: "the course needs Deno 2.9 or newer",
    remedy: "deno upgrade; or use npx -y deno@2.9.6 in place of deno",
  },
  listen: {
    name: "TCP connections on 127.0.0.1",
    disables: "no test can run",
    remedy: "allow deno to listen on 127.0.0.1 in your firewall or sandbox",
  },
  port: {
    name: "port 8000 is free",
    disables: "servers do not start without --port",
    remedy: "end the program that uses it, or add --port 8001",
  },
  ipv6: {
    name: "IPv6 on ::1",
    disables: "--hostname ::1",
    remedy: "enable IPv6 on the loopback interface",
  },
  events: {
    name: "file events",
    disables: "deno task course does not notice that you save",
    remedy: "add --poll, or move the clone off the network drive",
  },
  links: {
    name: "symbolic links",
    disables: "the tests of 03_static and 08_std that make links",
    remedy: "on Windows, switch on the developer mode",
  },
  caseSensitive: {
    name: "a file system that tells a.txt from A.TXT",
    disables: "a test of 03_static may find a file under another name",
    remedy: "none needed; a case-sensitive volume if you want one",
  },
  groups: {
    name: "process groups",
    disables: "tests of 04_cgi that kill programs; limits of grade",
    remedy: "use WSL, a container, Linux or macOS",
  },
  program: {
    stages: (stages: readonly string[]) =>
      `tests of ${stages.join(" and ")} that need it are skipped`,
    remedy: (apt: string, brew: string) =>
      `Debian, Ubuntu: sudo apt install ${apt}; macOS: brew install ${brew}`,
  },
} as const;

/** Programs that only the checks of the whole course use, and for what. */
export const OTHER_PROGRAMS: Readonly<Record<string, string>> = {
  git: "the test that updates a clone is skipped",
  curl: "commands with curl in the READMEs do not work",
  chromium: "the tests in a browser are skipped",
};
