/** Of one deed several things are told, one right after the other. */
const GATHER_MS = 50;
/** Colleagues at work change things many times a second; a page reads them once in so long. */
const SETTLE_MS = 1000;

export interface Gatherer<T> {
  add(one: T): void;
  /** What was gathered and not read yet is let go of. */
  stop(): void;
}

/** Gathers what is told, and reads it together: soon after the first of it, and then at most once a second. */
export function createGatherer<T>(read: (told: readonly T[]) => void): Gatherer<T> {
  let told: T[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const settle = (): void => {
    timer = null;
    if (told.length === 0) return;
    const gathered = told;
    told = [];
    timer = setTimeout(settle, SETTLE_MS);
    read(gathered);
  };
  return {
    add(one) {
      told.push(one);
      timer ??= setTimeout(settle, GATHER_MS);
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      told = [];
    },
  };
}
