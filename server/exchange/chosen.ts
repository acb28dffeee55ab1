import type { DocJson } from "../../shared/doc/json";
import type { RandomBytes } from "../../shared/ids";
import { ok } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { BlockChoice, ByHand, ImportPreview } from "../../shared/wire/import";
import { byHand, chosenBlocks } from "./choice";
import { documentOf } from "./document";

/** What a person made of a preview; `title` as they wrote it. */
export interface Chosen {
  readonly choices: readonly BlockChoice[];
  readonly title: string;
}

/** The text as it was chosen, and how much of it is by hand. */
export interface ChosenText {
  readonly doc: DocJson;
  readonly hand: ByHand | null;
}

/** Refuses as `chosenBlocks` does. */
export function chosenText({ blocks: read }: ImportPreview, { choices, title }: Chosen, random: RandomBytes): Result<ChosenText> {
  const blocks = chosenBlocks(read, choices);
  return blocks.ok ? ok({ doc: documentOf(blocks.value, random, title), hand: byHand(read, choices) }) : blocks;
}
