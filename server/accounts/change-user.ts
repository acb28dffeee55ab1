import type { UserId } from "../../shared/ids";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Store, User } from "../store/Store";

const TRIES = 10;

/**
 * Reads a person's record, lets `change` make another of it, and writes that only if the record is still the one that was read; else it looks again.
 * A record is written whole, and another process may change it at the same time: without this a choice of theme would undo a disabling.
 * Refuses as `change` does, and with `not-found` and `busy`.
 */
export async function changeUser(
  store: Store,
  id: UserId,
  change: (user: User) => Result<User> | Promise<Result<User>>,
): Promise<Result<User>> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const seen = await store.readUser(id);
    if (seen === null) return refuse("not-found");
    const next = await change(seen);
    if (!next.ok) return next;
    if ((await store.putUser(next.value, seen)) === "written") return ok(next.value);
  }
  return refuse("busy");
}
