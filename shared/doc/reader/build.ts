import type { DocJson } from "../json";
import type { ReadBlock, ReadListPlace, ReadRow, ReadRun } from "./block";

// Blocks as the reader gives them, put into the nodes of a text.

/** The nodes of a stretch of text: its words with their marks, and its line breaks. */
export function inlineNodes(runs: readonly ReadRun[]): DocJson[] {
  return runs.flatMap((run) => {
    const marks: DocJson[] = [
      ...(run.href === undefined ? [] : [{ type: "link", attrs: { href: run.href } }]),
      ...(run.em ? [{ type: "em" }] : []),
      ...(run.strong ? [{ type: "strong" }] : []),
      ...(run.sup ? [{ type: "superscript" }] : []),
      ...(run.sub ? [{ type: "subscript" }] : []),
      ...(run.struck ? [{ type: "struck" }] : []),
    ];
    const lines = run.text
      .split("\n")
      .map((text): DocJson[] => (text === "" ? [] : [{ type: "text", text, ...(marks.length ? { marks } : {}) }]));
    return lines.flatMap((line, index) => (index === 0 ? line : [{ type: "hard_break" }, ...line]));
  });
}

export interface Item {
  readonly list?: ReadListPlace | undefined;
  readonly runs: readonly ReadRun[];
}

/** Makes nodes with an id each, as `newId` gives them; null: the editor will give one. */
export class NodeBuilder {
  constructor(private readonly newId: () => string | null) {}

  node(type: string, content: DocJson[], attrs: DocJson = {}): DocJson {
    return { type, attrs: { id: this.newId(), ...attrs }, content };
  }

  paragraph(runs: readonly ReadRun[]): DocJson {
    return this.node("paragraph", inlineNodes(runs));
  }

  quote(items: readonly Item[]): DocJson {
    return this.node(
      "blockquote",
      items.map(({ runs }) => this.paragraph(runs)),
    );
  }

  table(rows: readonly ReadRow[]): DocJson {
    return this.node(
      "table",
      rows.map((row) =>
        this.node(
          "table_row",
          row.map(({ header, colspan = 1, rowspan = 1, paragraphs }) =>
            this.node(
              header ? "table_header" : "table_cell",
              (paragraphs.length === 0 ? [[]] : paragraphs).map((runs) => this.paragraph(runs)),
              { colspan, rowspan },
            ),
          ),
        ),
      ),
    );
  }

  /** An item's paragraph and, below it, what is deeper. Items that follow each other in number make one list. */
  lists(items: readonly Item[], depth = 0): DocJson[] {
    const lists: DocJson[] = [];
    let open: { ordered: boolean; number: number; items: DocJson[] } | null = null;
    for (let at = 0; at < items.length;) {
      const item = items[at];
      const place = item?.list ?? { ordered: false, depth: 0, number: 1, continued: false };
      const paragraph = this.paragraph(item?.runs ?? []);
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

type Built = Pick<ReadBlock, "kind" | "level" | "list" | "runs" | "rows">;

/** The nodes of a list of blocks: neighbouring quotes make one block quote, neighbouring items one list. */
export function nodesOf(blocks: readonly Built[], newId: () => string | null): DocJson[] {
  const build = new NodeBuilder(newId);
  const nodes: DocJson[] = [];
  for (let at = 0; at < blocks.length;) {
    const block = blocks[at] as Built;
    let end = at + 1;
    if (block.kind === "quote" || block.kind === "list-item") while (blocks[end]?.kind === block.kind) end += 1;
    const group = blocks.slice(at, end);
    if (block.kind === "list-item") nodes.push(...build.lists(group));
    else if (block.kind === "quote") nodes.push(build.quote(group));
    else if (block.kind === "heading") nodes.push(build.node("heading", inlineNodes(block.runs), { level: block.level ?? 2 }));
    else if (block.rows) nodes.push(build.table(block.rows));
    else nodes.push(build.paragraph(block.runs));
    at = end;
  }
  return nodes;
}
