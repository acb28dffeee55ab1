import type { Person } from "../../shared/people";
import type { LibraryView, PeopleView } from "../../shared/protocol/rest";
import type { Command } from "./commands";
import { containsWords, searchForm } from "./names";

export type PaletteItem =
  | {
      readonly kind: "text";
      readonly id: string;
      readonly title: string;
      readonly lang: string | undefined;
      readonly where: string;
      readonly to: string;
    }
  | { readonly kind: "person"; readonly id: string; readonly title: string; readonly person: Person; readonly to: string }
  | { readonly kind: "command"; readonly id: string; readonly title: string; readonly command: Command };

/** `title` is null for the two sections whose name the palette itself knows. */
export interface PaletteSection {
  readonly id: string;
  readonly title: string | null;
  readonly items: readonly PaletteItem[];
}

const MOST_TEXTS = 8;
const MOST_PEOPLE = 5;

/** What matches the words, texts first; with no words, the texts that changed last and every command. */
export function find(
  words: string,
  commands: readonly Command[],
  library: LibraryView | null,
  people: PeopleView | null,
): readonly PaletteSection[] {
  const wanted = searchForm(words.trim());
  const sections: PaletteSection[] = [];
  const add = (id: string, title: string | null, items: readonly PaletteItem[]): void => {
    if (items.length > 0) sections.push({ id, title, items });
  };
  add("texts", null, textsThatMatch(wanted, library).slice(0, wanted ? MOST_TEXTS : MOST_TEXTS / 2));
  add("people", null, wanted ? peopleThatMatch(wanted, people).slice(0, MOST_PEOPLE) : []);
  const bySection = new Map<string, PaletteItem[]>();
  for (const command of commands) {
    if (command.keyOnly || !containsWords(searchForm(command.title), wanted)) continue;
    const items = bySection.get(command.section) ?? [];
    items.push({ kind: "command", id: `command:${command.id}`, title: command.title, command });
    bySection.set(command.section, items);
  }
  for (const [section, items] of bySection) add(`section:${section}`, section, items);
  return sections;
}

function textsThatMatch(wanted: string, library: LibraryView | null): PaletteItem[] {
  if (!library) return [];
  const cases = new Map(library.cases.map((one) => [one.id, one.name]));
  return [...library.documents]
    .sort((a, b) => b.changedAt - a.changedAt)
    .filter((line) => containsWords(searchForm(`${line.title} ${line.publisher} ${cases.get(line.case) ?? ""}`), wanted))
    .map((line) => ({
      kind: "text",
      id: `text:${line.doc}`,
      title: line.title,
      lang: line.source ?? undefined,
      where: line.publisher || (cases.get(line.case) ?? ""),
      to: `/doc/${line.doc}`,
    }));
}

function peopleThatMatch(wanted: string, people: PeopleView | null): PaletteItem[] {
  return (people?.people ?? [])
    .filter((person) => !person.disabled && containsWords(searchForm(person.name), wanted))
    .map((person) => ({ kind: "person", id: `person:${person.id}`, title: person.name, person, to: `/people#${person.id}` }));
}
