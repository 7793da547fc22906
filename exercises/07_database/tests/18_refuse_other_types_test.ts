import {
  expectStatus,
  get,
  post,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { expectEntries, expectStored } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.16",
  try: "curl -i -F firstname=Ada http://127.0.0.1:8000/",
});

const BODY = "firstname=Ada&message=Hello";

/** Types that are not that of the form. */
const OTHERS: readonly string[] = [
  "multipart/form-data; boundary=x",
  "text/plain",
  "application/json",
  "application/x-www-form-urlencodedX",
];

Deno.test(test("a body of another type is answered 415", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  for (const type of OTHERS) {
    await variant(type, async () => {
      const request = post("/", BODY, `Content-Type: ${type}`);
      expectStatus(await server.exchange(request), 415);
    });
  }
  expectEntries(await server.exchange(get("/")), []);
}));

Deno.test(
  test("parameters, upper case and no type at all are fine", {}, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    const type =
      "Content-Type: Application/X-WWW-Form-URLencoded;charset=UTF-8";
    await variant(type, async () => {
      const response = await server.exchange(post("/", BODY, type));
      expectStored(
        response,
        "/",
        response.status === 415
          ? "the type is compared as a whole: it is case-insensitive, and may " +
            "have parameters"
          : undefined,
      );
    });
    await variant("no Content-Type", async () => {
      expectStored(await server.exchange(post("/", BODY)));
    });
  }),
);
