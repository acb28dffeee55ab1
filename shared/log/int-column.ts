/** Whole numbers of 32 bits, one after another, four bytes each. */
export class IntColumn {
  /** Longer than what is in it. */
  values: Int32Array = new Int32Array(32);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** Returns its index. */
  push(value: number): number {
    this.grow(this.count + 1);
    this.values[this.count - 1] = value;
    return this.count - 1;
  }

  /** Puts a part of another column behind what is here. */
  pushAll(other: IntColumn, from: number, to: number): void {
    const start = this.count;
    this.grow(start + to - from);
    this.values.set(other.values.subarray(from, to), start);
  }

  private grow(count: number): void {
    this.count = count;
    if (count <= this.values.length) return;
    const larger = new Int32Array(Math.max(count, this.values.length * 2));
    larger.set(this.values);
    this.values = larger;
  }

  /** 0 beyond its end. */
  at(index: number): number {
    return this.values[index] ?? 0;
  }
}
