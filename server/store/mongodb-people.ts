import type { UserId } from "../../shared/ids";
import type { MongoDatabase } from "./mongodb-database";
import { isDuplicate } from "./mongodb-database";
import { checkKeys, isKey, storableFields } from "./record-validation";
import type { Invite, Session, Store, User } from "./Store";

const userOf = ({ _id, ...fields }: { _id: string } & Omit<User, "id">): User => ({ id: _id as UserId, ...fields });
const sessionOf = ({ _id, ...fields }: { _id: string } & Omit<Session, "hash">): Session => ({ hash: _id, ...fields });
const inviteOf = ({ _id, ...fields }: { _id: string } & Omit<Invite, "hash">): Invite => ({ hash: _id, ...fields });

/** Accounts, sessions and invites in MongoDB. */
export function mongoPeople(
  database: MongoDatabase,
): Pick<
  Store,
  | "putUser"
  | "readUser"
  | "readUserByKey"
  | "listUsers"
  | "putSession"
  | "readSession"
  | "touchSession"
  | "removeSessions"
  | "putInvite"
  | "readInvite"
  | "claimInvite"
  | "listInvites"
  | "removeInvite"
> {
  return {
    async putUser(user, seen) {
      checkKeys(user.id, user.key);
      return putUser(database, storableFields(user), seen && storableFields(seen));
    },
    async readUser(id) {
      const found = isKey(id) ? await database.ask(() => database.users.findOne({ _id: id })) : null;
      return found && userOf(found);
    },
    async readUserByKey(key) {
      const found = isKey(key) ? await database.ask(() => database.users.findOne({ key })) : null;
      return found && userOf(found);
    },
    async listUsers() {
      return (await database.ask(() => database.users.find().sort({ _id: 1 }).toArray())).map(userOf);
    },

    async putSession(session) {
      checkKeys(session.hash, session.user);
      const { hash, ...fields } = storableFields(session);
      await database.ask(() => database.sessions.replaceOne({ _id: hash }, fields, { upsert: true }));
    },
    async readSession(hash) {
      const found = isKey(hash) ? await database.ask(() => database.sessions.findOne({ _id: hash })) : null;
      return found && sessionOf(found);
    },
    async touchSession(hash, usedAt) {
      if (isKey(hash)) await database.ask(() => database.sessions.updateOne({ _id: hash, usedAt: { $lt: usedAt } }, { $set: { usedAt } }));
    },
    async removeSessions(which) {
      return removeSessions(database, which);
    },

    async putInvite(invite) {
      checkKeys(invite.hash);
      const { hash, ...fields } = storableFields(invite);
      await database.ask(() => database.invites.replaceOne({ _id: hash }, fields, { upsert: true }));
    },
    async readInvite(hash) {
      const found = isKey(hash) ? await database.ask(() => database.invites.findOne({ _id: hash })) : null;
      return found && inviteOf(found);
    },
    async claimInvite(hash, at) {
      if (!isKey(hash)) return null;
      const open = { _id: hash, usedAt: null, expiresAt: { $gt: at } };
      const claimed = await database.ask(() =>
        database.invites.findOneAndUpdate(open, { $set: { usedAt: at } }, { returnDocument: "after" }),
      );
      return claimed && inviteOf(claimed);
    },
    async listInvites() {
      return (await database.ask(() => database.invites.find().sort({ _id: 1 }).toArray())).map(inviteOf);
    },
    async removeInvite(hash) {
      await database.ask(() => database.invites.deleteOne({ _id: hash }));
    },
  };
}

async function putUser(database: MongoDatabase, { id, ...fields }: User, seen: User | undefined): Promise<"written" | "taken" | "changed"> {
  const { id: _id, ...was } = seen ?? { id };
  for (let attempt = 0; ; attempt++) {
    try {
      const replaced = await database.ask(() => database.users.replaceOne({ _id: id, ...was }, fields, { upsert: seen === undefined }));
      return seen === undefined || replaced.matchedCount === 1 ? "written" : "changed";
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      // Another user has the key; or two wrote this new user at once, and the second finds it there when it tries again.
      const other = await database.ask(() => database.users.findOne({ key: fields.key }, { projection: { _id: 1 } }));
      const { _id: holder } = other ?? { _id: id };
      if (holder !== id) return "taken";
      if (attempt === 5) throw error;
    }
  }
}

/** One by one where it counts that a session was not used in the meantime, and that each is said to be removed by one sweep only. */
async function removeSessions(database: MongoDatabase, which: Parameters<Store["removeSessions"]>[0]): Promise<string[]> {
  const query =
    "hash" in which
      ? { _id: which.hash }
      : "user" in which
        ? { user: which.user }
        : { $or: [{ usedAt: { $lt: which.usedBefore } }, { createdAt: { $lt: which.createdBefore } }] };
  const found = await database.ask(() => database.sessions.find(query, { projection: { _id: 1 } }).toArray());
  const removed: string[] = [];
  for (const { _id } of found) {
    const { deletedCount } = await database.ask(() => database.sessions.deleteOne({ ...query, _id }));
    if (deletedCount === 1) removed.push(_id);
  }
  return removed;
}
