import { isBlank, trimBlank, withoutDirections } from "../../shared/doc/blank";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";

/**
 * What a case file or a text is called, as it stands in a list: on one line, without signs that turn others' words round. Refuses one of which
 * nothing is seen. `field`: where it came from.
 */
export function lineOf(text: string, field: "name" | "title" | "details.title"): Result<string> {
  const line = trimBlank(withoutDirections(text).text.replace(/[\s\p{Cc}]+/gu, " "));
  return isBlank(line) ? refuse("malformed", { field }) : ok(line);
}
