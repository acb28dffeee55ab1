import { createHash } from "node:crypto";
import { refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Route } from "../../shared/protocol/routes/route";
import { createMutex } from "../mutex";
import type { Mutex } from "../mutex";
import type { AnyAnswer } from "./routes";

// Entity tags (RFC 9110). Of what is read with one the asker can see that it is as it was (`If-None-Match`), and write over it only if it still is (`If-Match`).

/** The tag of an answer's JSON. 132 bits of a SHA-256: what is written over hangs on it. */
export const tagOf = (json: string | Uint8Array): string => `"${createHash("sha256").update(json).digest("base64url").slice(0, 22)}"`;

/** Whether the route's answer carries its tag: it says so, or it answers with what a tagged route reads. */
export const isTagged = ({ tagged, over, answer }: Route): boolean => tagged === true || (over !== undefined && over.answer === answer);

/** Whether a header of tags names this one. A proxy that compresses may have made it a weak one: it stands for the same JSON. */
export const names = (header: string, tag: string): boolean =>
  header.split(",").some((one) => ["*", tag].includes(one.trim().replace(/^W\//, "")));

/** Writers of one address that hold on to a tag come one after the other, so that of two with the same tag one is told. In one process: the store knows no tags. */
const writers = new Map<string, { readonly inTurn: Mutex; waiting: number }>();

async function inTurn<T>(address: string, task: () => Promise<T>): Promise<T> {
  const line = writers.get(address) ?? { inTurn: createMutex(), waiting: 0 };
  writers.set(address, line);
  line.waiting += 1;
  try {
    return await line.inTurn(task);
  } finally {
    line.waiting -= 1;
    if (line.waiting === 0) writers.delete(address);
  }
}

/** Answers by `write` if what it writes over is still what `tags` say, as its own route reads it. */
export function ifMatch(
  tags: string,
  address: string,
  read: () => Promise<Result<AnyAnswer>>,
  write: () => Promise<Result<AnyAnswer>>,
): Promise<Result<AnyAnswer>> {
  return inTurn(address, async () => {
    const current = await read();
    if (!current.ok) return current;
    const json = "json" in current.value ? JSON.stringify(current.value.json) : "";
    return names(tags, tagOf(json)) ? write() : refuse("changed-since");
  });
}
