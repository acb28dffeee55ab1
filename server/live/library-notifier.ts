import type { DocId } from "../../shared/ids";
import type { LibraryNotice } from "../../shared/protocol/socket";
import type { Errands } from "../errands";
import type { Audience, Grants } from "../grants";
import { AT_WORK, userRoom } from "./socket-types";
import type { LiveServer } from "./socket-types";

/** Changes of the same kind within this are told of once, in milliseconds. */
const QUIET_MS = 300;

interface Change {
  readonly what: LibraryNotice;
  /** Null: those for whom the case file exists when it is told. */
  readonly to: Audience | null;
  /** Also to those who have a document open and do not look at the library. */
  readonly toAll: boolean;
}

/** Tells the pages that something in the library has changed; each reads that, and nothing else. Of a closed case file nobody hears but its members. */
export class LibraryNotifier {
  readonly #waiting = new Map<string, Change>();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly io: LiveServer,
    private readonly grants: Pick<Grants, "audienceOf">,
    private readonly errands: Errands,
  ) {}

  /** Rows change with every keystroke: those who are at work on a text are not told of them. */
  notify(what: LibraryNotice, to: Audience | null = null): void {
    this.#note({ what, to, toAll: what.kind !== "rows" });
  }

  /** Pages that have one of these documents open hear of it too: their next request is refused. */
  removed(docs: readonly DocId[], to: Audience): void {
    for (const doc of docs) this.#note({ what: { kind: "rows", doc }, to, toAll: true });
  }

  #note({ what, to, toAll }: Change): void {
    const key = [what.kind, "case" in what ? what.case : "", "doc" in what ? what.doc : ""].join(" ");
    const before = this.#waiting.get(key);
    this.#waiting.set(key, { what, to: before ? both(before.to, to) : to, toAll: toAll || before?.toAll === true });
    this.#timer ??= setTimeout(() => this.#tellAll(), QUIET_MS);
  }

  #tellAll(): void {
    this.#timer = null;
    const changes = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const change of changes) {
      // Who it is for cannot be known: better that a page reads late than that somebody hears of what does not exist for them.
      this.errands.run("a change in the library was told to nobody", () => this.#tell(change));
    }
  }

  async #tell({ what, to, toAll }: Change): Promise<void> {
    const audience = to ?? (what.kind !== "people" && what.case ? await this.grants.audienceOf(what.case) : "house");
    if (audience !== "house" && audience.length === 0) return;
    const pages = audience === "house" ? this.io.except([]) : this.io.to(audience.map(userRoom));
    (toAll ? pages : pages.except(AT_WORK)).emit("library", what);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function both(one: Audience | null, other: Audience | null): Audience | null {
  if (one === null || other === null || one === other) return one ?? other;
  return one === "house" || other === "house" ? "house" : [...new Set([...one, ...other])];
}
