import type { Person } from "../../shared/people";
import type { DocumentLine, LibraryView, PeopleView, SearchView } from "../../shared/protocol/rest";
import { markWords } from "../../shared/search/mark";
import type { Command } from "./commands";
import { containsWords, fold } from "../../shared/search/fold";

export type PaletteItem =
  | {
      readonly kind: "text";
      readonly id: string;
      readonly title: string;
      readonly lang: string | undefined;
      readonly where: string;
      readonly to: string;
    }
  | {
      readonly kind: "claim" | "source";
      readonly id: string;
      readonly title: string;
      readonly lang: string | undefined;
      /** The title of its text. */
      readonly where: string;
      readonly to: string;
    }
  | { readonly kind: "person"; readonly id: string; readonly title: string; readonly person: Person; readonly to: string }
  | { readonly kind: "command"; readonly id: string; readonly title: string; readonly command: Command };

/** `title` is null for the sections whose name the palette itself knows: `texts`, `claims`, `sources`, `people`. */
export interface PaletteSection {
  readonly id: string;
  readonly title: string | null;
  readonly items: readonly PaletteItem[];
}

const MOST_TEXTS = 8;
const MOST_PEOPLE = 5;

/**
 * What matches the words, texts first; with no words, the texts that changed last and every command. `library`: the lines that this page
 * has; `found`: what the server finds in all the others.
 */
export function find(
  words: string,
  commands: readonly Command[],
  library: LibraryView | null,
  people: PeopleView | null,
  found: SearchView | null,
): readonly PaletteSection[] {
  const wanted = fold(words.trim());
  const sections: PaletteSection[] = [];
  const add = (id: string, title: string | null, items: readonly PaletteItem[]): void => {
    if (items.length > 0) sections.push({ id, title, items });
  };
  add("texts", null, textsThatMatch(wanted, library, found?.documents ?? []).slice(0, wanted ? MOST_TEXTS : MOST_TEXTS / 2));
  add("claims", null, wanted ? claimsFound(found, words) : []);
  add("sources", null, wanted ? sourcesFound(found) : []);
  add("people", null, wanted ? peopleThatMatch(wanted, people).slice(0, MOST_PEOPLE) : []);
  const bySection = new Map<string, PaletteItem[]>();
  for (const command of commands) {
    if (command.keyOnly || !containsWords(fold(command.title), wanted)) continue;
    const items = bySection.get(command.section) ?? [];
    items.push({ kind: "command", id: `command:${command.id}`, title: command.title, command });
    bySection.set(command.section, items);
  }
  for (const [section, items] of bySection) add(`section:${section}`, section, items);
  return sections;
}

function textsThatMatch(wanted: string, library: LibraryView | null, found: readonly DocumentLine[]): PaletteItem[] {
  const cases = new Map(library?.cases.map((one) => [one.id, one.name]));
  const here = [...(library?.documents ?? [])]
    .sort((a, b) => b.changedAt - a.changedAt)
    .filter((line) => containsWords(fold(`${line.title} ${line.publisher} ${cases.get(line.case) ?? ""}`), wanted));
  const shown = new Set(here.map(({ doc }) => doc));
  const elsewhere = wanted ? found.filter(({ doc }) => !shown.has(doc)) : [];
  return [...here, ...elsewhere].map((line) => ({
    kind: "text",
    id: `text:${line.doc}`,
    title: line.title,
    lang: line.source ?? undefined,
    where: line.publisher || (cases.get(line.case) ?? ""),
    to: `/doc/${line.doc}`,
  }));
}

/** A claim by its passage, or by the statement that has the words when its passage has not. */
function claimsFound(found: SearchView | null, words: string): PaletteItem[] {
  return (found?.claims ?? []).map(({ claim, doc, quote, statements, lang, title }) => {
    const said = [[lang, quote] as const, ...Object.entries(statements)].filter(([, text]) => text !== "");
    const [inLang, text] = said.find(([, one]) => markWords(one, words).some((part) => part.found)) ?? said[0] ?? [null, ""];
    return { kind: "claim", id: `claim:${doc}/${claim}`, title: text, lang: inLang ?? undefined, where: title, to: placeOf(doc, claim) };
  });
}

function sourcesFound(found: SearchView | null): PaletteItem[] {
  return (found?.sources ?? []).map(({ evidence, claim, doc, title, publisher, address, quote, text }) => ({
    kind: "source",
    id: `source:${doc}/${claim}/${evidence}`,
    title: title || publisher || address || quote,
    lang: undefined,
    where: text,
    to: placeOf(doc, claim),
  }));
}

const placeOf = (doc: string, claim: string): string => `/doc/${doc}?${new URLSearchParams({ claim }).toString()}`;

function peopleThatMatch(wanted: string, people: PeopleView | null): PaletteItem[] {
  return (people?.people ?? [])
    .filter((person) => !person.disabled && containsWords(fold(person.name), wanted))
    .map((person) => ({ kind: "person", id: `person:${person.id}`, title: person.name, person, to: `/people#${person.id}` }));
}
