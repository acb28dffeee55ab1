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
export function withinBounds(json: string | Buffer, { depth, values }: JsonBounds): boolean {
  const unit = typeof json === "string" ? (at: number) => json.charCodeAt(at) : (at: number) => json[at];
  let level = 0;
  let count = 1;
  for (let at = 0; at < json.length; at += 1) {
    switch (unit(at)) {
      case QUOTE:
        at = endOfString(json, at, unit);
        if (at < 0) return true;
        break;
      case 0x5b:
      case 0x7b:
        level += 1;
        count += 1;
        if (level > depth || count > values) return false;
        break;
      case 0x5d:
      case 0x7d:
        level -= 1;
        break;
      case COMMA:
        count += 1;
        if (count > values) return false;
        break;
    }
  }
  return true;
}

/** Where the string that begins at `start` ends; -1 when it does not, which no parser takes. */
function endOfString(json: string | Buffer, start: number, unit: (at: number) => number | undefined): number {
  let from = start + 1;
  for (;;) {
    const end = json.indexOf('"', from);
    if (end < 0) return -1;
    let slashes = 0;
    while (unit(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
    from = end + 1;
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
