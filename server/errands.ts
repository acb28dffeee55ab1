import type { Logger } from "./authority/logger";

/**
 * Work that nobody waits for: what a notice or a timer began, what a page asked that has gone since. Whoever lets go of what it stands on (the store last)
 * ends it first, so that none of it is cut off half way and then told of as a fault.
 */
export class Errands {
  readonly #underWay = new Set<Promise<unknown>>();
  #ended = false;

  constructor(private readonly logger: Pick<Logger, "warn">) {}

  /** Begins it, unless all has ended; a failure is logged as this complaint. */
  run(complaint: string, work: () => Promise<unknown>): void {
    if (this.#ended) return;
    this.add(work().catch((error: unknown) => this.logger.warn({ error }, complaint)));
  }

  /** Something under way whose failure is another's to tell. */
  add(work: Promise<unknown>): void {
    const settled: Promise<unknown> = Promise.allSettled([work]).then(() => this.#underWay.delete(settled));
    this.#underWay.add(settled);
  }

  /** Begins nothing more. Resolves when all that was begun is done or has failed. */
  async end(): Promise<void> {
    this.#ended = true;
    // What is under way may still add to it.
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}
