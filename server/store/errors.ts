import type { DocId, Version } from "../../shared/ids";

// What the methods of a store reject with.

/** The store did not answer: a write may or may not have happened. Read again before anything else. */
export class StoreAway extends Error {
  override readonly name = "StoreAway";
}
/** No space or an I/O error: the write did not happen. */
export class StoreFull extends Error {
  override readonly name = "StoreFull";
}

/** The record cannot be kept as it is, by either store: a bug or a door that let too much in. Nothing was written. */
export class Unstorable extends Error {
  override readonly name = "Unstorable";
  /**
   * `too-large`: over MAX_RECORD or MAX_ORIGINAL. `not-text`: a lone surrogate. `not-plain`: not JSON, or a number that JSON or a double would
   * change. `wrong-hash`: an original whose bytes are not those that its record names.
   */
  readonly reason: "too-large" | "not-text" | "not-plain" | "wrong-hash";
  constructor(reason: Unstorable["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}
/** A snapshot is there and is not what was written. It is only a cache: an older one, or the log itself, will do. */
export class UnreadableSnapshot extends Error {
  override readonly name = "UnreadableSnapshot";
  constructor(
    readonly version: Version,
    options?: ErrorOptions,
  ) {
    super(`the snapshot at version ${String(version)} cannot be read`, options);
  }
}
/** A pack of a document's log is there and is not what was written. What it holds lies nowhere else. */
export class UnreadablePack extends Error {
  override readonly name = "UnreadablePack";
  constructor(doc: DocId, seq: number, options?: ErrorOptions) {
    super(`the pack of ${doc} that begins with batch ${String(seq)} cannot be read`, options);
  }
}
/** Another process has the embedded store open. */
export class StoreInUse extends Error {
  override readonly name = "StoreInUse";
}

/** The store has been through a migration that this version does not know: a newer one has written to it. */
export class NewerStore extends Error {
  override readonly name = "NewerStore";
  /** `had`: the newest migration of the store; `known`: the newest of this version. */
  constructor(
    readonly had: number,
    readonly known: number,
  ) {
    super(`the store was written by a newer version (its form is ${String(had)}, this version knows ${String(known)})`);
  }
}
