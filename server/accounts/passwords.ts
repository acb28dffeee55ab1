import type { Options } from "@node-rs/argon2";
import { normalised } from "../../shared/stream-safe";
import { createFairQueue } from "../fair-queue";
import { networkOf } from "./limits";

// Argon2id with OWASP's first choice of cost: 19 MiB, two passes, one lane. The algorithm is the package's default.
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// What an unknown name's password is checked against: the same cost, and a hash that no password has.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCBzYQ$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
/** A check takes 19 MiB and some 25 ms: two at once, one of them for any one address, and everybody behind their own. */
const queue = { width: 2, each: 1, line: 100, lines: 1000 };

export interface Passwords {
  /** Runs a task that hashes or verifies when the turn of whoever asks from this address comes; null when too many are waiting. */
  inTurn<T>(address: string, task: () => Promise<T>): Promise<T | null>;
  /** PHC form. Only in turn. */
  hash(password: string): Promise<string>;
  /** Whether the password is the one hashed; with `hashed` null a stand-in is verified, which takes as long and is false. Only in turn. */
  verify(hashed: string | null, password: string): Promise<boolean>;
}

// Loaded at the first use: a server that has just started need not carry it.
const load = () => import("@node-rs/argon2");
const normal = (password: string) => normalised(password, "NFC");

export function createPasswords(): Passwords {
  const turns = createFairQueue(queue);
  return {
    inTurn: (address, task) => turns.run(networkOf(address), task),
    hash: async (password) => (await load()).hash(normal(password), cost),
    verify: async (hashed, password) => (await (await load()).verify(hashed ?? nobody, normal(password))) && hashed !== null,
  };
}
