import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { normalised } from "../../shared/stream-safe";
import { MAX_IMPORT_BYTES, MAX_IMPORT_MB } from "../../shared/wire/import";
import type { Encoding } from "../../shared/wire/import";

// What Windows-1252 puts at 0x80–0x9F; the five bytes it leaves open become nothing. Spelled out because some Node releases decode this
// label as Latin-1 and turn every curly apostrophe into a control character.
const windows1252 = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

function fromWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return text.replace(/[\x80-\x9f]/g, (high) => {
    const char = windows1252[high.charCodeAt(0) - 0x80] ?? "\0";
    return char === "\0" ? "" : char;
  });
}

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

function strictly(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const lineEnd = /\r\n?|[\v\f\x85\u2028\u2029]/g;
/** Invisible, and refused by the formats we export to. */
const control = /(?![\n\t])\p{Cc}/gu;

/**
 * The bytes as text: NFC, "\n" line ends, no byte order mark, no lone surrogate; spaces of every width stay. UTF-8 unless declared otherwise; UTF-16 by its mark.
 * Refuses `too-large` (detail.limit in MB), `malformed` (binary), `not-utf8` (detail.offer), `empty-text`.
 */
export function decode(bytes: Uint8Array, declared?: Encoding): Result<string> {
  if (bytes.byteLength > MAX_IMPORT_BYTES) return refuse("too-large", { limit: MAX_IMPORT_MB });
  const utf16 = utf16Label(bytes);
  if (utf16 === null && (bytes.includes(0) || looksBinary(bytes))) return refuse("malformed");
  const text = utf16 === null && declared === "windows-1252" ? fromWindows1252(bytes) : strictly(utf16 ?? "utf-8", bytes);
  if (text === null) return utf16 === null ? refuse("not-utf8", { offer: "windows-1252" }) : refuse("malformed");
  const lines = text.replace(lineEnd, "\n");
  // More than one control character in fifty is no text that somebody wrote.
  if (lines.includes("\0") || (lines.match(control)?.length ?? 0) * 50 > lines.length) return refuse("malformed");
  const normal = normalised(lines.replace(control, ""), "NFC");
  return /[^\s\p{Cf}]/u.test(normal) ? ok(normal) : refuse("empty-text");
}
