import type { DocId, UserId, Version } from "../../shared/ids";
import type { Here } from "../../shared/protocol/socket";
import type { Clock, Link } from "./ports";
import type { Presence } from "./presence";
import { toConfirmed } from "./presence";
import type { Work } from "./work";

/** Ten times a second is as often as an eye follows. */
const EVERY_MS = 100;

export interface WhereaboutsDeps {
  readonly doc: DocId;
  readonly link: Link;
  readonly clock: Clock;
  readonly me: UserId;
  readonly presence: Presence;
  readonly work: Work;
  readonly isLive: () => boolean;
}

/** Tells the others where this person is, in positions of the confirmed text, which all share. */
export class PresencePublisher {
  private place: Omit<Here, "doc"> | null = null;
  private unsent = false;
  private cancel: (() => void) | null = null;

  constructor(private readonly deps: WhereaboutsDeps) {}

  /** Positions are the view's. */
  set(where: Omit<Here, "doc" | "version">): void {
    const { work } = this.deps;
    const { lang } = where;
    const pending = lang === null ? [] : work.pendingOps;
    const confirmed = (pos: number): number => (lang === null ? pos : toConfirmed(pos, lang, pending));
    const version = work.confirmed?.version ?? (0 as Version);
    this.place = { ...where, anchor: confirmed(where.anchor), head: confirmed(where.head), version };
    this.unsent = true;
    if (!this.cancel) this.send();
  }

  /** After a break nobody knows any more. */
  again(): void {
    this.unsent = this.place !== null;
    this.send();
  }

  private send(): void {
    const { link, doc, clock, presence, me, isLive } = this.deps;
    this.cancel?.();
    this.cancel = null;
    if (!this.unsent || !this.place || !isLive()) return;
    this.unsent = false;
    this.place = presence.carry(this.place, me);
    link.tell("here", { ...this.place, doc });
    this.cancel = clock.after(EVERY_MS, () => {
      this.cancel = null;
      this.send();
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
    this.place = null;
  }
}
