import * as z from "zod/mini";
import type { StepJson } from "../doc/json";
import { CommitId, UserId } from "../ids";
import type { Version } from "../ids";
import { Lang } from "../languages";
import { Commit, RULES } from "../log/commit";
import type { Op, OpOf } from "../log/op";
import { RefusalCode, ok, refuse } from "../refusal";
import type { Result } from "../refusal";
import type { CompactCommit } from "./socket";

// A keystroke as JSON takes some 250 bytes, and each goes to everybody who has the document open. Here it takes about 48:
//
//   ["commit.author", at, lag, lang, position, "x"]         plain text typed at a position
//   ["commit.author", at, lag, lang, position, 3]           three positions deleted from there
//   […, shift]                                              the same, when its author had sent it for `position + shift`
//   ["commit.author", at, lag, [op, …], {s, n, d, r}?]      any other commit
//   ["commit.author.0", …]                                  one accepted under older rules of the fold, here those of the first logs
//
// `at` is what passed since the commit before in the same batch (since EPOCH for the first), `lag` how many versions the author had not
// seen, `lang` 0 when it is that of the commit before in the batch.

/** 1 January 2026, in milliseconds. */
const EPOCH = 1_767_225_600_000;

/** Plain text typed at a position, or so many positions deleted from there. */
export type Edit = readonly [lang: Lang, pos: number, what: string | number];

/** What the commits of a batch leave out because the one before said it. */
interface Context {
  at: number;
  lang: Lang | null;
}

/** The commits of a batch, which follow one another, in compact form. */
export function encodeCommits(commits: readonly Commit[]): CompactCommit[] {
  const context: Context = { at: EPOCH, lang: null };
  return commits.map((commit) => encode(commit, context));
}

/** Reads what `encodeCommits` wrote; `first` is the version of the first commit. Refuses with `malformed`. */
export function decodeCommits(compact: readonly CompactCommit[], first: number): Result<Commit[]> {
  const context: Context = { at: EPOCH, lang: null };
  const commits: Commit[] = [];
  for (const one of compact) {
    const commit = decode(one, (first + commits.length) as Version, context);
    if (!commit) return refuse("malformed");
    commits.push(commit);
  }
  return ok(commits);
}

function encode(commit: Commit, context: Context): CompactCommit {
  const older = commit.rules === RULES ? "" : `.${String(commit.rules ?? 0)}`;
  const head = [`${commit.id}.${commit.author}${older}`, commit.at - context.at, commit.version - commit.base];
  context.at = commit.at;
  const typed = encodeTyping(commit, context);
  if (typed) return [...head, ...typed];
  const { submitted, counts, dropped, refused } = commit;
  const ops = commit.ops.map(encodeOp);
  if (!submitted && !counts && !dropped && !refused) return [...head, ops];
  const extra = {
    ...(submitted ? { s: submitted.map(encodeOp) } : {}),
    ...(counts ? { n: counts } : {}),
    ...(dropped ? { d: dropped.map(({ op, code }) => [op, code]) } : {}),
    ...(refused ? { r: refused.map(({ op, code }) => [op, code]) } : {}),
  };
  return [...head, ops, extra];
}

/** Null unless the commit is one plain edit that was at most moved by the rebase. */
function encodeTyping(commit: Commit, context: Context): unknown[] | null {
  const op = commit.ops[0];
  if (commit.ops.length !== 1 || !op || commit.dropped || commit.refused) return null;
  const edit = editOf(op);
  if (!edit || revertOf(op) !== undefined) return null;
  const [lang, pos, what] = edit;
  let moved: number[] = [];
  if (commit.submitted || commit.counts) {
    const sent = commit.submitted?.[0];
    const before = sent && revertOf(sent) === undefined ? editOf(sent) : null;
    const once = commit.submitted?.length === 1 && commit.counts?.length === 1 && commit.counts[0] === 1;
    if (!once || !before || before[0] !== lang || before[2] !== what) return null;
    moved = [before[1] - pos];
  }
  const said = context.lang === lang ? 0 : lang;
  context.lang = lang;
  return [said, pos, what, ...moved];
}

const revertOf = (op: Op): number | undefined => (op.type === "text.step" ? op.revert : undefined);

function encodeOp(op: Op): unknown {
  const edit = editOf(op);
  // An undo that names what it takes back goes as it is.
  if (!edit || (op.type === "text.step" && (op.of ?? op.part ?? op.beside) !== undefined)) return op;
  const revert = revertOf(op);
  return revert === undefined ? edit : [...edit, revert];
}

const deletion = ["stepType", "from", "to"];
const insertion = ["stepType", "from", "to", "slice"];
const fragment = ["content"];
const plain = ["type", "text"];

/** Whether the object has these properties and no others. */
function hasJust(value: object, names: readonly string[]): boolean {
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

/** The plain insertion of unmarked text, or the plain deletion, that the op is; null for all others. */
export function editOf(op: Op): Edit | null {
  if (op.type !== "text.step") return null;
  const { stepType, from, to, slice } = op.step;
  if (stepType !== "replace" || typeof from !== "number" || typeof to !== "number") return null;
  if (hasJust(op.step, deletion)) return to > from ? [op.lang, from, to - from] : null;
  if (from !== to || !hasJust(op.step, insertion)) return null;
  const text = plainText(slice);
  return text === null ? null : [op.lang, from, text];
}

function plainText(slice: unknown): string | null {
  if (!isRecord(slice) || !hasJust(slice, fragment) || !Array.isArray(slice["content"]) || slice["content"].length !== 1) return null;
  const node: unknown = slice["content"][0];
  if (!isRecord(node) || !hasJust(node, plain) || node["type"] !== "text") return null;
  return typeof node["text"] === "string" && node["text"] !== "" ? node["text"] : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The op that `editOf` was given. */
export function opOf([lang, pos, what]: Edit, revert?: number): OpOf<"text.step"> {
  const step: StepJson =
    typeof what === "number"
      ? { stepType: "replace", from: pos, to: pos + what }
      : { stepType: "replace", from: pos, to: pos, slice: { content: [{ type: "text", text: what }] } };
  return { type: "text.step", lang, step, ...(revert === undefined ? {} : { revert }) };
}

const whole = z.int();
const position = whole.check(z.gte(0));
const What = z.union([z.string().check(z.minLength(1)), whole.check(z.gte(1))]);
const Head = z.tuple([z.string(), whole, whole.check(z.gte(1))]);
const Typing = z.union([
  z.tuple([z.union([Lang, z.literal(0)]), position, What]),
  z.tuple([z.union([Lang, z.literal(0)]), position, What, whole]),
]);
const Shorthand = z.union([z.tuple([Lang, position, What]), z.tuple([Lang, position, What, position])]);
const Extra = z.strictObject({
  s: z.optional(z.array(z.unknown())),
  n: z.optional(z.array(z.number())),
  d: z.optional(z.array(z.tuple([z.number(), RefusalCode]))),
  r: z.optional(z.array(z.tuple([z.number(), RefusalCode]))),
});

function decode(compact: unknown, version: Version, context: Context): Commit | null {
  if (!Array.isArray(compact)) return null;
  const head = Head.safeParse(compact.slice(0, 3));
  if (!head.success) return null;
  const [names, passed, lag] = head.data;
  const [id, author, older, more] = names.split(".");
  if (!CommitId.safeParse(id).success || !UserId.safeParse(author).success || more !== undefined) return null;
  const rules = older === undefined ? RULES : Number(older);
  if (older !== undefined && !(Number.isInteger(rules) && rules >= 0 && rules < RULES)) return null;
  const at = context.at + passed;
  context.at = at;
  const known = {
    version,
    id: id as CommitId,
    author: author as UserId,
    at,
    base: (version - lag) as Version,
    ...(rules > 0 ? { rules } : {}),
  };
  return Array.isArray(compact[3]) ? decodeOthers(compact.slice(3), known) : decodeTyping(compact.slice(3), known, context);
}

type Known = Pick<Commit, "version" | "id" | "author" | "at" | "base" | "rules">;

function decodeTyping(rest: readonly unknown[], known: Known, context: Context): Commit | null {
  const parsed = Typing.safeParse(rest);
  if (!parsed.success || known.base < 0) return null;
  const [said, pos, what, shift] = parsed.data;
  const lang = said === 0 ? context.lang : said;
  if (lang === null) return null;
  context.lang = lang;
  const ops = [opOf([lang, pos, what])];
  if (shift === undefined) return { ...known, ops };
  return pos + shift < 0 ? null : { ...known, ops, submitted: [opOf([lang, pos + shift, what])], counts: [1] };
}

function decodeOthers([ops, extra]: readonly unknown[], known: Known): Commit | null {
  const more = z.optional(Extra).safeParse(extra);
  if (!more.success || !Array.isArray(ops)) return null;
  const { s, n, d, r } = more.data ?? {};
  const commit = Commit.safeParse({
    ...known,
    ops: ops.map(decodeOp),
    ...(s ? { submitted: s.map(decodeOp) } : {}),
    ...(n ? { counts: n } : {}),
    ...(d ? { dropped: d.map(([op, code]) => ({ op, code })) } : {}),
    ...(r ? { refused: r.map(([op, code]) => ({ op, code })) } : {}),
  });
  return commit.success ? commit.data : null;
}

/** Not checked any further: `Commit` does that. */
function decodeOp(compact: unknown): unknown {
  const edit = Shorthand.safeParse(compact);
  if (!edit.success) return compact;
  const [lang, pos, what, revert] = edit.data;
  return opOf([lang, pos, what], revert);
}
