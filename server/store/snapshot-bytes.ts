import { promisify } from "node:util";
import { constants, gunzip, gzip } from "node:zlib";
import type { StateJson } from "../../shared/log/state";
import type { Version } from "../../shared/ids";
import { parsing } from "../json-pieces";
import { inSlices } from "../lane";
import { storing } from "./record-validation";
import { UnreadableSnapshot } from "./errors";

// A state of 250,000 words is some 2 MB of JSON and a fifth of that packed. Packing runs beside the event loop, its JSON is made in pieces.

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Text longer than a JavaScript string may be is not a state; what fits one is kept whatever its size. */
const MAX_SNAPSHOT = 512 * 1024 * 1024;

export async function snapshotBytes(state: StateJson): Promise<Uint8Array> {
  return pack(await inSlices(storing(state, MAX_SNAPSHOT)), { level: constants.Z_BEST_SPEED });
}

/** Throws UnreadableSnapshot when it is not what was written. */
export async function snapshotState(version: Version, bytes: Uint8Array): Promise<StateJson> {
  try {
    return (await inSlices(parsing((await unpack(bytes)).toString("utf8")))) as StateJson;
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
const SPAN = 500;
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
