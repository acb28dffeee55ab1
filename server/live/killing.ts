import type { LoopDisk } from "../../fixtures/loop-disk";
import { startBuiltServer } from "../../fixtures/server";
import { Random } from "../../fixtures/random";
import { newId, systemRandom } from "../../shared/ids";
import type { CommitId, DocId, Version } from "../../shared/ids";
import { applyCommit } from "../../shared/log/apply";
import type { Commit, Submission } from "../../shared/log/commit";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { createAccounts } from "../accounts/accounts";
import { createAuthority } from "../authority/authority";
import { openStore } from "../store/open";
import type { Store } from "../store/Store";
import { ask, claimed, connected, makeDocument, makeUser, openPage, signIn, submission, submit, typed } from "./stage";
import type { Page } from "./stage";

// The real server, killed without warning while twenty people write, started again and killed again: whatever it has acknowledged must
// be in the log, once and where it was said to be.

export interface KillWish {
  readonly dataDir: string;
  readonly mongodbUri: string | null;
  readonly cycles: number;
  readonly seed: number;
  /** Ended in good order instead, by SIGTERM. */
  readonly gently?: boolean;
  /** Holds `dataDir`. Its power is cut instead: what the system has only in memory is gone too. */
  readonly disk?: Pick<LoopDisk, "cut" | "restore">;
}

export interface Killed {
  readonly acknowledged: number;
  /** Submissions that were under way when the server was killed, and were sent again. */
  readonly interrupted: number;
  /** Milliseconds from each start to the first answer. */
  readonly slowestStart: number;
  /** Milliseconds that the slowest end in good order took. */
  readonly slowestEnd: number;
}

const PEOPLE = 20;

/** One person: works on, and sends again what was not answered. */
interface Person {
  readonly name: string;
  readonly cookie: string;
  unanswered: Submission | null;
  count: number;
}

/** Throws when something acknowledged is missing, doubled or elsewhere, or the log does not fold. */
export async function killOverAndOver({ dataDir, mongodbUri, cycles, seed, gently = false, disk }: KillWish): Promise<Killed> {
  const random = new Random(seed);
  const open = () => openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
  const { doc, people } = await prepare(await open());
  const acknowledged = new Map<CommitId, { version: number; words: string }>();
  let verified: Verified = { ids: [], state: emptyState };
  let interrupted = 0;
  let slowestStart = 0;
  let slowestEnd = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const began = performance.now();
    const server = await startBuiltServer({ dataDir, env: { DEMO: "off", ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) } });
    // The first start may have had to build.
    if (cycle > 0) slowestStart = Math.max(slowestStart, performance.now() - began);
    const end = async () => {
      const asked = performance.now();
      if (disk) process.kill(server.pid, "SIGSTOP");
      disk?.cut();
      if (!gently) return server.kill();
      const code = await server.stop();
      if (code !== 0) throw new Error(`ended with ${code}`);
      slowestEnd = Math.max(slowestEnd, performance.now() - asked);
    };
    await writeUntil(end, 50 + random.below(1500), server.origin, doc, people, acknowledged);
    disk?.restore();
    interrupted += people.filter(({ unanswered }) => unanswered !== null).length;
    const store = await open();
    verified = await verify(store, doc, acknowledged, verified);
    await store.close();
  }
  return { acknowledged: acknowledged.size, interrupted, slowestStart, slowestEnd };
}

function fail(_facts: unknown, what: string): never {
  throw new Error(what);
}

async function prepare(store: Store): Promise<{ doc: DocId; people: Person[] }> {
  const accounts = createAccounts({ store, secure: false, clock: Date.now, random: systemRandom });
  const authority = createAuthority({ store, journal: { error: fail, warn: fail }, now: Date.now, random: systemRandom });
  const people: Person[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const user = await makeUser(store, "editor");
    people.push({ name: `p${n}`, cookie: await signIn(accounts, user.id), unanswered: null, count: 0 });
  }
  const doc = await makeDocument(authority, (await makeUser(store, "editor")).id, "");
  await authority.drain();
  await store.close();
  return { doc, people };
}

async function writeUntil(
  end: () => Promise<void>,
  afterMs: number,
  origin: string,
  doc: DocId,
  people: readonly Person[],
  acknowledged: Map<CommitId, { version: number; words: string }>,
): Promise<void> {
  const pages = await Promise.all(people.map(({ cookie }) => connected(openPage(origin, cookie))));
  const working = Promise.all(people.map((person, index) => write(person, pages[index] as Page, doc, acknowledged)));
  await Promise.race([working, new Promise((resolve) => setTimeout(resolve, afterMs))]);
  await end();
  await working;
  for (const page of pages) page.close();
}

/** Writes until the connection is gone. */
async function write(
  person: Person,
  page: Page,
  doc: DocId,
  acknowledged: Map<CommitId, { version: number; words: string }>,
): Promise<void> {
  const opened = await ask.open(page, doc).catch(() => null);
  if (!opened || (!opened.ok && opened.refusal.code === "stopping")) return;
  if (!opened.ok) throw new Error(`not opened: ${opened.refusal.code}`);
  let { head } = opened.value;
  page.on("c", ({ f, c }) => (head = Math.max(head, f + c.length - 1)));
  for (;;) {
    const words = `${person.name}-${person.count};`;
    person.unanswered ??= submission(doc, head, typed(1, words), ...(person.count % 5 === 0 ? [claimed(1, 3, words.slice(0, 2))] : []));
    const answer = await answerOf(page, person.unanswered);
    if (answer === null || (!answer.ok && answer.refusal.code === "stopping")) return;
    if (!answer.ok) throw new Error(`refused: ${answer.refusal.code}`);
    acknowledged.set(person.unanswered.id, { version: answer.value.version, words });
    person.unanswered = null;
    person.count += 1;
  }
}

/** Null when the connection is gone before there is an answer. */
function answerOf(page: Page, sent: Submission): Promise<Awaited<ReturnType<typeof ask.submit>> | null> {
  return new Promise((resolve) => {
    const gone = () => resolve(null);
    if (!page.connected) return gone();
    page.once("disconnect", gone);
    submit(page, sent, (answer) => {
      page.off("disconnect", gone);
      resolve(answer);
    });
  });
}

/** What was verified after earlier cycles: it is not folded again, but it must still be there. */
interface Verified {
  ids: readonly CommitId[];
  state: DocState;
}

async function verify(
  store: Store,
  doc: DocId,
  acknowledged: ReadonlyMap<CommitId, { version: number; words: string }>,
  verified: Verified,
): Promise<Verified> {
  const log: Commit[] = [];
  for (;;) {
    const batches = await store.readBatches(doc, log.length as Version, 500);
    for (const { commits } of batches) log.push(...commits);
    if (batches.length === 0) break;
  }
  const ids = log.map(({ id }) => id);
  const changed = verified.ids.findIndex((id, index) => id !== ids[index]);
  if (changed >= 0) throw new Error(`version ${changed + 1} is not what it was`);
  // Throws at a gap, a repetition or a commit that does not apply.
  const state = log.slice(verified.ids.length).reduce(applyCommit, verified.state);
  const places = new Map<CommitId, number[]>();
  for (const { id, version } of log) places.set(id, [...(places.get(id) ?? []), version]);
  const words = state.texts.fr?.doc.textContent ?? "";
  for (const [id, sent] of acknowledged) {
    const found = places.get(id) ?? [];
    if (found.length !== 1 || found[0] !== sent.version)
      throw new Error(`acknowledged at ${sent.version}, in the log at [${found.join()}]`);
  }
  const counts = new Map<string, number>();
  for (const [one] of words.matchAll(/p\d+-\d+;/g)) counts.set(one, (counts.get(one) ?? 0) + 1);
  for (const { words: sent } of acknowledged.values()) {
    if (counts.get(sent) !== 1) throw new Error(`${sent} is in the text ${counts.get(sent) ?? 0} times`);
  }
  return { ids, state };
}

/** How often to kill: as often as is asked for, thoroughly where nobody waits, briefly otherwise. */
export const killCycles = (): number => Number(process.env["KILL_CYCLES"] ?? (process.env["CI"] ? 20 : 3));

/** A database of this run alone, on the server that is given. */
export function ownDatabase(given: string): string {
  const uri = new URL(given);
  uri.pathname = `/sourcier-${newId<string>(systemRandom)}`;
  return uri.href;
}
