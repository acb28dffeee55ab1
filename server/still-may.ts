import { ok } from "../shared/refusal";
import type { Result } from "../shared/refusal";

/** Asks once more, inside of what waited for its turn, whether it may still be done: a refusal where it may not. */
export type StillMay = () => Promise<Result<unknown>>;

/** For what nobody asked for who could lose a role. */
export const asBefore: StillMay = () => Promise.resolve(ok(null));
