import type { Step } from "prosemirror-transform";
import { stepJson } from "../../shared/doc/steps";
import { newId } from "../../shared/ids";
import type { CommitId, DocId, PeerId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { mended } from "../../shared/log/sift";
import { emptyState, stateFromJson } from "../../shared/log/state";
import type { StateJson } from "../../shared/log/state";
import type { Forbids } from "../../shared/log/take-back";
import type { Role } from "../../shared/people";
import type { Refusal, Result } from "../../shared/refusal";
import { ok, refuse } from "../../shared/refusal";
import type { Grant } from "../../shared/rights/grant";
import { houseGrant } from "../../shared/rights/grant";
import { forbiddenTo, refusedBeforehand } from "./beforehand";
import { ChangeNotifier } from "./change-notifier";
import { Channel } from "./channel";
import type { Entered } from "./channel";
import type { Connection, DocumentSession, SaveState, SessionView, TakenBack, TextUpdate } from "./contract";
import { PageDrafts } from "./drafts";
import { EditorBindings } from "./editor-bindings";
import { PendingWorkPersister } from "./pending-work-persister";
import { OrphanedWork } from "./orphaned-work";
import type { SessionDeps } from "./ports";
import { Presence } from "./presence";
import { saveState } from "./save-state";
import { Sender } from "./sender";
import { touchedFields } from "./changed-fields";
import { PresencePublisher } from "./presence-publisher";
import { Work } from "./work";

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
  readonly drafts = new PageDrafts(() => this.persister.touch());
  private readonly work: Work;
  private readonly channel: Channel;
  private readonly sender: Sender;
  private readonly persister: PendingWorkPersister;
  private readonly orphaned: OrphanedWork;
  private readonly presence = new Presence();
  private readonly presencePublisher: PresencePublisher;
  private readonly bindings = new EditorBindings();
  private readonly notifier: ChangeNotifier;
  private readonly release: (() => void)[] = [];
  private connection: Connection = "connecting";
  private ended: Refusal | null = null;
  private barred: Refusal | null = null;
  private grant: Grant;
  /** In the case file, once it is known. */
  private role: Role | null = null;
  private peerId: PeerId | null = null;
  private snapshot: SessionView | null = null;
  private closing = false;
  private closed = false;

  constructor(private readonly deps: SessionDeps) {
    const { doc, me, link, clock, random } = deps;
    this.doc = doc;
    this.grant = houseGrant(me);
    this.notifier = new ChangeNotifier(clock);
    const changed = (): void => this.changed();
    const newCommit = (): CommitId => newId<CommitId>(random);
    const ended = (why: Refusal): void => this.end(why);
    this.work = new Work({
      me: me.id,
      now: clock.now,
      newId: newCommit,
      moved: (moves, origin) => {
        this.snapshot = null;
        if (this.work.view) this.bindings.move(moves, this.work.view, origin);
      },
      changed: () => {
        this.persister.touch();
        this.changed();
        this.sender.poke();
      },
    });
    this.persister = new PendingWorkPersister({
      clock,
      work: () => ({
        saved: this.work.saved(),
        refused: this.work.refused,
        drafts: this.drafts.kept(this.work.view?.claims),
        ...(this.role && { role: this.role }),
      }),
      copy: () => (this.needsCopy() ? this.work.confirmed : null),
      changed,
    });
    this.channel = new Channel(link, doc, this.sink(), clock);
    const { work, persister, channel } = this;
    const keep = (): Promise<void> => persister.flush();
    this.sender = new Sender({ doc, link, clock, work, keep, look: () => channel.check(), changed: () => this.saveChanged(), ended });
    this.orphaned = new OrphanedWork({
      ...deps,
      changed,
      takeOver: ({ refused, drafts }) => {
        this.work.keepAll(refused);
        this.drafts.restore(drafts);
        return keep();
      },
    });
    this.presencePublisher = new PresencePublisher({
      doc,
      link,
      clock,
      me: me.id,
      presence: this.presence,
      work,
      isLive: () => this.channel.live,
    });
  }

  /** Takes up what an earlier page has left behind, then enters the document. */
  async start(): Promise<void> {
    const { link, doc, onHide } = this.deps;
    this.release.push(
      onHide(() => void this.persister.flush()),
      link.on("here", ({ doc: where, peers }) => {
        const others = peers.filter(({ peer }) => peer !== this.peerId);
        if (where === doc && others.length > 0) this.othersChanged(() => others.forEach((peer) => this.presence.meet(peer)));
      }),
      link.on("left", ({ doc: where, peer }) => {
        if (where === doc) this.othersChanged(() => this.presence.leave(peer));
      }),
      link.on("role", ({ doc: where, role }) => {
        if (where === doc) this.roleChanged(role);
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
    const place = await this.orphaned.takeUp(this.work);
    if (place.ok && this.closing) place.value.entry.release();
    else if (place.ok) {
      this.persister.use(place.value.entry, place.value.copied);
      // Without a network what one may do in the case file is what it was.
      if (place.value.role && this.connection !== "live") this.roleChanged(place.value.role);
    } else this.persister.fail(place.refusal);
    const version = this.work.confirmed?.version;
    if (version !== undefined) this.presence.restart(version);
  }

  private sink(): ConstructorParameters<typeof Channel>[2] {
    return {
      version: () => this.work.confirmed?.version ?? null,
      mayReplace: () => this.work.pending === 0,
      state: (state) => this.loaded(state),
      commits: (commits) => this.received(commits),
      opened: (entered) => this.opened(entered),
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
    if (isFirst) this.notifier.notifyNow();
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
      this.notifier.touch(touchedFields(before, after, ops));
    }
    // Somebody else may have written the same as a draft, or withdrawn its claim.
    if (this.drafts.any) this.persister.touch();
    this.sender.wake();
    this.changed();
  }

  private opened({ peer, peers, role, barred }: Entered): void {
    this.peerId = peer;
    if (role) this.roleChanged(role);
    this.barred = barred;
    this.presence.enter(peer, peers);
    this.connection = "live";
    this.sender.set(true);
    this.presencePublisher.again();
    this.saveChanged();
    void this.orphaned.collect();
  }

  /** `null`: the case file is closed to this person from now on. What they have not sent stays in this browser. */
  private roleChanged(role: Role | null): void {
    if (role === null) return this.end({ code: "not-member" });
    this.role = role;
    this.grant = { ...this.grant, role };
    this.persister.touch();
    this.changed();
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
    void this.persister.flush();
  }

  /** Whether a reload now might find no server. */
  private needsCopy(): boolean {
    if (this.ended) return this.work.pending > 0;
    if (this.closing) return this.work.pending > 0 || this.connection === "offline";
    return this.connection !== "live" || this.sender.slow || this.sender.trouble !== null;
  }

  /** What has to be kept, or can be let go of, depends on the connection and on how the sending goes. */
  private saveChanged(): void {
    this.persister.touch();
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
      grant: this.grant,
      remoteChange: this.notifier.remoteChange,
      barred: this.barred,
      ...(this.ended ? { ended: this.ended } : {}),
    };
  }

  private saveState(): SaveState {
    const { connection, ended } = this;
    const pending = this.work.pending + this.orphaned.pending;
    return saveState({ pending, connection, ended, there: this.sender.trouble, here: this.persister.trouble });
  }

  subscribe(listener: () => void): () => void {
    return this.notifier.subscribe(listener);
  }

  private changed(): void {
    this.snapshot = null;
    this.notifier.notifySoon();
  }

  submit(ops: readonly Op[], group = ""): Result<null> {
    const done = this.change(ops, group);
    // At once: a field that is bound to the view must find its new value there before its event is over.
    if (done.ok) this.notifier.notifyNow();
    return done;
  }

  edit(lang: Lang, steps: readonly Step[], group = ""): Result<null> {
    const ops = steps.map((step): Op => ({ type: "text.step", lang, step: stepJson(step) }));
    const done = this.change(ops, group);
    const { view } = this.work;
    if (view && done.ok) this.bindings.shows(lang, view);
    else if (view) this.bindings.restore(lang, view);
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

  private beyond(op: Op): Refusal | null {
    return this.barred ?? refusedBeforehand(this.grant, op, this.work.view ?? emptyState);
  }

  refusalOf(op: Op): Refusal | null {
    return this.ended ?? this.beyond(op) ?? this.work.refusalOf(op);
  }

  undo(): Result<TakenBack> {
    return this.takenBack((forbids) => this.work.undo(forbids));
  }

  redo(): Result<TakenBack> {
    return this.takenBack((forbids) => this.work.redo(forbids));
  }

  private takenBack(move: (forbids: Forbids) => Result<TakenBack>): Result<TakenBack> {
    const barred = this.ended ?? this.barred;
    if (barred) return { ok: false, refusal: barred };
    const done = move(forbiddenTo(this.grant));
    if (done.ok && done.value !== "nothing") this.notifier.notifyNow();
    return done;
  }

  attach(lang: Lang, follow: (update: TextUpdate) => void): ReturnType<DocumentSession["attach"]> {
    const text = this.work.view?.texts[lang];
    if (!text) throw new Error(`no text in ${lang} to attach to`);
    return { doc: text.doc, detach: this.bindings.attach(lang, text.doc, follow) };
  }

  here(where: Parameters<DocumentSession["here"]>[0]): void {
    this.presencePublisher.set(where);
  }

  peer(): PeerId | null {
    return this.peerId;
  }

  dismiss(id: string): void {
    this.work.dismiss(id);
    this.notifier.notifyNow();
  }

  close(): void {
    if (this.closing) return;
    this.closing = true;
    this.bindings.clear();
    this.notifier.stop();
    this.presencePublisher.stop();
    for (const release of this.release.splice(0)) release();
    void this.part();
  }

  /** What is on its way may still arrive; what does not stays in the browser for the next page. */
  private async part(): Promise<void> {
    await this.persister.flush();
    if (this.work.pending > 0 && this.channel.live) await this.sender.idle(PARTING_MS);
    this.closed = true;
    this.sender.set(false);
    this.channel.stop();
    this.orphaned.stop();
    await this.persister.close();
  }
}
