import { mongoBin } from "./mongodb-bin";
import { mongoBlobs } from "./mongodb-blobs";
import { MongoDatabase } from "./mongodb-database";
import type { Patience } from "./mongodb-database";
import { finishRemovals, mongoDocuments } from "./mongodb-documents";
import { mongoHistory } from "./mongodb-history";
import { mongoLog } from "./mongodb-log";
import { mongoMembers } from "./mongodb-members";
import { migrate } from "./mongodb-migrations";
import { mongoPeople } from "./mongodb-people";
import { finishPlacing } from "./mongodb-places";
import { mongoProjections } from "./mongodb-projections";
import { mongoReading } from "./mongodb-reading";
import { mongoSnapshots } from "./mongodb-snapshots";
import type { Store } from "./Store";

/**
 * A store in MongoDB, or a server that speaks like it: any from 4.4, standalone or a replica set. Makes the indexes where they are
 * missing, and brings the records up to this version. Rejects with StoreAway when it does not answer within three seconds, with NewerStore
 * when a newer version has written to it, with the driver's error when the address or the credentials are wrong.
 */
export async function openMongo(uri: string, patience?: Patience): Promise<Store> {
  const database = new MongoDatabase(uri, patience);
  try {
    await migrate(database);
    await database.prepareIndexes();
    await finishRemovals(database);
    await finishPlacing(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const blobs = mongoBlobs(database);
  return {
    kind: "mongodb",
    ping: () => database.ping(),
    close: () => database.close(),
    ...blobs,
    ...mongoDocuments(database, blobs),
    ...mongoBin(database),
    ...mongoMembers(database),
    ...mongoLog(database),
    ...mongoSnapshots(database),
    ...mongoProjections(database),
    ...mongoHistory(database),
    ...mongoReading(database),
    ...mongoPeople(database),
  };
}
