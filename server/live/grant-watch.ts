import type { DocId } from "../../shared/ids";
import { grantedIn } from "../grants";
import type { Granted, Grants } from "../grants";
import type { Case } from "../store/Store";
import type { Logger } from "../authority/logger";
import type { Errands } from "../errands";
import { leaveDocument } from "./document-handlers";
import type { LeaveDeps } from "./document-handlers";
import type { GrantsChange, LiveServer, LiveSocket, Subscription } from "./socket-types";

export interface GrantWatchDeps extends LeaveDeps {
  readonly grants: Grants;
  readonly logger: Logger;
  readonly errands: Errands;
}

/** A store that did not answer is asked again after this, in milliseconds: until then nobody is let in or out. */
const AGAIN_MS = 1000;

/** What is logged when it could not be asked again. */
export const STAYED_OPEN = "a closed document may have stayed open";

/** Asks again, for this process's pages, what people are in a case file; takes out those for whom it does not exist any more. */
export class GrantWatch {
  #timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly io: LiveServer,
    private readonly deps: GrantWatchDeps,
  ) {}

  /** Resolves when every page concerned has been told. */
  async changed(where: GrantsChange): Promise<void> {
    const concerned = this.#subscriptions().filter(({ subscription }) => "case" in where || where.docs.includes(subscription.doc));
    await this.#ask(concerned, "case" in where ? ({ file }) => file.id === where.case : () => true);
  }

  /** Everybody's, in case a notice was lost. */
  async look(): Promise<void> {
    await this.#ask(this.#subscriptions(), () => true);
  }

  #subscriptions(): { socket: LiveSocket; subscription: Subscription }[] {
    return [...this.io.of("/").sockets.values()].flatMap((socket) =>
      [...socket.data.subscriptions.values()].map((subscription) => ({ socket, subscription })),
    );
  }

  async #ask(all: readonly { socket: LiveSocket; subscription: Subscription }[], concerns: (granted: Granted) => boolean): Promise<void> {
    // Of many people on one text it is read once where that lies.
    const files = new Map<DocId, Promise<Case | null>>();
    const fileOf = (doc: DocId): Promise<Case | null> => {
      const file = files.get(doc) ?? this.deps.grants.fileOf(doc);
      files.set(doc, file);
      return file;
    };
    await Promise.all(
      all.map(async ({ socket, subscription }) => {
        const before = await subscription.granted.catch(() => null);
        // One that is not in yet asks by itself, and again once it has been told of this.
        if (before && !concerns(before)) return;
        await this.#renew(socket, subscription, before, fileOf);
      }),
    );
  }

  async #renew(
    socket: LiveSocket,
    subscription: Subscription,
    before: Granted | null,
    fileOf: (doc: DocId) => Promise<Case | null>,
  ): Promise<void> {
    const { user: id, role } = socket.data;
    const asked = fileOf(subscription.doc).then((file) => grantedIn({ id, role }, file));
    subscription.granted = asked;
    try {
      const granted = await asked;
      if (subscription.granted !== asked || socket.data.subscriptions.get(subscription.doc) !== subscription) return;
      if (granted === null) this.#takeOut(socket, subscription);
      else if (before?.grant.role !== granted.grant.role) socket.emit("role", { doc: subscription.doc, role: granted.grant.role });
    } catch (error) {
      this.deps.logger.warn({ doc: subscription.doc, error }, "it could not be asked who may read a document");
      this.#again(subscription.doc);
    }
  }

  #takeOut(socket: LiveSocket, subscription: Subscription): void {
    socket.data.closed.add(subscription.doc);
    leaveDocument(socket, subscription, this.deps);
    socket.emit("role", { doc: subscription.doc, role: null });
  }

  #again(doc: DocId): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.deps.errands.run(STAYED_OPEN, () => this.changed({ docs: [doc] }));
    }, AGAIN_MS);
    timer.unref();
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
