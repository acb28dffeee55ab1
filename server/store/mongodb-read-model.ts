import type { DocId } from "../../shared/ids";
import type { MongoDatabase, StoredDocument } from "./mongodb-database";
import { placeRows } from "./mongodb-places";
import { foundBy, rowOf } from "./mongodb-projections";
import { indexedRow } from "./row-index";

/** Migration 2: every document and row gains what it is found by. Document by document, in the order of ids. */
export async function readModel(database: MongoDatabase, after: string | null, note: (after: string) => Promise<void>): Promise<void> {
  for (const name of ["documents", "claims", "sources"]) {
    const record = { version: 1, rebuilding: null };
    await database.ask(() => database.projections.updateOne({ _id: name }, { $setOnInsert: record }, { upsert: true }));
  }
  for (let last = after; ;) {
    const [document] = await database.ask(() =>
      database.documents
        .find(last === null ? {} : { _id: { $gt: last } })
        .sort({ _id: 1 })
        .limit(1)
        .toArray(),
    );
    if (!document) return;
    await migrateDocument(database, document);
    ({ _id: last } = document);
    await note(last);
  }
}

async function migrateDocument(database: MongoDatabase, document: StoredDocument & { floor?: number }): Promise<void> {
  const { _id: doc, floor, version } = document;
  const floors = floor === undefined ? {} : { floors: { claims: floor, sources: floor } };
  const found = version === undefined ? {} : foundBy(rowOf(document));
  const set = { ...floors, ...found };
  if (Object.keys(set).length > 0)
    await database.ask(() => database.documents.updateOne({ _id: doc }, { $set: set, $unset: { floor: "" } }));
  const sources = await database.ask(() => database.sources.find({ doc: doc as DocId }).toArray());
  for (const { _id: id, ...source } of sources) {
    const { terms } = indexedRow("sources", source);
    await database.ask(() => database.sources.updateOne({ _id: id }, { $set: { terms } }));
  }
  await placeRows(database, document);
}
