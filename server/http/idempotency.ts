import { createHash } from "node:crypto";
import type { RandomBytes, UserId } from "../../shared/ids";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";

// A request with an Idempotency-Key gives what it makes an id that follows from who asks, what for, and the key. Sent again, it meets what it made
// (docs/decisions/8-idempotency.md).

/** As the draft of the header has it, in quotes, or bare: a UUID, or anything as hard to meet by chance. */
const form = /^"?([\x21\x23-\x7e]{8,128})"?$/;

/** The key of a request; null where it has none. */
export function keyOf(header: string | string[] | undefined): Result<string | null> {
  if (header === undefined) return ok(null);
  const [, key] = (typeof header === "string" ? form.exec(header) : null) ?? [];
  return key === undefined ? refuse("malformed", { field: "idempotency-key" }) : ok(key);
}

/** Bytes for the id of what a request makes: random, or with a key the same each time and nobody else's. */
export function bytesFor(key: string | null, { user, route }: { user: UserId; route: string }, random: RandomBytes): RandomBytes {
  if (key === null) return random;
  return (bytes) => {
    // An id has 32 characters at most, and a byte is taken for each: one digest is enough.
    const digest = createHash("sha256")
      .update(JSON.stringify([user, route, key]))
      .digest();
    if (bytes.length > digest.length) throw new RangeError(`no ${bytes.length} bytes from one key`);
    bytes.set(digest.subarray(0, bytes.length));
    return bytes;
  };
}
