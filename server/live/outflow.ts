import type { UserId } from "../../shared/ids";
import { createFairQueue } from "../fair-queue";
import { inTurn } from "../lane";
import type { Connection } from "./guard";

// What waits to be taken by the other side lies in the server's memory. So of one person few large answers are on their way at a time, the next one is
// only made when one before has been taken, and a connection that takes nothing is ended. Those that are at hand and small are taken at once: others have their
// turns in between all the same.

/** Answers of one person that may be made or on their way at once, and how many may wait behind them. */
const AT_ONCE = 3;
const WAITING = 60;
/** An answer has been taken when no more than this waits on its connection, in bytes. */
const TAKEN = 64 * 1024;
/** How long a connection may take nothing of what waits for it. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 25;
/** More than this never waits for one connection. */
const MOST_UNSENT = 48 * 1024 * 1024;

/** Bytes (UTF-16 units where it is text) that the connection has not taken yet. */
export function unsent({ transport, writeBuffer }: Connection): number {
  let waiting = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) if (typeof data === "string" || data instanceof Uint8Array) waiting += data.length;
  return waiting;
}

export class Outflow {
  readonly #turns = createFairQueue({ width: Number.POSITIVE_INFINITY, each: AT_ONCE, line: WAITING, lines: Number.POSITIVE_INFINITY });

  /** Makes an answer and sends it when its person's turn comes, and keeps their place until it is taken. Null: too many wait, and nothing was done. */
  send<T>(who: UserId, connection: Connection, answer: () => Promise<T>): Promise<T | null> {
    return this.#turns.run(who, async () => {
      await inTurn();
      const given = await answer();
      await taken(connection);
      return given;
    });
  }
}

/** Resolves when the connection has taken what waited for it, or is gone; ends one that takes nothing. */
async function taken(connection: Connection): Promise<void> {
  let least = unsent(connection);
  let since = performance.now();
  while (connection.readyState === "open") {
    const left = unsent(connection);
    if (left <= TAKEN) return;
    if (left < least) [least, since] = [left, performance.now()];
    if (performance.now() - since > PATIENCE_MS) return void connection.close(true);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
  }
}

/** For whoever looks at all connections now and then: which of them have taken nothing since, or have too much waiting. */
export class Deaf {
  readonly #seen = new WeakMap<object, { least: number; since: number }>();

  isDeaf(connection: Connection): boolean {
    const left = unsent(connection);
    const before = this.#seen.get(connection);
    if (left > MOST_UNSENT) return true;
    if (left === 0 || !before || left < before.least) {
      this.#seen.set(connection, { least: left === 0 ? Number.POSITIVE_INFINITY : left, since: performance.now() });
      return false;
    }
    return performance.now() - before.since > PATIENCE_MS;
  }
}
