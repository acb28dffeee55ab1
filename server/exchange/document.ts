import type { DocJson } from "../../shared/doc/json";
import { newId } from "../../shared/ids";
import type { BlockId, RandomBytes } from "../../shared/ids";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { BlockChoice, InlineRun, PreviewBlock } from "../../shared/wire/import";

/** The preview's blocks as the person decided, the unticked ones left out. Refuses `malformed` when there is not one choice per block. */
export function chosenBlocks(blocks: readonly PreviewBlock[], choices: readonly BlockChoice[]): Result<PreviewBlock[]> {
  if (blocks.length !== choices.length) return refuse("malformed");
  return ok(
    blocks.flatMap((block, index) => {
      const choice = choices[index];
      return choice?.keep ? [{ ...block, kind: choice.kind, keep: true, joinsPrevious: choice.join }] : [];
    }),
  );
}

function inlineOf(runs: readonly InlineRun[]): DocJson[] {
  return runs.flatMap((run) => {
    const marks: DocJson[] = [
      ...(run.href === undefined ? [] : [{ type: "link", attrs: { href: run.href } }]),
      ...(run.em ? [{ type: "em" }] : []),
      ...(run.strong ? [{ type: "strong" }] : []),
    ];
    const lines = run.text
      .split("\n")
      .map((text): DocJson[] => (text === "" ? [] : [{ type: "text", text, ...(marks.length ? { marks } : {}) }]));
    return lines.flatMap((line, index) => (index === 0 ? line : [{ type: "hard_break" }, ...line]));
  });
}

/** What the blocks of one text share while it is built. */
class Builder {
  readonly content: DocJson[] = [];

  constructor(private readonly random: RandomBytes) {}

  node(type: string, content: DocJson[], attrs: DocJson = {}): DocJson {
    return { type, attrs: { id: newId<BlockId>(this.random, 8), ...attrs }, content };
  }

  /** An item's paragraph and, below it, what is deeper. Items that follow each other in number make one list. */
  lists(items: readonly Piece[], depth = 0): DocJson[] {
    const lists: DocJson[] = [];
    let open: { ordered: boolean; number: number; items: DocJson[] } | null = null;
    for (let at = 0; at < items.length;) {
      const item = items[at];
      const place = item?.list ?? { ordered: false, depth: 0, number: 1, continued: false };
      const paragraph = this.node("paragraph", item ? inlineOf(item.runs) : []);
      let deeper = at + 1;
      while ((items[deeper]?.list?.depth ?? 0) > Math.max(depth, place.depth)) deeper += 1;
      const below = this.lists(items.slice(at + 1, deeper), Math.max(depth, place.depth) + 1);
      const last = open?.items.at(-1);
      if (place.continued && last) (last["content"] as DocJson[]).push(paragraph, ...below);
      else {
        const goesOn = open !== null && open.ordered === place.ordered && (!place.ordered || place.number === open.number + 1);
        if (!open || !goesOn) {
          open = { ordered: place.ordered, number: place.number, items: [] };
          lists.push(place.ordered ? this.node("ordered_list", open.items, { start: place.number }) : this.node("bullet_list", open.items));
        }
        open.number = place.number;
        open.items.push(this.node("list_item", [paragraph, ...below]));
      }
      at = deeper;
    }
    return lists;
  }
}

/** A block on its way into the document, with what was joined to it. */
interface Piece extends Pick<PreviewBlock, "kind" | "level" | "list"> {
  readonly runs: InlineRun[];
}

/** The blocks of the text, each paragraph that goes on from the one before it put into it. */
function piecesOf(blocks: readonly PreviewBlock[]): Piece[] {
  const pieces: Piece[] = [];
  for (const block of blocks) {
    const previous = pieces.at(-1);
    const runs = block.runs ?? [{ text: block.text }];
    if (block.joinsPrevious && block.kind === "paragraph" && previous?.kind === "paragraph") previous.runs.push({ text: " " }, ...runs);
    else pieces.push({ kind: block.kind, level: block.level, list: block.list, runs: [...runs] });
  }
  return pieces;
}

/**
 * A ProseMirror document of the kept blocks, each with a fresh id of eight characters. The title, the date and the byline stand in the details
 * and are left out; neighbouring quotes make one block quote, neighbouring items one list.
 */
export function documentOf(blocks: readonly PreviewBlock[], random: RandomBytes): DocJson {
  const build = new Builder(random);
  const details = new Set(["title", "date", "byline"]);
  const text = piecesOf(blocks.filter((block) => block.keep && !details.has(block.kind) && block.text !== ""));
  for (let at = 0; at < text.length;) {
    const block = text[at];
    if (!block) break;
    let end = at + 1;
    if (block.kind === "quote" || block.kind === "list-item") while (text[end]?.kind === block.kind) end += 1;
    const group = text.slice(at, end);
    if (block.kind === "list-item") build.content.push(...build.lists(group));
    else if (block.kind === "quote") {
      build.content.push(
        build.node(
          "blockquote",
          group.map((quote) => build.node("paragraph", inlineOf(quote.runs))),
        ),
      );
    } else if (block.kind === "heading") {
      build.content.push(build.node("heading", inlineOf(block.runs), { level: block.level ?? 2 }));
    } else build.content.push(build.node("paragraph", inlineOf(block.runs)));
    at = end;
  }
  return { type: "doc", content: build.content };
}
