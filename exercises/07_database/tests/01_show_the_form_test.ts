import {
  bodyText,
  expectStatus,
  expectThat,
  expectValue,
  get,
  type RawResponse,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { expectForm, expectHtml } from "../guestbook_client.ts";
import { attribute, formSource, tags } from "../page_reader.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "HTML Standard section 4.10.3: method and action say how and " +
    "where a form is sent; the browser sends its fields by their names",
  try: "curl -i http://127.0.0.1:8000/",
});

/** How browsers encode a form by default. */
const FORM = "application/x-www-form-urlencoded";

Deno.test(
  test("GET / is answered with a page that has the form", {}, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    const response = await server.exchange(get("/"));
    expectStatus(response, 200);
    expectHtml(response);
    expectForm(response, { firstname: "", message: "" });
    expectThat(hasButton(response), "the form has no button", {
      expected: "a <button> in the form: without one it cannot be sent",
    });
  }),
);

Deno.test(test("the form is sent to / with POST", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const [form = ""] = tags(bodyText(await server.exchange(get("/"))), "form");
  const method = attribute(form, "method")?.toLowerCase();
  expectValue(`the method of ${form}`, method, "post", {
    likely: "without a method, a browser sends the form with GET, in the URL",
  });
  const action = attribute(form, "action") ?? "";
  const url = URL.parse(action, "http://localhost/");
  expectValue(`the path to which ${form} leads`, url?.pathname, "/");
  const enctype = attribute(form, "enctype")?.toLowerCase();
  expectValue(`the enctype of ${form}`, enctype ?? FORM, FORM, {
    likely: "leave it out: task 18 refuses every other type",
  });
}));

/** Whether the form has something that sends it. */
function hasButton(response: RawResponse): boolean {
  const form = formSource(response) ?? "";
  return tags(form, "button").some((tag) =>
    ["submit", undefined].includes(attribute(tag, "type"))
  ) ||
    tags(form, "input").some((tag) =>
      ["submit", "image"].includes(attribute(tag, "type") ?? "")
    );
}
