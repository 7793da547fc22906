import {
  expectThat,
  Failure,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { cgi } from "../server.ts";
import { FOR_SH } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 4.1: a program believes what these variables say",
});

const ALWAYS_SET: readonly string[] = [
  "GATEWAY_INTERFACE",
  "PATH_INFO",
  "QUERY_STRING",
  "REMOTE_ADDR",
  "REMOTE_HOST",
  "REQUEST_METHOD",
  "SCRIPT_FILENAME",
  "SCRIPT_NAME",
  "SERVER_NAME",
  "SERVER_PORT",
  "SERVER_PROTOCOL",
  "SERVER_SOFTWARE",
];

const SOMETIMES_SET: readonly string[] = [
  "AUTH_TYPE",
  "CONTENT_LENGTH",
  "CONTENT_TYPE",
  "HTTP_",
  "HTTP_ACCEPT",
  "HTTP_AUTHORIZATION",
  "HTTP_PROXY",
  "PATH_TRANSLATED",
  "REMOTE_IDENT",
  "REMOTE_USER",
];

Deno.test(test("options.env cannot set a meta-variable", {}, async () => {
  await expectRefused(
    ALWAYS_SET,
    "the meta-variables overwrite it at each " +
      "request, and the mistake stays hidden: throw a TypeError in cgi() itself",
  );
}));

Deno.test(test("nor one that not every request sets", {
  because:
    "RFC 3875 section 4.1.2: without a body, CONTENT_LENGTH must not be " +
    "set; a program would wait for that many bytes",
}, async () => {
  await expectRefused(
    SOMETIMES_SET,
    "only the variables of every request are compared: compare with all names " +
      "of RFC 3875 section 4.1, and with HTTP_ and anything after it",
  );
}));

/** The last two look like meta-variables; many programs obey http_proxy. */
const OTHERS: readonly string[] = [
  "REDIRECT_STATUS",
  "HTTPS_PORT",
  "MY_CONTENT_LENGTH",
  "PATH_INFO_LIMIT",
  "http_proxy",
];

Deno.test(test("options.env may set any other variable", {
  because: "an interpreter may need some: php-cgi needs REDIRECT_STATUS",
}, async () => {
  await using directory = await TempDir.create();
  const scripts = { "/cgi-bin": directory.path };
  for (const name of OTHERS) {
    await variant(name, () => {
      cgi({ scripts, env: { [name]: "200" } }, () => ({ status: 404 }));
    });
  }
}));

/** What no environment can contain. */
const IMPOSSIBLE: readonly [title: string, name: string, value: string][] = [
  ["no name", "", "x"],
  ["an equals sign in the name", "HTTP=PROXY", "x"],
  ["a NUL in the name", "HTTP\0PROXY", "x"],
  ["a NUL in the value", "GREETING", "Hello\0"],
];

Deno.test(test("a variable that cannot exist is refused, too", {
  because: "an environment is text like NAME=value, and each ends with a NUL",
}, async () => {
  await using directory = await TempDir.create();
  const scripts = { "/cgi-bin": directory.path };
  for (const [title, name, value] of IMPOSSIBLE) {
    await variant(title, () => {
      errorOf(
        () => cgi({ scripts, env: { [name]: value } }, () => ({ status: 404 })),
        "Deno.Command fails at each request instead: check names and values " +
          "in cgi() itself",
      );
    });
  }
}));

/** Expects that `cgi` throws a `TypeError` that names the variable. */
async function expectRefused(
  names: readonly string[],
  likely: string,
): Promise<void> {
  await using directory = await TempDir.create();
  const scripts = { "/cgi-bin": directory.path };
  for (const name of names) {
    await variant(name, () => {
      const { message } = errorOf(
        () => cgi({ scripts, env: { [name]: "x" } }, () => ({ status: 404 })),
        likely,
      );
      expectThat(message.includes(name), `the error says "${message}"`, {
        expected: `a TypeError whose message names ${name}`,
      });
    });
  }
}

/** Returns the `TypeError` that a function must throw. */
function errorOf(body: () => unknown, likely: string): Error {
  try {
    body();
  } catch (thrown) {
    if (thrown instanceof TypeError) return thrown;
    throw thrown;
  }
  throw new Failure("cgi() does not throw", {
    expected: "cgi() throws a TypeError",
    likely,
  });
}
