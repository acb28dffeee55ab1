/**
 * Lets at most `width` tasks run at once and `queue` wait; a task beyond that is turned away with null. A password check takes 19 MiB and some
 * 25 ms, so without it a burst of sign-ins would take the machine's memory and every core.
 */
export function createTurnstile(width: number, queue: number): <T>(task: () => Promise<T>) => Promise<T | null> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= width) {
      if (waiting.length >= queue) return null;
      await new Promise<void>((go) => waiting.push(go));
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      // The place is handed on, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
