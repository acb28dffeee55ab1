import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openReader } from "../../fixtures/reading/reader";
import type { Reader } from "../../fixtures/reading/reader";
import { shownBlock } from "../../fixtures/reading/shown";
import type { ImportPreview } from "../../shared/protocol/import";
import { previewPlain } from "./preview";

// The small inputs of fixtures/reading, read as files with the choices that are proposed. Their goldens stand beside them (GOLDEN=write writes
// them anew: look at each); what each must give is said here once more, so that a golden that was written wrongly fails.

const folder = "fixtures/reading";
const files = readdirSync(folder).filter((name) => /\.(?:html|txt)$/.test(name));
const long =
  "Le conseil a voté lundi soir, à l’unanimité, le budget de la commune, qui augmente de douze pour cent sur un an selon le maire.";

const article = (inside: string, head = '<html lang="fr">'): string =>
  `<!doctype html>${head}<head><meta charset="utf-8"></head><body><article><h1>Le budget</h1><p>${long}</p><p>${long}</p>${inside}<p>${long}</p></article></body></html>`;

/** Pages whose reading depends on what stands around a block. */
const pages: Readonly<Record<string, { html: string; has: readonly string[]; hasNot?: readonly string[]; with?: Partial<ImportPreview> }>> =
  {
    "a linked paragraph": {
      html: article(`<p><a href="https://example.org/a">La Cour des comptes écrit que la dette de la commune a doublé en dix ans.</a></p>`),
      has: ["x [La Cour des comptes écrit que la dette de la commune a doublé en dix ans.](https://example.org/a)"],
    },
    "a list of figures": { html: article("<ul><li>2019 : 500</li><li>2020 : 700</li></ul>"), has: ["x - 2019 : 500", "x - 2020 : 700"] },
    "a table of figures": { html: article("<table><tr><td>2019</td><td>500</td></tr></table>"), has: ["x | 2019 | 500 |"] },
    "columns in preformatted text": {
      html: article("<pre>\n         2019   2020\nDette     500    700</pre>"),
      has: ["x          2019   2020⏎Dette     500    700"],
    },
    "a formula of Word, and what the page's style writes": {
      html: article(
        "<p>Soit <!--[if gte msEquation 12]><m:oMath><m:sSup><m:e><m:r>a</m:r></m:e><m:sup><m:r>2</m:r></m:sup></m:sSup></m:oMath><![endif]--><![if !msEquation]><img src=a.png><![endif]> euros.</p>",
        '<html lang="fr"><style>.e:after{content:" €"}</style>',
      ),
      has: ["x Soit a² euros."],
    },
    "a box beside the text is offered": {
      html: article("<aside><p>Repères : la commune compte 12 000 habitants.</p></aside>"),
      has: ["- Repères : la commune compte 12 000 habitants."],
    },
    "a fact box in a box": {
      html: article(`<div class="box"><table><tr><td><p>Repères</p><p>La commune compte 12 000 habitants.</p></td></tr></table></div>`),
      has: ["x La commune compte 12 000 habitants."],
    },
    "a list of related texts stays out": {
      html: article(`<div class="related"><p><a href="/a">Un autre article sur un autre budget</a></p></div>`),
      has: ["- Un autre article sur un autre budget"],
      hasNot: ["x Un autre article sur un autre budget"],
    },
    "the author's name in a sentence": {
      html: article("<p>Anne Martin dit que le budget est faux.</p>", '<html lang="fr"><meta name="author" content="Anne Martin">'),
      has: ["x Anne Martin dit que le budget est faux."],
    },
    "a British date": {
      html: article("", '<html lang="en-GB">').replace("</h1>", "</h1><p>11/04/2021</p>"),
      has: ["x date: 11/04/2021"],
      with: { published: "2021-04-11" },
    },
    "an American date": {
      html: article("", '<html lang="en-US">').replace("</h1>", "</h1><p>11/04/2021</p>"),
      has: ["x date: 11/04/2021"],
      with: { published: "2021-11-04" },
    },
    "a date that could be two": {
      html: article("", '<html lang="en">').replace("</h1>", "</h1><p>11/04/2021</p>"),
      has: ["x 11/04/2021"],
      with: { published: "" },
    },
    "dates in a series": {
      html: article(`<p>3 juin 2020</p><p>${long}</p><p>4 juin 2021</p>`),
      has: ["x 3 juin 2020", "x 4 juin 2021"],
      with: { published: "" },
    },
    "links that lead from the page's address": {
      html: article(
        '<p>Voir <a href="/note">la note</a> du maire sur le budget de la commune.</p>',
        '<html lang="fr"><link rel="canonical" href="https://exemple.fr/a/b">',
      ),
      has: ["x Voir [la note](https://exemple.fr/note) du maire sur le budget de la commune."],
    },
  };

let reader: Reader;
const read = new Map<string, ImportPreview>();

beforeAll(async () => {
  reader = await openReader();
  const made = Object.entries(pages).map(([name, { html }]) => ({ name, bytes: new TextEncoder().encode(html) }));
  const all = [...files.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })), ...made];
  for (const { name, bytes } of all) {
    const result = await reader.read({ bytes, name: name in pages ? "page.html" : name });
    if (!result.ok) throw new Error(`${name}: ${result.refusal.code}`);
    read.set(name, result.value);
  }
});
afterAll(() => reader.close());

const of = (name: string): ImportPreview => read.get(name) as ImportPreview;
const linesOf = ({ blocks }: ImportPreview): string[] =>
  blocks.flatMap((block) => shownBlock(block).map((line) => `${block.keep ? "x" : "-"} ${line}${block.joinsPrevious ? " (joined)" : ""}`));
const shown = (value: ImportPreview): string => {
  const { blocks: _blocks, leftOut = [], ...details } = value;
  const known = Object.entries(details).flatMap(([name, one]) => (one ? [`${name} = ${one}`] : []));
  const out = leftOut.map(({ reason, text, count }) => `left out: ${reason} ${text}${count > 1 ? ` ×${count}` : ""}`);
  return [...known, ...linesOf(value), ...out].join("\n") + "\n";
};

test.each(files)("%s is read as it was looked at", (name) => {
  const golden = `${folder}/${name.replace(/\.(html|txt)$/, ".$1.golden")}`;
  const now = shown(of(name));
  if (process.env["GOLDEN"] === "write") writeFileSync(golden, now);
  expect(now).toBe(readFileSync(golden, "utf8"));
});

const must: readonly (readonly [string, readonly string[], readonly RegExp[]])[] = [
  ["sup-exponent.html", ["10⁶ tonnes de CO₂ en 2019³, soit 5 m² par"], [/106|20193|CO2/]],
  ["del-correction.html", ["est de <s>12 %</s> 7 % en octobre, et <s>aucun</s> deux"], []],
  ["math.html", ["vaut 3/4 du total", "est de 1250 euros"], []],
  ["emoji-img.html", ["✅ La dette", "❌ Le maire"], []],
  ["ruby-ja.html", ["虐待を防ぐ"], [/ぎゃくたい(?! ×)を/]],
  ["paste-sheet.html", ["| 2019 | 500 |", "| 2020 | 700 |"], [/2019500/]],
  ["paste-gdocs.html", ["x Le budget a augmenté de <b>douze pour cent</b><i> en un an.</i>"], []],
  ["paste-word.html", ["x Un paragraphe", "x - La dette a augmenté."], [/·/]],
  ["author-meta-only.html", ["x Jeanne Marot a été condamnée en 2019 pour fraude."], []],
  ["zh-no-title.txt", ["x 市议会周一", "x 审计院没有回应。"], [/title/]],
  ["timeline.txt", ["15 mai 2019", "3 juin 2020"], [/published|date:/]],
  ["transcript.txt", ["x JEANNE MAROT : Le budget", "x PAUL ADAM : Non", "x JEANNE MAROT : Le chiffre", "x PAUL ADAM : Il"], []],
  ["hyphen-wrapped.txt", ["à la Constitution, ce qui", "ministres interrogés par la presse"], [/-/]],
  ["windows-1251.html", ["Городской совет"], []],
  ["us-date.html", ["published = 2021-11-04"], []],
  [
    "chrome-false.txt",
    ["- Contribuer !", "- X", "x Copyright trolls", "x You are here illegally", "x Read more: the report", "x Tous droits réservés aux"],
    [/^- .{20,}/m],
  ],
  ["single-cell-table.html", ["x Le budget voté s’élève à 4,2 millions"], []],
  ["zero-width-lines.txt", ["x Premier", "x Deuxième", "x Troisième."], [/[\u200b\u2060]|^x ?$/m]],
  ["wiki-heading.html", ["x ## Histoire\n", "2019<sup>[1]</sup> et", "left out: page-link [modifier"], []],
  ["sr-only.html", [") cite trois chiffres", "left out: screen-reader"], [/x .*nouvelle fenêtre/]],
  ["display-block-span.html", ["x Dette : 500\n", "x 2021 : 700\n"], []],
  ["zh-wrapped.txt", ["这一增幅超过了国家", "没有得到任何改善", "公布详细报告。"], [/[\u4e00-\u9fff] [\u4e00-\u9fff]/]],
];
test.each(must)("%s gives what it must", (name, has, hasNot) => {
  const now = shown(of(name));
  for (const words of has) expect(now).toContain(words);
  for (const words of hasNot) expect(now).not.toMatch(words);
});

test.each(Object.entries(pages))("%s", (name, { has, hasNot = [], with: details }) => {
  const lines = linesOf(of(name));
  for (const line of has) expect(lines).toContain(line);
  for (const line of hasNot) expect(lines).not.toContain(line);
  if (details) expect(of(name)).toMatchObject(details);
});

const wrapped =
  "Le Conseil constitutionnel a rendu sa décision hier soir à\nParis et il a jugé que la loi était contraire à la consti-\ntution, ce qui oblige le gouvernement à revoir sa copie.";
const other =
  "Les sénateurs ont voté la loi dans la nuit de lundi à mardi\npar trois cents voix contre douze, et la commission devra\nla relire avant la fin du mois.";
const third =
  "La ministre a dit hier soir devant la presse que la somme\nserait versée avant la fin de l’année aux communes, et que\nla dette baisserait.";
const texts: Readonly<Record<string, { text: string; gives: readonly string[] }>> = {
  "a hyphen that is the word's own": {
    text: "Le ministre a répondu hier soir devant la presse, et dit-\nil la vérité quand il affirme que la loi est juste, peut-\nêtre faut-il en douter encore, comme le fait le sénateur.",
    gives: [
      "x Le ministre a répondu hier soir devant la presse, et dit-il la vérité quand il affirme que la loi est juste, peut-être faut-il en douter encore, comme le fait le sénateur.",
    ],
  },
  "page numbers between sentences": {
    text: `${wrapped}\n\n12\n\n${other}\n\n13\n\n${third}`,
    gives: ["x Le Conseil", "- 12", "x Les sénateurs", "- 13", "x La ministre"],
  },
  "running heads with their pages": {
    text: `${wrapped}\n\nRapport 2019\nPage 1\n\n${other}\n\nRapport 2019\nPage 2\n\n${third}`,
    gives: ["x Le Conseil", "- Rapport 2019", "- Page 1", "x Les sénateurs", "- Rapport 2019", "- Page 2", "x La ministre"],
  },
  "a list of figures is no page number": { text: "Morts par an\n\n12\n\n45\n\n7", gives: ["x Morts par an", "x 12", "x 45", "x 7"] },
  "titles in a list": {
    text: "Le budget de la commune augmente encore une fois cette an\nLa dette a doublé en dix ans selon la Cour des comptes ici\nLes écoles manquent de moyens selon le syndicat enseignant",
    gives: ["x Le budget", "x La dette", "x Les écoles"],
  },
  "items of a list that go on": {
    text: "- La dette a doublé en dix ans, selon la Cour\n  des comptes\n- Le taux baisse",
    gives: ["x - La dette a doublé en dix ans, selon la Cour des comptes", "x - Le taux baisse"],
  },
  "columns in fixed width": {
    text: "Année     Dette     Taux\n2019      500       12 %\n2020      700       14 %",
    gives: ["x Année     Dette     Taux", "x 2019      500       12 %", "x 2020      700       14 %"],
  },
  "a table with tabs": { text: "Année\tDette\n2019\t500", gives: ["x | Année | Dette |", "x | 2019 | 500 |"] },
  "questions and answers": {
    text: "Q : Le budget augmente-t-il de douze pour cent cette année ?\nR : Non, il augmente de sept pour cent selon l’institut même",
    gives: ["x Q : Le budget", "x R : Non"],
  },
  "a conversation with times": {
    text: "[00:12] Le budget augmente de douze pour cent cette année\n[00:45] Non, il augmente de sept pour cent, selon le maire",
    gives: ["x [00:12] Le", "x [00:45] Non"],
  },
  "Japanese lines": {
    text: "政府は来年の春から全国で相談の窓口を増やすことに\nしています。専門家は学校や病院との協力が大切だと話し\nています。",
    gives: ["x 政府は来年の春から全国で相談の窓口を増やすことにしています。専門家は学校や病院との協力が大切だと話しています。"],
  },
  "a date beside a byline": {
    text: `Le budget\n\nPar Anne Martin\n\n11/04/2021\n\n${long}\n\n${long}`,
    gives: ["x title: Le budget", "x byline: Par Anne Martin", "x date: 11/04/2021", "x Le conseil", "x Le conseil"],
  },
  "a byline with a date": {
    text: `Le budget\n\nPar Anne Martin, le 3 décembre 2021\n\n${long}\n\n${long}`,
    gives: ["x title: Le budget", "x byline: Par Anne Martin, le 3 décembre 2021", "x Le", "x Le"],
  },
  "a sentence that begins like a byline": {
    text: `Le budget\n\nPar ailleurs, 300 manifestants ont défilé lundi\n\n${long}`,
    gives: ["x title: Le budget", "x ## Par ailleurs", "x Le"],
  },
  "an Arabic sentence": {
    text: `أعلنت الحكومة يوم الاثنين أنها ستزيد الميزانية، وقال الوزير إن المدارس ستستفيد\n\n${long}`,
    gives: ["x أعلنت", "x Le"],
  },
  "an override of direction": {
    text: `Le taux est de \u202E21 %\u202C selon le maire.\n\n${long}`,
    gives: ["x Le taux est de 21 % selon le maire.", "x Le"],
  },
  "Word's soft hyphen at a line's end": {
    text: "Le ministre a rendu sa décision hier soir et il a jugé anti\u00ad\nconstitutionnelle la loi, ce qui oblige le gouvernement à\nrevoir sa copie.",
    gives: [
      "x Le ministre a rendu sa décision hier soir et il a jugé anticonstitutionnelle la loi, ce qui oblige le gouvernement à revoir sa copie.",
    ],
  },
  "notices that are sentences": {
    text: `${long}\n\nNewsletter readers sued 40 papers, the ministry said.\n\nPartager coûte 12 euros, dit le maire.\n\nPublicité\n\nLire aussi : Le projet Pegasus`,
    gives: ["x Le", "x Newsletter readers", "x Partager coûte", "- Publicité", "- Lire aussi"],
  },
};
test.each(Object.entries(texts))("plain text: %s", (_, { text, gives }) => {
  const result = previewPlain(text);
  const lines = result.ok ? linesOf(result.value) : [];
  expect(lines.map((line, index) => (line.startsWith(gives[index] ?? "?") ? gives[index] : line))).toEqual(gives);
});

test("an author's name and date in one byline are told apart", () => {
  expect(previewPlain(texts["a byline with a date"]?.text ?? "")).toMatchObject({
    value: { author: "Anne Martin", published: "2021-12-03" },
  });
});
