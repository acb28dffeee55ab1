import { isBlank } from "../../shared/doc/blank";
import { ok, refuse } from "../../shared/refusal";
import type { Refusal, Result } from "../../shared/refusal";
import { normalised } from "../../shared/stream-safe";
import { MAX_IMPORT_BYTES, MAX_IMPORT_MB } from "../../shared/protocol/import";
import type { Encoding } from "../../shared/protocol/import";
import { declaredEncoding, decodedAs, likelyEncodings } from "./charset";

/** How files that people mistake for text begin: PDF, ZIP (DOCX, ODT), PNG, GIF, JPEG, gzip, old Word, RTF. */
const signatures = ["255044462d", "504b0304", "89504e47", "47494638", "ffd8ff", "1f8b", "d0cf11e0", "7b5c727466"];

function looksBinary(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 8)).toString("hex");
  return signatures.some((signature) => start.startsWith(signature));
}

function utf16Label(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}

/** Every second byte is nothing: Latin text in UTF-16 whose mark is missing. */
function unmarkedUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const start = bytes.subarray(0, 1024);
  const zeros = (from: number): number => start.filter((byte, index) => index % 2 === from && byte === 0).length;
  if (start.length < 8) return null;
  if (zeros(1) * 3 > start.length && zeros(0) === 0) return "utf-16le";
  return zeros(0) * 3 > start.length && zeros(1) === 0 ? "utf-16be" : null;
}

/** What the bytes are read as, unless a person chose: UTF-8 where they are, else what the file declares. Null: nothing says. */
function read(bytes: Uint8Array, mime: string): string | null {
  const declared = declaredEncoding(bytes, mime);
  const utf8 = decodedAs("utf-8", bytes);
  // Seven-bit encodings look like ASCII; any other declaration is outdated when the bytes are UTF-8.
  if (utf8 !== null && !(declared === "iso-2022-jp" && bytes.every((byte) => byte < 0x80))) return utf8;
  return declared === null || declared === "utf-8" ? null : decodedAs(declared, bytes);
}

/** The refusal with what the bytes may be: `offer` the likeliest, `offers` all by name, and a sample of each under `sample:<name>`. */
function notUtf8(bytes: Uint8Array): { ok: false; refusal: Refusal } {
  const offers = likelyEncodings(bytes);
  return refuse("not-utf8", {
    offer: offers[0]?.encoding ?? "windows-1252",
    offers: offers.map(({ encoding }) => encoding).join(" "),
    ...Object.fromEntries(offers.map(({ encoding, sample }) => [`sample:${encoding}`, sample])),
  });
}

/**
 * UTF-8 of which a few bytes are broken, as in a file cut through a character: each hole is seen as "\ufffd". Only for whoever says that it is UTF-8;
 * in any other encoding each of its accents would come out as two wrong signs.
 */
function damaged(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  const holes = text.match(/\ufffd/g)?.length ?? 0;
  return holes > 1 && holes * 50 > text.length ? null : text;
}

const lineEnd = /\r\n?|[\v\f\x85\u2028\u2029]/g;
/** Invisible, and refused by the formats we export to. */
const control = /(?![\n\t])\p{Cc}/gu;

/**
 * The bytes as text: NFC, "\n" line ends, no byte order mark, no lone surrogate; spaces of every width stay. UTF-16 by its mark, else what a
 * person chose, else UTF-8, else what the file or its sender declares. Refuses `too-large` (detail.limit in MB), `malformed` (binary, or not in
 * the encoding chosen), `not-utf8` (detail.offer, .offers and samples), `empty-text`.
 */
export function decode(bytes: Uint8Array, chosen?: Encoding, mime = ""): Result<string> {
  if (bytes.byteLength > MAX_IMPORT_BYTES) return refuse("too-large", { limit: MAX_IMPORT_MB });
  const utf16 = utf16Label(bytes) ?? (bytes.includes(0) ? unmarkedUtf16(bytes) : null);
  if (utf16 === null && ((bytes.includes(0) && !chosen?.startsWith("utf-16")) || looksBinary(bytes))) return refuse("malformed");
  const label = utf16 ?? chosen;
  const text = label === undefined ? read(bytes, mime) : (decodedAs(label, bytes) ?? (label === "utf-8" ? damaged(bytes) : null));
  if (text === null) return label === undefined ? notUtf8(bytes) : refuse("malformed");
  const lines = text.replace(lineEnd, "\n");
  // More than one control character in fifty is no text that somebody wrote.
  if (lines.includes("\0") || (lines.match(control)?.length ?? 0) * 50 > lines.length) return refuse("malformed");
  const normal = normalised(lines.replace(control, ""), "NFC");
  return isBlank(normal) ? refuse("empty-text") : ok(normal);
}
