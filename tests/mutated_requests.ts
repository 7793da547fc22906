/**
 * Requests that are almost correct, for fuzzers.
 *
 * @module
 */

import { toBytes } from "../kit/mod.ts";

const SEEDS = [
  "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /read?q=1 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nCookie: a=b; c=d\r\n\r\n",
  "GET http://x/absolute HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
  "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
  "POST /leave HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
  "POST /read HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" +
  "Content-Length: 2\r\n\r\nhi",
  "POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
  "5;a=b\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
  "POST /leave HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
  "a\r\n0123456789\r\n0\r\n\r\n",
  "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /throw HTTP/1.1\r\nHost: x\r\n\r\n",
].map(toBytes);

const LF = 10;

/** Bytes that mutations insert: those that parsers tend to mishandle. */
const MORSELS = [
  "\r",
  "\n",
  "\r\n",
  "\r\n\r\n",
  "\0",
  " ",
  "\t",
  ":",
  ",",
  ";",
  "0",
  "-1",
  "+5",
  "fffffffffffffffff",
  "Content-Length: 3\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Transfer-Encoding : chunked\r\n",
  "Connection: close\r\n",
  "\x80",
  "\xff",
].map(toBytes);

/** Returns a whole number from 0 up to, but not including, its argument. */
export type Random = (below: number) => number;

/**
 * Makes random numbers, the same ones for the same seed (mulberry32).
 *
 * @param seed The seed.
 * @returns A function that returns the next number.
 */
export function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * Makes a request that has up to three mutations.
 *
 * @param random Chooses the request and the mutations.
 * @returns The request.
 */
export function mutate(random: Random): Uint8Array {
  let bytes = [...SEEDS[random(SEEDS.length)]];
  for (let left = random(4); left > 0; left--) {
    const at = random(bytes.length + 1);
    const length = 1 + random(8);
    switch (random(6)) {
      case 0:
        bytes[Math.min(at, bytes.length - 1)] = random(256);
        break;
      case 1:
        bytes.splice(at, length);
        break;
      case 2:
        bytes.splice(at, 0, ...MORSELS[random(MORSELS.length)]);
        break;
      case 3:
        bytes.splice(at, 0, ...bytes.slice(at, at + length));
        break;
      case 4:
        bytes = bytes.slice(0, at);
        break;
      case 5: {
        const end = bytes.indexOf(LF, at) + 1;
        bytes.splice(end, 0, ...bytes.slice(lineStart(bytes, at), end));
      }
    }
    if (bytes.length === 0) bytes = [13];
  }
  return Uint8Array.from(bytes);
}

function lineStart(bytes: number[], at: number): number {
  return bytes.slice(0, at).lastIndexOf(LF) + 1;
}
