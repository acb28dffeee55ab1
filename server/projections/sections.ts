import type { Node } from "prosemirror-model";
import { cutEnd } from "../../shared/characters";
import type { Lang } from "../../shared/languages";
import type { DocState, TextState } from "../../shared/log/state";
import { hashOf } from "../../shared/search/hash";
import type { Sliced } from "../../shared/sliced";
import { HEAD } from "../store/rows";
import type { SectionRow } from "../store/rows";
import type { RowProjection } from "./projection";

// A text is cut into sections where its own content says so (a block's id, the words behind a space): what is typed in one moves no other's edges, so that
// only this one is written again. Looking which those are costs one walk over the blocks, not over their words.

/** On average so many blocks make a section. */
const BLOCKS = 16;
/** Positions, at most, of a section of several blocks; a longer block is cut. */
const MOST = 12_000;
/** Of the pieces of a long block: a third of the most at least. */
const LEAST = MOST / 3;
/** One space in so many may be the edge of a piece. */
const SPACES = 64;

interface Section {
  readonly key: string;
  readonly at: number;
  readonly blocks: readonly Block[];
}
/** `words`: of a piece of a long block. */
interface Block {
  readonly id: string;
  readonly node: Node;
  readonly words: string | null;
}

/** A section that grows. */
interface Open {
  readonly key: string;
  readonly at: number;
  size: number;
  readonly blocks: Block[];
}

/** What the words of a text are found by. */
export const sections: RowProjection<"sections"> = {
  name: "sections",
  version: 1,
  *project({ record, before, after }) {
    const put: SectionRow[] = [];
    const gone: string[] = [];
    for (const lang of languages(before, after)) {
      const [was, is] = [before?.texts[lang], after.texts[lang]];
      if (was?.doc === is?.doc) continue;
      const old = new Map((yield* sectionsOf(was)).map((section) => [section.key, section]));
      for (const section of yield* sectionsOf(is)) {
        const one = old.get(section.key);
        old.delete(section.key);
        if (one && isSame(one, section)) continue;
        put.push(sectionRow({ doc: record.id, version: after.version, lang, at: section.at }, section));
        yield;
      }
      for (const key of old.keys()) gone.push(`${lang}/${key}`);
    }
    put.push({ doc: record.id, version: after.version, key: HEAD, lang: null, at: 0, blocks: [] });
    return { put, gone };
  },
};

const languages = (before: DocState | null, after: DocState): Set<Lang> =>
  new Set([...Object.keys(before?.texts ?? {}), ...Object.keys(after.texts)] as Lang[]);

/** Blocks are shared between the states of a document as long as they say the same. */
const isSame = (one: Section, other: Section): boolean =>
  one.blocks.length === other.blocks.length &&
  one.blocks.every(({ node, words }, index) => {
    const block = other.blocks[index];
    return block !== undefined && (node === block.node || (words !== null && words === block.words));
  });

const wordsOf = ({ node, words }: Block): string => words ?? node.textBetween(0, node.content.size, undefined, " ");

const sectionRow = (of: Omit<SectionRow, "key" | "blocks">, { key, blocks }: Section): SectionRow => ({
  ...of,
  key: `${of.lang ?? ""}/${key}`,
  blocks: blocks.flatMap((block) => {
    const text = wordsOf(block).toWellFormed().replaceAll("\0", " ");
    return text.trim() === "" ? [] : [{ id: block.id, text }];
  }),
});

const known = new WeakMap<Node, readonly Section[]>();

function* sectionsOf(text: TextState | undefined): Sliced<readonly Section[]> {
  if (!text) return [];
  const cut = known.get(text.doc) ?? (yield* cutText(text.doc));
  known.set(text.doc, cut);
  return cut;
}

function* cutText(doc: Node): Sliced<Section[]> {
  const found: Section[] = [];
  const keys = new Map<string, number>();
  let open: Open | null = null;
  const start = (name: string, at: number, size: number, block: Block): Open => {
    const count = (keys.get(name) ?? 0) + 1;
    keys.set(name, count);
    const section: Open = { key: count === 1 ? name : `${name}~${String(count)}`, at, size, blocks: [block] };
    found.push(section);
    return section;
  };
  for (const [node, at] of textBlocks(doc)) {
    const id = typeof node.attrs["id"] === "string" ? node.attrs["id"] : "";
    const size = node.content.size;
    if (size > MOST) {
      for (const words of yield* piecesOf(node)) open = start(pieceName(id, words), at, MOST, { id, node, words });
    } else if (!open || isEdge(id) || open.size + size > MOST) open = start(id, at, size, { id, node, words: null });
    else {
      open.blocks.push({ id, node, words: null });
      open.size += size;
    }
  }
  return found;
}

const isEdge = (id: string): boolean => id !== "" && hashOf(id) % BLOCKS === 0;

/** Blocks that hold words, however deep they lie, with their positions. */
function textBlocks(doc: Node): [Node, number][] {
  const found: [Node, number][] = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    if (node.content.size > 0) found.push([node, at]);
    return false;
  });
  return found;
}

/** UTF-16 units behind an edge by which a piece is known. */
const KNOWN_BY = 24;
const pieceName = (id: string, words: string): string => `${id}/${hashOf(words.slice(0, KNOWN_BY)).toString(36)}`;

const pieces = new WeakMap<Node, readonly string[]>();

function* piecesOf(node: Node): Sliced<readonly string[]> {
  const cut = pieces.get(node) ?? (yield* cutBlock(wordsOf({ id: "", node, words: null })));
  pieces.set(node, cut);
  return cut;
}

function* cutBlock(text: string): Sliced<string[]> {
  const found: string[] = [];
  for (let from = 0; from < text.length;) {
    const to = pieceEnd(text, from);
    found.push(text.slice(from, to));
    from = to;
    yield;
  }
  return found;
}

function pieceEnd(text: string, from: number): number {
  if (text.length - from <= MOST) return text.length;
  for (let at = text.indexOf(" ", from + LEAST); at !== -1 && at < from + MOST; at = text.indexOf(" ", at + 1)) {
    if (hashOf(text.slice(at + 1, at + 9)) % SPACES === 0) return at + 1;
  }
  return from + Math.max(1, cutEnd(text.slice(from, from + MOST + 1), MOST).length);
}
