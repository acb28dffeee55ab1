import { readFileSync, readdirSync } from "node:fs";
import { Fragment, Slice } from "prosemirror-model";
import { Node } from "prosemirror-model";
import type { Node as TextNode } from "prosemirror-model";
import {
  AddMarkStep,
  AddNodeMarkStep,
  AttrStep,
  DocAttrStep,
  RemoveMarkStep,
  RemoveNodeMarkStep,
  ReplaceStep,
  Transform,
  findWrapping,
} from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { Mapping } from "prosemirror-transform";
import { rebaseStep } from "../log/rebase-step";
import type { StepJson } from "./json";
import { Course } from "../log/course";
import { schema } from "./schema";
import { MAX_BLOCKS, MAX_DEPTH, MAX_RUNS } from "./shape";
import { applyNewStep, applyStep, parseDoc, parseStep, stepJson } from "./steps";

const { paragraph, heading, blockquote, hard_break } = schema.nodes;
const { em, strong } = schema.marks;

const p = (...content: (string | TextNode)[]): TextNode =>
  paragraph.create(
    null,
    content.map((one) => (typeof one === "string" ? schema.text(one) : one)),
  );
const text = (...blocks: TextNode[]): TextNode => schema.nodes.doc.create(null, blocks);
const doc = text(
  heading.create({ id: "h", level: 2 }, schema.text("Titre")),
  p("Un ", schema.text("deux", [em.create()]), " trois", hard_break.create()),
  p("quatre"),
);

/** Every id that a package of ProseMirror registers for a kind of step, read from what is installed: the registry itself is not exported. */
function registered(): string[] {
  const packages = readdirSync("node_modules").filter((name) => name.startsWith("prosemirror-"));
  const sources = packages.map((name) => readFileSync(`node_modules/${name}/dist/index.js`, "utf8"));
  return sources.flatMap((source) => [...source.matchAll(/\bStep\.jsonID\("(\w+)"/g)].map(([, id]) => id ?? "")).sort();
}

const made = (change: (tr: Transform) => unknown): Step => {
  const tr = new Transform(doc);
  change(tr);
  const [step] = tr.steps;
  if (!step) throw new Error("no step");
  return step;
};

// One of each kind, as editor or undo make it. `null`: no text of ours has what it touches, so it is refused.
const samples: Readonly<Record<string, Step | null>> = {
  addMark: new AddMarkStep(8, 20, strong.create()),
  removeMark: new RemoveMarkStep(8, 20, em.create()),
  // The inverse of a mark over words of which some had it.
  markSet: new AddMarkStep(8, 20, em.create()).invert(doc),
  addNodeMark: new AddNodeMarkStep(21, em.create()),
  removeNodeMark: new RemoveNodeMarkStep(21, em.create()),
  replace: new ReplaceStep(9, 9, new Slice(Fragment.from(schema.text("x")), 0, 0)),
  replaceAround: made((tr) => {
    const range = tr.doc.resolve(10).blockRange();
    const wrapping = range && findWrapping(range, blockquote);
    if (range && wrapping) tr.wrap(range, wrapping);
  }),
  attr: new AttrStep(0, "level", 3),
  docAttr:
    Object.keys(schema.topNodeType.spec.attrs ?? {}).length === 0
      ? null
      : new DocAttrStep(Object.keys(schema.topNodeType.spec.attrs ?? {})[0] ?? "", null),
};

describe("T1: kinds of steps", () => {
  test("each that the library has is known here", () => {
    expect(registered().length).toBeGreaterThan(5);
    expect(registered()).toEqual(Object.keys(samples).sort());
  });

  const taken = Object.entries(samples).flatMap(([id, step]) => (step ? [[id, step] as const] : []));

  test.each(taken)("%s is taken, and its inverse, and the inverse of that", (id, step) => {
    expect(stepJson(step)["stepType"]).toBe(id);
    let before = doc;
    let next = step;
    for (let round = 0; round < 4; round++) {
      const parsed = parseStep(JSON.parse(JSON.stringify(stepJson(next))) as StepJson);
      if (!parsed.ok) throw new Error(`${id}, round ${round}: ${parsed.refusal.code}`);
      const applied = applyNewStep(before, parsed.value);
      if (!applied.ok) throw new Error(`${id}, round ${round}: ${applied.refusal.code}`);
      const inverse = parsed.value.invert(before);
      if (round % 2 === 1) expect(applied.value.eq(doc)).toBe(true);
      before = applied.value;
      next = inverse;
    }
  });

  test.each(taken)("%s is carried over what others wrote before it", (_, step) => {
    const words = new ReplaceStep(1, 1, new Slice(Fragment.from(schema.text("Un long ")), 0, 0));
    const after = words.apply(doc).doc ?? doc;
    const placed = rebaseStep(step, Course.of([words.getMap()]), after);
    expect(placed.lost).toBe(false);
    const result = placed.steps.reduce((now, one) => one.apply(now).doc ?? now, after);
    const wanted = step.apply(doc).doc ?? doc;
    expect(placed.steps.length).toBeGreaterThan(0);
    expect(
      words
        .invert(doc)
        .map(new Mapping(placed.steps.map((one) => one.getMap())))
        ?.apply(result)
        .doc?.eq(wanted),
    ).toBe(true);
  });

  test.each<[string, StepJson]>([
    ["docAttr", { stepType: "docAttr", attr: "evil", value: 1 }],
    ["attr", { stepType: "attr", pos: 0, attr: "__proto__", value: 1 }],
    ["attr", { stepType: "attr", pos: -1, attr: "level", value: 1 }],
    ["addNodeMark", { stepType: "addNodeMark", pos: 0.5, mark: { type: "em" } }],
    ["addNodeMark", { stepType: "addNodeMark", pos: 21, mark: { type: "link", attrs: { href: "javascript:1" } } }],
    ["addMark", { stepType: "addMark", from: 1, to: 3, mark: { type: "link", attrs: { href: "javascript:1" } } }],
    ["markSet", { stepType: "markSet", steps: [{ stepType: "addMark", from: 9, to: 8, mark: { type: "em" } }] }],
    ["markSet", { stepType: "markSet", steps: [{ stepType: "addMark", from: 1, to: 3, mark: { type: "link", attrs: { href: "x" } } }] }],
    ["markSet", { stepType: "markSet", steps: [{ stepType: "markSet", steps: [] }] }],
    ["replaceAround", { stepType: "replaceAround", from: 0, to: 7, gapFrom: 5, gapTo: 2, insert: 0 }],
  ])("a malformed %s is refused", (_, json) => {
    expect(parseStep(json)).toMatchObject({ ok: false, refusal: { code: "malformed" } });
  });

  test.each<[string, Step, string]>([
    ["an attribute's value", new AttrStep(0, "level", 9), "does-not-fit"],
    ["an attribute that the block has not", new AttrStep(7, "level", 2), "does-not-fit"],
    ["a mark on a block", new AddNodeMarkStep(0, em.create()), "does-not-fit"],
    ["a place beyond the end", new AddNodeMarkStep(99, em.create()), "out-of-range"],
    ["a mark beyond the end", new AddMarkStep(1, 99, em.create()), "out-of-range"],
  ])("what does not fit is refused: %s", (_, step, code) => {
    expect(applyStep(doc, step)).toMatchObject({ ok: false, refusal: { code } });
  });
});

const nested = (levels: number, inner: TextNode): TextNode =>
  Array.from({ length: levels }).reduce<TextNode>((block) => blockquote.create(null, block), inner);

const breaks = (count: number) => Array.from({ length: count }, () => hard_break.create());

describe("T2: the shape of a text", () => {
  test("quotes put into the innermost one, step by step, end at the depth that a text may have", () => {
    let now = text(p("x"));
    let refused: string | null = null;
    for (let round = 0; round < 200 && refused === null; round++) {
      let at = 0;
      now.descendants((node, pos) => void (node.type === blockquote && (at = pos + 1)));
      const step = new ReplaceStep(at, at, new Slice(Fragment.from(nested(3, p("y"))), 0, 0));
      const applied = applyNewStep(now, step);
      if (applied.ok) now = applied.value;
      else refused = applied.refusal.code;
    }
    expect(refused).toBe("too-large");
    expect(parseDoc(now.toJSON() as StepJson).ok).toBe(true);
  });

  test("wraps, one around the other, end there too", () => {
    let now = text(p("x"), p("y"));
    let levels = 0;
    for (; levels < 100; levels++) {
      const range = now.resolve(1 + levels).blockRange(now.resolve(now.content.size - 1 - levels));
      const wrapping = range && findWrapping(range, blockquote);
      const [step] = range && wrapping ? new Transform(now).wrap(range, wrapping).steps : [];
      const applied = step && applyNewStep(now, step);
      if (!applied?.ok) break;
      now = applied.value;
    }
    expect(levels).toBe(MAX_DEPTH - 1);
  });

  test("a whole text is as deep as it may be, no deeper", () => {
    expect(parseDoc(text(nested(MAX_DEPTH - 1, p("x"))).toJSON() as StepJson).ok).toBe(true);
    expect(parseDoc(text(nested(MAX_DEPTH, p("x"))).toJSON() as StepJson)).toMatchObject({ refusal: { code: "too-large" } });
  });

  test("what an older version took in deeper can still be folded", () => {
    const old = text(nested(MAX_DEPTH + 3, p("x")));
    const at = MAX_DEPTH + 4;
    const typed = new ReplaceStep(at, at, new Slice(Fragment.from(schema.text("y")), 0, 0));
    expect(applyStep(old, typed).ok).toBe(true);
    expect(applyStep(text(p("x")), new ReplaceStep(0, 0, new Slice(old.content, 0, 0))).ok).toBe(true);
  });

  test("a block of line breaks grows to a bound; one beyond it from before may only shrink", () => {
    const full = text(paragraph.create(null, breaks(MAX_RUNS)));
    const more = new ReplaceStep(1, 1, new Slice(Fragment.from(breaks(1)), 0, 0));
    expect(applyNewStep(full, more)).toMatchObject({ refusal: { code: "too-large" } });
    expect(parseDoc(text(paragraph.create(null, breaks(MAX_RUNS + 1))).toJSON() as StepJson)).toMatchObject({
      refusal: { code: "too-large" },
    });
    const beyond = Node.fromJSON(schema, text(paragraph.create(null, breaks(MAX_RUNS + 9))).toJSON());
    expect(applyNewStep(beyond, more)).toMatchObject({ refusal: { code: "too-large" } });
    expect(applyNewStep(beyond, new ReplaceStep(5, 6, Slice.empty)).ok).toBe(true);
  });

  test("joining two broad blocks is bounded by what they become", () => {
    const half = paragraph.create(
      null,
      Array.from({ length: MAX_RUNS - 10 }, () => hard_break.create()),
    );
    const joined = new ReplaceStep(half.nodeSize - 1, half.nodeSize + 1, Slice.empty, true);
    expect(applyNewStep(text(half, half), joined)).toMatchObject({ refusal: { code: "too-large" } });
    expect(applyNewStep(text(half, p("x")), joined).ok).toBe(true);
  });

  test("a text has a bound of blocks", () => {
    const step = new ReplaceStep(0, 0, new Slice(Fragment.from(Array.from({ length: MAX_BLOCKS }, () => p())), 0, 0));
    expect(applyNewStep(text(p("x")), step)).toMatchObject({ refusal: { code: "too-large" } });
  });
});
