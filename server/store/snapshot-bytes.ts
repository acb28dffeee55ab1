import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants, gunzip } from "node:zlib";
import type { StateJson } from "../../shared/log/state";
import type { Version } from "../../shared/ids";
import type { Sliced } from "../../shared/sliced";
import { parsing } from "../json-pieces";
import { inSlices } from "../lane";
import { storing } from "./record-validation";
import { UnreadableSnapshot } from "./errors";

// A state of 250,000 words is some 2 MB of JSON and a fifth of that packed. Packing runs beside the event loop, its JSON is made in pieces.

const pack = promisify(brotliCompress);
const unpack = promisify(brotliDecompress);
const unpackGzip = promisify(gunzip);

/** Stands before what is packed with Brotli, which has no sign of its own; those of before are gzip files, which have. */
const BROTLI = 0x62;
/** A seventh less than gzip at its quickest, for a millisecond in thirty kilobytes; the next steps gain next to nothing. */
const QUALITY = 5;

/** Text longer than a JavaScript string may be is not a state; what fits one is kept whatever its size. */
const MAX_SNAPSHOT = 512 * 1024 * 1024;

export async function snapshotBytes(state: StateJson): Promise<Uint8Array> {
  const json = await inSlices(storing(state, MAX_SNAPSHOT));
  const packed = await pack(json, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  });
  return Buffer.concat([Uint8Array.of(BROTLI), packed]);
}

/** Of a long one others are let in between making a text of it and reading that: some 10 ms each for 8 MB. */
export function* reading(json: Buffer): Sliced<unknown> {
  const text = json.toString("utf8");
  yield;
  return yield* parsing(text);
}

/** Throws UnreadableSnapshot when it is not what was written. */
export async function snapshotState(version: Version, bytes: Uint8Array): Promise<StateJson> {
  try {
    const json = bytes[0] === BROTLI ? await unpack(bytes.subarray(1)) : await unpackGzip(bytes);
    return (await inSlices(reading(json))) as StateJson;
  } catch (error) {
    throw new UnreadableSnapshot(version, { cause: error });
  }
}

/** What is known of a snapshot without reading it. `bytes`: packed. */
export interface Kept {
  readonly version: number;
  readonly bytes: number;
}

/** Of old snapshots one is kept in each span of so many versions, or of twice, four times as many, until they take no more than their share. */
const SPAN = 1250;
const WIDEST = 16_000;
const SHARE_BYTES = 64 * 1024 * 1024;

/**
 * Which snapshots to drop: all but the four newest and the first of each span, so that the text as it stood long ago is a bounded replay
 * away: at most two spans of commits. `kept` in ascending order.
 */
export function dispensable(kept: readonly Kept[]): number[] {
  const old = kept.slice(0, -4);
  for (let span = SPAN; ; span *= 2) {
    const spans = new Set<number>();
    let bytes = 0;
    const dropped = old.filter((one) => {
      const place = Math.floor(one.version / span);
      if (spans.has(place)) return true;
      spans.add(place);
      bytes += one.bytes;
      return false;
    });
    if (bytes <= SHARE_BYTES || span >= WIDEST) return dropped.map(({ version }) => version);
  }
}
