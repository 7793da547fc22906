/**
 * The media type of a submitted form.
 *
 * @module
 */

const FORM_TYPE = /^application\/x-www-form-urlencoded[ \t]*(?:;|$)/i;

/**
 * Whether a Content-Type is that of a form, with or without parameters.
 *
 * @param contentType The value of the field.
 * @returns Whether the body is `application/x-www-form-urlencoded`.
 */
export function isFormType(contentType: string): boolean {
  return FORM_TYPE.test(contentType);
}
