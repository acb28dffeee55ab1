import { createHash } from "node:crypto";

// Files of any kind, each known by the SHA-256 of its bytes: equal bytes are kept once, and what is read is what was put. A blob is in use as
// long as a document's record names it. It goes with the last of these that is removed for good; one that was put and never named is swept when
// it was not put again for some days.

/** Hex SHA-256 of a blob's bytes: its name. */
const NAME = /^[0-9a-f]{64}$/;
export const isBlobName = (name: string): boolean => NAME.test(name);

/** Bytes that go to the disk or the server at once. Below the 255 KiB at which MongoDB's pages would be left half empty. */
export const CHUNK = 252 * 1024;

/** A record follows its blob within this, in milliseconds: what was put since may be about to be named. */
export const NAMED_WITHIN = 600_000;

/** Why a blob was not kept; nothing of it is there then. */
export type BlobRefused = "wrong-hash" | "too-large";
/** `had`: it was there already, and is as good as put again. */
export type BlobPut = "kept" | "had" | BlobRefused;

export interface BlobFound {
  readonly size: number;
  /** Its bytes in order, a chunk at a time; may be asked for once. Rejects when it was swept meanwhile. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Counts and hashes a stream as it goes by, in chunks of `CHUNK` bytes; it ends early where it is longer than it may be. */
export class Meter {
  size = 0;
  private readonly hash = createHash("sha256");

  constructor(
    private readonly source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    private readonly most: number,
  ) {}

  async *chunks(): AsyncGenerator<Uint8Array> {
    let [chunk, filled] = [new Uint8Array(CHUNK), 0];
    for await (const bytes of this.source) {
      this.size += bytes.length;
      if (this.size > this.most) return;
      this.hash.update(bytes);
      for (let from = 0; from < bytes.length;) {
        const part = bytes.subarray(from, from + CHUNK - filled);
        chunk.set(part, filled);
        from += part.length;
        filled += part.length;
        if (filled < CHUNK) continue;
        yield chunk;
        [chunk, filled] = [new Uint8Array(CHUNK), 0];
      }
    }
    if (filled > 0) yield chunk.subarray(0, filled);
  }

  /** What stands against keeping what went by under this name. */
  against(name: string): BlobRefused | null {
    if (this.size > this.most) return "too-large";
    return this.hash.digest("hex") === name ? null : "wrong-hash";
  }
}

/** Reads a stream to its end for its hash alone. */
export async function weigh(meter: Meter): Promise<void> {
  for await (const chunk of meter.chunks()) void chunk;
}

export async function bytesOf({ size, chunks }: BlobFound): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
