import * as fc from "fast-check";
import { Node } from "prosemirror-model";
import { withoutDirections } from "../../shared/doc/blank";
import { schema } from "../../shared/doc/schema";
import { systemRandom } from "../../shared/ids";
import { ImportPreview } from "../../shared/protocol/import";
import { decode } from "./decode";
import { documentOf } from "./document";
import { languageOf } from "./language";
import { preview, previewPlain } from "./preview";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const words = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
const long =
  "Une phrase assez longue pour être un paragraphe, avec ce qu’il faut de mots, de virgules et de patience pour dépasser la limite.";

function blocksOf(text: string): { kind: string; text: string; joins: boolean }[] {
  const result = previewPlain(text);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value.blocks.map((block) => ({ kind: block.kind, text: block.text, joins: block.joinsPrevious }));
}

const awkward = fc.constantFrom(
  "\n",
  "\n\n",
  "\r\n",
  "- ",
  "• ",
  "15 mai 2019",
  "Contribuer",
  "👩🏽‍💻",
  "e\u0301",
  "\u202f",
  "«",
  "»",
  "***",
  "Par Anne",
  "[x](#)",
  long,
  "\u0007",
  "\u202e",
);
const messy = fc.array(fc.oneof(awkward, fc.string({ unit: "grapheme", maxLength: 30 })), { maxLength: 60 }).map((parts) => parts.join(""));

test("nothing throws and no word is lost, doubled or moved, whatever the text", () => {
  fc.assert(
    fc.property(messy, (text) => {
      const decoded = decode(utf8(text));
      const result = preview({ bytes: utf8(text), name: "x.txt" });
      if (!decoded.ok || !result.ok) return;
      expect(ImportPreview.safeParse(result.value).success).toBe(true);
      expect(words(result.value.blocks.map((block) => block.text).join("\n"))).toEqual(words(withoutDirections(decoded.value).text));
      const kept = result.value.blocks.map((block) => ({ ...block, keep: true, kind: "paragraph" as const }));
      const doc = Node.fromJSON(schema, documentOf(kept, systemRandom));
      doc.check();
      expect(words(doc.textBetween(0, doc.content.size, "\n", "\n"))).toEqual(words(withoutDirections(decoded.value).text));
    }),
    { numRuns: 400, seed: 20211203 },
  );
});

test("arbitrary bytes are read or refused, never thrown at", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom(undefined, "utf-8" as const, "windows-1252" as const),
      (bytes, encoding) => {
        const result = preview({ bytes, name: "x", encoding });
        expect(result.ok || ["malformed", "not-utf8", "empty-text"].includes(result.refusal.code)).toBe(true);
      },
    ),
    { numRuns: 1000, seed: 20190515 },
  );
});

test("lines cut at a fixed width are one paragraph; longer or shorter ones are each their own", () => {
  const cut =
    "Le ministère israélien de la Défense n'a tenu aucun compte des\néléments de preuve liant NSO Group à des attaques commises contre\ndes défenseurs des droits humains.";
  expect(blocksOf(`${cut}\n\n${long}`).map((block) => block.text)).toEqual([cut.replaceAll("\n", " "), long]);
  expect(blocksOf(`${long}\n${long}`)).toHaveLength(2);
});

test("two lines with dashes are a list, one is not", () => {
  expect(blocksOf(`${long}\n\n- un\n- deux\n\n- seul`).map((block) => [block.kind, block.text])).toEqual([
    ["paragraph", long],
    ["list-item", "un"],
    ["list-item", "deux"],
    ["paragraph", "- seul"],
  ]);
});

test("a dash before a figure may be a minus, and stays where all items are such", () => {
  expect(blocksOf("- 0,5 % en 2020\n- 1,2 % en 2021").map((block) => [block.kind, block.text])).toEqual([
    ["paragraph", "- 0,5 % en 2020"],
    ["paragraph", "- 1,2 % en 2021"],
  ]);
  expect(blocksOf("– 12 millions\n– 13 millions").map((block) => block.text)).toEqual(["– 12 millions", "– 13 millions"]);
  expect(blocksOf("- 12 communes\n- 13 écoles").map((block) => [block.kind, block.text])).toEqual([
    ["list-item", "12 communes"],
    ["list-item", "13 écoles"],
  ]);
  expect(blocksOf("- 5 % de plus\n- un rapport").map((block) => block.kind)).toEqual(["list-item", "list-item"]);
});

const kept = (text: string): string[] => {
  const result = previewPlain(text);
  return result.ok ? result.value.blocks.filter(({ keep }) => keep).map((block) => block.text) : [];
};

test("years that stand over their parts are no page numbers", () => {
  expect(kept(`Chronologie\n\n2019\n\n${long}\n\n2020\n\n${long}\n\n2021\n\n${long}`)).toHaveLength(7);
  expect(kept(`${long}\n\n12\n\n${long}\n\n13\n\n${long}`)).toEqual([long, long, long]);
});

test("a word that has a hyphen of its own keeps it at a line's end", () => {
  const before =
    "Le ministère de la Défense n'a tenu aucun compte des éléments de\npreuve qui lient la société à des attaques contre les défenseurs";
  const of = (end: string, start: string): string =>
    blocksOf(`${before}\nselon ce que le rapport en dit encore là-dessus ${end}\n${start} selon lui.`)
      .map((block) => block.text)
      .join("|");
  expect(of("dix-", "neuf millions")).toContain("dix-neuf millions");
  expect(of("soixante-dix-", "neuf millions")).toContain("soixante-dix-neuf");
  expect(of("quatre-vingt-", "dix millions")).toContain("quatre-vingt-dix");
  expect(of("vingt-et-", "un euros")).toContain("vingt-et-un");
  expect(of("moins-", "value du")).toContain("moins-value");
  expect(of("2019-", "2020 ont")).toContain("2019-2020");
  expect(of("au-", "dessus de")).toContain("au-dessus");
  expect(of("long-", "term plan")).toContain("long-term");
  expect(of("so-", "called plan")).toContain("so-called");
  expect(of("https://exemple.fr/statis-", "tiques/2019 est")).toContain("https://exemple.fr/statis-tiques/2019");
  expect(of("Île-", "de-France est")).toContain("Île-de-France");
  expect(of("un va-", "et-vient est")).toContain("va-et-vient");
  expect(of("entre TF1-", "LCI et")).toContain("TF1-LCI");
  expect(of("die Ein-", "und Ausgaben")).toContain("Ein- und Ausgaben");
  expect(of("les années 2019-", "et suivantes")).toContain("2019- et suivantes");
  expect(of("le week-", "end dernier")).toContain("week-end");
  expect(of("la Constitu-", "tion est")).toContain("la Constitution");
});

const rows = (text: string): unknown => {
  const result = previewPlain(text);
  return result.ok
    ? result.value.blocks.map((block) =>
        block.rows
          ? block.rows.map((row) =>
              row.map(({ paragraphs }) =>
                paragraphs
                  .flat()
                  .map((run) => run.text)
                  .join(""),
              ),
            )
          : block.text,
      )
    : [];
};

test("columns parted by tabs are a table, be a cell empty or words around it", () => {
  expect(rows("\t2019\t2020\nDette\t500\t700\nSolde\t\t12\n")).toEqual([
    [
      ["", "2019", "2020"],
      ["Dette", "500", "700"],
      ["Solde", "", "12"],
    ],
  ]);
  expect(rows("Budget\n2019\t500\n2020\t700\nSource : Insee")).toEqual([
    "Budget",
    [
      ["2019", "500"],
      ["2020", "700"],
    ],
    "Source : Insee",
  ]);
});

test("a title, a byline and a date are known before the text, not inside it", () => {
  const text = `Un titre\n\nPar Anne Martin\n\nPublié le 3 décembre 2021\n\n${long}\n\n${long}\n\n4 décembre 2021\n\n${long}`;
  const result = previewPlain(text);
  expect(result.ok && result.value).toMatchObject({ title: "Un titre", author: "Anne Martin", published: "2021-12-03" });
  expect(blocksOf(text).map((block) => block.kind)).toEqual(["title", "byline", "date", "paragraph", "paragraph", "heading", "paragraph"]);
});

test("a quotation that stands alone is neither title nor subhead, and a lone line has no title", () => {
  expect(blocksOf(`« Non »\n\n${long}\n\n« Toujours non »\n\n${long}`).map((block) => block.kind)).toEqual(Array(4).fill("paragraph"));
  expect(blocksOf("Bonjour")).toEqual([{ kind: "paragraph", text: "Bonjour", joins: false }]);
});

test("a sentence is only offered for joining when it stops and goes on in the middle", () => {
  const stops = long.replace(/\.$/, "");
  expect(blocksOf(`${long}\n\n${stops}\n\nliés à la suite. ${long}`).map((block) => block.joins)).toEqual([false, false, true]);
  expect(blocksOf(`${long}\n\n${long}\n\nliés à la suite. ${long}`).some((block) => block.joins)).toBe(false);
});

test.each([
  ["fr", long],
  ["en", "The government first denied being a client of the company, then admitted the purchase."],
  ["hu", "A kormány először tagadta, majd elismerte, hogy megvásárolta a kémprogramot."],
  ["he", "הממשלה הכחישה תחילה ואז הודתה ברכישה"],
  ["ar", "نفت الحكومة في البداية أنها عميل للشركة ثم اعترفت بالشراء"],
  ["zh", "政府起初否认，后来承认购买了间谍软件"],
  ["ja", "政府は当初否定したが、後に購入を認めた"],
  ["ko", "정부는 처음에는 부인했지만 나중에 구매를 인정했다"],
  [null, "OK"],
])("the language of a text is recognised: %s", (lang, text) => {
  expect(languageOf(text)).toBe(lang);
});
