import type { DocJson } from "../../shared/doc/json";
import { newId } from "../../shared/ids";
import type { BlockId, RandomBytes } from "../../shared/ids";
import { inlineNodes, NodeBuilder } from "../../shared/doc/reader/build";
import { TITLE_BLOCK, TITLE_WITHIN } from "../../shared/doc/title";
import type { InlineRun, PreviewBlock } from "../../shared/protocol/import";

/** What the blocks of one text share while it is built. */
class Builder extends NodeBuilder {
  readonly content: DocJson[] = [];
  titled = false;

  constructor(random: RandomBytes) {
    super(() => newId<BlockId>(random, 8));
  }

  /** The first title is the text's, unless it stands too far down; any other is a heading. */
  heading(block: Piece): DocJson {
    const isTitle = block.kind === "title" && !this.titled && this.content.length < TITLE_WITHIN;
    this.titled ||= isTitle;
    if (isTitle) return this.title(inlineNodes(block.runs));
    return this.node("heading", inlineNodes(block.runs), { level: block.level ?? 2 });
  }

  title(content: DocJson[]): DocJson {
    return this.node("heading", content, { level: 1, id: TITLE_BLOCK });
  }
}

/** A block on its way into the document, with what was joined to it. */
interface Piece extends Pick<PreviewBlock, "kind" | "level" | "list" | "rows"> {
  readonly runs: InlineRun[];
}

/** The blocks of the text, each paragraph that goes on from the one before it put into it. */
function piecesOf(blocks: readonly PreviewBlock[]): Piece[] {
  const pieces: Piece[] = [];
  for (const block of blocks) {
    const previous = pieces.at(-1);
    const runs = block.runs ?? [{ text: block.text }];
    if (block.joinsPrevious && block.kind === "paragraph" && previous?.kind === "paragraph") previous.runs.push({ text: " " }, ...runs);
    else pieces.push({ kind: block.kind, level: block.level, list: block.list, rows: block.rows, runs: [...runs] });
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
    else if (block.kind === "quote") build.content.push(build.quote(group));
    else if (block.kind === "heading" || block.kind === "title") build.content.push(build.heading(block));
    else if (block.kind === "table" && block.rows) build.content.push(build.table(block.rows));
    else build.content.push(build.paragraph(block.runs));
    at = end;
  }
  if (!build.titled && title !== "" && build.content.length > 0) build.content.unshift(build.title([{ type: "text", text: title }]));
  return { type: "doc", content: build.content };
}
