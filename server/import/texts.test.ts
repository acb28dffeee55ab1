import { readFileSync } from "node:fs";
import { Node } from "prosemirror-model";
import { schema } from "../../shared/doc/schema";
import { systemRandom } from "../../shared/ids";
import { choicesOf, ImportPreview } from "../../shared/protocol/import";
import { sha256 } from "./digest";
import { chosenBlocks } from "./choice";
import { documentOf } from "./document";
import { preview } from "./preview";

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(`fixtures/texts/${name}`));
const leMonde = read("000_53dec1b737c56bde.txt");
const amnesty = read("003_17d07009717388e6.txt");

function previewed(bytes: Uint8Array): ImportPreview {
  const result = preview({ bytes, name: "text.txt" });
  if (!result.ok) throw new Error(result.refusal.code);
  return ImportPreview.parse(result.value);
}

const kinds = (value: ImportPreview): string[] => value.blocks.filter((block) => block.keep).map((block) => block.kind);
const chromes = (value: ImportPreview): (string | undefined)[][] =>
  value.blocks.filter((block) => block.chrome).map((block) => [block.chrome?.reason, block.text]);
const texts = (value: ImportPreview, kind: string): string[] =>
  value.blocks.filter((block) => block.kind === kind).map((block) => block.text);

test("the two texts are kept byte for byte", () => {
  expect(sha256(leMonde)).toBe("c4ea4541a6360ebfa8804144af1cd0006435eb02649deff204ae27e108c7c88d");
  expect(sha256(amnesty)).toBe("237df7ab903fb448b5218c223d5ad3abf1f16b83301b70c304316cfaa83716bb");
});

test("Le Monde: one paragraph a line, a subhead, two lines of the site offered for removal, no title", () => {
  const value = previewed(leMonde);
  expect(value).toMatchObject({ title: "", lang: "fr", published: "", publisher: "", author: "", address: "" });
  expect(kinds(value)).toEqual(["paragraph", "paragraph", "paragraph", "paragraph", "heading", "paragraph", "paragraph"]);
  expect(texts(value, "heading")).toEqual(["Plusieurs clients européens"]);
  expect(chromes(value)).toEqual([
    ["support", "Contribuer"],
    ["reuse", "Réutiliser ce contenu"],
  ]);
  expect(value.blocks.filter((block) => block.joinsPrevious)).toEqual([]);
});

test("Amnesty: title, date, address, three subheads, three lines of the site, one broken sentence marked", () => {
  const value = previewed(amnesty);
  expect(value).toMatchObject({
    title: "Israël. Amnesty International engage une action judiciaire pour mettre fin au système de surveillance créé par NSO Group",
    lang: "fr",
    published: "2019-05-15",
    address:
      "https://plateforme-palestine.org/Israel-Amnesty-International-engage-une-action-judiciaire-pour-mettre-fin-aux-attaques-de-NSO-Group-contre-les-droits-humains",
  });
  expect(texts(value, "title")).toEqual([value.title]);
  expect(texts(value, "date")).toEqual(["15 mai 2019"]);
  expect(texts(value, "heading")).toEqual([
    "Un réseau de surveillance mondial",
    "« Inefficacité » des mesures de protection prises par NSO",
    "Complément d'information",
  ]);
  expect(kinds(value).filter((kind) => kind === "paragraph")).toHaveLength(16);
  expect(chromes(value)).toEqual([
    ["related", "Lire aussi : [Sur le site d'Amnesty International](#)"],
    ["breadcrumb", "- Emplacement : [Vous êtes ici](#) : [Accueil](#) > [Qui sommes-nous ?](#) > [Les membres](#) >"],
    ["address", `- Adresse de cet article : <${value.address}>`],
  ]);
  const joins = value.blocks.filter((block) => block.joinsPrevious);
  expect(joins.map((block) => block.text.slice(0, 38))).toEqual(["liés à l'utilisation abusive de ses te"]);
});

test("the document holds what was kept: its title, its date, the broken sentence joined or not, as decided", () => {
  const value = previewed(amnesty);
  const build = (join: boolean): Node => {
    const apart = value.blocks.map(({ keep, kind }, index) => ({ of: [index], keep, kind }));
    const chosen = chosenBlocks(value.blocks, join ? choicesOf(value.blocks) : apart);
    if (!chosen.ok) throw new Error(chosen.refusal.code);
    const doc = Node.fromJSON(schema, documentOf(chosen.value, systemRandom, "Un nom"));
    doc.check();
    return doc;
  };
  const joined = build(true);
  const apart = build(false);
  expect(joined.childCount).toBe(20);
  expect(apart.childCount).toBe(21);
  expect(joined.textContent).toContain("ni remédié aux problèmes liés à l'utilisation abusive");
  expect(joined.textContent).not.toMatch(/Lire aussi|Emplacement|Un nom/);
  expect(joined.child(0)).toMatchObject({ textContent: value.title, attrs: { id: "title", level: 1 } });
  expect(joined.child(1).textContent).toBe("15 mai 2019");
  expect(joined.child(2).textContent).toMatch(/^Amnesty International soutient/);
  const ids = new Set<unknown>();
  joined.descendants((node) => void (node.isBlock && ids.add(node.attrs["id"])));
  expect(ids.size).toBe(20);
  for (const id of ids) expect(id).toMatch(/^(?:[A-Za-z0-9_-]{8}|title)$/);
});

test("a kept line of the site comes into the text; a wrong number of choices is refused", () => {
  const value = previewed(leMonde);
  const all = choicesOf(value.blocks).map((choice) => ({ ...choice, keep: true }));
  const chosen = chosenBlocks(value.blocks, all);
  expect(chosen.ok && Node.fromJSON(schema, documentOf(chosen.value, systemRandom)).textContent).toMatch(
    /ContribuerRéutiliser ce contenu$/,
  );
  expect(chosenBlocks(value.blocks, all.slice(1))).toEqual({ ok: false, refusal: { code: "malformed", detail: { field: "choices" } } });
});
