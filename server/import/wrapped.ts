import { jointOf } from "../../shared/doc/joint";

// Lines cut at a fixed width by a mail program, an editor or a PDF, put together again; lines that are meant as lines stay lines.

const sentenceEnd = /[.!?…:;»"”)\]。！？」』”؟۔।։]$/u;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** "JEANNE MAROT : …", "Q: …", "[00:12] …", "— …": a line that begins with who speaks, or when. */
const speaker =
  /^(?:\p{Lu}[\p{L}\p{M}'’.\- ]{0,40}?(?: \([^)]{1,30}\))? ?[:：](?:\s|$)|\[?\(?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s|[—–] ?(?=\S))/u;
const columns = / {3,}|\t/;
const hyphened = /\p{L}[-\u00ad\u2010]$/u;

const isSpeaker = (line: string): boolean => speaker.test(line.slice(0, 90));

/** Whether a run of lines was cut at a width: about equally long, few ending where a sentence does, not all beginning like lines of their own. */
function isWrapped(lines: readonly string[]): boolean {
  if (lines.length < 2 || lines.filter((line) => columns.test(line)).length * 2 >= lines.length) return false;
  const full = lines.slice(0, -1);
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (width > 140) return false;
  const isHyphened = full.some((line, index) => hyphened.test(line) && /^\p{Ll}/u.test(lines[index + 1] ?? ""));
  const isDense = unspaced.test(lines[0] ?? "");
  if (isDense)
    return (
      width >= 15 && full.every((line) => line.length > width - 4) && full.filter((line) => sentenceEnd.test(line)).length * 2 < full.length
    );
  if (width < (isHyphened ? 25 : 45)) return false;
  if (beginLikeLines(lines) && !isHyphened) return false;
  const short = full.filter((line) => line.length <= width - 20);
  // A paragraph's last line may be short, where the file has no blank line behind it.
  if (short.some((line) => !sentenceEnd.test(line))) return false;
  return short.length * 2 < full.length && full.filter((line) => sentenceEnd.test(line)).length * 2 < full.length;
}

/** Titles in a list, verses, entries: nearly every line begins with a capital or a figure. Only said of scripts that have capitals. */
function beginLikeLines(lines: readonly string[]): boolean {
  const cased = lines.slice(1).filter((line) => /^[«"“(]?\s?[\p{Lu}\p{Ll}\p{N}]/u.test(line));
  if (cased.length * 2 < lines.length - 1) return false;
  return cased.filter((line) => /^[«"“(]?\s?[\p{Lu}\p{N}]/u.test(line)).length * 5 >= cased.length * 4;
}

/** The paragraphs of a run of lines without a blank one among them. */
export function paragraphsOf(lines: readonly string[]): string[] {
  const parts = spokenParts(lines);
  return parts.flatMap((part) => (isWrapped(part) ? unwrapped(part, lines) : part));
}

/** A conversation: each line that names its speaker begins a part of its own. */
function spokenParts(lines: readonly string[]): string[][] {
  if (lines.filter(isSpeaker).length < 2) return [[...lines]];
  const parts: string[][] = [];
  for (const line of lines) {
    if (isSpeaker(line) || parts.length === 0) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

function unwrapped(lines: readonly string[], all: readonly string[]): string[] {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const known = new Set(
    all
      .join(" ")
      .toLowerCase()
      .match(/[\p{L}-]{4,60}/gu) ?? [],
  );
  const paragraphs: string[] = [];
  let text = "";
  for (const [index, line] of lines.entries()) {
    text = text === "" ? line : joined(text, line, known);
    const next = lines[index + 1];
    const ends = next !== undefined && line.length <= width - 12 && sentenceEnd.test(line) && !/^\p{Ll}/u.test(next);
    if (next === undefined || ends) {
      paragraphs.push(text);
      text = "";
    }
  }
  return paragraphs;
}

/** What follows a hyphen that is the word's own: pronouns behind a verb, particles, and what comes after these prefixes. */
const enclitic =
  /^(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|moi|toi|lui|leur|y|en|le|la|les|là|ci|t|même|mêmes|être|dire|à|dessus|dessous|delà|dedans|dehors|devant)(?![\p{L}])/u;
const prefix =
  /(?:^|[^\p{L}])(?:vice|ex|sous|demi|mi|semi|non|avant|après|arrière|contre|porte|grand|grande|sans|outre|quasi|celui|celle|ceux|celles|est|sud|nord|ouest|franco|anglo|self|well|long|short|mid|post|pré|pro|anti|plus|moins|hors|libre|garde|tout|dix|quatre|vingt|trente|quarante|cinquante|soixante|peut|c['’]est|rendez|chef|cessez|gratte|laissez|tête|vis|week|tiers|néo|pseudo|trois|mot|date|taux|centre|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-$/iu;
/** A word with hyphens before this one, cut behind one of its small words or within a number. */
const inner = /\p{L}-(?:à|et|en|de|du|des|sur|sous|la|le|au|aux|dix|vingt|in|of|the|to|by|on)-$/iu;
/** Or before one of them: "Île-/de-France", "va-/et-vient". */
const innerNext = /^(?:à|et|en|de|du|des|sur|sous|la|le|les|au|aux|lès|dira|in|of|the|to|by|on)[-\u2010]\p{L}/iu;
/** Behind a hyphen that stands for the rest of a word named later: "Ein- und Ausgaben". */
const hanging = /^(?:und|oder|bis|sowie|et|ou|and|or)\s/u;
/** English compounds by both of their halves: either half alone also ends or begins words that were cut. */
const pairs: readonly (readonly [RegExp, RegExp])[] = [
  [/\bso-$/i, /^called\b/i],
  [/\b(?:part|full|real|half|first|one)-$/i, /^time\b/i],
  [/\b(?:left|right|far)-$/i, /^(?:wing|left|right)\b/i],
  [/\b(?:low|middle|high)-$/i, /^(?:income|level|rise|speed|tech|profile|risk|quality|skilled|paid)\b/i],
  [/\b(?:state|foreign|privately|publicly)-$/i, /^(?:run|owned|led|backed|funded|born)\b/i],
];
/** An address goes on in the next line as it is, as do figures. */
const addressEnd = /(?:https?:\/\/|www\.|@)\S*$/i;

function keepsHyphen(text: string, line: string): boolean {
  const end = text.slice(-40);
  if (
    !/^\p{Ll}/u.test(line) ||
    enclitic.test(line) ||
    prefix.test(end) ||
    inner.test(end) ||
    innerNext.test(line) ||
    addressEnd.test(text.slice(-300))
  )
    return true;
  return pairs.some(([before, after]) => before.test(end) && after.test(line));
}

/** Two lines as one: a word cut by a hyphen is whole again, one that has a hyphen of its own keeps it. */
function joined(text: string, line: string, known: ReadonlySet<string>): string {
  if (text.endsWith("\u00ad")) return text.slice(0, -1) + line;
  // From one figure to another.
  if (/\d[-–\u2010]$/.test(text) && /^\d/.test(line)) return text + line;
  if (/[\p{L}\d][-\u2010]$/u.test(text) && hanging.test(line)) return `${text} ${line}`;
  // A name with a figure in it: "TF1-/LCI".
  if (/\d[-\u2010]$/.test(text) && /^\p{L}/u.test(line)) return text + line;
  if (!hyphened.test(text)) return text + jointOf(text, line) + line;
  if (keepsHyphen(text, line)) return text + line;
  const before = /[\p{L}-]{1,60}$/u.exec(text.slice(-60))?.[0] ?? "";
  const after = /^[\p{L}]{1,60}/u.exec(line)?.[0] ?? "";
  if (known.has((before + after).toLowerCase())) return text + line;
  return text.slice(0, -1) + line;
}
