import { newId } from "../../shared/ids";
import type { CommitId } from "../../shared/ids";
import type { SavedWork } from "../../shared/log/replica";
import { stateFromJson } from "../../shared/log/state";
import type { StateJson } from "../../shared/log/state";
import type { Role } from "../../shared/people";
import type { Refusal, Result } from "../../shared/refusal";
import { ok } from "../../shared/refusal";
import { OrphanSender } from "./orphan-sender";
import type { Left } from "./orphan-sender";
import type { OutboxEntry } from "./pending-work-persister";
import type { Found } from "./outbox";
import type { SessionDeps } from "./ports";
import { Pause, endsSession, isPassing } from "./retry";
import type { Work } from "./work";

export interface OrphanedWorkDeps extends Omit<SessionDeps, "onHide"> {
  readonly changed: () => void;
  /** Resolves when the page that is open has it in its own place. */
  readonly takeOver: (left: Left) => Promise<void>;
}

export const opsIn = (saved: SavedWork | null): number => (saved?.inflight?.ops.length ?? 0) + (saved?.queue.length ?? 0);

/**
 * Work that pages which are gone have left in this browser. The newest is taken up by the page that opens, as if it had never been closed;
 * what other pages left on the same document is sent beside it, each from where it stood.
 */
export class OrphanedWork {
  private later: Found[] = [];
  private readonly senders = new Set<OrphanSender>();
  /** Ops of the work that is being taken up. */
  private waiting = 0;
  private collecting = false;
  private stopped = false;
  private readonly pause: Pause;

  constructor(private readonly deps: OrphanedWorkDeps) {
    this.pause = new Pause(deps.clock);
  }

  /** Ops that are not in the log yet and not in the page's own work. */
  get pending(): number {
    const later = this.later.reduce((sum, { saved }) => sum + opsIn(saved), 0);
    return [...this.senders].reduce((sum, sender) => sum + sender.pending, this.waiting + later);
  }

  /** Puts the newest of it into `work`; returns the page's place to write to and the version of the copy that lies there. */
  async takeUp(work: Work): Promise<Result<{ entry: OutboxEntry; copied: number | null; role?: Role | undefined }>> {
    const { outbox, me, doc } = this.deps;
    const adopted = await outbox.adopt(me, doc);
    if (!adopted.ok) return adopted;
    const [first, ...others] = adopted.value;
    this.later = others;
    if (first && (await this.putBack(first, work))) {
      void this.deps.takeOver(first);
      return ok({ entry: first.entry, copied: first.copy?.version ?? null, role: first.role });
    }
    if (first) this.later = [first, ...others];
    if (this.stopped) this.leave();
    const fresh = await outbox.fresh(me, doc);
    return fresh.ok ? ok({ entry: fresh.value, copied: null }) : fresh;
  }

  /** False when the state that the work stands on cannot be had now. */
  private async putBack(found: Found, work: Work): Promise<boolean> {
    const { saved, copy } = found;
    if (!saved) {
      if (copy) work.load(stateFromJson(copy));
      return true;
    }
    if (copy?.version === saved.base) {
      work.restore(stateFromJson(copy), saved);
      return true;
    }
    this.waiting = opsIn(saved);
    this.deps.changed();
    const base = await this.baseOf(saved, copy === null);
    this.waiting = 0;
    if (base === null) {
      if (copy) work.load(stateFromJson(copy));
      return false;
    }
    if (base.ok) work.restore(stateFromJson(base.value), saved);
    else work.keep([...(saved.inflight?.ops ?? []), ...saved.queue], base.refusal);
    return true;
  }

  /** The state at the work's base from the server. Null when it is out of reach; with `patient`, it is waited for as long as the page lives. */
  private async baseOf(saved: SavedWork, patient: boolean): Promise<Result<StateJson> | null> {
    const { link, stateAt, doc } = this.deps;
    const unsubscribe = link.subscribe(() => this.pause.end());
    try {
      for (let tries = 0; !this.stopped && link.state().kind !== "ended"; tries++) {
        const answer = await stateAt(doc, saved.base);
        if (answer && (answer.ok || !mayStillCome(answer.refusal))) return answer;
        if (answer === null && !patient) return null;
        await this.pause.take(tries);
      }
      return null;
    } finally {
      unsubscribe();
    }
  }

  /** Looks for work whose page has gone meanwhile, and sends everything that is left. Called whenever the document is live. */
  async collect(): Promise<void> {
    if (this.collecting || this.stopped) return;
    this.collecting = true;
    const { outbox, me, doc } = this.deps;
    const adopted = await outbox.adopt(me, doc);
    const found = [...this.later, ...(adopted.ok ? adopted.value : [])];
    this.later = [];
    this.collecting = false;
    for (const one of found) {
      if (this.stopped) one.entry.release();
      else void this.sender(one);
    }
    this.deps.changed();
  }

  private async sender(found: Found): Promise<void> {
    const { random, ...deps } = this.deps;
    const baseOf = (saved: SavedWork): Promise<Result<StateJson> | null> => this.baseOf(saved, true);
    const sender = new OrphanSender({ ...deps, baseOf, newId: () => newId<CommitId>(random) }, found);
    this.senders.add(sender);
    await sender.run();
    this.senders.delete(sender);
    this.deps.changed();
  }

  /** What could not be taken up stays for another page. */
  private leave(): void {
    for (const { entry } of this.later.splice(0)) entry.release();
  }

  stop(): void {
    this.stopped = true;
    this.pause.end();
    this.leave();
    for (const sender of this.senders) sender.stop();
  }
}

const mayStillCome = (refusal: Refusal): boolean => isPassing(refusal) || endsSession(refusal);
