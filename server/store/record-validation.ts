import { finish } from "../../shared/sliced";
import type { Sliced } from "../../shared/sliced";
import { writing } from "../json-pieces";
import { Unstorable } from "./errors";
import type { DocumentRecord, Store } from "./Store";

// What both stores keep exactly as it was given. SQLite would cut a key at NUL, BSON would turn a lone surrogate into U+FFFD and read
// `$set` or `_bsontype` as its own, JSON would turn NaN into null: so each record passes this gate before either store sees it.

/** UTF-8 bytes of JSON; MongoDB takes 16 MiB of BSON a record, and the same fields need a little more there. */
export const MAX_RECORD = 15_000_000;
/** Commits of one batch: each costs some bytes more in BSON than in JSON. */
export const MAX_BATCH = 10_000;

/** Characters of the log that one read takes up, but for a batch that is longer by itself: a few milliseconds' parsing. */
export const MAX_READ = 256 * 1024;
/** Bytes of an original. */
export const MAX_ORIGINAL = 10 * 1024 * 1024;

const loneSurrogate = /\p{Surrogate}/u;
const NUL = String.fromCharCode(0);

/** Whether the text can be the key of a record. One that cannot is refused by writes and found by no read. */
export const isKey = (text: string): boolean => text !== "" && text.length <= 512 && !text.includes(NUL) && !loneSurrogate.test(text);

/** The key as a read looks for it: null, which equals nothing, when no record can have it. */
export const sought = (text: string): string | null => (isKey(text) ? text : null);

/** Throws Unstorable unless each text can be the key of a record. */
export function checkKeys(...texts: string[]): void {
  for (const text of texts) if (!isKey(text)) throw new Unstorable("not-text", "a key must be text without NUL or lone surrogates");
}

/**
 * The JSON of a value, without its absent (undefined) properties. Throws Unstorable when reading it back would give anything else than
 * what was given, or when it has more than `limit` UTF-8 bytes.
 */
export const storableJson = (value: unknown, limit = MAX_RECORD): string => finish(storing(value, limit));

/** The same, piece by piece. */
export function* storing(value: unknown, limit = MAX_RECORD): Sliced<string> {
  const json = yield* writing(value, (part, whole) => {
    const storable = whole ? isStorable(part) : Array.isArray(part) || hasStorableNames(part as object);
    // Nearly everything is: where something is not is looked for only then.
    if (!storable) checkValue(value, "");
  });
  if (json.length > limit || (json.length * 3 > limit && Buffer.byteLength(json) > limit)) {
    throw new Unstorable("too-large", `a record of more than ${String(limit)} bytes`);
  }
  return json;
}

/** The JSON of a record whose properties become fields of a database, some of which take certain names as their own. Throws as above. */
export function fieldsJson(record: object, limit = MAX_RECORD): string {
  const json = storableJson(record, limit);
  checkNames(record);
  return json;
}

/** The same as a copy, without absent properties. */
export const storableFields = <T extends object>(record: T): T => JSON.parse(fieldsJson(record)) as T;

/** An original and its description come together, within the cap of both stores. */
export function checkOriginal(record: DocumentRecord, original: Uint8Array | null): void {
  if ((record.original === null) !== (original === null)) throw new Unstorable("not-plain", "an original without its description");
  if (original && original.length > MAX_ORIGINAL)
    throw new Unstorable("too-large", `an original of more than ${String(MAX_ORIGINAL)} bytes`);
}

/** Puts a document's original among the blobs. Rejects with Unstorable when its bytes are not those that the record names. */
export async function keepOriginal(
  blobs: Pick<Store, "putBlob">,
  { original: meta }: DocumentRecord,
  bytes: Uint8Array | null,
): Promise<void> {
  if (!meta || !bytes) return;
  const outcome = await blobs.putBlob(meta.sha256, [bytes], MAX_ORIGINAL);
  if (outcome !== "kept" && outcome !== "had") throw new Unstorable(outcome, "an original that is not what its record says");
}

/** Whether `checkValue` lets it pass, in a third of the time. */
function isStorable(value: unknown): boolean {
  switch (typeof value) {
    case "string":
      return value.isWellFormed();
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    case "object":
      if (value === null) return true;
      if (Array.isArray(value)) return areStorable(value);
      return isPlainObject(value) && Object.keys(value).every((name) => isStorableAt(value, name));
    default:
      return false;
  }
}

const hasStorableNames = (value: object): boolean => isPlainObject(value) && Object.keys(value).every((name) => isName(name));

/** A hole in an array is not: it would come back as null. */
function areStorable(values: readonly unknown[]): boolean {
  for (let index = 0; index < values.length; index++) if (!isStorable(values[index])) return false;
  return true;
}

function isStorableAt(value: object, name: string): boolean {
  const inner = (value as Record<string, unknown>)[name];
  return isName(name) && (inner === undefined || isStorable(inner));
}

const isName = (name: string): boolean => name.isWellFormed() && name !== "__proto__" && name !== "toJSON";

/** `Object.prototype` of any realm: the one that has no prototype itself. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Throws, and says where, unless the value can be kept as it is. */
function checkValue(value: unknown, path: string): void {
  switch (typeof value) {
    case "string":
      if (loneSurrogate.test(value)) throw new Unstorable("not-text", `half a character at ${path}`);
      return;
    case "boolean":
      return;
    case "number":
      if (!Number.isFinite(value)) throw new Unstorable("not-plain", `${String(value)} at ${path}`);
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Unstorable("not-plain", `an unsafe integer at ${path}`);
      return;
    case "object":
      if (value === null) return;
      if (Array.isArray(value)) for (let index = 0; index < value.length; index++) checkValue(value[index], `${path}[${String(index)}]`);
      else checkProperties(value, path);
      return;
    default:
      throw new Unstorable("not-plain", `${typeof value} at ${path}`);
  }
}

function checkProperties(value: object, path: string): void {
  if (!isPlainObject(value)) throw new Unstorable("not-plain", `not a plain object at ${path}`);
  for (const [name, inner] of Object.entries(value)) {
    if (loneSurrogate.test(name)) throw new Unstorable("not-text", `half a character in a name at ${path}`);
    if (name === "__proto__" || name === "toJSON") throw new Unstorable("not-plain", `a property named ${name} at ${path}`);
    if (inner !== undefined) checkValue(inner, `${path}.${name}`);
  }
}

function checkNames(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === "" || name === "_bsontype" || name === "_id" || name.startsWith("$") || name.includes(".") || name.includes(NUL)) {
      throw new Unstorable("not-plain", `the property name ${JSON.stringify(name)}`);
    }
    checkNames(inner);
  }
}
