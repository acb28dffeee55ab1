import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../fixtures/random";
import { newId, systemRandom } from "../../shared/ids";
import type { CommitId, DocId, UserId, Version } from "../../shared/ids";
import { accept } from "../../shared/log/accept";
import { applyOp, nextAct } from "../../shared/log/apply";
import type { Submission } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { Replica } from "../../shared/log/replica";
import { emptyState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { createAuthority } from "../authority/authority";
import { makeDocument, submission, textOf, typed } from "../../fixtures/live-server";
import { openStore } from "../store/open";

// Whether a session slows down the longer it lasts: what a commit costs at first and after many, in a page and on the server. The text
// stays as long as it was, so that only what is kept of the past can make a difference.

const PARAGRAPHS = 200;
const text = Array.from({ length: PARAGRAPHS }, (_, index) => `${index} Le gouvernement a d’abord nié.`);
const THOUSAND = 1000;
/** Thousands before the first that counts: until everything is compiled. */
const WARM = 5;

export interface Soaked {
  /** Milliseconds of work a commit, thousand by thousand. */
  readonly page: readonly number[];
  readonly server: readonly number[];
  readonly heapMb: { readonly first: number; readonly last: number };
}

/** A page in which one person types and undoes while others write, through so many commits. */
export function soakPage(commits: number): { each: number[]; heapMb: { first: number; last: number } } {
  const [me, other] = ["soak-me" as UserId, "soak-other" as UserId];
  const random = new Random(20261129);
  const act = nextAct(emptyState, me, 0);
  const added = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: textOf(...text) }, act);
  if (!added.ok) throw new Error(added.refusal.code);
  let head: DocState = added.value;
  const page = new Replica(head, me);
  const each: number[] = [];
  const heap: number[] = [];
  let spent = 0;
  let clock = 0;
  const timed = <T>(work: () => T): T => {
    const began = performance.now();
    const done = work();
    spent += performance.now() - began;
    return done;
  };
  const take = (sent: Pick<Submission, "ops">, id: CommitId, author: UserId): void => {
    const doc = "soak" as DocId;
    const accepted = accept({ doc, id, base: head.version, ops: [...sent.ops] }, author, (clock += 700), [], head);
    if (!accepted.ok) throw new Error(accepted.refusal.code);
    head = accepted.state;
    timed(() => page.receive(accepted.commit, clock));
  };
  const size = (): number => head.texts.fr?.doc.content.size ?? 0;
  const own = (change: () => void): void => {
    timed(change);
    for (let id = newId<CommitId>(systemRandom), next = page.next(id); next; id = newId<CommitId>(systemRandom), next = page.next(id))
      take(next, id, me);
  };
  for (let done = 0; done < commits;) {
    const before = head.version;
    const at = placeIn(head, random);
    const dice = random.below(400);
    if (dice < 20) own(() => void page.change([typed(at, "é")], clock));
    else if (dice === 20) own(() => void page.undo(clock));
    else if (size() > sizeAtFirst) take({ ops: [deletion(at)] }, newId<CommitId>(systemRandom), other);
    else take({ ops: [typed(at, "x")] }, newId<CommitId>(systemRandom), other);
    done += head.version - before;
    if (head.version % THOUSAND === 0 && head.version !== before) {
      each.push(spent / THOUSAND);
      heap.push(process.memoryUsage().heapUsed / 2 ** 20);
      spent = 0;
    }
  }
  return { each, heapMb: { first: heap[Math.min(WARM, heap.length - 1)] ?? 0, last: heap.at(-1) ?? 0 } };
}

/** Before some character of the text. */
function placeIn(state: DocState, random: Random): number {
  const doc = state.texts.fr?.doc;
  let pos = 0;
  let left = random.below(PARAGRAPHS);
  for (const block of doc?.children ?? []) {
    if (left-- <= 0 && block.content.size > 0) return pos + 1 + random.below(block.content.size);
    pos += block.nodeSize;
  }
  return 1;
}

const sizeAtFirst = text.reduce((sum, words) => sum + words.length + 2, 0);
const deletion = (at: number): Op => ({ type: "text.step", lang: "fr", step: { stepType: "replace", from: at, to: at + 1 } });

/** The server's processor time for as many commits, twenty at a time. */
export async function soakServer(commits: number): Promise<number[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "sourcier-soak-"));
  const store = await openStore({ dataDir, mongodbUri: undefined });
  const authority = createAuthority({ store, logger: { error: console.error, warn: console.error }, now: Date.now, random: systemRandom });
  const who = { user: "soak-user" as UserId, role: "editor" as const };
  const each: number[] = [];
  try {
    const doc = await makeDocument(authority, who.user, ...text);
    let version = 1 as Version;
    for (let thousand = 0; thousand < commits / THOUSAND; thousand++) {
      const before = process.cpuUsage();
      for (let n = 0; n < THOUSAND / 20; n++) {
        const op = (index: number): Op => (n % 2 === 0 ? typed(1 + index * 30, "x") : deletion(1 + index * 30));
        const sent = Array.from({ length: 20 }, (_, index) => authority.submit(submission(doc, version, op(index)), who));
        for (const answer of await Promise.all(sent)) if (answer.ok) version = Math.max(version, answer.value.version) as Version;
      }
      const { user, system } = process.cpuUsage(before);
      each.push((user + system) / 1000 / THOUSAND);
    }
  } finally {
    await authority.drain();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return each;
}

/** The median of some thousands, so that one garbage collection does not speak for them. */
const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

export async function benchSoak(commits: number): Promise<string> {
  const { each: page, heapMb } = soakPage(commits);
  const server = await soakServer(commits);
  const row = (name: string, each: readonly number[]): string => {
    const [first, last] = [middle(each.slice(WARM, WARM + 10)), middle(each.slice(-10))];
    return `| ${name} | ${first.toFixed(3)} | ${last.toFixed(3)} | ${(last / first).toFixed(2)} |`;
  };
  return [
    `A session of ${commits} commits; milliseconds of work a commit.`,
    "",
    `| where | at ${WARM},000 | at the end | times |`,
    "| --- | ---: | ---: | ---: |",
    row("page (replica, with own typing and undo)", page),
    row("server (processor time)", server),
    "",
    `Heap with the page's replica: ${heapMb.first.toFixed(0)} MB, at the end ${heapMb.last.toFixed(0)} MB.`,
    "",
  ].join("\n");
}
