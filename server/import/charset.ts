import { cutEnd } from "../../shared/characters";
import { encodings } from "../../shared/protocol/import";

// Which encoding a file is in: what it declares, and, where it declares nothing, those in which it reads like somebody's words.

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

/** The name by which an encoding is known ("latin1" is "windows-1252"); null for one that nothing here reads. */
export function knownEncoding(label: string): string | null {
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return null;
  }
}

/** The bytes in an encoding; null when they are not in it, or when it is not known. */
export function decodedAs(label: string, bytes: Uint8Array): string | null {
  const encoding = knownEncoding(label);
  if (encoding === null) return null;
  if (encoding === "windows-1252") return fromWindows1252(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** How far into a page browsers look for its declaration, and as much again for what saved pages put before it. */
const HEAD = 4_096;

/** What the sender, the XML declaration or the page's head says; null when none does. */
export function declaredEncoding(bytes: Uint8Array, mime: string): string | null {
  const sent = /;\s{0,9}charset\s{0,9}=\s{0,9}["']?([\w:.+-]{2,40})/i.exec(mime.slice(0, 200))?.[1];
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString("latin1");
  const xml = /^\s{0,99}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w:.+-]{2,40})/i.exec(head)?.[1];
  const meta = /<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.+-]{2,40})/i.exec(head)?.[1];
  const label = sent ?? xml ?? meta;
  const encoding = label === undefined ? null : knownEncoding(label);
  // A page that can be read to this point is not in UTF-16, whatever it says; so the HTML standard has it.
  return encoding?.startsWith("utf-16") && sent === undefined ? "utf-8" : encoding;
}

const candidates = encodings.filter((encoding) => encoding !== "utf-8");
const SAMPLE_BYTES = 16_384;
const SAMPLE = 70;
const MOST = 6;

export interface Offer {
  readonly encoding: string;
  /** The words around the first character that is not the same in all of them. */
  readonly sample: string;
}

/** The encodings in which the bytes read like words, the likelier first; at least one. */
export function likelyEncodings(bytes: Uint8Array): Offer[] {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const begin = Math.max(0, first - 40);
  const read = candidates.flatMap((encoding, place) => {
    // To the end, because one that cannot read the whole file is no offer.
    const text = decodedAs(encoding, bytes);
    const part = text === null ? "" : (decodedLoosely(encoding, bytes.subarray(begin, begin + SAMPLE_BYTES)) ?? "");
    return text === null ? [] : [{ encoding, place, score: likeWords(part), sample: sampleOf(part) }];
  });
  const ranked = read.sort((a, b) => b.score - a.score || a.place - b.place);
  const best = ranked[0]?.score ?? 0;
  const seen = new Set<string>();
  return ranked
    .filter(({ score, sample }) => score > best - 1.5 && !seen.has(sample) && seen.add(sample))
    .slice(0, MOST)
    .map(({ encoding, sample }) => ({ encoding, sample }));
}

/** A part of a file may begin and end within a character. */
function decodedLoosely(encoding: string, bytes: Uint8Array): string | null {
  if (encoding === "windows-1252") return fromWindows1252(bytes);
  return new TextDecoder(encoding).decode(bytes).replaceAll("\ufffd", "");
}

const sampleOf = (text: string): string => cutEnd(text.replace(/\s+/g, " ").trim(), SAMPLE).replace(/\p{Cc}/gu, "");

const scripts = ["Latin", "Cyrillic", "Greek", "Hebrew", "Arabic", "Thai"].map(
  (name) => [name, new RegExp(`\\p{Script=${name}}`, "u")] as const,
);
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function scriptOf(char: string): string {
  if (char <= "z" && /[a-z]/i.test(char)) return "Latin";
  if (dense.test(char)) return "dense";
  return scripts.find(([, pattern]) => pattern.test(char))?.[0] ?? "";
}

/** How much the characters that are not ASCII look like parts of words, on average: from about 1 for words down to below 0 for rubbish. */
function likeWords(text: string): number {
  let sum = 0;
  let count = 0;
  let before = " ";
  for (const char of text) {
    if (char > "\x7f") {
      count += 1;
      sum += worthOf(char, before);
    } else if (
      /[a-z]/i.test(char) &&
      before > "\x7f" &&
      /\p{L}/u.test(before) &&
      scriptOf(before) !== "Latin" &&
      scriptOf(before) !== "dense"
    )
      sum -= 2;
    before = char;
  }
  return count === 0 ? 0 : sum / count;
}

function worthOf(char: string, before: string): number {
  if (/[\p{Cc}\p{Co}\p{Cn}]/u.test(char)) return -5;
  if (/[«»‘’“”–—…€°§·№、。「」（），：；！？]|\p{Zs}/u.test(char)) return 0.7;
  if (!/[\p{L}\p{M}]/u.test(char)) return -1;
  // Half-width Katakana are what other encodings of the East look like in Japanese ones; Kana and Hangul are what no other gives by chance.
  if (/[\uff61-\uff9f]/u.test(char)) return -0.5;
  const script = scriptOf(char);
  const last = scriptOf(before);
  if (script === "dense")
    return last !== "" && last !== "dense" ? -1.5 : /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(char) ? 1.3 : 1;
  if (last !== "" && last !== script) return -2;
  // A capital inside a word; a Latin word of accented letters only: letters of another alphabet, read wrongly.
  if (/\p{Lu}/u.test(char) && /\p{Ll}/u.test(before)) return -2;
  if (script === "Latin" && before > "\x7f" && /\p{L}/u.test(before)) return -1;
  return script === "Latin" && /[^àâäçéèêëîïôöùûüœæñáíóúßåøãõÀÂÉÈÊÎÔÇÖÜÄ]/u.test(char) ? 0.6 : 1;
}
