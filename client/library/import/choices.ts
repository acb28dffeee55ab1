import type { BlockChoice, BlockKind, PreviewBlock } from "../../../shared/wire/import";

/** What is ticked for one block of the preview. `join`: into the kept paragraph before it. */
export interface Tick {
  readonly keep: boolean;
  readonly kind: BlockKind;
  readonly join: boolean;
}

export const ticksOf = (blocks: readonly PreviewBlock[]): Tick[] =>
  blocks.map(({ keep, kind, joinsPrevious }) => ({ keep, kind, join: joinsPrevious }));

export function choicesFrom(ticks: readonly Tick[]): BlockChoice[] {
  const choices: BlockChoice[] = [];
  for (const [index, { keep, kind, join }] of ticks.entries()) {
    const last = choices.at(-1);
    if (join && keep && last?.keep && last.kind === kind) last.of.push(index);
    else choices.push({ of: [index], keep, kind });
  }
  return choices;
}

/** Whether the kind of a block makes it part of the text; the others only fill the fields. */
export const isText = (block: PreviewBlock): boolean => block.kind !== "title";

/** The number of each paragraph among the kept ones, by index; what is not kept, or joined to the one before, has none. */
export function paragraphNumbers(blocks: readonly PreviewBlock[], choices: readonly Tick[]): readonly (number | null)[] {
  let count = 0;
  let open = false; // whether a kept block stands before, to join with
  return blocks.map((block, i) => {
    const choice = choices[i];
    if (!choice?.keep) return null;
    const joined = choice.join && open;
    if (isText(block)) open = true;
    if (choice.kind !== "paragraph" || joined) return null;
    return ++count;
  });
}

/** Indexes of the blocks that may be joined to a kept paragraph before them. */
export function joinable(blocks: readonly PreviewBlock[], choices: readonly Tick[]): ReadonlySet<number> {
  const found = new Set<number>();
  let before = false;
  blocks.forEach((block, i) => {
    if (!choices[i]?.keep) return;
    if (block.joinsPrevious && before) found.add(i);
    before = block.kind === "paragraph" || block.kind === "quote";
  });
  return found;
}

/** How many blocks were proposed for removal. */
export const proposedCount = (blocks: readonly PreviewBlock[]): number => blocks.filter((block) => block.chrome !== null).length;

/** Whether anything is left to make a text of. */
export const keepsText = (blocks: readonly PreviewBlock[], choices: readonly Tick[]): boolean =>
  blocks.some((block, i) => isText(block) && choices[i]?.keep === true);
