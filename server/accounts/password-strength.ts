import { nameKey } from "../../shared/names";
import { normalised } from "../../shared/stream-safe";
import type { Guessable } from "./password-estimate";
import type { Judge } from "./password-judge";

export const MIN_PASSWORD = 12;

export type Weakness = "short" | Guessable;

/** What a guesser of this house would try first, besides people's names. */
const house = ["sourcier", "newsroom", "factcheck", "fact-checker", "rédaction", "journaliste", "vérification", "motdepasse", "pegasus"];

/**
 * What is wrong with a password, null when it will do. There are no rules of composition: length, and not being guessed early. `name`: the
 * account's name.
 */
export async function weaknessOf(password: string, name: string, judge: Judge): Promise<Weakness | "busy" | null> {
  const plain = normalised(password, "NFC");
  if (Array.from(plain).length < MIN_PASSWORD) return "short";
  if (isRepeated(plain.toLowerCase())) return "repeat";
  return judge(plain, [...namesIn(name), ...house]);
}

/** The name and its parts, as written and without accents. */
function namesIn(name: string): string[] {
  const forms = [name.toLowerCase(), nameKey(name)].flatMap((form) => [form, form.replace(/[\s.'’-]+/g, ""), ...form.split(/[\s.'’-]+/)]);
  return [...new Set(forms)].filter((form) => form.length >= 3);
}

/** Fewer than five different characters, or a unit of at most a third repeated to the end: aaaaaaaaaaaa, abcabcabcabc. The estimator takes seconds over these. */
function isRepeated(plain: string): boolean {
  if (new Set(plain).size < 5) return true;
  for (let unit = 1; unit * 3 <= plain.length; unit += 1) if (plain.startsWith(plain.slice(unit))) return true;
  return false;
}
