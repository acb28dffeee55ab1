import { monitorEventLoopDelay } from "node:perf_hooks";
import { newId, systemRandom } from "../../shared/ids";
import type { CommitId, DocId } from "../../shared/ids";
import type { Submission } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { stateFromJson, stateToJson } from "../../shared/log/state";
import { decodeCommits } from "../../shared/protocol/codec";
import type { Reply, Submitted } from "../../shared/protocol/socket";
import { encodeSubmission } from "../../shared/protocol/submit";
import { ask, connected, openPage, submission, typed } from "../../fixtures/live-server";
import type { Page } from "../../fixtures/live-server";
import { Random } from "../../fixtures/random";
import { Follower } from "./follower";
import { Histogram } from "./histogram";
import { sharingParser } from "./parser";

// Many people typing in one document, in a process of their own: each with a socket of their own, as browsers would have.

export interface WritersJob {
  readonly kind: "writers";
  readonly address: string;
  readonly doc: DocId;
  readonly cookies: readonly string[];
  readonly warmMs: number;
  readonly measureMs: number;
  /** Against the bare Socket.IO server: nothing to open and nothing to follow. */
  readonly raw: boolean;
}

export interface WritersResult {
  readonly keystrokes: number;
  readonly seconds: number;
  /** From keystroke to each of the others, in milliseconds. */
  readonly told: { readonly p50: number; readonly p99: number };
  readonly acknowledged: { readonly p50: number; readonly p99: number };
  readonly refused: number;
  /** Everything a socket received, over keystrokes and receivers. */
  readonly bytes: number;
  /** How late this process itself was, in milliseconds: the figures above hold it. */
  readonly lateP99: number;
  readonly converged: boolean;
}

interface Writer {
  readonly page: Page;
  busy: boolean;
  /** When the keystrokes that wait were made. */
  waiting: number[];
  /** No submission before the follower has this version. */
  after: number;
}

/** One submission: whose, and when its keystrokes were made. */
interface Sent {
  readonly by: number;
  readonly times: readonly number[];
  /** Called with its version when it has come. */
  readonly came: (version: number) => void;
}

export async function runWriters(job: WritersJob, say: (phase: "measuring" | "measured") => void): Promise<WritersResult> {
  return new Writers(job, say).run();
}

class Writers {
  readonly #writers: Writer[] = [];
  readonly #random = new Random(20261122);
  readonly #sent = new Map<string, Sent>();
  #lastTold: unknown[][] = [];
  #lastSent: (Sent | undefined)[] = [];
  readonly #told = new Histogram();
  readonly #acknowledged = new Histogram();
  #follower: Follower | null = null;
  #measuring = false;
  #stopped = false;
  #keystrokes = 0;
  #refused = 0;
  #newest = 0;
  /** Received by all sockets, with the frames' heads. */
  #bytes = 0;

  constructor(
    private readonly job: WritersJob,
    private readonly say: (phase: "measuring" | "measured") => void,
  ) {}

  async run(): Promise<WritersResult> {
    const { job } = this;
    for (const cookie of job.cookies) {
      const page = await connected(openPage(job.address, cookie, job.address, { parser: sharingParser }));
      const writer: Writer = { page, busy: false, waiting: [], after: 0 };
      this.#listen(writer, this.#writers.push(writer) - 1);
      if (!job.raw) await this.#open(page);
    }
    this.#writers.forEach((_, index) => this.#typeOn(index));
    await sleep(job.warmMs);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const bytes = this.#bytes;
    const began = performance.now();
    this.#measuring = true;
    this.say("measuring");
    await sleep(job.measureMs);
    this.#measuring = false;
    this.say("measured");
    const seconds = (performance.now() - began) / 1000;
    const received = this.#bytes - bytes;
    delay.disable();
    const keystrokes = this.#keystrokes;
    this.#stopped = true;
    const converged = job.raw || (await this.#settled());
    for (const { page } of this.#writers) page.close();
    return {
      keystrokes,
      seconds,
      told: { p50: this.#told.at(0.5), p99: this.#told.at(0.99) },
      acknowledged: { p50: this.#acknowledged.at(0.5), p99: this.#acknowledged.at(0.99) },
      refused: this.#refused,
      bytes: received / keystrokes / this.#writers.length,
      lateP99: Math.round(delay.percentile(99) / 1e5) / 10,
      converged,
    };
  }

  async #open(page: Page): Promise<void> {
    const opened = await ask.open(page, this.job.doc);
    if (!opened.ok || opened.value.kind !== "state") throw new Error("the document did not open");
    this.#follower ??= new Follower(stateFromJson(opened.value.state));
  }

  #listen(writer: Writer, index: number): void {
    writer.page.io.engine.on("packet", ({ data }) => {
      const size = Buffer.byteLength(String(data ?? "")) + 1;
      this.#bytes += size + (size < 126 ? 2 : 4);
    });
    writer.page.on("c", ({ f, c }) => {
      const now = performance.now();
      this.#sentIn(c).forEach((sent, place) => {
        if (sent?.by === index) sent.came(f + place);
        else if (this.#measuring) for (const at of sent?.times ?? []) this.#told.add(now - at);
      });
      if (index === 0 && !this.job.raw) this.#follow(c, f);
    });
  }

  /** What of it was sent from here, each in its place; all pages are given the same object. */
  #sentIn(compact: unknown[][]): (Sent | undefined)[] {
    if (compact !== this.#lastTold) {
      this.#lastTold = compact;
      this.#lastSent = compact.map((one) => this.#sent.get(String(one[0]).split(".", 1)[0] ?? ""));
    }
    return this.#lastSent;
  }

  #follow(compact: unknown[][], first: number): void {
    const follower = this.#follower;
    const commits = decodeCommits(compact, first);
    if (!follower || !commits.ok) throw new Error("unreadable commits");
    for (const commit of commits.value) if (commit.version === follower.state.version + 1) follower.take(commit);
    this.#writers.forEach((writer, index) => {
      if (writer.waiting.length > 0) this.#send(writer, index);
    });
  }

  /** Two to five characters a second, at irregular intervals. */
  #typeOn(index: number): void {
    const writer = this.#writers[index];
    if (this.#stopped || !writer) return;
    const perSecond = 2 + 3 * (index / Math.max(1, this.#writers.length - 1));
    setTimeout(
      () => {
        // What is typed after the last look at the server would make the copies differ.
        if (this.#stopped) return;
        if (this.#measuring) this.#keystrokes += 1;
        writer.waiting.push(performance.now());
        this.#send(writer, index);
        this.#typeOn(index);
      },
      (500 + this.#random.below(1000)) / perSecond,
    );
  }

  #send(writer: Writer, index: number): void {
    const version = this.#follower?.state.version ?? 0;
    if (writer.busy || version < writer.after || writer.waiting.length === 0) return;
    const times = writer.waiting;
    writer.waiting = [];
    writer.busy = true;
    const made = submission(this.job.doc, version, ...this.#opsFor(index, times.length));
    const began = performance.now();
    const asked = new Promise<Reply<Submitted>>((resolve) => {
      this.#sent.set(made.id, { by: index, times, came: (version) => !this.job.raw && resolve({ ok: true, value: { version } }) });
      writer.page.emit("submit", this.job.raw ? this.#rawForm(made.id) : encodeSubmission(made), resolve);
    });
    asked
      .then((answer) => {
        if (this.#measuring) this.#acknowledged.add(performance.now() - began);
        if (!answer.ok) this.#refused += 1;
        else writer.after = answer.value.version;
        this.#newest = Math.max(this.#newest, writer.after);
      })
      .finally(() => {
        writer.busy = false;
        setTimeout(() => this.#sent.delete(made.id), 5000).unref();
        this.#send(writer, index);
      });
  }

  /** What the bare server hands on is as large as one of our commits is as JSON of a batch of one. */
  #rawForm(id: CommitId): Submission {
    return { d: this.job.doc, f: 1, c: [[`${id}.${newId<string>(systemRandom)}`, 0, 12, "fr", 4567, "é", -12]] } as never;
  }

  /** Mostly letters, now and then a step back. */
  #opsFor(index: number, count: number): Op[] {
    const ops: Op[] = [];
    let cursor = this.#follower?.cursors[index] ?? 1;
    const start = this.#follower?.starts[index] ?? 1;
    for (let n = 0; n < count; n++) {
      if (cursor > start && this.#random.chance(0.15)) {
        ops.push({ type: "text.step", lang: "fr", step: { stepType: "replace", from: cursor - 1, to: cursor } });
        cursor -= 1;
      } else {
        ops.push(typed(cursor, this.#random.pick([..."abcdeéilnoprst "])));
        cursor += 1;
      }
    }
    return ops;
  }

  /** Whether everybody's copy is what the server has, once nobody types any more. */
  async #settled(): Promise<boolean> {
    const deadline = performance.now() + 15_000;
    const follower = this.#follower;
    while (this.#writers.some(({ busy, waiting }) => busy || waiting.length > 0) || (follower?.state.version ?? 0) < this.#newest) {
      if (performance.now() > deadline)
        return differs(`at ${follower?.state.version} of ${this.#newest}, not everything was answered in time`);
      await sleep(20);
    }
    const page = this.#writers[0]?.page;
    const opened = page && (await ask.open(page, this.job.doc));
    if (!follower || !opened?.ok || opened.value.kind !== "state") return false;
    const { state, head } = opened.value;
    const same = JSON.stringify(state) === JSON.stringify(stateToJson(follower.state));
    return same || differs(`the server is at ${head} and gave ${state.version}, the pages are at ${follower.state.version}`);
  }
}

function differs(how: string): false {
  console.error(how);
  return false;
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
