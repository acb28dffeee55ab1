import type { SavedWork } from "../../shared/log/replica";
import type { DocState, StateJson } from "../../shared/log/state";
import { stateToJson } from "../../shared/log/state";
import type { Role } from "../../shared/people";
import type { Refusal } from "../../shared/refusal";
import type { RefusedWork } from "./contract";
import type { KeptDraft } from "./drafts";
import type { Clock } from "./ports";
import { within } from "./retry";

/** What a page keeps of one document in the browser. `copy`: the confirmed state beside it, `same`: as it was written before. */
export interface PersistedWork {
  readonly saved: SavedWork | null;
  readonly refused: readonly RefusedWork[];
  /** Beside the work, so that a draft that was sent goes in the same write in which it comes as work. */
  readonly drafts: readonly KeptDraft[];
  readonly copy: StateJson | "same" | null;
  /** What the person is in the document's case file, as the server last said; absent until it has. */
  readonly role?: Role | undefined;
}

/** One page's own place for one document. Nobody else writes there until it is let go of. */
export interface OutboxEntry {
  /** Null when written, else why not. A `kept` without anything in it leaves nothing behind. */
  write(kept: PersistedWork): Promise<Refusal | null>;
  release(): void;
}

export interface PersisterDeps {
  readonly clock: Clock;
  readonly work: () => Omit<PersistedWork, "copy">;
  /** The confirmed state that must be there after a reload without a network; null while none needs to be. */
  readonly copy: () => DocState | null;
  readonly changed: () => void;
}

const SOON_MS = 50;
const LATE_MS = 1_000;
/** A disk that takes longer does not hold up the sending. */
const PATIENCE_MS = 1_000;
const AGAIN_MS = 5_000;

/** Writes down what must survive, soon after each change, one write at a time, always the newest. */
export class PendingWorkPersister {
  /** Why this browser could not keep it. */
  trouble: Refusal | null = null;
  private entry: OutboxEntry | null = null;
  private dirty = false;
  private cancel: (() => void) | null = null;
  private chain: Promise<void> = Promise.resolve();
  private tookMs = 0;
  /** Version of the copy on disk. */
  private copied: number | null = null;
  /** Version of a copy that there was no room for. */
  private unfit: number | null = null;

  constructor(private readonly deps: PersisterDeps) {}

  /** From now on there is a place to write to; `copied`: the version of the state that lies there. */
  use(entry: OutboxEntry, copied: number | null): void {
    this.entry = entry;
    this.copied = copied;
    if (this.dirty) this.touch();
  }

  /** There is no place to write to. */
  fail(why: Refusal): void {
    this.setTrouble(why);
  }

  /** Much unsent work takes long to write: then it is written less often. */
  touch(): void {
    this.dirty = true;
    const soon = Math.min(LATE_MS, Math.max(SOON_MS, 5 * this.tookMs));
    this.cancel ??= this.deps.clock.after(soon, () => void this.flush());
  }

  /** Resolves when what is there now is written, could not be, or takes too long. */
  flush(): Promise<void> {
    this.cancel?.();
    this.cancel = null;
    this.chain = this.chain.then(() => this.write());
    return within(this.deps.clock, this.chain, PATIENCE_MS);
  }

  private async write(): Promise<void> {
    const { entry } = this;
    if (!this.dirty || !entry) return;
    this.dirty = false;
    const started = this.deps.clock.now();
    const state = this.deps.copy();
    const version = state?.version ?? null;
    const trouble = await this.writeWith(entry, version === this.unfit ? null : state);
    this.tookMs = this.deps.clock.now() - started;
    if (trouble !== null) {
      this.dirty = true;
      this.cancel ??= this.deps.clock.after(AGAIN_MS, () => void this.flush());
    }
    this.setTrouble(trouble);
  }

  /** With the copy if there is room for it; the work itself comes first. */
  private async writeWith(entry: OutboxEntry, state: DocState | null): Promise<Refusal | null> {
    const version = state?.version ?? null;
    const copy = state === null ? null : version === this.copied ? "same" : stateToJson(state);
    const trouble = await entry.write({ ...this.deps.work(), copy });
    if (trouble === null) {
      this.copied = version;
      return null;
    }
    if (copy === null) return trouble;
    this.unfit = version;
    return this.writeWith(entry, null);
  }

  private setTrouble(trouble: Refusal | null): void {
    if (this.trouble?.code === trouble?.code) return;
    this.trouble = trouble;
    this.deps.changed();
  }

  /** Writes for the last time and lets go of the place. */
  async close(): Promise<void> {
    await this.flush();
    this.cancel?.();
    this.cancel = null;
    this.entry?.release();
    this.entry = null;
  }
}
