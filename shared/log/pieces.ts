/** A stretch of a range's tokens that is still there: `at` counts tokens from the start of the original range. */
export interface Survivor {
  readonly at: number;
  readonly pos: number;
  readonly size: number;
}

/** What a change took from one: `offset` counts from where the change begins. */
interface Cut {
  readonly at: number;
  readonly size: number;
  readonly offset: number;
}

interface Piece {
  at: number;
  /** As of before its part's `shift`. */
  pos: number;
  size: number;
}

/** Pieces that lie beside one another. */
interface Part {
  shift: number;
  readonly pieces: Piece[];
}

/** At most so many pieces a part: a change looks at the pieces of one and moves the parts behind it as a whole. */
const MOST = 32;

/**
 * Stretches of a text through which changes go, apart from one another and in order. What is deleted of a text that hundreds of others
 * have written in since is thousands of them: each change costs the number of parts, and looks closely at one or two.
 */
export class Pieces {
  private parts: Part[];

  constructor({ at, pos, size }: Survivor) {
    this.parts = [{ shift: 0, pieces: [{ at, pos, size }] }];
  }

  /** How much work a change is, roughly. */
  get weight(): number {
    return this.parts.length;
  }

  /** From the first to the last of them; null when there are none. */
  hull(): { from: number; to: number } | null {
    const [first, last] = [this.parts[0], this.parts.at(-1)];
    return first && last ? { from: startOf(first), to: endOf(last) } : null;
  }

  list(): Survivor[] {
    return this.parts.flatMap(({ pieces, shift }) => pieces.map(({ at, pos, size }) => ({ at, pos: pos + shift, size })));
  }

  /** Something before all of them changed its length. */
  shift(by: number): void {
    if (by !== 0) for (const part of this.parts) part.shift += by;
  }

  /** `[from, to)` is replaced by `size` tokens. `taken` hears of what that takes, in order. */
  change(from: number, to: number, size: number, taken: (cut: Cut) => void): void {
    if (from === to && size === 0) return;
    const by = size - (to - from);
    let sparse = false;
    for (let index = 0; index < this.parts.length; index++) {
      const part = this.parts[index];
      if (!part || endOf(part) <= from) continue;
      if (startOf(part) >= to) {
        part.shift += by;
        continue;
      }
      cutPart(part, from, to, by, taken);
      sparse ||= part.pieces.length === 0;
      if (part.pieces.length > MOST) this.split(index++);
    }
    if (sparse) this.parts = this.parts.filter(({ pieces }) => pieces.length > 0);
    if (size === 0 && from < to) this.joinAt(from);
  }

  /** Puts a stretch to where none is. */
  insert({ at, pos, size }: Survivor): void {
    const found = this.parts.findIndex((part) => endOf(part) > pos);
    const index = found < 0 ? this.parts.length - 1 : found;
    const part = this.parts[index];
    if (!part) {
      this.parts.push({ shift: 0, pieces: [{ at, pos, size }] });
      return;
    }
    const before = part.pieces.findIndex((piece) => piece.pos + part.shift > pos);
    part.pieces.splice(before < 0 ? part.pieces.length : before, 0, { at, pos: pos - part.shift, size });
    if (part.pieces.length > MOST) this.split(index);
    this.joinAt(pos);
    this.joinAt(pos + size);
  }

  private split(index: number): void {
    const part = this.parts[index];
    if (part) this.parts.splice(index + 1, 0, { shift: part.shift, pieces: part.pieces.splice(part.pieces.length >> 1) });
  }

  /** Two that follow one another in the range as in the text, and meet here, are one. */
  private joinAt(pos: number): void {
    const index = this.parts.findIndex((part) => pos < endOf(part));
    const part = this.parts[index];
    if (!part || startOf(part) > pos) return;
    const place = part.pieces.findIndex((piece) => piece.pos + part.shift === pos);
    const right = part.pieces[place];
    const home = place > 0 ? part : this.parts[index - 1];
    const left = home?.pieces[place > 0 ? place - 1 : home.pieces.length - 1];
    if (!right || !home || !left || left.pos + home.shift + left.size !== pos || left.at + left.size !== right.at) return;
    left.size += right.size;
    part.pieces.splice(place, 1);
    if (part.pieces.length === 0) this.parts.splice(index, 1);
  }
}

const startOf = ({ pieces, shift }: Part): number => (pieces[0]?.pos ?? 0) + shift;

function endOf({ pieces, shift }: Part): number {
  const last = pieces[pieces.length - 1];
  return last ? last.pos + last.size + shift : Number.NEGATIVE_INFINITY;
}

/** Takes `[from, to)` out of a part's pieces; what lies behind moves by so much. */
function cutPart({ pieces, shift }: Part, from: number, to: number, by: number, taken: (cut: Cut) => void): void {
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    if (!piece) continue;
    const { at, size } = piece;
    const pos = piece.pos + shift;
    const end = pos + size;
    if (end <= from) continue;
    if (pos >= to) {
      piece.pos += by;
      continue;
    }
    const [begin, stop] = [Math.max(pos, from), Math.min(end, to)];
    if (begin < stop) taken({ at: at + begin - pos, size: stop - begin, offset: begin - from });
    const left: Piece[] = [];
    if (pos < from) left.push({ at, pos: pos - shift, size: from - pos });
    if (end > to) left.push({ at: at + to - pos, pos: to + by - shift, size: end - to });
    pieces.splice(index, 1, ...left);
    index += left.length - 1;
  }
}
