import type { DocId, PeerId, Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import type { StateJson } from "../../shared/log/state";
import type { Role } from "../../shared/people";
import type { Refusal } from "../../shared/refusal";
import { decodeCommits } from "../../shared/protocol/codec";
import type { CompactCommit, Peer } from "../../shared/protocol/socket";
import { WIRE_VERSION } from "../../shared/protocol/version";
import type { Clock, Link } from "./ports";
import { Pause, isPassing } from "./retry";
import { commitsIn, gunzipState } from "./gunzip";

/** Who a channel delivers to. */
export interface Sink {
  /** What is held; null: nothing yet. */
  version(): Version | null;
  /** Whether the held state may be replaced by a newer one as a whole: nothing of one's own stands on it. */
  mayReplace(): boolean;
  state(state: StateJson): void;
  /** Commits that follow `version()` without a gap. */
  commits(commits: readonly Commit[]): void;
  /** In step with the server. */
  opened(entered: Entered): void;
  /** No longer, for now. */
  lost(): void;
  /** For good. */
  ended(why: Refusal): void;
}

/** `role`: what the person is in the document's case file; null where the document is only followed. `barred`: why nothing can be changed in it; null when it can. */
export interface Entered {
  readonly peer: PeerId;
  readonly peers: readonly Peer[];
  readonly role: Role | null;
  readonly barred: Refusal | null;
}

/** A document whose row changed though nothing was heard of it for this long may be gone. */
const QUIET_MS = 3_000;
/** More than this kept for later than its turn is read again instead. */
const MAX_STASH = 2_000;

/**
 * One document's part of the link: opens it, again after every break, and delivers its commits strictly by version; what is missing in
 * between is read from the log. `entry`: `open` enters the document; `follow` only reads beside a channel that has entered it.
 */
export class Channel {
  live = false;
  /** The newest version that the server is known to have. */
  private head = 0;
  private readonly stash = new Map<number, Commit>();
  /** Counts connections: what an earlier one still answers is not for this one. */
  private epoch = 0;
  private filling: { readonly epoch: number; readonly done: Promise<boolean> } | null = null;
  private stopped = false;
  /** When the last commits came by themselves. */
  private heard = 0;
  private readonly pause: Pause;
  private readonly release: (() => void)[] = [];

  constructor(
    private readonly link: Link,
    private readonly doc: DocId,
    private readonly sink: Sink,
    private readonly clock: Clock,
    private readonly entry: "open" | "follow" = "open",
  ) {
    this.pause = new Pause(clock);
  }

  start(): void {
    if (this.stopped) return;
    this.release.push(
      this.link.hold(this.doc),
      this.link.subscribe(() => this.linkChanged()),
      this.link.on("c", (batch) => {
        if (batch.d !== this.doc) return;
        this.heard = this.clock.now();
        this.take(batch.c, batch.f);
      }),
      this.link.on("library", (what) => {
        if (what.kind === "rows" && what.doc === this.doc && this.clock.now() - this.heard > QUIET_MS) void this.check();
      }),
      this.link.onWake(() => void this.check()),
    );
    this.link.open();
    this.linkChanged();
  }

  stop(): void {
    this.stopped = true;
    this.live = false;
    this.epoch += 1;
    this.pause.end();
    for (const release of this.release.splice(0)) release();
  }

  /** Forgets what is held and opens afresh. */
  reset(): void {
    this.stash.clear();
    this.head = 0;
    this.live = false;
    if (this.link.state().kind === "live") void this.enter();
  }

  private linkChanged(): void {
    const link = this.link.state();
    if (link.kind === "live") {
      void this.enter();
      return;
    }
    this.epoch += 1;
    this.pause.end();
    this.live = false;
    if (link.kind === "ended") this.sink.ended(link.why);
    else if (link.kind !== "connecting") this.sink.lost();
  }

  private async enter(): Promise<void> {
    const epoch = ++this.epoch;
    for (let tries = 0; this.isCurrent(epoch); tries++) {
      const entered = this.entry === "open" ? await this.open(epoch) : await this.follow(epoch);
      if (!this.isCurrent(epoch)) return;
      if (entered && (await this.fill(epoch))) {
        this.live = true;
        this.sink.opened(entered);
        return;
      }
      await this.pause.take(tries);
    }
  }

  private isCurrent(epoch: number): boolean {
    return !this.stopped && epoch === this.epoch;
  }

  private async open(epoch: number): Promise<Entered | null> {
    const have = this.sink.version();
    const answer = await this.link.ask("open", { doc: this.doc, have, wire: WIRE_VERSION });
    if (!answer || !this.isCurrent(epoch)) return null;
    if (!answer.ok) {
      this.refused(answer.refusal);
      return null;
    }
    const opened = answer.value;
    if (opened.kind === "state") {
      const state = await gunzipState(opened.state);
      if (!state || !this.isCurrent(epoch)) return null;
      this.head = Math.max(this.head, opened.head);
      if (this.wants(state)) this.sink.state(state);
    } else {
      const commits = await commitsIn(opened.commits);
      if (!commits || !this.isCurrent(epoch)) return null;
      this.head = Math.max(this.head, opened.head);
      this.take(commits, (have ?? 0) + 1);
    }
    this.deliver();
    const { peer, peers, role, barred } = opened;
    return { peer, peers, role, barred: barred ? { code: barred } : null };
  }

  /** A state that came instead of many commits. With work of one's own standing on the old one, the commits are read one by one. */
  private wants(state: StateJson): boolean {
    const version = this.sink.version();
    return version === null || (state.version > version && this.sink.mayReplace());
  }

  private async follow(epoch: number): Promise<Entered | null> {
    return (await this.read(epoch)) ? { peer: "" as PeerId, peers: [], role: null, barred: null } : null;
  }

  private refused(refusal: Refusal): void {
    if (isPassing(refusal)) return;
    this.stop();
    this.sink.ended(refusal);
  }

  /** Makes sure that nothing was missed: after a silence, or when an answer speaks of a version that did not come. */
  async check(): Promise<void> {
    const { epoch } = this;
    if (this.live && (await this.read(epoch)) && this.isCurrent(epoch)) await this.fill(epoch);
  }

  private take(compact: readonly CompactCommit[], first: number): void {
    const version = this.sink.version();
    const commits = decodeCommits(compact, first);
    if (!commits.ok) {
      // Our own server speaks a language that this page does not know: it is newer.
      this.refused({ code: "wire-version" });
      return;
    }
    this.head = Math.max(this.head, first + compact.length - 1);
    if (version !== null && first === version + 1 && this.stash.size === 0) {
      this.sink.commits(commits.value);
      return;
    }
    for (const commit of commits.value) if (commit.version > (version ?? 0)) this.stash.set(commit.version, commit);
    if (this.stash.size > MAX_STASH) this.stash.clear();
    this.deliver();
    if (this.live && this.behind()) void this.fill(this.epoch);
  }

  private behind(): boolean {
    return (this.sink.version() ?? 0) < this.head;
  }

  /** Hands over what now follows without a gap. */
  private deliver(): void {
    const version = this.sink.version();
    if (version === null) return;
    const ready: Commit[] = [];
    for (let next = version + 1; ; next++) {
      const commit = this.stash.get(next);
      if (!commit) break;
      ready.push(commit);
    }
    if (ready.length > 0) this.sink.commits(ready);
    const now = this.sink.version() ?? 0;
    for (const kept of this.stash.keys()) if (kept <= now) this.stash.delete(kept);
  }

  /** Reads from the log until nothing is missing; false when the connection changed meanwhile. */
  private fill(epoch: number): Promise<boolean> {
    if (this.filling?.epoch === epoch) return this.filling.done;
    const done = this.readOn(epoch).finally(() => {
      if (this.filling?.epoch === epoch) this.filling = null;
    });
    this.filling = { epoch, done };
    return done;
  }

  private async readOn(epoch: number): Promise<boolean> {
    for (let tries = 0; this.isCurrent(epoch) && this.behind(); tries++) {
      const before = this.sink.version();
      const read = await this.read(epoch);
      if (read && this.sink.version() !== before) tries = 0;
      else await this.pause.take(tries);
    }
    return this.isCurrent(epoch);
  }

  private async read(epoch: number): Promise<boolean> {
    const after = this.sink.version();
    if (after === null) return false;
    const answer = await this.link.ask("read", { doc: this.doc, after });
    if (!answer || !this.isCurrent(epoch)) return false;
    if (!answer.ok) {
      this.refused(answer.refusal);
      return false;
    }
    const commits = await commitsIn(answer.value.commits);
    if (!commits || !this.isCurrent(epoch)) return false;
    this.head = Math.max(this.head, answer.value.head);
    if (commits.length > 0) this.take(commits, after + 1);
    return true;
  }
}
