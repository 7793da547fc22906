import { expectStatus, get, start, suite } from "../../../kit/mod.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "Deno.upgradeWebSocket needs Deno's own connection: on another " +
    "server the WebSocket would never open",
});

const UPGRADE = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

Deno.test(test("Deno.upgradeWebSocket is answered 501", {}, async () => {
  await using server = await start(
    serveWith((request) => Deno.upgradeWebSocket(request).response),
  );
  const response = await server.exchange(get("/", ...UPGRADE));
  expectStatus(response, 501, {
    likely: response.status === 500
      ? "the engine cannot send the status 101: refuse such a Response with " +
        "an HttpError"
      : undefined,
  });
}));
