import type { DocId, UserId } from "../../shared/ids";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { projectionNames, projectionOf, projectionVersions } from "../projections/projection";
import type { ProjectionName } from "../projections/projection";
import { UnreadablePack } from "../store/errors";
import type { Store } from "../store/Store";
import type { ProjectionRecord } from "../store/rows";
import { inSlices } from "../lane";
import type { Logger } from "./logger";
import { partsOf } from "./projection-parts";
import { BrokenLog, foldLog } from "./log-reader";

/** Makes a document's history again, beside whoever reads it or goes on with it. */
export interface Histories {
  rebuild(doc: DocId): Promise<void>;
}

/** Of which version the rows are that nobody noted one for. Histories follow their logs by themselves from where they end, so that there are none of before. */
const firstMade = (name: ProjectionName): number => (name === "history" ? 1 : 0);

/** What happened to one document. `version` 0: its log is empty, so there is nothing to read; null: it cannot be read. `claims` null: nothing was read of them. */
export interface Rebuilt {
  readonly doc: DocId;
  readonly version: number | null;
  readonly claims: number | null;
}

/**
 * Writes every document's rows of some projections anew from its log, snapshots left aside. Safe beside a running server: a newer row is never
 * replaced by an older one. `name` null: all of them.
 */
export async function rebuildProjections(
  store: Store,
  histories: Histories,
  name: ProjectionName | null,
  progress: (done: number, all: number, rebuilt: Rebuilt) => void,
): Promise<void> {
  const names = name === null ? projectionNames : [name];
  const docs = await allDocuments(store);
  for (const [index, doc] of docs.entries()) progress(index + 1, docs.length, await rebuildDocument(store, histories, doc, names));
  for (const one of names) await store.writeProjection({ name: one, version: projectionVersions[one], rebuilding: null });
}

/** In the order of ids; those in the bin too, as they may come back. */
async function allDocuments(store: Store): Promise<DocId[]> {
  const [shown, { documents }] = await Promise.all([store.listDocumentIds(), store.listBin()]);
  return [...shown, ...documents.map(({ record }) => record.id)].sort((one, other) => (one < other ? -1 : 1));
}

/** Null of a log that cannot be read. */
const readable = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (error instanceof BrokenLog || error instanceof UnreadablePack) return null;
    throw error;
  });

async function rebuildDocument(store: Store, histories: Histories, doc: DocId, names: readonly ProjectionName[]): Promise<Rebuilt> {
  if (names.includes("history")) {
    const made = await readable(histories.rebuild(doc).then(() => true));
    // It is made of the commits alone: the text need not be folded a second time.
    if (names.length === 1) return { doc, version: made ? await newestOf(store, doc) : null, claims: null };
  }
  const folded = await readable(fold(store, doc));
  if (folded === null) return { doc, version: null, claims: 0 };
  const record = (await store.readDocument(doc)) ?? (await store.readBinned(doc));
  const { state, at, by } = folded;
  if (record && state.version > 0) {
    const projection = await inSlices(projectionOf({ record, before: null, after: state, at, by }, names));
    for (const part of partsOf(projection)) {
      await store.project(part);
      await new Promise(setImmediate);
    }
  }
  return { doc, version: state.version, claims: state.claims.size };
}

const newestOf = async (store: Store, doc: DocId): Promise<number> => (await store.readCommitsBackwards(doc, null, 1))[0]?.version ?? 0;

async function fold(store: Store, doc: DocId): Promise<{ state: DocState; at: number; by: UserId | null }> {
  let at = 0;
  let by: UserId | null = null;
  const { state } = await foldLog(store, doc, { state: emptyState, seq: 0 }, null, (commit) => void ({ at, author: by } = commit));
  return { state, at, by };
}

/**
 * Makes the rows again of those projections whose version was raised since they were made, while the server works. One that is cut short goes on
 * at the next start. Answers the names of those that are up to date now and were not.
 */
export async function rebuildRaised(
  store: Store,
  histories: Histories,
  logger: Logger,
  stopping: () => boolean,
  versions: Readonly<Partial<Record<ProjectionName, number>>> = projectionVersions,
): Promise<ProjectionName[]> {
  const made = new Map((await store.readProjections()).map((record) => [record.name, record]));
  const raised = projectionNames.filter((name) => (made.get(name)?.version ?? firstMade(name)) < (versions[name] ?? 0));
  const finished: ProjectionName[] = [];
  for (const name of raised) {
    const record = made.get(name) ?? { name, version: firstMade(name), rebuilding: null };
    const version = versions[name] ?? 0;
    if (!(await rebuildOne(store, histories, { ...record, name }, version, stopping))) return finished;
    logger.warn({ name, version }, "the rows of a projection were made again");
    finished.push(name);
  }
  return finished;
}

/** False when the server stops before all of it is done. */
async function rebuildOne(
  store: Store,
  histories: Histories,
  record: ProjectionRecord & { name: ProjectionName },
  version: number,
  stopping: () => boolean,
): Promise<boolean> {
  const { name } = record;
  const from = record.rebuilding?.version === version ? record.rebuilding.after : null;
  for (const doc of await allDocuments(store)) {
    if (from !== null && doc <= from) continue;
    if (stopping()) return false;
    await rebuildDocument(store, histories, doc, [name]);
    await store.writeProjection({ name, version: record.version, rebuilding: { version, after: doc } });
    // Who works meanwhile is not held up.
    await new Promise(setImmediate);
  }
  await store.writeProjection({ name, version, rebuilding: null });
  return true;
}
