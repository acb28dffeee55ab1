import type { Step } from "prosemirror-transform";
import { stepJson } from "../../shared/doc/steps";
import { newId } from "../../shared/ids";
import type { CommitId, DocId, PeerId, RandomBytes } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { fitOp, mended } from "../../shared/log/sift";
import { emptyState, stateFromJson } from "../../shared/log/state";
import type { StateJson } from "../../shared/log/state";
import type { Me } from "../../shared/people";
import type { Refusal, Result } from "../../shared/refusal";
import { ok, refuse } from "../../shared/refusal";
import { maySend } from "../../shared/rights";
import type { Peer } from "../../shared/wire/socket";
import { Bulletin } from "./bulletin";
import { Channel } from "./channel";
import type { Connection, DocumentSession, SaveState, SessionView, TextUpdate } from "./contract";
import { PageDrafts } from "./drafts";
import { Followers } from "./followers";
import { Keeper } from "./keeper";
import { Leftovers } from "./leftovers";
import type { Outbox } from "./outbox";
import type { Clock, Link, OnHide, StateAt } from "./ports";
import { Presence } from "./presence";
import { saveState } from "./save-state";
import { Sender } from "./sender";
import { touchedFields } from "./touched";
import { Whereabouts } from "./whereabouts";
import { Work } from "./work";

export interface SessionDeps {
  readonly link: Link;
  readonly doc: DocId;
  readonly me: Me;
  readonly outbox: Outbox;
  readonly stateAt: StateAt;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly onHide: OnHide;
}

/** How long a closed session goes on sending what is still on its way. */
const PARTING_MS = 10_000;

/** Opens a document for one person on this page. It can be shown at once; there is something to show when `confirmed` is above 0. */
export function openSession(deps: SessionDeps): DocumentSession {
  const session = new Session(deps);
  void session.start();
  return session;
}

class Session implements DocumentSession {
  readonly doc: DocId;
  readonly drafts = new PageDrafts(() => this.keeper.touch());
  private readonly work: Work;
  private readonly channel: Channel;
  private readonly sender: Sender;
  private readonly keeper: Keeper;
  private readonly leftovers: Leftovers;
  private readonly presence = new Presence();
  private readonly whereabouts: Whereabouts;
  private readonly followers = new Followers();
  private readonly bulletin: Bulletin;
  private readonly release: (() => void)[] = [];
  private connection: Connection = "connecting";
  private ended: Refusal | null = null;
  private barred: Refusal | null = null;
  private peerId: PeerId | null = null;
  private snapshot: SessionView | null = null;
  private closing = false;
  private closed = false;

  constructor(private readonly deps: SessionDeps) {
    const { doc, me, link, clock, random } = deps;
    this.doc = doc;
    this.bulletin = new Bulletin(clock);
    const changed = (): void => this.changed();
    const newCommit = (): CommitId => newId<CommitId>(random);
    const ended = (why: Refusal): void => this.end(why);
    this.work = new Work({
      me: me.id,
      now: clock.now,
      newId: newCommit,
      moved: (moves, origin) => {
        this.snapshot = null;
        if (this.work.view) this.followers.move(moves, this.work.view, origin);
      },
      changed: () => {
        this.keeper.touch();
        this.changed();
        this.sender.poke();
      },
    });
    this.keeper = new Keeper({
      clock,
      work: () => ({ saved: this.work.saved(), refused: this.work.refused, drafts: this.drafts.kept(this.work.view?.claims) }),
      copy: () => (this.needsCopy() ? this.work.confirmed : null),
      changed,
    });
    this.channel = new Channel(link, doc, this.sink(), clock);
    const { work, keeper, channel } = this;
    const keep = (): Promise<void> => keeper.flush();
    this.sender = new Sender({ doc, link, clock, work, keep, look: () => channel.check(), changed: () => this.saveChanged(), ended });
    this.leftovers = new Leftovers({
      ...deps,
      changed,
      takeOver: ({ refused, drafts }) => {
        this.work.keepAll(refused);
        this.drafts.restore(drafts);
        return keep();
      },
    });
    this.whereabouts = new Whereabouts({ doc, link, clock, me: me.id, presence: this.presence, work, isLive: () => this.channel.live });
  }

  /** Takes up what an earlier page has left behind, then enters the document. */
  async start(): Promise<void> {
    const { link, doc, onHide } = this.deps;
    this.release.push(
      onHide(() => void this.keeper.flush()),
      link.on("here", ({ doc: where, peers }) => {
        const others = peers.filter(({ peer }) => peer !== this.peerId);
        if (where === doc && others.length > 0) this.othersChanged(() => others.forEach((peer) => this.presence.meet(peer)));
      }),
      link.on("left", ({ doc: where, peer }) => {
        if (where === doc) this.othersChanged(() => this.presence.leave(peer));
      }),
      link.on("health", ({ store }) =>
        this.sender.health(store === "ready" ? null : { code: store === "full" ? "disk-full" : "store-away" }),
      ),
    );
    link.open();
    const look = (): void => {
      if (link.state().kind === "offline") this.lost();
    };
    look();
    const stopWatching = link.subscribe(look);
    await this.takePlace();
    stopWatching();
    if (!this.closed) this.channel.start();
  }

  private async takePlace(): Promise<void> {
    const place = await this.leftovers.takeUp(this.work);
    if (place.ok && this.closing) place.value.slot.release();
    else if (place.ok) this.keeper.use(place.value.slot, place.value.copied);
    else this.keeper.fail(place.refusal);
    const version = this.work.confirmed?.version;
    if (version !== undefined) this.presence.restart(version);
  }

  private sink(): ConstructorParameters<typeof Channel>[2] {
    return {
      version: () => this.work.confirmed?.version ?? null,
      mayReplace: () => this.work.pending === 0,
      state: (state) => this.loaded(state),
      commits: (commits) => this.received(commits),
      opened: (peer, peers, barred) => this.opened(peer, peers, barred),
      lost: () => this.lost(),
      ended: (why) => this.end(why),
    };
  }

  private loaded(json: StateJson): void {
    const state = stateFromJson(json);
    const isFirst = this.work.view === null;
    this.presence.restart(state.version);
    this.work.load(state);
    this.changed();
    // Somebody waits for the text, and need not wait for a frame first.
    if (isFirst) this.bulletin.now();
  }

  private received(commits: readonly Commit[]): void {
    const before = this.work.confirmed;
    for (const commit of commits) this.presence.pass(commit);
    const sound = this.work.receive(commits);
    if (!sound) {
      this.work.abandon({ code: "does-not-fit" });
      this.channel.reset();
      return;
    }
    const foreign = commits.filter(({ author }) => author !== this.deps.me.id);
    const after = this.work.confirmed;
    if (foreign.length > 0 && before && after) {
      const ops = foreign.flatMap((commit) => commit.ops);
      this.bulletin.touch(touchedFields(before, after, ops));
    }
    // Somebody else may have written the same as a draft, or withdrawn its claim.
    if (this.drafts.any) this.keeper.touch();
    this.sender.wake();
    this.changed();
  }

  private opened(peer: PeerId, peers: readonly Peer[], barred: Refusal | null): void {
    this.peerId = peer;
    this.barred = barred;
    this.presence.enter(peer, peers);
    this.connection = "live";
    this.sender.set(true);
    this.whereabouts.again();
    this.saveChanged();
    void this.leftovers.collect();
  }

  private lost(): void {
    if (this.ended) return;
    this.connection = "offline";
    this.presence.enter("" as PeerId, []);
    this.sender.set(false);
    this.saveChanged();
  }

  private end(why: Refusal): void {
    if (this.ended) return;
    this.ended = why;
    this.connection = "ended";
    this.sender.set(false);
    this.channel.stop();
    this.saveChanged();
    void this.keeper.flush();
  }

  /** Whether a reload now might find no server. */
  private needsCopy(): boolean {
    if (this.ended) return this.work.pending > 0;
    if (this.closing) return this.work.pending > 0 || this.connection === "offline";
    return this.connection !== "live" || this.sender.slow || this.sender.trouble !== null;
  }

  /** What has to be kept, or can be let go of, depends on the connection and on how the sending goes. */
  private saveChanged(): void {
    this.keeper.touch();
    this.changed();
  }

  private othersChanged(change: () => void): void {
    change();
    this.changed();
  }

  view(): SessionView {
    return (this.snapshot ??= this.look());
  }

  private look(): SessionView {
    const { work } = this;
    return {
      state: work.view ?? emptyState,
      confirmed: work.confirmed?.version ?? 0,
      connection: this.connection,
      save: this.saveState(),
      peers: this.presence.peers(work.pendingOps),
      refused: work.refused,
      canUndo: work.canUndo,
      canRedo: work.canRedo,
      me: this.deps.me,
      remoteChange: this.bulletin.remoteChange,
      barred: this.barred,
      ...(this.ended ? { ended: this.ended } : {}),
    };
  }

  private saveState(): SaveState {
    const { connection, ended } = this;
    const pending = this.work.pending + this.leftovers.pending;
    return saveState({ pending, connection, ended, there: this.sender.trouble, here: this.keeper.trouble });
  }

  subscribe(listener: () => void): () => void {
    return this.bulletin.subscribe(listener);
  }

  private changed(): void {
    this.snapshot = null;
    this.bulletin.soon();
  }

  submit(ops: readonly Op[], group = ""): Result<null> {
    const done = this.change(ops, group);
    // At once: a field that is bound to the view must find its new value there before its event is over.
    if (done.ok) this.bulletin.now();
    return done;
  }

  edit(lang: Lang, steps: readonly Step[], group = ""): Result<null> {
    const ops = steps.map((step): Op => ({ type: "text.step", lang, step: stepJson(step) }));
    const done = this.change(ops, group);
    const { view } = this.work;
    if (view && done.ok) this.followers.shows(lang, view);
    else if (view) this.followers.restore(lang, view);
    return done;
  }

  private change(given: readonly Op[], group: string): Result<null> {
    if (this.ended) return { ok: false, refusal: this.ended };
    if (this.closing) return refuse("signed-out");
    if (given.length === 0) return ok(null);
    const ops = given.map(mended);
    for (const op of ops) {
      const refusal = this.beyond(op);
      if (refusal) return { ok: false, refusal };
    }
    return this.work.change(ops, group);
  }

  /** What the server would refuse whatever happens, so that nobody works on it for an hour before they hear. */
  private beyond(op: Op): Refusal | null {
    if (this.barred) return this.barred;
    if (!maySend(this.deps.me.role, op, this.work.view?.source ?? null)) return { code: "forbidden", detail: { op: op.type } };
    // Steps come from the editor, whose schema is the server's.
    const fit = op.type === "text.step" || op.type === "text.add" ? null : fitOp(op);
    return fit?.ok === false ? fit.refusal : null;
  }

  refusalOf(op: Op): Refusal | null {
    return this.ended ?? this.beyond(op) ?? this.work.refusalOf(op);
  }

  undo(): boolean {
    return this.took(!this.ended && !this.barred && this.work.undo());
  }

  redo(): boolean {
    return this.took(!this.ended && !this.barred && this.work.redo());
  }

  private took(done: boolean): boolean {
    if (done) this.bulletin.now();
    return done;
  }

  attach(
    lang: Lang,
    follow: (update: TextUpdate) => void,
  ): { doc: NonNullable<SessionView["state"]["texts"][Lang]>["doc"]; detach: () => void } {
    const text = this.work.view?.texts[lang];
    if (!text) throw new Error(`no text in ${lang} to attach to`);
    return { doc: text.doc, detach: this.followers.attach(lang, text.doc, follow) };
  }

  here(where: Parameters<DocumentSession["here"]>[0]): void {
    this.whereabouts.set(where);
  }

  peer(): PeerId | null {
    return this.peerId;
  }

  dismiss(id: string): void {
    this.work.dismiss(id);
    this.bulletin.now();
  }

  close(): void {
    if (this.closing) return;
    this.closing = true;
    this.followers.clear();
    this.bulletin.stop();
    this.whereabouts.stop();
    for (const release of this.release.splice(0)) release();
    void this.part();
  }

  /** What is on its way may still arrive; what does not stays in the browser for the next page. */
  private async part(): Promise<void> {
    await this.keeper.flush();
    if (this.work.pending > 0 && this.channel.live) await this.sender.idle(PARTING_MS);
    this.closed = true;
    this.sender.set(false);
    this.channel.stop();
    this.leftovers.stop();
    await this.keeper.close();
  }
}
