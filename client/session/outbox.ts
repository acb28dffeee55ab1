import type { DBSchema, IDBPDatabase } from "idb";
import * as z from "zod/mini";
import { ClaimId, CommitId, Version, newId } from "../../shared/ids";
import type { DocId, RandomBytes, UserId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { Op } from "../../shared/log/op";
import type { SavedWork } from "../../shared/log/replica";
import type { StateJson } from "../../shared/log/state";
import { upgradeOp } from "../../shared/log/upgrade";
import { Me, Role } from "../../shared/people";
import { Refusal, ok } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { WIRE_VERSION } from "../../shared/protocol/version";
import { browserDatabase } from "./browser-database";
import type { RefusedWork } from "./contract";
import { upgradePlace } from "./drafts";
import type { KeptDraft } from "./drafts";
import type { PersistedWork, OutboxEntry } from "./pending-work-persister";
import type { TabLocks } from "./tab-locks";

/** What a page that is gone has left on a document. The entry is ours now. */
export interface Found {
  readonly entry: OutboxEntry;
  readonly saved: SavedWork | null;
  readonly refused: readonly RefusedWork[];
  readonly drafts: readonly KeptDraft[];
  readonly copy: StateJson | null;
  readonly role?: Role | undefined;
}

/** What this browser keeps for the people who work in it: unsent work, drafts, and copies of texts while there is no connection. */
export interface Outbox {
  /** Takes over what pages that are gone have left of this person's work on a document, the newest first. */
  adopt(me: Me, doc: DocId): Promise<Result<Found[]>>;
  /** A new place of the page's own. */
  fresh(me: Me, doc: DocId): Promise<Result<OutboxEntry>>;
  /** How many of a person's changes are nowhere but in this browser. */
  pending(user: UserId): Promise<number>;
  /** The texts of which a copy lies here, so that they open without a network; the newest first. */
  texts(user: UserId): Promise<readonly KeptText[]>;
  /** The documents they belong to. */
  pendingDocs(user: UserId): Promise<DocId[]>;
  /** Whose work is here: who may go on without a network. The one who worked last; null when nothing is kept. */
  lastPerson(): Promise<Me | null>;
  /** Removes everything of a person. Pages that are still open write nothing more for them. */
  wipe(user: UserId): Promise<void>;
}

/** A text that can be opened from this browser alone. */
export interface KeptText {
  readonly doc: DocId;
  readonly title: string;
  readonly lang: Lang | null;
  /** Changes that are nowhere but here. */
  readonly count: number;
}

interface WorkRecord {
  key: string;
  user: string;
  doc: string;
  me: Me;
  /** WIRE_VERSION of the page that wrote it. */
  wire: number;
  at: number;
  /** How many ops are not in the log, and drafts not among them. */
  count: number;
  saved: unknown;
  refused: unknown;
  /** Not in records of the first database version. */
  drafts?: unknown;
  /** Of the person in the case file; not in records of before. */
  role?: Role | undefined;
}

interface Boxes extends DBSchema {
  work: { key: string; value: WorkRecord; indexes: { user: string } };
  copies: { key: string; value: { key: string; state: StateJson } };
}

/** Since 2 records hold drafts: a page from before them, which would lose them as it takes a record up, is kept out. */
const DB_VERSION = 2;
/** A copy without any work beside it is only there for a reload; a day later nobody waits for that any more. */
const COPY_MS = 24 * 3600 * 1000;

/** Pages of before left them in another form. */
const ops = z.array(z.pipe(z.transform(upgradeOp), Op));
const Saved = z.object({
  base: z.int().check(z.gte(0)),
  inflight: z.nullable(z.object({ id: CommitId, base: z.int().check(z.gte(0)), ops })),
  inflightLocal: ops,
  inflightSent: z.optional(z.array(z.nullable(z.int().check(z.gte(0))))),
  queue: ops,
});
const Refused = z.array(z.object({ id: z.string(), ops, refusal: Refusal, at: z.number() }));
const Drafts = z.optional(
  z.array(
    z.object({
      place: z.pipe(z.string(), z.transform(upgradePlace)),
      claim: ClaimId,
      text: z.string(),
      parsed: z.nullable(z.string()),
      base: z.string(),
      seen: Version,
    }),
  ),
);

export interface OutboxDeps {
  readonly locks: TabLocks;
  readonly now: () => number;
  readonly random: RandomBytes;
  readonly name?: string;
  /** Where the browser's pages tell each other whose work was removed. */
  readonly news?: News;
}

/** The part of `BroadcastChannel` that the outbox needs. */
export interface News {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/** Opens the browser's database when it is first needed. Where there is none, everything is refused with `store-away`. */
export function createOutbox(deps: OutboxDeps): Outbox {
  return new IndexedOutbox(deps);
}

class IndexedOutbox implements Outbox {
  private readonly db: () => Promise<IDBPDatabase<Boxes>>;
  /** Counts wipes per person: a place taken before one is no place any more. */
  private readonly wipes = new Map<string, number>();

  constructor(private readonly deps: OutboxDeps) {
    this.db = browserDatabase<Boxes>(deps.name ?? "sourcier", DB_VERSION, (db, former) => {
      if (former >= 1) return;
      db.createObjectStore("work", { keyPath: "key" }).createIndex("user", "user");
      db.createObjectStore("copies", { keyPath: "key" });
    });
    deps.news?.addEventListener("message", ({ data }) => {
      if (typeof data === "string") this.countWipe(data);
    });
  }

  async adopt(me: Me, doc: DocId): Promise<Result<Found[]>> {
    try {
      const db = await this.db();
      const mine = (await db.getAllFromIndex("work", "user", me.id)).sort((a, b) => b.at - a.at);
      const found: Found[] = [];
      for (const { key, doc: where, at, count } of mine) {
        const expired = count === 0 && this.deps.now() - at > COPY_MS;
        if (where !== doc && !expired) continue;
        const free = await this.deps.locks.take(key);
        if (!free) continue;
        const taken = where === doc ? await this.take(db, me, key, free) : null;
        if (taken) found.push(taken);
        else free();
        if (expired && !taken) await remove(db, key);
      }
      return ok(found);
    } catch (error) {
      return { ok: false, refusal: troubleOf(error) };
    }
  }

  /** Reads a record again now that it is ours; null when it went meanwhile, or when this page cannot read it and must leave it alone. */
  private async take(db: IDBPDatabase<Boxes>, me: Me, key: string, free: () => void): Promise<Found | null> {
    const tx = db.transaction(["work", "copies"]);
    const [record, copy] = await Promise.all([tx.objectStore("work").get(key), tx.objectStore("copies").get(key)]);
    if (!record) return null;
    const saved = z.nullable(Saved).safeParse(record.saved);
    const refused = Refused.safeParse(record.refused);
    const drafts = Drafts.safeParse(record.drafts);
    if (!saved.success || !refused.success || !drafts.success) return null;
    return {
      entry: this.entry(me, record.doc as DocId, key, free, true),
      saved: saved.data as SavedWork | null,
      refused: refused.data as RefusedWork[],
      drafts: drafts.data ?? [],
      copy: copy?.state ?? null,
      role: z.optional(Role).safeParse(record.role).data,
    };
  }

  async fresh(me: Me, doc: DocId): Promise<Result<OutboxEntry>> {
    try {
      await this.db();
      const key = `${me.id}/${doc}/${newId(this.deps.random)}`;
      const free = await this.deps.locks.take(key);
      return ok(this.entry(me, doc, key, free ?? (() => undefined), false));
    } catch (error) {
      return { ok: false, refusal: troubleOf(error) };
    }
  }

  private entry(me: Me, doc: DocId, key: string, free: () => void, filled: boolean): OutboxEntry {
    const wipes = this.wipes.get(me.id);
    const isWiped = (): boolean => this.wipes.get(me.id) !== wipes;
    let there = filled;
    let held = true;
    return {
      write: async (kept) => {
        if (!held || isWiped()) return null;
        const empty = kept.saved === null && kept.refused.length === 0 && kept.drafts.length === 0 && kept.copy === null;
        if (empty && !there) return null;
        try {
          const db = await this.db();
          if (empty) await remove(db, key);
          else await write(db, this.record(me, doc, key, kept), kept.copy);
          there = !empty;
          if (isWiped()) await remove(db, key);
          return null;
        } catch (error) {
          return troubleOf(error);
        }
      },
      release: () => {
        held = false;
        free();
      },
    };
  }

  private record(me: Me, doc: DocId, key: string, { saved, refused, drafts, role }: PersistedWork): WorkRecord {
    const waiting = (saved?.inflight?.ops.length ?? 0) + (saved?.queue.length ?? 0);
    const count = waiting + refused.reduce((sum, one) => sum + one.ops.length, 0) + drafts.length;
    return { key, user: me.id, doc, me, wire: WIRE_VERSION, at: this.deps.now(), count, saved, refused, drafts, role };
  }

  async pending(user: UserId): Promise<number> {
    return (await this.ofUser(user)).reduce((sum, { count }) => sum + count, 0);
  }

  async texts(user: UserId): Promise<readonly KeptText[]> {
    try {
      const db = await this.db();
      const records = (await this.ofUser(user)).sort((a, b) => b.at - a.at);
      const found = new Map<string, KeptText>();
      for (const { key, doc, at, count } of records) {
        const known = found.get(doc);
        if (known) found.set(doc, { ...known, count: known.count + count });
        else if (count > 0 || this.deps.now() - at <= COPY_MS) {
          const copy = await db.get("copies", key);
          if (copy) found.set(doc, { doc: doc as DocId, title: copy.state.details.title, lang: copy.state.source, count });
        }
      }
      return [...found.values()];
    } catch {
      return [];
    }
  }

  async pendingDocs(user: UserId): Promise<DocId[]> {
    const records = await this.ofUser(user);
    return [...new Set(records.filter(({ count }) => count > 0).map(({ doc }) => doc as DocId))];
  }

  private async ofUser(user: UserId): Promise<WorkRecord[]> {
    try {
      return await (await this.db()).getAllFromIndex("work", "user", user);
    } catch {
      // What cannot be read was not written either: the session has said so.
      return [];
    }
  }

  async lastPerson(): Promise<Me | null> {
    try {
      const records = await (await this.db()).getAll("work");
      const last = records.sort((a, b) => b.at - a.at)[0];
      const me = Me.safeParse(last?.me);
      return me.success ? me.data : null;
    } catch {
      return null;
    }
  }

  private countWipe(user: string): void {
    this.wipes.set(user, (this.wipes.get(user) ?? 0) + 1);
  }

  async wipe(user: UserId): Promise<void> {
    this.countWipe(user);
    this.deps.news?.postMessage(user);
    for (const { key } of await this.ofUser(user)) await remove(await this.db(), key);
  }
}

/** Record and copy go together or not at all. Without a connection the disk is waited for: then it is all that there is. */
async function write(db: IDBPDatabase<Boxes>, record: WorkRecord, copy: PersistedWork["copy"]): Promise<void> {
  const tx = db.transaction(["work", "copies"], "readwrite", { durability: copy === null ? "relaxed" : "strict" });
  const copies = tx.objectStore("copies");
  void tx.objectStore("work").put(record);
  if (copy === null) void copies.delete(record.key);
  else if (copy !== "same") void copies.put({ key: record.key, state: copy });
  tx.commit();
  await tx.done;
}

async function remove(db: IDBPDatabase<Boxes>, key: string): Promise<void> {
  const tx = db.transaction(["work", "copies"], "readwrite");
  void tx.objectStore("work").delete(key);
  void tx.objectStore("copies").delete(key);
  tx.commit();
  await tx.done;
}

/** `where: "browser"` tells this trouble from the server's. */
function troubleOf(error: unknown): Refusal {
  const full = typeof error === "object" && error !== null && "name" in error && error.name === "QuotaExceededError";
  return { code: full ? "disk-full" : "store-away", detail: { where: "browser" } };
}
