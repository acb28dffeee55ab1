import type { ClaimLine } from "../../shared/protocol/rest";

// A list of claims as a spreadsheet reads it (RFC 4180, UTF-8 with a byte order mark, without which Excel guesses another encoding).

export interface CsvWords {
  /** What each column is called, in the order of `cellsOf`. */
  readonly heads: readonly string[];
  /** What stands between cells: where a comma parts a figure's decimals, spreadsheets want a semicolon. */
  readonly separator: "," | ";";
  readonly verdict: (verdict: string) => string;
  readonly status: (status: string) => string;
  readonly kind: (kind: string) => string;
  readonly person: (id: string) => string;
  readonly caseName: (id: string) => string;
  /** Of the claim, in full. */
  readonly address: (line: ClaimLine) => string;
}

export const csvColumns = [
  "statements",
  "quote",
  "verdict",
  "status",
  "kind",
  "tags",
  "sources",
  "assignee",
  "author",
  "text",
  "case",
  "created",
  "changed",
  "address",
] as const;

const cellsOf = (line: ClaimLine, words: CsvWords): readonly string[] => [
  Object.entries(line.statements)
    .map(([lang, text]) => `${lang}: ${text}`)
    .join("\n"),
  line.quote,
  words.verdict(line.verdict),
  words.status(line.status),
  words.kind(line.kind),
  line.tags.join(", "),
  String(line.sources),
  line.assignee === null ? "" : words.person(line.assignee),
  words.person(line.author),
  line.title,
  words.caseName(line.case),
  new Date(line.createdAt).toISOString(),
  new Date(line.changedAt).toISOString(),
  words.address(line),
];

/** A cell that begins so is a formula to a spreadsheet, which may send what stands beside it elsewhere: it is made text (OWASP, "CSV injection"). */
const formula = /^[=+\-@\t\r]/;

const quoted = (text: string): string => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

export const csvHead = (words: CsvWords): string => `\uFEFF${words.heads.map(quoted).join(words.separator)}\r\n`;

export const csvLines = (lines: readonly ClaimLine[], words: CsvWords): string =>
  lines.map((line) => `${cellsOf(line, words).map(quoted).join(words.separator)}\r\n`).join("");
