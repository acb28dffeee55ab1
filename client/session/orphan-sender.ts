import type { CommitId, DocId } from "../../shared/ids";
import type { SavedWork } from "../../shared/log/replica";
import { stateFromJson } from "../../shared/log/state";
import type { StateJson } from "../../shared/log/state";
import type { Me } from "../../shared/people";
import type { Result } from "../../shared/refusal";
import { Channel } from "./channel";
import { PendingWorkPersister } from "./pending-work-persister";
import type { Found } from "./outbox";
import type { Clock, Link } from "./ports";
import { Sender } from "./sender";
import { Work } from "./work";

/** What only its author can settle: it belongs to the page that is open. */
export type Left = Pick<Found, "refused" | "drafts">;

export interface OrphanSenderDeps {
  readonly link: Link;
  readonly doc: DocId;
  readonly me: Me;
  readonly clock: Clock;
  readonly newId: () => CommitId;
  /** Null when the page goes before it could be had. */
  readonly baseOf: (saved: SavedWork) => Promise<Result<StateJson> | null>;
  readonly changed: () => void;
  readonly takeOver: (left: Left) => Promise<void>;
}

/** Sends what one page left behind, beside the page's own session, on a copy of its own, and clears its place when the log has everything. */
export class OrphanSender {
  private readonly work: Work;
  private readonly persister: PendingWorkPersister;
  private readonly sender: Sender;
  private readonly channel: Channel;
  private finish: () => void = () => undefined;
  private readonly finished = new Promise<void>((resolve) => (this.finish = resolve));
  private stopped = false;

  constructor(
    private readonly deps: OrphanSenderDeps,
    private readonly found: Found,
  ) {
    const { link, doc, me, clock, newId, changed } = deps;
    this.work = new Work({ me: me.id, now: clock.now, newId, moved: () => undefined, changed: () => this.workChanged() });
    const { work } = this;
    const kept = () => ({ saved: work.saved(), refused: work.refused, drafts: [] });
    this.persister = new PendingWorkPersister({ clock, work: kept, copy: () => null, changed });
    this.channel = new Channel(link, doc, this.sink(), clock, "follow");
    this.sender = new Sender({
      doc,
      link,
      clock,
      work,
      keep: () => this.persister.flush(),
      look: () => this.channel.check(),
      changed,
      ended: () => this.finish(),
    });
  }

  get pending(): number {
    return this.work.pending;
  }

  /** Resolves when everything is in the log or refused, or when the page goes. */
  async run(): Promise<void> {
    const { saved, refused, drafts, entry } = this.found;
    if (drafts.length > 0) await this.handOverDrafts();
    const base = saved ? await this.deps.baseOf(saved) : null;
    if (this.stopped || (saved && !base)) {
      entry.release();
      return;
    }
    if (saved && base) this.putBack(saved, base);
    this.work.keepAll(refused);
    this.persister.use(entry, null);
    if (this.work.pending > 0) {
      this.channel.start();
      await this.finished;
      this.sender.set(false);
      this.channel.stop();
    }
    await this.handOver();
  }

  private putBack(saved: SavedWork, base: Result<StateJson>): void {
    if (base.ok) this.work.restore(stateFromJson(base.value), saved);
    else this.work.keep([...(saved.inflight?.ops ?? []), ...saved.queue], base.refusal);
  }

  /** At once, because the sending may take long; here they would come back after they were saved there. */
  private async handOverDrafts(): Promise<void> {
    const { drafts, entry, ...rest } = this.found;
    await this.deps.takeOver({ refused: [], drafts });
    await entry.write({ ...rest, drafts: [] });
  }

  /** The place here is emptied once what was refused lies with the page that is open. */
  private async handOver(): Promise<void> {
    const { refused } = this.work;
    if (refused.length > 0 && !this.stopped) {
      await this.deps.takeOver({ refused, drafts: [] });
      for (const { id } of refused) this.work.dismiss(id);
    }
    await this.persister.close();
  }

  private workChanged(): void {
    this.persister.touch();
    this.deps.changed();
    this.sender.poke();
  }

  private sink(): ConstructorParameters<typeof Channel>[2] {
    return {
      version: () => this.work.confirmed?.version ?? null,
      mayReplace: () => false,
      state: () => undefined,
      commits: (commits) => {
        if (!this.work.receive(commits)) this.work.abandon({ code: "does-not-fit" });
        this.sender.wake();
        if (this.work.pending === 0) this.finish();
      },
      opened: () => this.sender.set(true),
      lost: () => this.sender.set(false),
      ended: () => this.finish(),
    };
  }

  stop(): void {
    this.stopped = true;
    this.finish();
  }
}
