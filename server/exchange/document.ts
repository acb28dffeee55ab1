import type { DocJson } from "../../shared/doc/json";
import { newId } from "../../shared/ids";
import type { BlockId, RandomBytes } from "../../shared/ids";
import { TITLE_BLOCK, TITLE_WITHIN } from "../../shared/doc/title";
import type { InlineRun, PreviewBlock } from "../../shared/wire/import";

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
  titled = false;

  constructor(private readonly random: RandomBytes) {}

  /** The first title is the text's, unless it stands too far down; any other is a heading. */
  heading(block: Piece): DocJson {
    const isTitle = block.kind === "title" && !this.titled && this.content.length < TITLE_WITHIN;
    this.titled ||= isTitle;
    if (isTitle) return this.title(inlineOf(block.runs));
    return this.node("heading", inlineOf(block.runs), { level: block.level ?? 2 });
  }

  title(content: DocJson[]): DocJson {
    return this.node("heading", content, { level: 1, id: TITLE_BLOCK });
  }

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
 * A ProseMirror document of the kept blocks, each with a fresh id of eight characters; neighbouring quotes make one block quote, neighbouring
 * items one list. A date line and a byline stay where they were, as paragraphs. `title`: the text's name, which becomes its first block
 * where none of the others is its title; "" puts none there.
 */
export function documentOf(blocks: readonly PreviewBlock[], random: RandomBytes, title = ""): DocJson {
  const build = new Builder(random);
  const text = piecesOf(blocks.filter((block) => block.keep && block.text !== ""));
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
    } else if (block.kind === "heading" || block.kind === "title") build.content.push(build.heading(block));
    else build.content.push(build.node("paragraph", inlineOf(block.runs)));
    at = end;
  }
  if (!build.titled && title !== "" && build.content.length > 0) build.content.unshift(build.title([{ type: "text", text: title }]));
  return { type: "doc", content: build.content };
}
