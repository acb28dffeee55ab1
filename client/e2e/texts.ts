import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { choicesOf } from "../../shared/protocol/import";
import type { AddDocument } from "../../shared/protocol/import";
import { apiOf, done } from "./person";
import type { Person } from "./person";

/** The two French texts, as they came. */
export const leMonde = { file: "000_53dec1b737c56bde.txt", title: "80 ONG demandent à l’Union européenne de sanctionner NSO Group" };
export const amnesty = {
  file: "003_17d07009717388e6.txt",
  title: "Israël. Amnesty International engage une action judiciaire pour mettre fin au système de surveillance créé par NSO Group",
};

export const pathOf = ({ file }: { file: string }): string => resolve("fixtures", "texts", file);
export const bytesOf = async (text: { file: string }): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(pathOf(text)));

/** The passage of the issue, and what is claimed of it. */
export const hungary = {
  passage: "où le gouvernement a dans un premier temps nié être client de NSO Group, avant de reconnaître avoir acheté ce logiciel",
  fr: "La Hongrie a d’abord nié, puis reconnu l’achat de Pegasus",
  en: "Hungary first denied, then admitted purchase",
  source: "https://www.dw.com/en/hungary-admits-to-using-nso-groups-pegasus-spyware/a-59726217",
};

/** Adds a text as the dialog does, keeping what it proposes to keep; returns the address of its workbench. */
export async function addText(person: Person, bytes: Uint8Array<ArrayBuffer>, title: string, caseName = "Pegasus"): Promise<string> {
  const api = apiOf(person);
  const { cases } = done(await api.readLibrary());
  const home = cases.find(({ name }) => name === caseName) ?? done(await api.makeCase({ body: { name: caseName } }));
  const preview = done(await api.previewImport({ query: { name: "texte.txt" }, body: bytes }));
  const original = { name: "texte.txt", mime: "text/plain" };
  const document: AddDocument = { original, lang: "fr", details: { title, publisher: "", author: "", published: "", address: "" } };
  const { doc } = done(await api.addDocument({ params: { case: home.id }, body: [document, choicesOf(preview.blocks), bytes] }));
  return `/doc/${doc}`;
}
