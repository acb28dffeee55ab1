import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../fixtures/random";
import { PARAGRAPHS, WORDS, deleted, makeLongLog, who } from "../../fixtures/long-log";
import { systemRandom } from "../../shared/ids";
import type { DocId, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { readingState } from "../../shared/log/state";
import { createAuthority } from "../authority/authority";
import type { Authority } from "../authority/authority";
import { claimed, makeDocument, submission, typed } from "../../fixtures/live-server";
import { KEEP_COMMITS } from "../authority/packer";
import { openStore } from "../store/open";
import type { Store } from "../store/Store";
import { inSlices } from "../lane";
import { mongoAtRest, sqliteAtRest } from "./at-rest";
import { Histogram } from "./histogram";

// A document with a long past: what it costs to read it as it was, and what somebody costs everybody who comes back with work made on its
// first version. Both in one process with somebody who types in another text.

const logger = { error: console.error, warn: console.error };

const connect = (store: Store): Authority => createAuthority({ store, logger, now: Date.now, random: systemRandom });

export interface Waited {
  readonly what: string;
  /** Until it was answered, in milliseconds. */
  readonly took: number;
  readonly answer: string;
  /** Somebody's keystrokes in another text meanwhile, and how long the loop was held at most. */
  readonly keys: number;
  readonly p99: number;
  readonly held: number;
}

/** Milliseconds by the clock, and of this process's work. */
function clocks(): { wall: number; processor: number } {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}

/** How long it took: what others on the machine took of the time is not ours. */
function since(began: ReturnType<typeof clocks>): number {
  const now = clocks();
  return Math.min(now.wall - began.wall, now.processor - began.processor);
}

/** Somebody who types in another text, and how long the loop is held meanwhile. */
class Neighbour {
  readonly took = new Histogram();
  held = 0;
  private over = false;
  private last = clocks();

  constructor(
    private readonly authority: Authority,
    private readonly text: DocId,
  ) {
    setImmediate(this.turn);
  }

  private readonly turn = (): void => {
    this.held = Math.max(this.held, since(this.last));
    this.last = clocks();
    if (!this.over) setImmediate(this.turn);
  };

  async type(): Promise<void> {
    for (; !this.over; await new Promise((resolve) => setTimeout(resolve, 10))) {
      const began = performance.now();
      await this.authority.submit(submission(this.text, this.authority.headOf(this.text)?.version ?? 1, typed(1, "x")), who("neighbour"));
      this.took.add(performance.now() - began);
    }
  }

  stop(): void {
    this.over = true;
  }
}

/** Types in another text until the work is done. */
async function beside(authority: Authority, other: DocId, what: string, work: () => Promise<string>): Promise<Waited> {
  const neighbour = new Neighbour(authority, other);
  const typing = neighbour.type();
  const began = performance.now();
  const answer = await work();
  const total = performance.now() - began;
  neighbour.stop();
  await typing;
  return { what, took: total, answer, keys: neighbour.took.size, p99: neighbour.took.at(0.99), held: neighbour.held };
}

const at = (paragraph: number): number => 1 + paragraph * (WORDS.length + 4);

/** What somebody sends who comes back with work on the first version. */
function oldWork(): [string, Op[]][] {
  const sentence = Array.from({ length: 100 }, (_, index) => typed(at(20) + index, "y"));
  return [
    ["one keystroke", [typed(at(3), "y")]],
    ["one keystroke, once more", [typed(at(3), "y")]],
    ["100 keystrokes", sentence],
    ["20 claims", Array.from({ length: 20 }, (_, index) => claimed(at(index) + 2, at(index) + 10, "gouverne"))],
    ["a paragraph deleted, and back", [deleted(at(50), at(50) + 30), undoOf(at(50))]],
    ["half of the text deleted", [deleted(at(60) + 3, at(160) - 3)]],
  ];
}

const undoOf = (at: number): Op => ({ ...typed(at, WORDS.slice(0, 30)), revert: 1 }) as Op;

export async function measureOldWork(store: Store, doc: DocId): Promise<Waited[]> {
  // Its readable records, which the generator left out, are not what is measured.
  const before = connect(store);
  await before.repair();
  await before.drain();
  const authority = connect(store);
  const rows: Waited[] = [];
  try {
    const other = await makeDocument(authority, who("neighbour").user, "Bonjour");
    rows.push(await beside(authority, other, "nothing", () => new Promise((resolve) => setTimeout(() => resolve("–"), 1000))));
    rows.push(
      await beside(authority, other, "opening it", async () => {
        const opened = await authority.open(doc);
        return opened.ok ? "ok" : opened.refusal.code;
      }),
    );
    for (const [index, [what, ops]] of oldWork().entries())
      rows.push(
        await beside(authority, other, what, async () => {
          const answer = await authority.submit(submission(doc, 1, ...ops), who(`away-${String(index)}`));
          return answer.ok ? "ok" : answer.refusal.code;
        }),
      );
  } finally {
    await authority.drain();
  }
  return rows;
}

export interface PastReads {
  readonly reads: Histogram;
  /** Only reading a snapshot, of the same versions: what no reading of a past version can be without. */
  readonly floor: Histogram;
}

/** Reads versions from all over the past, each for the first time. */
export async function measurePast(store: Store, doc: DocId, times: number): Promise<PastReads> {
  const authority = connect(store);
  const random = new Random(20261201);
  const [reads, floor] = [new Histogram(), new Histogram()];
  try {
    const head = await authority.stateAt(doc, null);
    if (!head.ok) throw new Error(head.refusal.code);
    for (let n = 0; n < times; n++) {
      const version = (1 + random.below(head.value.version - 1)) as Version;
      let began = clocks();
      const snapshot = await store.readSnapshot(doc, version);
      if (snapshot) await inSlices(readingState(snapshot.state));
      floor.add(since(began));
      began = clocks();
      const read = await authority.stateAt(doc, version);
      if (!read.ok || read.value.version !== version) throw new Error("another version");
      reads.add(since(began));
    }
  } finally {
    await authority.drain();
  }
  return { reads, floor };
}

export interface PackedReads {
  /** Milliseconds: until all is packed, and what one pack took of the loop at most. */
  readonly packing: number;
  readonly packs: number;
  readonly open: Histogram;
  /** Until the history is made of all of it, and of its first page then. */
  readonly making: number;
  readonly firstPage: Histogram;
}

/** Packs all of the log and makes its history, and reads both. */
export async function measurePacked(store: Store, doc: DocId): Promise<PackedReads> {
  let began = performance.now();
  let packs = 0;
  while ((await store.packLog(doc, KEEP_COMMITS)) > 0) packs += 1;
  const packing = performance.now() - began;
  const [open, firstPage] = [new Histogram(), new Histogram()];
  for (let times = 0; times < 10; times++) {
    const authority = connect(store);
    const opening = clocks();
    const head = await authority.stateAt(doc, null);
    if (!head.ok) throw new Error(head.refusal.code);
    open.add(since(opening));
    await authority.drain();
  }
  const authority = connect(store);
  began = performance.now();
  const made = await authority.history(doc, {}, 1);
  if (!made.ok) throw new Error(made.refusal.code);
  const making = performance.now() - began;
  const [line] = made.value;
  const claimed = await authority.history(doc, { kind: "claim" }, 1);
  const claim = claimed.ok ? claimed.value[0]?.claims[0] : undefined;
  for (let times = 0; times < 20; times++) {
    for (const filter of [{}, { author: line?.author }, { kind: "claim" } as const, { claim }]) {
      const reading = clocks();
      await authority.history(doc, filter, 101);
      firstPage.add(since(reading));
    }
  }
  await authority.drain();
  return { packing, packs, open, making, firstPage };
}

const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

export async function benchLongLog(commits: number, mongodbUri: string | null): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "sourcier-long-"));
  const store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
  try {
    const doc = await makeLongLog(store, commits);
    const { reads, floor } = await measurePast(store, doc, 100);
    const rows = await measureOldWork(store, doc);
    const packed = await measurePacked(store, doc);
    await store.close();
    const rest = mongodbUri === null ? sqliteAtRest(dataDir) : await mongoAtRest(mongodbUri);
    const bytes = (all: number): string => (all / commits).toFixed(1);
    return [
      `A text of ${PARAGRAPHS} paragraphs with ${commits} commits.`,
      "",
      `A past version: ${ms(reads.at(0.5))} / ${ms(reads.at(0.99))} ms (p50 / p99), only its snapshot ${ms(floor.at(0.5))} / ${ms(floor.at(0.99))} ms.`,
      "",
      `${packed.packs} packs in ${ms(packed.packing)} ms. Opened in ${ms(packed.open.at(0.5))} / ${ms(packed.open.at(0.99))} ms. Its history was made in ${ms(packed.making)} ms;`,
      `a first page of it, of all, of a person, of a kind, of a claim, takes ${ms(packed.firstPage.at(0.5))} / ${ms(packed.firstPage.at(0.99))} ms.`,
      `Bytes a commit at rest: ${bytes(rest.log)} the log, ${bytes(rest.history)} the history, ${bytes(rest.all)} with snapshots and everything.`,
      "",
      "| work on the first version | answer | took ms | keystrokes beside | p99 ms | loop held ms |",
      "| --- | --- | ---: | ---: | ---: | ---: |",
      ...rows.map(({ what, answer, took, keys, p99, held }) => `| ${[what, answer, ms(took), keys, ms(p99), ms(held)].join(" | ")} |`),
      "",
    ].join("\n");
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
