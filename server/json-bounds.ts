import { ok, refuse } from "../shared/refusal";
import type { Result } from "../shared/refusal";

// What JSON costs is how much of it there is: a megabyte of one string is parsed in a millisecond, a megabyte of empty lists makes half a million
// objects, each of them then walked by a schema. So what comes in is counted before anything is made of it.

export interface JsonBounds {
  /** Levels of lists and objects in each other. */
  readonly depth: number;
  /** Values in all, keys not counted. */
  readonly values: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** Whether the text, or the bytes of it in UTF-8, stay within the bounds, if they are JSON at all. Linear; strings are passed over, not read. */
export function withinBounds(json: string | Buffer, bounds: JsonBounds): boolean {
  // What counts is ASCII, which is the same in Latin-1.
  return new JsonCount(bounds).take(typeof json === "string" ? json : json.toString("latin1"));
}

/** Counts what comes piece by piece. */
export class JsonCount {
  #level = 0;
  #values = 1;
  #inString = false;
  /** Of a piece that ended within a string: whether the next character is escaped. */
  #escaped = false;

  constructor(private readonly bounds: JsonBounds) {}

  /** Whether all so far is within the bounds. */
  take(piece: string): boolean {
    const { depth, values } = this.bounds;
    let at = this.#inString ? this.#endOfString(piece, 0) : 0;
    while (at < piece.length) {
      switch (piece.charCodeAt(at)) {
        case QUOTE:
          at = this.#endOfString(piece, at + 1);
          continue;
        case 0x5b:
        case 0x7b:
          this.#level += 1;
          this.#values += 1;
          if (this.#level > depth || this.#values > values) return false;
          break;
        case 0x5d:
        case 0x7d:
          this.#level -= 1;
          break;
        case COMMA:
          this.#values += 1;
          if (this.#values > values) return false;
          break;
      }
      at += 1;
    }
    return true;
  }

  /** After the string whose characters go on at `start`. */
  #endOfString(piece: string, start: number): number {
    for (let from = start; ;) {
      const quote = piece.indexOf('"', from);
      const end = quote < 0 ? piece.length : quote;
      let slashes = 0;
      while (end - slashes > start && piece.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
      const carried = this.#escaped && end - slashes === start ? 1 : 0;
      const isEscaped = (slashes + carried) % 2 === 1;
      if (quote >= 0 && isEscaped) {
        from = quote + 1;
        continue;
      }
      this.#inString = quote < 0;
      this.#escaped = quote < 0 && isEscaped;
      return quote < 0 ? end : quote + 1;
    }
  }
}

const MAX_DEPTH = 20;

/** JSON as it may come in: UTF-8, no half characters, no `__proto__` anywhere, at most 20 levels deep, so many values. Refuses `malformed`. */
export function readJson(bytes: Buffer, { values }: Pick<JsonBounds, "values">): Result<unknown> {
  if (!withinBounds(bytes, { depth: MAX_DEPTH, values })) return refuse("malformed");
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isTame(value) ? ok(value) : refuse("malformed");
  } catch {
    return refuse("malformed");
  }
}

function isTame(value: unknown): boolean {
  let level: unknown[] = [value];
  while (level.length > 0) {
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item === "string" && !item.isWellFormed()) return false;
      if (typeof item !== "object" || item === null) continue;
      if (Object.hasOwn(item, "__proto__")) return false;
      for (const inner of Object.values(item)) next.push(inner);
    }
    level = next;
  }
  return true;
}
