import type { Sliced } from "../../shared/sliced";
import { parsing } from "../json-pieces";

// Socket.IO reads the JSON of a packet at once: some 35 ms for a long paste. So of a long submission it is given a ticket in place of the payload, and the
// door reads that in pieces when it has been asked whether it may be.

/** Of one connection: they are taken as soon as Socket.IO has dealt with what came at once. */
const MOST_KEPT = 16;
/** Characters read at once: of objects that are all of another shape, the dearest there are, a piece takes some 3 ms. */
const PIECE = 16 * 1024;

/** The one event whose payload may be long, with an answer asked for. */
const SUBMIT = /^2\d{1,9}\["submit",/;

export class LongPayloads {
  readonly #kept = new WeakMap<object, Map<number, string>>();
  #last = 0;

  /** Keeps the payload of such a packet; answers the packet with a ticket in its place, or null when it is none. */
  keep(connection: object, packet: string): string | null {
    const [start] = SUBMIT.exec(packet) ?? [];
    if (start === undefined || !packet.endsWith("]")) return null;
    const kept = this.#kept.get(connection) ?? new Map<number, string>();
    this.#kept.set(connection, kept);
    const ticket = (this.#last += 1);
    kept.set(ticket, packet.slice(start.length, -1));
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return `${start}{"long":${ticket}}]`;
  }

  /** How to read what was kept, once, if this is a ticket of that connection. What is no JSON reads as undefined. */
  take(connection: object, payload: unknown): Sliced<unknown> | null {
    const kept = this.#kept.get(connection);
    if (!kept || typeof payload !== "object" || payload === null || !("long" in payload)) return null;
    const { long } = payload;
    const text = typeof long === "number" ? kept.get(long) : undefined;
    if (text === undefined) return null;
    kept.delete(long as number);
    return reading(text);
  }
}

function* reading(text: string): Sliced<unknown> {
  try {
    return yield* parsing(text, PIECE);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
