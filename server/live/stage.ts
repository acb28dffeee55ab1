import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { io } from "socket.io-client";
import type { ManagerOptions, Socket } from "socket.io-client";
import { schema } from "../../shared/doc/schema";
import type { DocJson } from "../../shared/doc/json";
import { newId, systemRandom } from "../../shared/ids";
import type { CaseId, ClaimId, CommitId, DocId, UserId, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import type { Submission } from "../../shared/log/commit";
import type { StateJson } from "../../shared/log/state";
import type { Role } from "../../shared/people";
import type { ClientEvents, Opened, ReadAnswer, Reply, ServerEvents, Submitted } from "../../shared/wire/socket";
import { encodeSubmission } from "../../shared/wire/submit";
import { WIRE_VERSION } from "../../shared/wire/version";
import { createAccounts } from "../accounts/accounts";
import type { Accounts } from "../accounts/accounts";
import { createAuthority } from "../authority/authority";
import type { Authority } from "../authority/authority";
import type { Journal } from "../authority/journal";
import { protectSockets } from "../http/headers";
import { originCheck } from "../http/origin";
import type { DocumentRecord, Store, User } from "../store/Store";
import { openStore } from "../store/open";
import { createLive } from "./live";
import type { Live } from "./live";

// Tests' and measurements' own server: the real store, accounts, authority and sockets in a temporary directory, and pages that talk to it.

export type Page = Socket<ServerEvents, ClientEvents>;

export interface Stage {
  readonly store: Store;
  readonly authority: Authority;
  readonly accounts: Accounts;
  readonly live: Live;
  readonly port: number;
  /** What was reported as gone wrong. */
  readonly complaints: string[];
  readonly origin: string;
  close(): Promise<void>;
}

export interface Staging {
  /** Instead of a fresh SQLite file. */
  readonly store?: Store;
  /** Stands between the authority and the store. */
  readonly wrap?: (store: Store) => Store;
  readonly redisUrl?: string;
}

export async function setStage(staging: Staging = {}): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), "sourcier-live-"));
  const kept = staging.store ?? (await openStore({ dataDir: directory }));
  const store = staging.wrap?.(kept) ?? kept;
  const complaints: string[] = [];
  const journal = listening(complaints);
  const accounts = createAccounts({ store: kept, secure: false, clock: Date.now, random: systemRandom });
  const authority = createAuthority({ store, journal, now: Date.now, random: systemRandom });
  const live = createLive({
    authority,
    sessions: accounts.sessions,
    isOurs: originCheck(null, "127.0.0.1"),
    random: systemRandom,
    journal,
    redisUrl: staging.redisUrl ?? null,
  });
  const http = createServer((_request, response) => response.writeHead(404).end());
  await live.attach(http);
  protectSockets(http, null);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    store,
    authority,
    accounts,
    live,
    port,
    complaints,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      await authority.drain();
      await live.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      if (!staging.store) await kept.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function listening(complaints: string[]): Journal {
  const note = (facts: Readonly<Record<string, unknown>>, what: string) => {
    const { error } = facts;
    complaints.push(error instanceof Error ? `${what}: ${error.stack ?? error.message}` : what);
  };
  return { error: note, warn: note };
}

/** Makes an account. Its password is never used: the session is opened directly. */
export async function makeUser(store: Store, role: Role, name = `${role} ${newId(systemRandom)}`): Promise<User> {
  const user: User = {
    id: newId<UserId>(systemRandom),
    name,
    key: name.toLowerCase(),
    role,
    hue: 1,
    lang: "fr",
    theme: "system",
    password: "",
    disabled: false,
    createdAt: 0,
  };
  await store.putUser(user);
  return user;
}

/** Opens a session for the person; the answer is the Cookie header. */
export async function signIn(accounts: Accounts, user: UserId): Promise<string> {
  return (await accounts.sessions.start({ id: user, password: "" }))?.split(";", 1)[0] ?? "";
}

/** A browser page's socket, connected unless `origin` or `cookie` is refused. */
export function openPage(address: string, cookie: string, origin = address, options: Partial<ManagerOptions> = {}): Page {
  return io(address, {
    transports: ["websocket"],
    ...options,
    extraHeaders: { Cookie: cookie, Origin: origin },
    forceNew: true,
    reconnection: false,
  });
}

export async function connected(page: Page): Promise<Page> {
  if (page.connected) return page;
  await new Promise<void>((resolve, reject) => {
    page.once("connect", resolve);
    page.once("connect_error", reject);
  });
  return page;
}

/** A person with a page of their own. */
export async function enter(stage: Stage, role: Role): Promise<{ page: Page; user: User; cookie: string }> {
  const user = await makeUser(stage.store, role);
  const cookie = await signIn(stage.accounts, user.id);
  return { page: await connected(openPage(stage.origin, cookie)), user, cookie };
}

const PATIENCE_MS = 15_000;

/** Calls `answered` once, with the server's answer or when the commit itself has come, which is one too. */
export function submit(page: Page, sent: Submission, answered: (answer: Reply<Submitted>) => void): void {
  const once = (answer: Reply<Submitted>) => {
    page.off("c", heard);
    answered(answer);
  };
  const heard: ServerEvents["c"] = ({ d, f, c }) => {
    const place = d === sent.doc ? c.findIndex(([names]) => String(names).startsWith(`${sent.id}.`)) : -1;
    if (place >= 0) once({ ok: true, value: { version: f + place } });
  };
  page.on("c", heard);
  page.emit("submit", encodeSubmission(sent), once);
}

/** What a document opened with, and its state as a page reads it. */
type Unpacked = Exclude<Opened, { kind: "state" }> | (Omit<Extract<Opened, { kind: "state" }>, "state"> & { state: StateJson });

export const ask = {
  async open(page: Page, doc: DocId, have: number | null = null): Promise<Reply<Unpacked>> {
    const payload = { doc, have: have as Version | null, wire: WIRE_VERSION };
    const answer: Reply<Opened> = await page.timeout(PATIENCE_MS).emitWithAck("open", payload);
    if (!answer.ok || answer.value.kind === "commits") return answer as Reply<Unpacked>;
    const state = JSON.parse(gunzipSync(answer.value.state).toString()) as StateJson;
    return { ok: true, value: { ...answer.value, state } };
  },
  submit: (page: Page, submission: Submission): Promise<Reply<Submitted>> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("no answer")), PATIENCE_MS);
      submit(page, submission, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
    }),
  read: (page: Page, doc: DocId, after: number): Promise<Reply<ReadAnswer>> =>
    page.timeout(PATIENCE_MS).emitWithAck("read", { doc, after: after as Version }),
};

export const record = (createdBy: UserId, id = newId<DocId>(systemRandom)): DocumentRecord => ({
  id,
  case: "case-1" as CaseId,
  createdBy,
  createdAt: 1,
  demo: false,
  original: null,
});

export const textOf = (...paragraphs: string[]): DocJson =>
  schema
    .node(
      "doc",
      null,
      paragraphs.map((words, index) => schema.node("paragraph", { id: `b${index}` }, words === "" ? [] : [schema.text(words)])),
    )
    .toJSON() as DocJson;

/** Makes a French document of these paragraphs; version 1 is its head. */
export async function makeDocument(authority: Authority, author: UserId, ...paragraphs: string[]): Promise<DocId> {
  const made = record(author);
  const ops: Op[] = [
    { type: "text.add", lang: "fr", dir: "ltr", doc: textOf(...paragraphs) },
    { type: "doc.set", field: "title", value: "Essai" },
  ];
  const created = await authority.create(made, null, ops, author);
  if (!created.ok) throw new Error(`no document: ${created.refusal.code}`);
  return made.id;
}

/** Plain text typed at a position. */
export const typed = (pos: number, words: string): Op => ({
  type: "text.step",
  lang: "fr",
  step: { stepType: "replace", from: pos, to: pos, slice: { content: [{ type: "text", text: words }] } },
});

export const claimed = (from: number, to: number, exact: string, claim = newId<ClaimId>(systemRandom)): Op => ({
  type: "claim.add",
  claim,
  lang: "fr",
  from,
  to,
  exact,
  prefix: "",
  suffix: "",
  fields: {},
});

export const submission = (doc: DocId, base: number, ...ops: Op[]): Submission => ({
  doc,
  id: newId<CommitId>(systemRandom),
  base: base as Version,
  ops,
});

/** Waits until `is` answers true; rejects after a while. */
export async function until(is: () => boolean | Promise<boolean>, what: string, patience = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await is())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
