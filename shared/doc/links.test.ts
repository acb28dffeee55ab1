import { Fragment, Slice } from "prosemirror-model";
import type { Node } from "prosemirror-model";
import { AddMarkStep, RemoveMarkStep, ReplaceStep } from "prosemirror-transform";
import type { DocJson, StepJson } from "./json";
import { linkAddress } from "./reader/runs";
import { schema } from "./schema";
import { applyNewStep, applyStep, loggedDoc, parseDoc, parseStep, stepJson } from "./steps";

const link = (href: string) => schema.marks.link.create({ href });
const text = (words: string, href?: string): Node =>
  schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, schema.text(words, href === undefined ? [] : [link(href)])));
const linked = (href: string): Slice => new Slice(Fragment.from(schema.text("ici", [link(href)])), 0, 0);

const bad = [
  ["NUL", "https://exemple.fr/a\0b"],
  ["a direction override", "https://exemple.fr/\u202egpj.exe"],
  ["a name that looks like a host", "https://www.lemonde.fr@ailleurs.example/"],
  ["a name and a password", "https://ana:secret@exemple.fr/"],
  ["a direction mark in an address of mail", "mailto:ana\u200f@exemple.fr"],
] as const;

describe.each(bad)("an address with %s", (_what, href) => {
  test("is refused in a new link, typed, pasted or in a new text", () => {
    for (const step of [new ReplaceStep(1, 1, linked(href)), new AddMarkStep(1, 4, link(href))]) {
      const parsed = parseStep(JSON.parse(JSON.stringify(stepJson(step))) as StepJson);
      expect(parsed.ok && applyNewStep(text("Voir"), parsed.value)).toMatchObject({ refusal: { code: "bad-address" } });
    }
    expect(parseDoc(text("Voir", href).toJSON() as DocJson)).toMatchObject({ refusal: { code: "bad-address" } });
  });

  test("that an older version took in stays readable, is written on in, and can be taken away", () => {
    const old = text("Voir", href);
    expect(loggedDoc(old.toJSON() as DocJson).ok).toBe(true);
    expect(applyStep(text("Voir"), new AddMarkStep(1, 4, link(href))).ok).toBe(true);
    expect(applyNewStep(old, new ReplaceStep(2, 2, linked(href))).ok).toBe(true);
    const without = applyNewStep(old, new RemoveMarkStep(1, 5, link(href)));
    expect(without.ok && without.value.toString()).toBe('doc(paragraph("Voir"))');
  });

  test("is no link in what is read of a page", () => {
    expect(linkAddress(href)).toBeNull();
  });
});

test("an address of a page may be wrapped in its source", () => {
  expect(linkAddress(" https://exemple.fr/a\n/b ")).toBe("https://exemple.fr/a/b");
  expect(linkAddress("/suite?q=é", "https://exemple.fr/a")).toBe("https://exemple.fr/suite?q=%C3%A9");
});
