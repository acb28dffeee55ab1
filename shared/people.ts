import * as z from "zod/mini";
import { UserId } from "./ids";
import { UiLang } from "./languages";
import { MAX_NAME, nameFault, tidyName } from "./names";

export const roles = ["admin", "editor", "fact-checker", "translator", "author", "reader"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const Theme = z.enum(["system", "light", "dark"]);
export type Theme = z.infer<typeof Theme>;

/** A person's display and sign-in name, tidied; what will not do of one is told as `bad-name` with its fault as `reason` (see `names.ts`). */
export const PersonName = z.string().check(
  z.overwrite(tidyName),
  z.check((given) => {
    const reason = nameFault(given.value);
    if (reason !== null) given.issues.push({ code: "custom", input: given.value, params: { refusal: "bad-name", reason } });
  }),
  z.maxLength(MAX_NAME),
);

/** What everybody signed in may know of a person. `hue` 1–8 picks one of the `--p*` colours. */
export const Person = z.strictObject({
  id: UserId,
  name: z.string(),
  role: Role,
  hue: z.int().check(z.gte(1), z.lte(8)),
  disabled: z.boolean(),
});
export type Person = z.infer<typeof Person>;

/** The demonstration's author: no account has this id, so nobody can sign in as it, and anybody may review its verdicts. */
export const DEMO_AUTHOR = "demonstration" as UserId;

/** Who signs what the workbench itself does to a document, as when a text of before gains its title. No account has this id. */
export const HOUSE = "house" as UserId;

/** The signed-in person's own record. */
export const Me = z.strictObject({ ...Person.shape, lang: UiLang, theme: Theme });
export type Me = z.infer<typeof Me>;
