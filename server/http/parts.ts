import { refuse } from "../../shared/refusal";
import type { Refusal } from "../../shared/refusal";
import { LENGTH_BYTES } from "../../shared/protocol/parts";

/** The most that a part of a body may have, in bytes. */
export type PartLimits = readonly number[];

/**
 * Takes a body of several parts (`shared/protocol/parts.ts`) apart as it comes. What is too large is refused as soon as its length is told, the last
 * part, which tells none, as soon as it has more than it may.
 */
export class Parts {
  readonly #parts: Buffer[][] = [[]];
  /** Of the length that is being read; null: within a part. */
  #length: number[] | null = [];
  /** What is still to come of the part at hand. */
  #left = 0;
  #last = 0;

  constructor(
    private readonly limits: PartLimits,
    private readonly tooLarge: Refusal,
  ) {
    if (limits.length === 1) this.#length = null;
  }

  /** A refusal ends the reading. */
  push(chunk: Buffer): Refusal | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.#isLast) return this.#pushLast(chunk.subarray(at));
      if (this.#length) {
        this.#length.push(chunk[at] ?? 0);
        at += 1;
        if (this.#length.length === LENGTH_BYTES && !this.#begin(this.#length)) return this.tooLarge;
      } else {
        const piece = chunk.subarray(at, at + this.#left);
        this.#parts.at(-1)?.push(piece);
        at += piece.length;
        this.#left -= piece.length;
      }
      if (this.#length === null && this.#left === 0) this.#next();
    }
    return null;
  }

  /** Each part by itself; `malformed` when the body ended too early. */
  end(): Buffer[] | Refusal {
    if (!this.#isLast) return refuse("malformed").refusal;
    return this.#parts.map((pieces) => Buffer.concat(pieces));
  }

  get #isLast(): boolean {
    return this.#parts.length === this.limits.length;
  }

  #begin(length: readonly number[]): boolean {
    this.#left = Buffer.from(length).readUInt32BE();
    this.#length = null;
    return this.#left <= (this.limits[this.#parts.length - 1] ?? 0);
  }

  #next(): void {
    this.#parts.push([]);
    this.#length = this.#isLast ? null : [];
  }

  #pushLast(piece: Buffer): Refusal | null {
    this.#last += piece.length;
    if (this.#last > (this.limits.at(-1) ?? 0)) return this.tooLarge;
    this.#parts.at(-1)?.push(piece);
    return null;
  }
}
