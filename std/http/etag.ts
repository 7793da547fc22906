/**
 * `@std/http/etag`: the genuine code from the npm package deno-std, with the types
 * that the registry package has for the names that the course uses.
 *
 * @module
 */

// @ts-types="./etag.d.ts"
export * from "deno-std/http/etag.js";
