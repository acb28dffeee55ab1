/** Overlays of up to this many entries are copied; then they go into a new base. */
const OVERLAY = 32;

/**
 * An immutable map in the order of first insertion that shares structure: a change copies a small overlay, and once in a while the base,
 * where a plain copy would cost all entries each time. Reading costs one look-up more than a `Map`.
 */
class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #base: ReadonlyMap<K, V>;
  readonly #overlay: ReadonlyMap<K, V>;
  readonly size: number;

  constructor(base: ReadonlyMap<K, V>, overlay: ReadonlyMap<K, V>, size: number) {
    this.#base = base;
    this.#overlay = overlay;
    this.size = size;
  }

  with(key: K, value: V): LayeredMap<K, V> {
    const size = this.has(key) ? this.size : this.size + 1;
    const overlay = new Map(this.#overlay).set(key, value);
    if (overlay.size < OVERLAY) return new LayeredMap(this.#base, overlay, size);
    const base = new Map(this.#base);
    for (const [changed, last] of overlay) base.set(changed, last);
    return new LayeredMap(base, new Map(), size);
  }

  get(key: K): V | undefined {
    return this.#overlay.get(key) ?? this.#base.get(key);
  }

  has(key: K): boolean {
    return this.#overlay.has(key) || this.#base.has(key);
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) each(value, key, this);
  }

  *entries(): MapIterator<[K, V]> {
    const changed = this.#overlay;
    for (const [key, value] of this.#base) yield [key, changed.get(key) ?? value];
    for (const entry of changed) if (!this.#base.has(entry[0])) yield entry;
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}

/** `map` with `value` at `key`, in the place of an older value or else last; `map` stays as it was. Values are never undefined. */
export function withEntry<K, V extends object>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  const layered = map instanceof LayeredMap ? (map as LayeredMap<K, V>) : new LayeredMap(map, new Map<K, V>(), map.size);
  return layered.with(key, value);
}
