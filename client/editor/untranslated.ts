import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { EditorView } from "prosemirror-view";
import { isBlank } from "../../shared/doc/blank";
import { quoteRuns } from "../../shared/doc/quoted";
import type { QuoteRun } from "../../shared/doc/quoted";
import type { Dir, Lang } from "../../shared/languages";
import { inStep } from "./fastDecorationSet";

// A version that is read by itself says what of its source nobody has translated yet, with the source's words set apart at their place: else
// a text with holes would read as the whole one.

export interface Source {
  readonly doc: Node;
  readonly lang: Lang;
  readonly dir: Dir;
  /** What is said of words that are not translated. */
  readonly label: string;
}

interface Paint {
  readonly source: Source | null;
  readonly set: DecorationSet;
}

/** The source's words for one block; `pos`: where in the version they are shown, inside a block that can be written in. */
interface Gap {
  readonly pos: number;
  readonly id: string;
  readonly runs: readonly QuoteRun[];
  /** Shown before what stands there, or behind it. */
  readonly side: -1 | 1;
}

const key = new PluginKey<Paint>("untranslated");

const idOf = (node: Node): string | null => (typeof node.attrs["id"] === "string" ? node.attrs["id"] : null);

interface Words {
  readonly id: string;
  readonly runs: readonly QuoteRun[];
}

const known = new WeakMap<Node, readonly Words[]>();

/** The blocks of a source that have words and an id, in their order. Read once for each state of the text. */
function wordsOf(doc: Node): readonly Words[] {
  const had = known.get(doc);
  if (had) return had;
  const found: Words[] = [];
  doc.descendants((node, pos) => {
    const id = idOf(node);
    if (node.isTextblock && id !== null && !isBlank(node.textContent))
      found.push({ id, runs: quoteRuns(doc, pos + 1, pos + 1 + node.content.size) });
    return !node.isTextblock;
  });
  known.set(doc, found);
  return found;
}

/** Blocks of the source that are empty in the version, at their place; those that it has not at all, behind the one before them. */
function gapsIn(doc: Node, source: Source): readonly Gap[] {
  const blocks = new Map<string, { readonly pos: number; readonly node: Node }>();
  let first: number | null = null;
  doc.descendants((node, pos) => {
    const id = idOf(node);
    if (node.isTextblock && id !== null) blocks.set(id, { pos, node });
    if (node.isTextblock) first ??= pos + 1;
    return !node.isTextblock;
  });
  const gaps: Gap[] = [];
  let last: number | null = null;
  for (const { id, runs } of wordsOf(source.doc)) {
    const block = blocks.get(id);
    if (block) {
      if (isBlank(block.node.textContent)) gaps.push({ pos: block.pos + 1, id, runs, side: -1 });
      last = block.pos + 1 + block.node.content.size;
    } else if (last !== null || first !== null) gaps.push({ pos: last ?? first ?? 0, id, runs, side: last === null ? -1 : 1 });
  }
  return gaps;
}

function paint(doc: Node, source: Source): DecorationSet {
  return DecorationSet.create(
    doc,
    gapsIn(doc, source).map(({ pos, id, runs, side }) =>
      Decoration.widget(pos, (view, getPos) => shown(source, runs, () => into(view, getPos())), {
        side,
        key: `${id} ${source.label} ${JSON.stringify(runs)}`,
        ignoreSelection: true,
      }),
    ),
  );
}

/** A press on words that are no part of the text would leave the cursor where it was: it goes where they are to be translated. */
function into(view: EditorView, pos: number | undefined): void {
  if (pos === undefined) return;
  view.focus();
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, pos)));
}

function shown({ lang, dir, label }: Source, runs: readonly QuoteRun[], onPress: () => void): HTMLElement {
  const box = document.createElement("span");
  box.className = "untranslated-block";
  box.setAttribute("contenteditable", "false");
  box.addEventListener("mousedown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    onPress();
  });
  const told = box.appendChild(document.createElement("span"));
  told.className = "untranslated-label";
  told.textContent = label;
  const words = box.appendChild(document.createElement("span"));
  words.className = "untranslated-words";
  words.lang = lang;
  words.dir = dir;
  for (const { text, sup, sub, struck } of runs) {
    const place = (sup ?? sub) ? words.appendChild(document.createElement(sup ? "sup" : "sub")) : words;
    (struck ? place.appendChild(document.createElement("s")) : place).append(text);
  }
  return box;
}

/** A transaction that shows what of this source is not translated, or nothing; null when that is so already. */
export function showUntranslated(state: EditorState, source: Source | null): Transaction | null {
  const now = key.getState(state)?.source ?? null;
  const same = now?.doc === source?.doc && now?.label === source?.label;
  return same ? null : state.tr.setMeta(key, { source, set: source ? paint(state.doc, source) : DecorationSet.empty });
}

/** `first`: the source that is shown from the beginning. One walk over the blocks per edit; painted anew only when a gap came or went. */
export function untranslatedPaint(first: Source | null = null): Plugin<Paint> {
  return new Plugin<Paint>({
    key,
    state: {
      init: (_config, { doc }) => ({ source: first, set: first ? paint(doc, first) : DecorationSet.empty }),
      apply(tr, { source, set }) {
        const given = tr.getMeta(key) as Paint | undefined;
        if (given || !source || !tr.docChanged) return given ?? { source, set };
        const mapped = set.map(tr.mapping, tr.doc);
        const before = mapped.find();
        const now = gapsIn(tr.doc, source);
        const same = before.length === now.length && before.every(({ from }, index) => from === now[index]?.pos);
        return { source, set: same ? mapped : paint(tr.doc, source) };
      },
    },
    props: { decorations: (state) => inStep(key.getState(state)?.set ?? DecorationSet.empty) },
  });
}
