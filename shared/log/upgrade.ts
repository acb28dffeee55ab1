import { orderedStatements, statementField } from "../claim/statements";
import type { Claim, FallBack, FieldMark } from "../claim/claim";
import type { Lang } from "../languages";
import type { Commit } from "./commit";
import type { Op } from "./op";
import type { Conflict } from "./state";

// Ops, states and the names of fields as earlier versions wrote them, in today's form (SPEC L13). A log is never rewritten: what it holds is
// lifted where it is read. To change what an op says: raise `v` in its schema, add to its list here what makes the new form of the former,
// and put a log of the former into `fixtures/logs`.

type Json = Readonly<Record<string, unknown>>;
type Lift = (op: Json) => Json;

/** By type of op: what makes version 1 of version 0, version 2 of version 1, … An op that says no version is of version 0. */
const lifts: ReadonlyMap<unknown, readonly Lift[]> = new Map([
  ["claim.add", [statementsTogether]],
  ["claim.set", [statementApart]],
]);

/** The version that ops of this type say today; those of version 0 say none. */
export const opVersion = (type: string): number => lifts.get(type)?.length ?? 0;

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whatever came in place of an op, in today's form where it is an op of before; itself otherwise. Checks nothing else: a schema does. */
export function upgradeOp(value: unknown): unknown {
  let op = value;
  while (isRecord(op)) {
    const { v = 0 } = op;
    const lift: Lift | undefined = typeof v === "number" ? lifts.get(op["type"])?.[v] : undefined;
    if (!lift) break;
    op = lift(op);
  }
  return op;
}

/** An op of our own log; itself when it is today's. Throws at one of a later version than this code knows. */
export function upgradeLogged(op: Op): Op {
  const known = upgradeOp(op) as Op;
  const said = "v" in known ? known.v : 0;
  if (said !== opVersion(known.type)) throw new Error(`${known.type} of a later version: ${String(said)}`);
  return known;
}

/** A commit of our own log; itself when everything in it is today's. */
export function upgradeCommit(commit: Commit): Commit {
  const ops = upgradeAll(commit.ops);
  const submitted = commit.submitted && upgradeAll(commit.submitted);
  if (ops === commit.ops && submitted === commit.submitted) return commit;
  return { ...commit, ops, ...(submitted ? { submitted } : {}) };
}

function upgradeAll(ops: Op[]): Op[] {
  const known = ops.map((op) => upgradeOp(op) as Op);
  return known.some((op, index) => op !== ops[index]) ? known : ops;
}

/** What the log keeps of somebody's work. */
export function upgradeConflict(conflict: Conflict): Conflict {
  const op = upgradeOp(conflict.op) as Op;
  return op === conflict.op ? conflict : { ...conflict, op };
}

/** Until 2026-11 a claim had two statements, each a field of its own. */
const formerStatements: Readonly<Record<string, Lang>> = { statementFr: "fr", statementEn: "en" };
const formerLang = (field: unknown): Lang | null => (typeof field === "string" ? (formerStatements[field] ?? null) : null);

/** The name of a claim's field today. */
export function upgradeField(field: string): string {
  const lang = formerLang(field);
  return lang === null ? field : statementField(lang);
}

function statementsTogether({ type, fields, ...op }: Json): Json {
  if (!isRecord(fields)) return { type, v: 1, ...op, fields };
  const { statementFr, statementEn, ...others } = fields;
  const statements = {
    ...(statementFr === undefined ? {} : { fr: statementFr }),
    ...(statementEn === undefined ? {} : { en: statementEn }),
  };
  return { type, v: 1, ...op, fields: Object.keys(statements).length > 0 ? { statements, ...others } : others };
}

function statementApart({ type, ...op }: Json): Json {
  const lang = formerLang(op["field"]);
  if (lang === null) return { type, v: 1, ...op };
  const { claim, value: text, seen } = op;
  return { type: "statement.set", claim, lang, text, seen };
}

/** A claim as it stood in a state, as far as it was told of two statements. */
interface FormerClaim extends Omit<Claim, "statements"> {
  readonly statementFr: string;
  readonly statementEn: string;
}

/** A claim of a state that was written down. */
export function upgradeClaim(claim: Claim | FormerClaim): Claim {
  if ("statements" in claim) return claim;
  const { statementFr: fr, statementEn: en, marks, ...rest } = claim;
  const known: [string, FieldMark][] = Object.entries(marks).map(([field, mark]) => [upgradeField(field), mark]);
  const { fallBacks } = rest;
  return {
    statements: orderedStatements({ fr, en }),
    ...rest,
    marks: Object.fromEntries(known),
    ...(fallBacks ? { fallBacks: fallBacks.map(upgradeFallBack) } : {}),
  };
}

function upgradeFallBack({ of, ...fall }: FallBack): FallBack {
  const lang = formerLang(of);
  return lang === null ? { of, ...fall } : { of: "statement", lang, ...fall };
}
