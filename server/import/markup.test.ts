import * as fc from "fast-check";
import { Node } from "prosemirror-model";
import { schema } from "../../shared/doc/schema";
import { systemRandom } from "../../shared/ids";
import type { Result } from "../../shared/refusal";
import { openReader } from "../../fixtures/reading/reader";
import type { Reader } from "../../fixtures/reading/reader";
import type { ImportPreview, PreviewBlock } from "../../shared/protocol/import";
import { documentOf } from "./document";
import type { ImportInput } from "./preview";

const long =
  "Une phrase assez longue pour être un paragraphe, avec ce qu’il faut de mots, de virgules et de patience pour que le mode lecture y voie un article.";

let reader: Reader;
beforeAll(async () => {
  reader = await openReader();
});
afterAll(() => reader.close());

const given = (input: ImportInput): Promise<Result<ImportPreview>> => reader.read(input);
const ask = (text: string, name: string): Promise<Result<ImportPreview>> => given({ bytes: new TextEncoder().encode(text), name });
async function read(text: string, name: string): Promise<ImportPreview> {
  const result = await ask(text, name);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}
function documentFrom(blocks: readonly PreviewBlock[]): Node {
  const doc = Node.fromJSON(schema, documentOf(blocks, systemRandom));
  doc.check();
  return doc;
}
// Sorted: a browser moves loose text out of a table, in front of it.
const words = (text: string): string[] => (text.match(/[\p{L}\p{N}]+/gu) ?? []).sort();
const lines = (value: ImportPreview): string[] =>
  value.blocks.map((block) => `${block.keep ? "x" : "-"} ${block.kind}${block.level ?? ""} ${block.text.slice(0, 40)}`);

const page = `<!doctype html><html lang="fr-FR"><head><title>80 ONG demandent des sanctions - Le Monde</title>
<meta property="og:site_name" content="Le Monde"><meta property="article:published_time" content="2021-12-03T17:05:00+01:00">
<meta name="author" content="Anne Martin"><link rel="canonical" href="https://exemple.fr/pegasus"></head><body>
<nav><ul><li><a href="/">Accueil</a></li><li><a href="/int">International</a></li></ul></nav>
<header><button>Se connecter</button></header>
<article><h1>80 ONG demandent des sanctions</h1><p class="byline">Par Anne Martin</p><time datetime="2021-12-03">Publié le 3 décembre 2021</time>
<p>${long} <em>Pegasus</em> et <a href="https://exemple.fr/nso?a=1&amp;b=2">NSO <b>Group</b></a>, <a href="javascript:alert(1)">piège</a> et <a href="#note">note</a>.</p>
<h2>Plusieurs clients</h2><p>${long} ${long}</p><blockquote><p>« ${long} »</p></blockquote>
<ul><li>un</li><li>deux<ol start="3"><li>trois</li></ol></li></ul><p>${long}<br>suite</p>
<table><tr><th>Pays</th><th>Année</th></tr><tr><td>Hongrie</td><td>2018</td></tr></table><p>${long}</p></article>
<aside><h3>Lire aussi</h3><p>Un autre article</p></aside><div style="display:none">caché</div>
<script>document.body.innerHTML = "effacé"; fetch("http://127.0.0.1:9/");</script>
<footer>© Le Monde 2021</footer></body></html>`;

describe("HTML", () => {
  test("lines of code keep their columns, and are a table where tabs part them", async () => {
    const { blocks } = await read("Voir :\n\n```\n  2019  500\n  2020  700\n```\n\n```\na\tb\n1\t2\n```\n", "x.md");
    expect(blocks.slice(-2).map(({ kind, text }) => ({ kind, text }))).toEqual([
      { kind: "paragraph", text: "  2019  500\n  2020  700" },
      { kind: "table", text: "a\tb\n1\t2" },
    ]);
  });

  test("the article is ticked, the rest is offered unticked in its place, the head gives the details", async () => {
    const value = await read(page, "page.html");
    expect(value).toMatchObject({
      title: "80 ONG demandent des sanctions",
      lang: "fr",
      published: "2021-12-03",
      publisher: "Le Monde",
      author: "Anne Martin",
      address: "https://exemple.fr/pegasus",
    });
    expect(lines(value)).toEqual([
      "- list-item Accueil",
      "- list-item International",
      "- paragraph Se connecter",
      "x title 80 ONG demandent des sanctions",
      "x byline Par Anne Martin",
      "x date Publié le 3 décembre 2021",
      "x paragraph Une phrase assez longue pour être un par",
      "x heading2 Plusieurs clients",
      "x paragraph Une phrase assez longue pour être un par",
      "x quote « Une phrase assez longue pour être un p",
      "x list-item un",
      "x list-item deux",
      "x list-item trois",
      "x paragraph Une phrase assez longue pour être un par",
      "x table Pays\tAnnée\nHongrie\t2018",
      "x paragraph Une phrase assez longue pour être un par",
      "- heading3 Lire aussi",
      "- paragraph Un autre article",
      "- paragraph caché",
      "- paragraph © Le Monde 2021",
    ]);
    const doc = documentFrom(value.blocks);
    expect(doc.content.content.map((node) => node.type.name)).toEqual([
      "heading",
      "paragraph",
      "paragraph",
      "paragraph",
      "heading",
      "paragraph",
      "blockquote",
      "bullet_list",
      "paragraph",
      "table",
      "paragraph",
    ]);
    expect(doc.child(7).lastChild?.lastChild?.toJSON()).toMatchObject({ type: "ordered_list", attrs: { start: 3 } });
  });

  test("emphasis and http links come through, script links and fragments become plain text", async () => {
    const value = await read(page, "page.html");
    const runs = value.blocks.find((block) => block.text.includes("Pegasus"))?.runs ?? [];
    expect(runs.slice(1)).toEqual([
      { text: "Pegasus", em: true },
      { text: " et " },
      { text: "NSO ", href: "https://exemple.fr/nso?a=1&b=2" },
      { text: "Group", href: "https://exemple.fr/nso?a=1&b=2", strong: true },
      { text: ", piège et note." },
    ]);
  });

  test("a page that is XML: empty elements end where they begin, CDATA is text", async () => {
    const { blocks } = await read(
      '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/><style>/*<![CDATA[*/ p > .c{text-decoration:line-through} /*]]>*/</style></head>' +
        '<body><p>Taux de <i class="c">5</i> 7 %.<br/>Suite <a id="p12"/>du <b/>texte <![CDATA[1 < 2 & 3]]>.</p><iframe src="y"/><p>Fin</p><textarea/><p>Après</p></body></html>',
      "x.xhtml",
    );
    expect(blocks.map(({ runs, text }) => (runs ? runs.map((run) => (run.struck ? `~${run.text}~` : run.text)).join("") : text))).toEqual([
      "Taux de ~5~ 7 %.\nSuite du texte 1 < 2 & 3.",
      "Fin",
      "Après",
    ]);
  });

  test("a page without an article is offered whole, menus and footers unticked", async () => {
    const value = await read(
      "<nav>Menu du site</nav><div>Bonjour <p>tout le monde</p> et à tous<br><br>demain</div><footer>Fin</footer>",
      "x.html",
    );
    expect(lines(value)).toEqual([
      "- paragraph Menu du site",
      "x paragraph Bonjour",
      "x paragraph tout le monde",
      "x paragraph et à tous",
      "x paragraph demain",
      "- paragraph Fin",
    ]);
  });

  test("HTML is known by its MIME type and by how it begins", async () => {
    const html = new TextEncoder().encode("<!DOCTYPE html><p>Bonjour <b>tous</b></p>");
    const named = await given({ bytes: html, name: "collé" });
    const typed = await given({ bytes: html.subarray(15), name: "collé", mime: "text/html; charset=utf-8" });
    for (const result of [named, typed]) expect(result.ok && result.value.blocks.map((block) => block.text)).toEqual(["Bonjour tous"]);
  });

  test("no visible word of a page is lost or doubled, whatever its tags", async () => {
    const tags = "p div ul ol li blockquote h1 h3 table tr td b a span nav aside article button pre br hr form q em".split(" ");
    const opened = fc.constantFrom(...tags).map((tag) => `<${tag}>`);
    const closed = fc.constantFrom(...tags).map((tag) => `</${tag}>`);
    const said = fc.oneof(fc.stringMatching(/^[a-zé]{1,8}$/), fc.constantFrom("Publié le 3 décembre 2021", "Par Anne", "Contribuer", long));
    const silent = fc.constantFrom("<script>perdu</script>", "<!-- perdu -->", "<style>perdu</style>", "&nbsp;", "<iframe>perdu</iframe>");
    const piece = fc.oneof(
      opened.map((html) => ({ html, words: "" })),
      closed.map((html) => ({ html, words: "" })),
      said.map((words) => ({ html: ` ${words} `, words })),
      silent.map((html) => ({ html, words: "" })),
    );
    for (const pieces of fc.sample(fc.array(piece, { minLength: 80, maxLength: 120 }), { numRuns: 6, seed: 20211203 })) {
      const value = await read(pieces.map(({ html }) => html).join(""), "x.html");
      expect(words(value.blocks.map(({ text }) => text).join("\n"))).toEqual(words(pieces.map(({ words }) => words).join("\n")));
      expect(() => documentFrom(value.blocks.map((block) => ({ ...block, keep: true })))).not.toThrow();
    }
  });

  test("a page without any text is empty", async () => {
    expect(await ask("<script>1</script><img src=x onerror=alert(1)>", "x.html")).toEqual({ ok: false, refusal: { code: "empty-text" } });
  });
});

describe("Markdown", () => {
  test("headings, lists, quotes, emphasis, tables and links; markup in it stays characters", async () => {
    const value = await read(
      `# Un titre\n\n15 mai 2019\n\n${long} *oui* **non** [NSO](https://exemple.fr) [ici](#) [piège](javascript:alert(1)) <b>brut</b>\n\n## Suite\n\n> cité\n\n- un\n- deux\n  1. a\n\n  suite\n\n| P | A |\n|--|--|\n| H | 1 |\n\n---\n\nContribuer\n\n- Adresse de cet article : <https://exemple.fr/a>\n`,
      "x.md",
    );
    expect(value).toMatchObject({ title: "Un titre", published: "2019-05-15", lang: "fr", address: "https://exemple.fr/a" });
    expect(lines(value)).toEqual([
      "x title Un titre",
      "x date 15 mai 2019",
      "x paragraph Une phrase assez longue pour être un par",
      "x heading2 Suite",
      "x quote cité",
      "x list-item un",
      "x list-item deux",
      "x list-item a",
      "x list-item suite",
      "x table P\tA\nH\t1",
      "x rule * * *",
      "- paragraph Contribuer",
      "- list-item Adresse de cet article : https://exemple",
    ]);
    expect(value.blocks[2]?.runs?.slice(1)).toEqual([
      { text: "oui", em: true },
      { text: " " },
      { text: "non", strong: true },
      { text: " " },
      { text: "NSO", href: "https://exemple.fr/" },
      { text: " ici [piège](javascript:alert(1)) <b>brut</b>" },
    ]);
    const list = documentFrom(value.blocks).child(5);
    expect(list.toString()).toBe(
      'bullet_list(list_item(paragraph("un")), list_item(paragraph("deux"), ordered_list(list_item(paragraph("a"))), paragraph("suite")))',
    );
  });

  test("what only looks like the definition of a link stays, as do cells beyond a table's head", async () => {
    const value = await read(
      "Dette de 12 %[^1], [^2] et [le rapport][a].\n\n[^1]: Insee\n[^2]: https://insee.fr/\n[NDLR]: faux\n[seul]: https://exemple.fr/seul\n[a]: https://exemple.fr/a\n\n| a | b |\n|---|---|\n| 1 | 2 | **3** | 4 |\n| x \\| y |\n\n> | c |\n> |---|\n> | 5 | 6 |\n",
      "x.md",
    );
    expect(value.blocks.map((block) => block.text)).toEqual([
      "Dette de 12 %[^1], [^2] et le rapport.",
      "[^1]: Insee",
      "[^2]: https://insee.fr/",
      "[NDLR]: faux",
      "[seul]: https://exemple.fr/seul",
      "a\tb\n1\t2\t3\t4\nx | y\t",
      "c\n5\t6",
    ]);
    expect(value.blocks[0]?.runs?.at(-2)).toEqual({ text: "le rapport", href: "https://exemple.fr/a" });
  });

  test("words struck with one tilde are struck, one before a figure is about it; a sign before figures is no bullet", async () => {
    const value = await read(
      "~12~ 13, ~5 à ~6, H~2~O\n\n- 0,5 %\n- 1,2 %\n\n+ 12 millions\n+ 13 millions\n\n* 1 %\n* 2 %\n\n- 5 %\n- un\n",
      "x.md",
    );
    expect(value.blocks[0]?.runs).toEqual([{ text: "12", struck: true }, { text: " 13, ~5 à ~6, H~2~O" }]);
    expect(value.blocks.slice(1).map((block) => block.text)).toEqual([
      "- 0,5 %",
      "- 1,2 %",
      "+ 12 millions",
      "+ 13 millions",
      "1 %",
      "2 %",
      "5 %",
      "un",
    ]);
  });

  test("stars between figures are signs of a product", async () => {
    const value = await read("2*3*4 = 24, 10**6**2, 5*x*2, **12**, *12* %, con*sti*tution, 5 * 6 * 7, *12*3\n", "x.md");
    expect(value.blocks[0]?.runs).toEqual([
      { text: "2*3*4 = 24, 10**6**2, 5*x*2, " },
      { text: "12", strong: true },
      { text: ", " },
      { text: "12", em: true },
      { text: " %, con" },
      { text: "sti", em: true },
      { text: "tution, 5 * 6 * 7, *12*3" },
    ]);
  });

  test("the header of a generator gives the details and is offered unticked", async () => {
    const value = await read(`---\ntitle: "Un titre"\ndate: 2021-12-03\nauthor: Anne Martin\nlang: fr\n---\n${long}\n`, "x.markdown");
    expect(value).toMatchObject({ title: "Un titre", published: "2021-12-03", author: "Anne Martin", lang: "fr" });
    expect(value.blocks.map((block) => block.keep)).toEqual([false, false, false, false, true]);
  });
});
