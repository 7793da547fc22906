/**
 * @wrong Passes on all of options.env; only some variables are overwritten.
 * @replaces solutions/04_cgi/meta_variables.ts
 * @rejectedBy task 24 · options.env cannot set a meta-variable
 * @saying GATEWAY_INTERFACE: cgi() does not throw
 *
 * @module
 */

export * from "../../../solutions/04_cgi/meta_variables.ts";

export function checkEnvironment(): void {}
