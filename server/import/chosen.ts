import type { DocJson } from "../../shared/doc/json";
import type { RandomBytes } from "../../shared/ids";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { BlockChoices, MAX_BLOCKS } from "../../shared/protocol/import";
import type { BlockChoice, ByHand, ImportPreview } from "../../shared/protocol/import";
import { readJson } from "../json-bounds";
import { byHand, chosenBlocks } from "./choice";
import { documentOf } from "./document";

/** What a person made of a preview: the JSON of its `BlockChoices`; `title` as they wrote it. */
export interface Chosen {
  readonly choices: Uint8Array;
  readonly title: string;
}

/** Values that a choice holds on average: it is `of`, `keep` and `kind`, and a few have words of their own. */
const VALUES = 12 * MAX_BLOCKS;

function read(choices: Uint8Array): Result<readonly BlockChoice[]> {
  const json = readJson(Buffer.from(choices), { values: VALUES });
  if (!json.ok) return json;
  const parsed = BlockChoices.safeParse(json.value);
  return parsed.success ? ok(parsed.data) : refuse("malformed", { field: ["choices", ...(parsed.error.issues[0]?.path ?? [])].join(".") });
}

/** The text as it was chosen, and how much of it is by hand. */
export interface ChosenText {
  readonly doc: DocJson;
  readonly hand: ByHand | null;
}

/** Refuses as `chosenBlocks` does, and with `malformed` what are no choices. */
export function chosenText({ blocks: offered }: ImportPreview, { choices, title }: Chosen, random: RandomBytes): Result<ChosenText> {
  const made = read(choices);
  if (!made.ok) return made;
  const blocks = chosenBlocks(offered, made.value);
  return blocks.ok ? ok({ doc: documentOf(blocks.value, random, title), hand: byHand(offered, made.value) }) : blocks;
}
