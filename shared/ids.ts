import * as z from "zod/mini";

// Ids are opaque strings of 10–32 URL-safe characters. Each kind is branded, so that a claim's id cannot stand where a document's belongs.
const form = /^[A-Za-z0-9_-]{4,32}$/;
const shape = z.string().check(z.regex(form));

/** Whether it has the form of an id, of whatever kind. */
export const isId = (value: unknown): value is string => typeof value === "string" && form.test(value);

export const DocId = shape.brand("DocId");
export const ClaimId = shape.brand("ClaimId");
export const EvidenceId = shape.brand("EvidenceId");
export const CommentId = shape.brand("CommentId");
export const CommitId = shape.brand("CommitId");
export const UserId = shape.brand("UserId");
export const CaseId = shape.brand("CaseId");
export const BlockId = shape.brand("BlockId");
export const PeerId = shape.brand("PeerId");

export type DocId = z.infer<typeof DocId>;
export type ClaimId = z.infer<typeof ClaimId>;
export type EvidenceId = z.infer<typeof EvidenceId>;
export type CommentId = z.infer<typeof CommentId>;
export type CommitId = z.infer<typeof CommitId>;
export type UserId = z.infer<typeof UserId>;
/** A case file: the folder of texts that belong to one investigation. */
export type CaseId = z.infer<typeof CaseId>;
export type BlockId = z.infer<typeof BlockId>;
/** One open page of one person on one document: what carries a cursor. */
export type PeerId = z.infer<typeof PeerId>;

/** A document's version: the number of commits in its log, 0 before the first. */
export const Version = z.int().check(z.gte(0)).brand("Version");
export type Version = z.infer<typeof Version>;

/** A text step in the log: the version of its commit, and how many steps of the same text stand before it in that commit. */
export const StepId = z
  .string()
  .check(z.regex(/^\d{1,12}\.\d{1,6}$/))
  .brand("StepId");
export type StepId = z.infer<typeof StepId>;
export const stepId = (version: Version, place: number): StepId => `${version}.${place}` as StepId;

/** Its version and its place. */
export function partsOf(id: StepId): readonly [version: number, place: number] {
  const [version = 0, place = 0] = id.split(".").map(Number);
  return [version, place];
}

/** Whether one step stands behind the other in the log. */
export function isLater(one: StepId, other: StepId): boolean {
  const [version, place] = partsOf(one);
  const [otherVersion, otherPlace] = partsOf(other);
  return version === otherVersion ? place > otherPlace : version > otherVersion;
}

/** The step of the same text and commit that stands so many steps before this one. */
export function earlierStep(id: StepId, distance: number): StepId {
  const [version, place] = partsOf(id);
  return stepId(version as Version, place - distance);
}

/** Fills the array with random bytes; `crypto.getRandomValues` bound to its object, or a seeded stand-in. */
export type RandomBytes = (bytes: Uint8Array) => Uint8Array;

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A fresh id of `length` characters, 6 bits each; 10 characters (60 bits) are enough for one newsroom and keep a keystroke small on the wire. */
export function newId<T extends string>(random: RandomBytes, length = 10): T {
  let id = "";
  for (const byte of random(new Uint8Array(length))) id += alphabet[byte & 63];
  return id as T;
}

export const systemRandom: RandomBytes = (bytes) => globalThis.crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
