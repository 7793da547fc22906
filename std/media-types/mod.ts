/**
 * `@std/media-types`: the genuine code from the npm package deno-std, with the types
 * that the registry package has for the names that the course uses.
 *
 * @module
 */

// @ts-types="./mod.d.ts"
export * from "deno-std/media_types/mod.js";
