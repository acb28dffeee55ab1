import type { Failure, Outcome } from "./failure";

/** How often one tries again where something else of the same record changed meanwhile. */
const TRIES = 3;

/** What became of it: `now` is what stands, where that is not what the person had seen. */
export type Overwritten<T, R> = Outcome<R> | { readonly ok: false; readonly failure: Failure; readonly now: T };

export interface Overwriting<T, R> {
  readonly read: () => Promise<Outcome<T>>;
  /** Whether what stands is what the person saw as they changed it, as far as it is written over. */
  readonly isSeen: (now: T) => boolean;
  /** `tag`: of what was read; a write that sends it is refused with `changed-since` where that is not so any more. */
  readonly write: (tag: string | undefined) => Promise<Outcome<R>>;
}

/** Writes over a record only as the person has seen it: what somebody else put there meanwhile is answered instead. */
export async function overwrite<T, R>({ read, isSeen, write }: Overwriting<T, R>): Promise<Overwritten<T, R>> {
  for (let tries = 1; ; tries++) {
    const standing = await read();
    if (!standing.ok) return standing;
    if (!isSeen(standing.value)) return { ok: false, failure: { code: "changed-since" }, now: standing.value };
    const written = await write(standing.tag);
    if (written.ok || written.failure.code !== "changed-since" || tries === TRIES) return written;
  }
}
