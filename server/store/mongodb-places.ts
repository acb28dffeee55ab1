import type { MongoDatabase, StoredDocument } from "./mongodb-database";
import { rowKinds } from "./row-index";

// Each row says in which case file its document lies and whether that is shown, so that rows are found by it. Only single records change
// atomically: whoever moves a document says so to its rows and then looks whether it lies there still; whoever writes rows looks afterwards
// where the document lies. `placing` marks a document whose rows may not know yet: what was cut short is finished at the next start.

type Place = Pick<StoredDocument, "_id" | "case" | "binned">;

/** Says to the rows of a document where it lies. */
export async function placeRows(database: MongoDatabase, { _id: doc, case: home, binned }: Place): Promise<void> {
  const place = { case: home, shown: binned === undefined };
  const others = { doc, $or: [{ case: { $ne: home } }, { shown: { $ne: place.shown } }] };
  for (const kind of rowKinds) await database.ask(() => database.rows(kind).updateMany(others, { $set: place }));
}

/** The same, until the document lies where its rows say; the mark goes then. */
export async function settlePlace(database: MongoDatabase, doc: string): Promise<void> {
  for (;;) {
    const there = await database.ask(() => database.documents.findOne({ _id: doc, removing: { $exists: false } }));
    if (!there) return;
    await placeRows(database, there);
    const same = { _id: doc, case: there.case, binned: there.binned ?? { $exists: false } };
    const settled = await database.ask(() => database.documents.updateOne(same, { $unset: { placing: "" } }));
    if (settled.matchedCount === 1) return;
  }
}

/** Finishes the moves that a crash cut short. */
export async function finishPlacing(database: MongoDatabase): Promise<void> {
  const left = await database.ask(() => database.documents.find({ placing: true }, { projection: { _id: 1 } }).toArray());
  for (const { _id: doc } of left) await settlePlace(database, doc);
}
