/**
 * The client of the guestbook: that of the tests of stage 07.
 *
 * @module
 */

export {
  ADA,
  ask,
  expectEntries,
  expectFirstEntries,
  expectForm,
  expectProblem,
  expectStored,
  FORM_TYPE,
  sign,
  submit,
} from "../../07_database/guestbook_client.ts";
export { attribute, tags } from "../../07_database/page_reader.ts";
