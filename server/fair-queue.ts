// A few places for work that is dear, and a line of its own for everybody who wants one: whoever asks two hundred times waits behind
// themselves, and nobody else waits for more than one task of theirs.

export interface FairQueueOptions {
  /** Tasks that run at once. */
  readonly width: number;
  /** How many of them may be of one key. */
  readonly each: number;
  /** Tasks of one key that may wait. */
  readonly line: number;
  /** Keys that may have a line at once. */
  readonly lines: number;
}

export interface FairQueue {
  /** Runs the task when its key's turn comes; null when the key's line is full or there are too many lines. */
  run<T>(key: string, task: () => Promise<T>): Promise<T | null>;
}

export function createFairQueue({ width, each, line, lines }: FairQueueOptions): FairQueue {
  /** In the order of their turns. */
  const waiting = new Map<string, (() => void)[]>();
  const running = new Map<string, number>();
  let busy = 0;

  const start = (key: string): void => {
    busy += 1;
    running.set(key, (running.get(key) ?? 0) + 1);
  };
  const end = (key: string): void => {
    busy -= 1;
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
  };
  const mayStart = (key: string): boolean => busy < width && (running.get(key) ?? 0) < each;

  /** Lets the next lines' first tasks go, each line once before any of them again. */
  const callNext = (): void => {
    for (const [key, tasks] of Array.from(waiting)) {
      if (busy >= width) return;
      if (!mayStart(key)) continue;
      waiting.delete(key);
      const [first, ...rest] = tasks;
      if (rest.length > 0) waiting.set(key, rest);
      start(key);
      first?.();
    }
  };

  return {
    async run(key, task) {
      if (mayStart(key) && !waiting.has(key)) {
        start(key);
      } else {
        const mine = waiting.get(key);
        if (mine ? mine.length >= line : waiting.size >= lines) return null;
        await new Promise<void>((go) => {
          if (mine) mine.push(go);
          else waiting.set(key, [go]);
        });
      }
      try {
        return await task();
      } finally {
        end(key);
        callNext();
      }
    },
  };
}
