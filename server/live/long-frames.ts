import { JsonCount } from "../json-bounds";
import type { JsonBounds } from "../json-bounds";
import { createFairQueue } from "../fair-queue";

// A long message is taken in piece by piece. `ws` gathers all of a frame, takes its mask off byte by byte, looks whether it is UTF-8, and makes a string of it:
// some 40 ms for 4 MB, and as many times that as there are people whose frames are complete in the same turn of the event loop. Here each piece is paid for by
// whoever sends it before it is taken, one piece a turn for everybody together, and what is too broad is not gathered any further.
//
// It stands in for a method that `ws` keeps to itself (8.21); where that is not there, everything is left as it is.

/** Bytes of a piece: half a millisecond's work. Shorter messages are taken at once. A multiple of four, as the mask is. */
export const PIECE = 16 * 1024;
/** Browsers send a long message in some dozens of frames. */
const MOST_FRAGMENTS = 4096;
/** Until whoever has nothing left to pay with is asked again, in milliseconds. */
const POOR_MS = 50;

const [TEXT, BINARY, CONTROL] = [0x01, 0x02, 0x08];
/** States of the receiver. */
const [GET_INFO, GET_DATA, DEFERRED] = [0, 4, 6];

// Its names for what it knows of the frame that is coming: bytes of it that are still to come, of the whole message, and here but not taken; its kind, that of
// the message when it comes in several; whether it is the last; its mask; whether the loop over what is here goes on, and where in a frame it is.
const LEFT = "_payloadLength";
const TOTAL = "_totalPayloadLength";
const BUFFERED = "_bufferedBytes";
const KIND = "_opcode";
const FRAGMENTED = "_fragmented";
const IS_LAST = "_fin";
const MASK = "_mask";
const GOES_ON = "_loop";
const STATE = "_state";

/** What `ws` takes frames apart with, as far as it is used here. */
export interface Receiver {
  [LEFT]: number;
  [TOTAL]: number;
  [BUFFERED]: number;
  [KIND]: number;
  [FRAGMENTED]: number;
  [IS_LAST]: boolean;
  [MASK]: Uint8Array | undefined;
  [GOES_ON]: boolean;
  [STATE]: number;
  getData: (taken: Taken) => void;
  consume: (bytes: number) => Buffer;
  startLoop: (taken: Taken) => void;
  createError: (kind: ErrorConstructor, message: string, prefix: boolean, status: number, code: string) => Error;
  emit: (event: "message", data: string, isBinary: false) => unknown;
}
type Taken = (error?: Error) => void;

/** A connection of `ws`. */
export interface Wire {
  readonly readyState?: number;
  readonly [RECEIVER]?: Partial<Receiver> & { [LONGEST]?: number };
}
/** What `ws` keeps to itself: who takes frames apart, and how long one may be. */
export const RECEIVER = "_receiver";
export const LONGEST = "_maxPayload";
const OPEN = 1;

export interface Taker {
  /** Whose it is: pieces of one person wait for each other. */
  readonly who: string;
  readonly bounds: JsonBounds;
  /** UTF-16 units that a message may have; one that has more ends its connection. */
  readonly longest: number;
  /** Whether so many bytes can be paid for now; they are paid then. */
  pays(bytes: number): boolean;
  /** What the message is to be heard as. `isBroad`: beyond the bounds, and only its beginning was kept. */
  heard(message: string, isBroad: boolean): string;
}

const pieces = createFairQueue({ width: 1, each: 1, line: Number.POSITIVE_INFINITY, lines: Number.POSITIVE_INFINITY });

/** A message of which a part is here. */
class LongMessage {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #parts: string[] = [];
  readonly #count: JsonCount;
  #length = 0;
  fragments = 0;
  isBroad = false;

  constructor(bounds: JsonBounds) {
    this.#count = new JsonCount(bounds);
  }

  /** Answers its length so far. Throws TypeError when it is not UTF-8. */
  take(bytes: Uint8Array, isLast: boolean): number {
    const text = this.#decoder.decode(bytes, { stream: !isLast });
    this.#length += text.length;
    if (this.isBroad) return this.#length;
    this.isBroad = !this.#count.take(text);
    this.#parts.push(text);
    if (this.isBroad) this.#parts.length = 1;
    return this.#length;
  }

  get text(): string {
    return this.#parts.join("");
  }
}

/** From now on long messages of this connection are taken in piece by piece, and binary ones, which no page sends, not at all. */
export function takeInPieces(wire: Wire, taker: Taker): void {
  const it = wire[RECEIVER] as Receiver;
  if (typeof it?.getData !== "function" || typeof it.consume !== "function" || typeof it.startLoop !== "function") return;
  const whole = it.getData.bind(it);
  let message: LongMessage | null = null;

  const fail = (taken: Taken, status: number, why: string): void => {
    message = null;
    taken(it.createError(RangeError, why, false, status, "WS_ERR_LONG_MESSAGE"));
  };
  const end = (there: LongMessage): void => {
    message = null;
    Object.assign(it, { [TOTAL]: 0, [FRAGMENTED]: 0 });
    it.emit("message", taker.heard(there.text, there.isBroad), false);
  };
  const take = (there: LongMessage, bytes: number, taken: Taken): void => {
    const isLast = it[IS_LAST] && bytes === it[LEFT];
    try {
      const length = there.take(bytes === 0 ? Buffer.alloc(0) : unmasked(it.consume(bytes), it[MASK]), isLast);
      if (length > taker.longest) return fail(taken, 1009, "Max payload size exceeded");
    } catch {
      return fail(taken, 1007, "invalid UTF-8 sequence");
    }
    it[LEFT] -= bytes;
    const isWhole = it[LEFT] === 0;
    if (isLast) end(there);
    it[STATE] = isWhole ? GET_INFO : GET_DATA;
    it.startLoop(taken);
  };

  it.getData = (taken) => {
    if (it[KIND] >= CONTROL) return whole(taken);
    if (it[KIND] === BINARY) return fail(taken, 1003, "binary messages are not taken");
    if (it[KIND] !== TEXT || (!message && it[IS_LAST] && it[LEFT] <= PIECE)) return whole(taken);
    const bytes = Math.min(it[LEFT], PIECE);
    if (it[BUFFERED] < bytes) {
      it[GOES_ON] = false;
      return;
    }
    const there = (message ??= new LongMessage(taker.bounds));
    if ((there.fragments += 1) > MOST_FRAGMENTS) return fail(taken, 1008, "Too many message fragments");
    // Nothing more is read from the connection until this is done.
    it[STATE] = DEFERRED;
    whenPaid(bytes, () => void pieces.run(taker.who, () => nextTurn().then(() => take(there, bytes, taken))));
  };

  /** Of a connection that is ending the rest is free: until all of it is taken it does not end. */
  function whenPaid(bytes: number, then: () => void): void {
    if (wire.readyState !== OPEN || taker.pays(bytes)) then();
    else setTimeout(() => whenPaid(bytes, then), POOR_MS).unref();
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function unmasked(bytes: Buffer, mask: Uint8Array | undefined): Buffer {
  if (mask) for (let at = 0; at < bytes.length; at += 1) bytes[at] = (bytes[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return bytes;
}
