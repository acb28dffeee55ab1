import type { IncomingMessage } from "node:http";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { withinBounds } from "../json-bounds";

/** What is still read and thrown away of a body that is too large: a browser that is cut off shows a broken connection instead of our answer. */
const DISCARD_BYTES = 64 * 1024 * 1024;
const DISCARD_MS = 10_000;

/** `bytes`: the most that is read. `megabytes`: what a refusal tells the person. `values`: how many values JSON may hold. */
export interface BodyLimit {
  readonly bytes: number;
  readonly megabytes: number;
  readonly values: number;
}

/**
 * The whole body. Refuses `too-large` at once and reads on into the void for a while, so that the answer arrives;
 * `malformed` when the connection broke or the body is compressed (a small body could unfold into a huge one).
 */
export function readBody(request: IncomingMessage, limit: BodyLimit): Promise<Result<Buffer>> {
  if ((request.headers["content-encoding"] ?? "identity") !== "identity") return Promise.resolve(refuse("malformed"));
  const tooLarge = () => {
    discard(request);
    return refuse("too-large", { limit: limit.megabytes });
  };
  if (Number(request.headers["content-length"] ?? 0) > limit.bytes) return Promise.resolve(tooLarge());
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit.bytes) return void chunks.push(chunk);
      request.off("data", onData);
      resolve(tooLarge());
    };
    request.on("data", onData);
    request.once("end", () => resolve(ok(Buffer.concat(chunks))));
    request.once("error", () => resolve(refuse("malformed")));
    request.once("close", () => resolve(refuse("malformed")));
  });
}

function discard(request: IncomingMessage): void {
  let size = 0;
  const timer = setTimeout(() => request.destroy(), DISCARD_MS).unref();
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > DISCARD_BYTES) request.destroy();
  });
  request.once("close", () => clearTimeout(timer));
  request.resume();
}

const MAX_DEPTH = 20;

/** JSON as it may come in: UTF-8, no half characters, no `__proto__` anywhere, at most 20 levels deep, so many values. Refuses `malformed`. */
export function readJson(bytes: Buffer, { values }: Pick<BodyLimit, "values">): Result<unknown> {
  if (!withinBounds(bytes, { depth: MAX_DEPTH, values })) return refuse("malformed");
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isTame(value) ? ok(value) : refuse("malformed");
  } catch {
    return refuse("malformed");
  }
}

function isTame(value: unknown): boolean {
  let level: unknown[] = [value];
  while (level.length > 0) {
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item === "string" && !item.isWellFormed()) return false;
      if (typeof item !== "object" || item === null) continue;
      if (Object.hasOwn(item, "__proto__")) return false;
      for (const inner of Object.values(item)) next.push(inner);
    }
    level = next;
  }
  return true;
}
