import type { SqliteFile } from "./sqlite-file";
import { checkKeys, fieldsJson, sought } from "./record-validation";
import type { Invite, Session, Store, User } from "./Store";

interface Row {
  body: string;
}
interface SessionLine {
  hash: Session["hash"];
  user: Session["user"];
  created: number;
  used: number;
}
interface InviteLine extends Row {
  used: number | null;
}

const asUser = (line: Row | undefined): User | null => (line ? (JSON.parse(line.body) as User) : null);
const asInvite = (line: InviteLine): Invite => ({ ...(JSON.parse(line.body) as Invite), usedAt: line.used });

/** Accounts, sessions and invites in SQLite. */
export function sqlitePeople(
  file: SqliteFile,
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
      const body = fieldsJson(user);
      const was = seen && fieldsJson(seen);
      return file.write(() => {
        if (was !== undefined && file.row<Row>("select body from users where id = ?", user.id)?.body !== was) return "changed";
        if (file.row("select 1 from users where key = ? and id <> ?", user.key, user.id)) return "taken";
        file.run("insert or replace into users (id, key, body) values (?, ?, ?)", user.id, user.key, body);
        return "written";
      });
    },
    async readUser(id) {
      return asUser(file.row<Row>("select body from users where id = ?", sought(id)));
    },
    async readUserByKey(key) {
      return asUser(file.row<Row>("select body from users where key = ?", sought(key)));
    },
    async listUsers() {
      return file.rows<Row>("select body from users order by id").map((line) => JSON.parse(line.body) as User);
    },

    async putSession(session) {
      checkKeys(session.hash, session.user);
      const { hash, user, createdAt, usedAt } = JSON.parse(fieldsJson(session)) as Session;
      const sql = "insert or replace into sessions (hash, user, created, used) values (?, ?, ?, ?)";
      await file.write(() => file.run(sql, hash, user, createdAt, usedAt));
    },
    async readSession(hash) {
      const line = file.row<SessionLine>("select hash, user, created, used from sessions where hash = ?", sought(hash));
      return line ? { hash: line.hash, user: line.user, createdAt: line.created, usedAt: line.used } : null;
    },
    async touchSession(hash, usedAt) {
      await file.write(() => file.run("update sessions set used = ? where hash = ? and used < ?", usedAt, sought(hash), usedAt));
    },
    async removeSessions(which) {
      const [condition, values] = selection(which);
      const sql = `delete from sessions where ${condition} returning hash`;
      return file.write(() => file.rows<{ hash: string }>(sql, ...values).map((line) => line.hash));
    },

    async putInvite(invite) {
      checkKeys(invite.hash);
      const body = fieldsJson(invite);
      const sql = "insert or replace into invites (hash, expires, used, body) values (?, ?, ?, ?)";
      await file.write(() => file.run(sql, invite.hash, invite.expiresAt, invite.usedAt, body));
    },
    async readInvite(hash) {
      const line = file.row<InviteLine>("select used, body from invites where hash = ?", sought(hash));
      return line ? asInvite(line) : null;
    },
    async claimInvite(hash, at) {
      const sql = "update invites set used = ? where hash = ? and used is null and expires > ? returning used, body";
      return file.write(() => {
        const line = file.row<InviteLine>(sql, at, sought(hash), at);
        return line ? asInvite(line) : null;
      });
    },
    async listInvites() {
      return file.rows<InviteLine>("select used, body from invites order by hash").map(asInvite);
    },
    async removeInvite(hash) {
      await file.write(() => file.run("delete from invites where hash = ?", sought(hash)));
    },
  };
}

function selection(which: Parameters<Store["removeSessions"]>[0]): [string, (string | number | null)[]] {
  if ("hash" in which) return ["hash = ?", [sought(which.hash)]];
  if ("user" in which) return ["user = ?", [sought(which.user)]];
  return ["used < ? or created < ?", [which.usedBefore, which.createdBefore]];
}
