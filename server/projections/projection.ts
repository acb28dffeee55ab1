import type { UserId } from "../../shared/ids";
import type { DocState } from "../../shared/log/state";
import type { Sliced } from "../../shared/sliced";
import type { DocumentRecord } from "../store/Store";
import type { ProjectedRows, Projection, RowChanges, RowKind, Rows } from "../store/rows";
import { claims } from "./claims";
import { documents } from "./documents";
import { history } from "./history";
import { sections } from "./sections";
import { sources } from "./sources";

/** A document's state was this (null: nothing was projected of it yet), and is this, since `at`, by `by`. */
export interface DocumentChange {
  readonly record: DocumentRecord;
  readonly before: DocState | null;
  readonly after: DocState;
  readonly at: number;
  readonly by: UserId | null;
}

/** What is read of documents without opening them: rows of one kind, made from a document's states and nothing else. */
export interface RowProjection<Kind extends RowKind> {
  readonly name: Kind;
  /** Raised when the rows it makes become others: at the next start they are all made again, in the background. */
  readonly version: number;
  /** The rows that changed; with no state before, every one. */
  project(change: DocumentChange): Sliced<Rows<ProjectedRows[Kind]>>;
}

/** Every kind of rows. A further one: its row in `ProjectedRows`, its table in a migration, its line here. */
export const rowProjections: { readonly [Kind in RowKind]: RowProjection<Kind> } = { claims, sources, sections };

/** By name, with their versions; `documents` is the library's line, `history` what was done, made from the commits themselves. */
export type ProjectionName = RowKind | "documents" | "history";
export const projectionVersions: Readonly<Record<ProjectionName, number>> = {
  documents: documents.version,
  claims: claims.version,
  sources: sources.version,
  sections: sections.version,
  history: history.version,
};
export const projectionNames = Object.keys(projectionVersions) as ProjectionName[];
export const isProjectionName = (name: string): name is ProjectionName => Object.hasOwn(projectionVersions, name);

const rowNames = Object.keys(rowProjections) as RowKind[];

/**
 * What a document looks like to a reader of the database after a change. Without a state before, everything of `names`, to take the place of
 * what is there.
 */
export function* projectionOf(change: DocumentChange, names: readonly ProjectionName[] = projectionNames): Sliced<Projection> {
  const changes: RowChanges = {};
  for (const name of rowNames) if (names.includes(name)) Object.assign(changes, { [name]: yield* rowProjections[name].project(change) });
  return {
    doc: change.record.id,
    version: change.after.version,
    row: names.includes("documents") ? documents.project(change) : null,
    changes,
    whole: change.before === null,
  };
}
