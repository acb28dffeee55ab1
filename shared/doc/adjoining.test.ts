import { withAdjoining } from "./adjoining";
import { schema } from "./schema";

/** The passage stands between the bars. */
function adjoining(marked: string): string {
  const [before = "", exact = "", after = ""] = marked.split("|");
  const doc = schema.node("doc", null, [
    schema.node("paragraph", null, [schema.text("avant")]),
    schema.node("paragraph", null, schema.text(before + exact + after)),
    schema.node("paragraph", null, [schema.text("après")]),
  ]);
  const from = 8 + before.length;
  return withAdjoining(doc, from, from + exact.length, exact);
}

test.each([
  ["vend à |23| pays", "23"],
  ["vend à |23|5 pays", "235"],
  ["vend à 1|23| pays", "123"],
  ["vend à −|23| pays", "−23"],
  ["vend à |23|,5 pays", "23,5"],
  ["vend à |23|, 5 pays", "23"],
  ["vend à |23|.", "23"],
  ["vend à 1\u202F|230| pays", "1\u202F230"],
  ["vend à |2|\u202F300\u202F000 pays", "2\u202F300\u202F000"],
  ["un |chat|on dort", "chaton"],
  ["un |chat| dort", "chat"],
  ["l’|ONG| dort", "ONG"],
  ["|Pegasus| ", "Pegasus"],
  ["|सरकार|ों ने", "सरकारों"],
  ["政府|二十|三个国家", "二十"],
  ["|👍|5 pays", "👍"],
  ["|« 23 »|5", "« 23 »"],
])("%s: the passage is part of %s", (marked, words) => expect(adjoining(marked)).toBe(words));
