import { jsonLength } from "../shared/json-length";
import type { Sliced } from "../shared/sliced";

// JSON of many megabytes, read and written piece by piece: `JSON.parse` and `JSON.stringify` take some ten milliseconds a megabyte, and nobody is served
// meanwhile. Both are still what does the work, a stretch of about `PIECE` characters at a time; only lists and objects that are larger than that are
// taken apart and put together here. For plain values: what JSON.parse makes, and `undefined` properties, which are left out as ever.

/** Characters: half a millisecond's work. */
const PIECE = 64 * 1024;
/** Characters that are looked at between two yields: a hundredth of the price of reading them. */
const STRETCH = 256 * 1024;

/** What `JSON.parse` makes of the text. Throws SyntaxError as that does. `piece`: for tests. */
export function* parsing(text: string, piece = PIECE): Sliced<unknown> {
  if (text.length <= piece) return JSON.parse(text);
  return yield* new Reading(text, yield* largeIn(text, piece), piece).value({ from: 0, to: text.length });
}

/** The text of `JSON.stringify`. `each` is shown everything in it: small values whole, of larger ones the object or list, and then what is in that. */
export function* writing(value: unknown, each?: Shown, piece = PIECE): Sliced<string> {
  const parts: string[] = [];
  yield* new Writing(parts, each, piece).value(value);
  return parts.join("");
}

/** `whole`: what is in it is shown as well, by itself. */
export type Shown = (value: unknown, whole: boolean) => void;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LIST = 0x5b;
const OBJECT = 0x7b;
const isOpening = (unit: number): boolean => unit === LIST || unit === OBJECT;
/** Each stands two behind what it closes. */
const isClosing = (unit: number): boolean => unit === LIST + 2 || unit === OBJECT + 2;
const isBlank = (text: string): boolean => /^[ \n\r\t]*$/.test(text);

/** After the string that begins here. */
function afterString(text: string, start: number): number {
  for (let from = start + 1; ;) {
    const end = text.indexOf('"', from);
    if (end < 0) throw new SyntaxError("Unterminated string in JSON");
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    from = end + 1;
  }
}

/** Where the lists and objects that are larger than a piece end, by where they begin. */
function* largeIn(text: string, piece: number): Sliced<ReadonlyMap<number, number>> {
  const large = new Map<number, number>();
  const open: number[] = [];
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = afterString(text, at) - 1;
    else if (isOpening(unit)) open.push(at);
    else if (isClosing(unit)) {
      const start = open.pop();
      if (start === undefined || text.charCodeAt(start) + 2 !== unit) throw new SyntaxError(`Unexpected token in JSON at position ${at}`);
      if (at - start > piece) large.set(start, at + 1);
    }
    if (at - seen > STRETCH) {
      seen = at;
      yield;
    }
  }
  return large;
}

/** Members of a list or an object that stand side by side. `single`: where the value of the only one begins, when that is large. */
interface Run extends Stretch {
  readonly single: number | null;
}

class Reading {
  constructor(
    private readonly text: string,
    private readonly large: ReadonlyMap<number, number>,
    private readonly piece: number,
  ) {}

  *value({ from, to }: Stretch): Sliced<unknown> {
    let start = from;
    while (start < to && isBlank(this.text.charAt(start))) start += 1;
    const end = this.large.get(start);
    if (end === undefined) return JSON.parse(this.text.slice(from, to));
    if (!isBlank(this.text.slice(end, to))) throw new SyntaxError(`Unexpected token in JSON at position ${end}`);
    return this.text.charCodeAt(start) === LIST ? yield* this.list({ from: start, to: end }) : yield* this.object({ from: start, to: end });
  }

  private *list(all: Stretch): Sliced<unknown[]> {
    const items: unknown[] = [];
    for (const run of this.runs(all)) {
      if (run.single === null) for (const item of this.small(run, all, "[", "]") as unknown[]) items.push(item);
      else items.push(yield* this.value(run));
      yield;
    }
    return items;
  }

  private *object(all: Stretch): Sliced<unknown> {
    const made = {};
    // `__proto__` is a property like any other here.
    const put = (name: string, value: unknown): void =>
      void Object.defineProperty(made, name, { value, configurable: true, enumerable: true, writable: true });
    for (const run of this.runs(all)) {
      if (run.single === null) {
        for (const [name, inner] of Object.entries(this.small(run, all, "{", "}") as object)) put(name, inner);
      } else {
        const name = JSON.parse(`{${this.text.slice(run.from, run.single)}0}`) as object;
        put(Object.keys(name)[0] ?? "", yield* this.value({ from: run.single, to: run.to }));
      }
      yield;
    }
    return made;
  }

  /** The members of a run. Where there are none though a comma stands beside it, the text is no JSON. */
  private small({ from, to }: Run, all: Stretch, open: string, close: string): unknown {
    const alone = from === all.from + 1 && to === all.to - 1;
    const text = this.text.slice(from, to);
    if (!alone && isBlank(text)) throw new SyntaxError(`Unexpected token in JSON at position ${from}`);
    return JSON.parse(open + text + close);
  }

  private *runs({ from, to }: Stretch): Generator<Run, void, void> {
    const end = to - 1;
    let run = from + 1;
    let member = run;
    let single: number | null = null;
    let depth = 0;
    for (let at = from + 1; at <= end; at += 1) {
      const unit = this.text.charCodeAt(at);
      const past = depth === 0 ? this.large.get(at) : undefined;
      if (past !== undefined) {
        single = at;
        at = past - 1;
      } else if (at === end || (unit === COMMA && depth === 0)) {
        if (single !== null && member > run) yield { from: run, to: member - 1, single: null };
        if (single !== null) yield { from: member, to: at, single };
        else if (at === end || at - run > this.piece) yield { from: run, to: at, single: null };
        if (single !== null || at - run > this.piece) run = at + 1;
        member = at + 1;
        single = null;
      } else if (unit === QUOTE) at = afterString(this.text, at) - 1;
      else if (isOpening(unit)) depth += 1;
      else if (isClosing(unit)) depth -= 1;
    }
  }
}

class Writing {
  constructor(
    private readonly parts: string[],
    private readonly each: Shown | undefined,
    private readonly piece: number,
  ) {}

  *value(value: unknown): Sliced<void> {
    if (typeof value !== "object" || value === null || jsonLength(value, this.piece) <= this.piece) {
      this.each?.(value, true);
      return void this.parts.push(JSON.stringify(value) ?? "null");
    }
    this.each?.(value, false);
    if (Array.isArray(value)) yield* this.list(value);
    else yield* this.object(value);
  }

  private *list(items: readonly unknown[]): Sliced<void> {
    let small: unknown[] = [];
    let chars = 0;
    let begun = false;
    const flush = (): void => {
      if (small.length === 0) return;
      for (const item of small) this.each?.(item, true);
      this.parts.push(begun ? "," : "", JSON.stringify(small).slice(1, -1));
      begun = true;
      small = [];
      chars = 0;
    };
    this.parts.push("[");
    // By index: a hole is to be seen.
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      const length = jsonLength(item, this.piece);
      if (length > this.piece || chars > this.piece) {
        flush();
        yield;
      }
      if (length > this.piece) {
        this.parts.push(begun ? "," : "");
        begun = true;
        yield* this.value(item);
      } else {
        small.push(item);
        chars += length;
      }
    }
    flush();
    this.parts.push("]");
  }

  private *object(value: object): Sliced<void> {
    let begun = false;
    let chars = 0;
    this.parts.push("{");
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      this.parts.push(begun ? "," : "", JSON.stringify(name), ":");
      begun = true;
      yield* this.value(inner);
      chars += jsonLength(inner, this.piece);
      if (chars > this.piece) {
        chars = 0;
        yield;
      }
    }
    this.parts.push("}");
  }
}
