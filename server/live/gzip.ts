import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { UserId } from "../../shared/ids";
import { writingStateFor } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import type { Sliced } from "../../shared/sliced";
import { writing } from "../json-pieces";
import { inSlices } from "../lane";

function* writingFor(state: DocState, reader: UserId): Sliced<string> {
  return yield* writing(yield* writingStateFor(state, reader));
}

const press = promisify(gzip);
/** What is gathered of it at once: each piece is a call into the event loop. */
const CHUNK = 256 * 1024;
/** Most of the gain for a third of the time: a person waits. */
export const gzipped = (json: string): Promise<Uint8Array> => press(json, { level: constants.Z_BEST_SPEED, chunkSize: CHUNK });
/** By reader; "" for all those of whom nothing is kept. */
const made = new WeakMap<DocState, Map<UserId | "", Promise<Uint8Array>>>();

/**
 * A state as it goes to the pages that open it: its JSON, gzipped, a seventh of the size. All who open a document at the same version, and
 * have nothing in it that is theirs alone, are given the same bytes; as bytes they also spare Socket.IO its walk through every object of the answer.
 */
export function gzippedState(state: DocState, reader: UserId): Promise<Uint8Array> {
  const own = [...state.conflicts.values()].some(({ author }) => author === reader);
  const key = own ? reader : "";
  const known = made.get(state) ?? new Map<UserId | "", Promise<Uint8Array>>();
  made.set(state, known);
  const there = known.get(key);
  if (there) return there;
  const making = inSlices(writingFor(state, reader)).then(gzipped);
  known.set(key, making);
  making.catch(() => known.delete(key));
  return making;
}
