import { start, suite, TempDir } from "../../../kit/mod.ts";
import { ADA, expectStored, submit } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.4.4: the browser fetches the Location with GET",
  try: "curl -i -d 'firstname=Ada' -d 'message=Hello' http://127.0.0.1:8000/",
});

Deno.test(
  test("an entry is answered 303, which leads to the page", {}, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    const response = await server.exchange(submit(ADA));
    expectStored(
      response,
      "/",
      response.status === 200
        ? "the answer is the page itself: to reload it sends the form again, " +
          "and the entry is stored twice"
        : undefined,
    );
  }),
);
