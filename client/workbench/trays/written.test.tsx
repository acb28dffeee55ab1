import { Fragment, Slice } from "prosemirror-model";
import { ReplaceStep, Transform } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { schema } from "../../../shared/doc/schema";
import { writtenBy } from "./written";

const { paragraph, table, table_row, table_cell } = schema.nodes;
const doc = schema.nodes.doc.create(null, [
  paragraph.create(null, schema.text("Le préfet a parlé.")),
  paragraph.create(null, schema.text("Voilà la fin.")),
]);

/** Typed key by key, as a person does; "<" takes the character before the cursor away. */
function keys(tr: Transform, at: number, typed: string): Transform {
  let pos = at;
  for (const key of typed) {
    if (key === "<") tr.delete(pos - 1, pos);
    else tr.insert(pos, schema.text(key));
    pos += key === "<" ? -1 : 1;
  }
  return tr;
}
const written = (change: (tr: Transform) => unknown): ReturnType<typeof writtenBy> => {
  const tr = new Transform(doc);
  change(tr);
  return writtenBy(tr.steps);
};

test("what was typed and taken away again is not among it", () => {
  expect(written((tr) => keys(tr, 19, " hier soirr<, à 122<<0 h"))).toEqual({ places: [" hier soir, à 10 h"], besides: [] });
  expect(written((tr) => keys(tr, 5, "ab<<"))).toEqual({ places: [], besides: [] });
});

test("figures that were typed in two places are two, in the order of the text", () => {
  expect(written((tr) => keys(keys(tr, 33, "34"), 4, "12"))).toEqual({ places: ["12", "34"], besides: [] });
  expect(written((tr) => keys(keys(tr, 4, "12"), 6, "3"))).toEqual({ places: ["123"], besides: [] });
  expect(written((tr) => keys(keys(tr, 4, "12"), 5, "8<7"))).toEqual({ places: ["172"], besides: [] });
});

test("what went of the words that were there is told besides, also where one deletion takes both", () => {
  expect(written((tr) => keys(tr, 19, "<<."))).toEqual({ places: ["."], besides: ["removal"] });
  expect(written((tr) => keys(tr, 19, "soir").delete(17, 21))).toEqual({ places: ["ir"], besides: ["removal"] });
});

test("cells and paragraphs that were pasted do not run into one", () => {
  const cells = ["2019", "500"].map((words) => table_cell.create(null, paragraph.create(null, schema.text(words))));
  const pasted = [table.create(null, table_row.create(null, cells)), paragraph.create(null, schema.text("Fin."))];
  expect(written((tr) => tr.insert(20, pasted))).toEqual({ places: ["2019\n500\nFin."], besides: [] });
  const lines = Fragment.from([paragraph.create(null, schema.text("un")), paragraph.create(null, schema.text("deux"))]);
  const step: Step = new ReplaceStep(5, 5, new Slice(lines, 1, 1));
  expect(writtenBy([step]).places).toEqual(["un\ndeux"]);
});

test("a list put around what was written leaves it whole, and what is written behind it goes on", () => {
  const { places } = written((tr) => {
    keys(tr, 19, " oui");
    const range = tr.doc.resolve(3).blockRange();
    if (range) tr.wrap(range, [{ type: schema.nodes.bullet_list }, { type: schema.nodes.list_item }]);
    keys(tr, 25, " non");
  });
  expect(places).toEqual([" oui non"]);
});
