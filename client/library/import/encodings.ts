import { encodings } from "../../../shared/protocol/import";
import type { Encoding } from "../../../shared/protocol/import";

/** The same bytes in one encoding, as far as they tell encodings apart. */
export interface Sample {
  readonly encoding: Encoding;
  readonly text: string;
}

/** Bytes looked through for the first that is no ASCII, and bytes shown around it. */
const LOOK = 1_000_000;
const BEFORE = 24;
const AFTER = 24;
/** More would not be looked at. */
const MOST = 6;

/**
 * A line of the text in each encoding that it may be in, those that read it without a hole first; `chosen` is always among them. Empty when
 * nothing tells them apart: the text is plain ASCII.
 */
export function samplesOf(bytes: Uint8Array, chosen: Encoding | null): Sample[] {
  const at = bytes.subarray(0, LOOK).findIndex((byte) => byte > 0x7f);
  if (at < 0) return [];
  const around = bytes.slice(Math.max(0, at - BEFORE), at + AFTER);
  const known = new Set<string>();
  const samples: Sample[] = [];
  for (const encoding of encodings) {
    const text = decoded(around, encoding);
    if (text === null || (known.has(text) && encoding !== chosen)) continue;
    known.add(text);
    samples.push({ encoding, text });
  }
  // Some decoders give Windows-1252's own signs as control characters; the server reads them right.
  const holes = ({ encoding, text }: Sample): number =>
    text.match(encoding === "windows-1252" ? /\uFFFD/gu : /[\uFFFD\u0080-\u009F]/gu)?.length ?? 0;
  const sorted = samples.sort((a, b) => Number(b.encoding === chosen) - Number(a.encoding === chosen) || holes(a) - holes(b));
  return sorted.slice(0, MOST);
}

function decoded(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    const words = new TextDecoder(encoding).decode(bytes).replace(/\s+/gu, " ");
    // The ends may have been cut through a character.
    return words.replace(/^\S*\uFFFD?\s/u, "").replace(/\s\S*$/u, "") || words;
  } catch {
    return null;
  }
}
