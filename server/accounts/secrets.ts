import { createHash } from "node:crypto";
import type { RandomBytes } from "../../shared/ids";

/** 256 random bits in base64url (43 characters): what a cookie or a link carries. */
export const newSecret = (random: RandomBytes): string => Buffer.from(random(new Uint8Array(32))).toString("base64url");

/** Hex SHA-256: what the store keeps of a secret. A plain hash is enough because nobody can guess 256 random bits. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export const looksLikeSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);
