import { promisify } from "node:util";
import { constants, gunzip, gzip } from "node:zlib";
import type { StateJson } from "../../shared/log/state";
import { storableJson } from "./storable";

// A state of 250,000 words is some 2 MB of JSON and a fifth of that packed. Packing runs beside the event loop, the write does not.

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Text longer than a JavaScript string may be is not a state; what fits one is kept whatever its size. */
const MAX_SNAPSHOT = 512 * 1024 * 1024;

export async function snapshotBytes(state: StateJson): Promise<Uint8Array> {
  return pack(storableJson(state, MAX_SNAPSHOT), { level: constants.Z_BEST_SPEED });
}

export async function snapshotState(bytes: Uint8Array): Promise<StateJson> {
  return JSON.parse((await unpack(bytes)).toString("utf8")) as StateJson;
}

/**
 * Which snapshots to drop: all but the four newest and the first of each 10,000 versions, so that the text as it stood long ago is
 * still a bounded replay away. `versions` in ascending order.
 */
export function dispensable(versions: readonly number[]): number[] {
  const spans = new Set<number>();
  return versions.slice(0, -4).filter((version) => {
    const span = Math.floor(version / 10_000);
    if (spans.has(span)) return true;
    spans.add(span);
    return false;
  });
}
