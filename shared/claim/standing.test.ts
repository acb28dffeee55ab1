import { Transform } from "prosemirror-transform";
import old from "../../fixtures/logs/rules-0.json";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import { findQuote, quoteOf } from "../doc/text";
import type { ClaimId, CommitId, DocId, UserId, Version } from "../ids";
import type { Lang } from "../languages";
import { accept } from "../log/accept";
import { applyCommit } from "../log/apply";
import { Commit, RULES } from "../log/commit";
import type { Op } from "../log/op";
import { emptyState, stateFromJson, stateToJson } from "../log/state";
import type { DocState, StateJson } from "../log/state";
import type { Claim } from "./claim";
import { currentFallBack } from "./standing";

const ana = "ana0000000" as UserId;
const boris = "boris00000" as UserId;
const chloe = "chloe00000" as UserId;
const claim = "claim00000" as ClaimId;
const evidence = "source0001";
const passage = "Pegasus à 23 gouvernements";

/** A log with one claim in it, to which people send ops as the server takes them. */
class Log {
  state: DocState = emptyState;
  readonly commits: Commit[] = [];

  constructor() {
    const paragraph = schema.nodes.paragraph.create({ id: "p1" }, schema.text("NSO Group vend Pegasus à 23 gouvernements depuis 2016."));
    const doc = schema.nodes.doc.create(null, [
      paragraph,
      schema.nodes.paragraph.create({ id: "p2" }, schema.text("Ailleurs, autre chose.")),
    ]);
    this.send(ana, [{ type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() }]);
    const english = schema.nodes.doc.create(null, [schema.nodes.paragraph.create({ id: "p1" }, schema.text("It sells to 23 states."))]);
    this.send(ana, [{ type: "text.add", lang: "en", dir: "ltr", doc: english.toJSON() }]);
    this.send(ana, [this.passageOp("claim.add", "fr", passage), { type: "evidence.add", claim, evidence, fields: { title: "Le Monde" } }]);
    this.send(ana, [this.passageOp("claim.anchor", "en", "23 states")]);
  }

  passageOp(type: "claim.add" | "claim.anchor", lang: Lang, words: string): object {
    const doc = this.doc(lang);
    const [place] = findQuote(doc, words);
    if (!place) throw new Error(words);
    return { type, claim, lang, ...place, ...quoteOf(doc, place.from, place.to), ...(type === "claim.add" ? { v: 1, fields: {} } : {}) };
  }

  doc(lang: Lang = "fr") {
    return this.state.texts[lang]?.doc ?? schema.nodes.doc.create();
  }

  get claim(): Claim {
    return this.state.claims.get(claim) as Claim;
  }

  /** Returns what of it was dropped or refused. */
  send(author: UserId, ops: readonly object[], base: Version = this.state.version): readonly { code: string }[] {
    const id = `commit${String(this.commits.length + 1).padStart(4, "0")}` as CommitId;
    const submission = { doc: "doc00000" as DocId, id, base, ops: ops as Op[] };
    const accepted = accept(submission, author, 1000 + this.commits.length, this.commits.slice(base), this.state);
    if (!accepted.ok) return [accepted.refusal];
    this.state = accepted.state;
    this.commits.push(JSON.parse(JSON.stringify(accepted.commit)) as Commit);
    return accepted.commit.dropped ?? [];
  }

  edit(author: UserId, change: (tr: Transform) => unknown, lang: Lang = "fr"): void {
    const tr = new Transform(this.doc(lang));
    change(tr);
    this.send(
      author,
      tr.steps.map((step) => ({ type: "text.step", lang, step: stepJson(step) })),
    );
  }

  /** Where words begin and end in the text. */
  at(words: string, lang: Lang = "fr"): { from: number; to: number } {
    const [place] = findQuote(this.doc(lang), words);
    if (!place) throw new Error(words);
    return place;
  }

  propose(author: UserId, verdict: string, seen = this.state.version): readonly { code: string }[] {
    return this.send(author, [{ type: "verdict.propose", claim, verdict, seen }]);
  }

  decide(author: UserId, decision: string, seen = this.state.version): readonly { code: string }[] {
    return this.send(author, [{ type: "review.decide", claim, decision, note: "", seen }]);
  }
}

function approved(): Log {
  const log = new Log();
  log.propose(ana, "true");
  log.decide(boris, "approved");
  expect(log.claim.status).toBe("approved");
  return log;
}

const set = (field: string, value: unknown, seen: number) => ({ type: "claim.set", v: 1, claim, field, value, seen });
const word = (lang: "fr" | "de", text: string, seen: number) => ({ type: "statement.set", claim, lang, text, seen });
const evidenceOp = (type: string, more: object = {}) => ({ type, claim, evidence, ...more });

const changes: Record<string, (log: Log) => void> = {
  passage: (log) => log.edit(chloe, (tr) => tr.insert(log.at("23").to, schema.text("5"))),
  "statement in French": (log) => log.send(chloe, [word("fr", "235 clients", log.state.version)]),
  "statement in German": (log) => log.send(chloe, [word("de", "235 Kunden", log.state.version)]),
  verdict: (log) => log.propose(chloe, "false"),
  rationale: (log) => log.send(chloe, [{ type: "verdict.propose", claim, rationale: "Autre", seen: log.state.version }]),
  evidence: (log) => log.send(chloe, [evidenceOp("evidence.set", { field: "title", value: "Libération" })]),
};

test.each(Object.keys(changes))("V1: an approved claim whose %s is changed is in review again, and says by what and by whom", (what) => {
  const log = approved();
  changes[what]?.(log);
  const of = what.startsWith("statement") ? { of: "statement", lang: what.endsWith("German") ? "de" : "fr" } : { of: what };
  expect(log.claim).toMatchObject({ status: "in-review", review: null });
  const { version } = log.state;
  expect(currentFallBack(log.claim)).toEqual({ ...of, by: chloe, at: 1000 + version - 1, version, approvedBy: boris });
});

test.each([
  ["an added source", (log: Log) => log.send(chloe, [{ type: "evidence.add", claim, evidence: "source0002", fields: {} }])],
  ["a removed source", (log: Log) => log.send(chloe, [evidenceOp("evidence.remove")])],
  ["a passage put elsewhere", (log: Log) => log.send(chloe, [log.passageOp("claim.anchor", "fr", "Ailleurs")])],
  ["a passage deleted", (log: Log) => log.edit(chloe, (tr) => tr.delete(log.at(passage).from, log.at(passage).to))],
  [
    "a passage replaced while the claim is withdrawn",
    (log: Log) => {
      log.send(chloe, [{ type: "claim.withdraw", claim }]);
      log.edit(chloe, (tr) => tr.replaceWith(log.at("23").from, log.at("23").to, schema.text("54")));
      log.send(chloe, [{ type: "claim.restore", claim }]);
    },
  ],
])("V1: so does %s", (_, change) => {
  const log = approved();
  change(log);
  expect(log.claim.status).toBe("in-review");
  expect(log.claim.fallBacks).toHaveLength(1);
});

test.each([
  ["words beside the passage", (log: Log) => log.edit(chloe, (tr) => tr.insert(log.at("depuis").from, schema.text("cher ")))],
  ["words at its edge", (log: Log) => log.edit(chloe, (tr) => tr.insert(log.at(passage).to, schema.text(" amis")))],
  ["bold", (log: Log) => log.edit(chloe, (tr) => tr.addMark(log.at("23").from, log.at("23").to, schema.mark("strong")))],
  ["a paragraph parted in it", (log: Log) => log.edit(chloe, (tr) => tr.split(log.at("à 23").from))],
  ["a version in another language", (log: Log) => log.edit(chloe, (tr) => tr.insert(log.at("23", "en").to, schema.text("5")), "en")],
  [
    "tags, kind and who follows it",
    (log: Log) => log.send(chloe, [set("tags", ["a"], 0), set("kind", "figure", 0), set("assignee", chloe, 0)]),
  ],
  ["a message", (log: Log) => log.send(chloe, [{ type: "comment.add", claim, comment: "comment001", text: "Bien." }])],
  ["a source filled with what it says", (log: Log) => log.send(chloe, [evidenceOp("evidence.set", { field: "title", value: "Le Monde" })])],
  ["the verdict that stands, said again", (log: Log) => log.propose(chloe, "true")],
  ["the statement that stands, said again", (log: Log) => log.send(chloe, [word("fr", "", log.state.version)])],
])("V1: %s: an approval stands all the same", (_, change) => {
  const log = approved();
  const { verdictBy } = log.claim;
  change(log);
  expect(log.claim).toMatchObject({ status: "approved", verdictBy });
  expect(log.claim.fallBacks).toBeUndefined();
});

test.each([
  ["a figure behind the passage's last one", (log: Log) => log.edit(chloe, (tr) => tr.insert(log.at("à 23").to, schema.text("5")))],
  ["a sign before its first one", (log: Log) => log.edit(chloe, (tr) => tr.insert(log.at("23").from, schema.text("−")))],
  ["the rest of a word that its edge cuts", (log: Log) => log.edit(chloe, (tr) => tr.insert(log.at("23").to, schema.text(",5")))],
])("V1: so does %s, though it stands outside", (_, change) => {
  const log = new Log();
  log.send(ana, [log.passageOp("claim.anchor", "fr", "23")]);
  log.propose(ana, "true");
  log.decide(boris, "approved");
  change(log);
  expect(log.claim).toMatchObject({ status: "in-review", drift: { was: "23" } });
  log.edit(chloe, (tr) => tr.insert(log.at("NSO").from, schema.text("x")));
  expect(log.claim.fallBacks).toHaveLength(1);
});

test("V1: a passage that is lost already may be put back among the lost ones: an approval given without words stands", () => {
  const log = new Log();
  log.propose(ana, "true");
  log.edit(chloe, (tr) => tr.delete(log.at(passage).from, log.at(passage).to));
  log.decide(boris, "approved");
  expect(log.claim.status).toBe("approved");
  const lost = { type: "claim.anchor", claim, lang: "fr", from: 3, to: 3, exact: "Ailleurs", prefix: "", suffix: "", orphan: true };
  expect(log.send(chloe, [lost])).toEqual([]);
  expect(log.claim).toMatchObject({ status: "approved" });
  expect(log.claim.fallBacks).toBeUndefined();
  log.send(chloe, [log.passageOp("claim.anchor", "fr", "Ailleurs")]);
  expect(log.claim.status).toBe("in-review");
});

test("V1: words that an undo brings back leave the claim in review", () => {
  const log = approved();
  changes["passage"]?.(log);
  log.edit(chloe, (tr) => tr.delete(log.at("235").to - 1, log.at("235").to));
  expect(log.claim.status).toBe("in-review");
  expect(log.claim.drift).toBeUndefined();
});

test("V1: approved anew, the claim no longer says why it was in review; its past does", () => {
  const log = approved();
  changes["passage"]?.(log);
  expect(log.decide(boris, "approved")).toEqual([]);
  expect(log.claim.status).toBe("approved");
  expect(currentFallBack(log.claim)).toBeNull();
  changes["evidence"]?.(log);
  expect(log.claim.fallBacks?.map(({ of }) => of)).toEqual(["passage", "evidence"]);
});

test("V2: a verdict says when its passage has other words than it was given to, until they are back or it is given anew", () => {
  const log = new Log();
  log.propose(ana, "true");
  log.edit(chloe, (tr) => tr.insert(log.at("23").to, schema.text("5")));
  log.edit(boris, (tr) => tr.insert(log.at("235").to, schema.text("0")));
  expect(log.claim.drift).toEqual({ was: passage, by: boris, at: 1000 + log.state.version - 1, version: log.state.version });
  log.edit(boris, (tr) => tr.delete(log.at("2350").to - 2, log.at("2350").to));
  expect(log.claim.drift).toBeUndefined();

  log.edit(chloe, (tr) => tr.insert(log.at("23").to, schema.text("5")));
  log.propose(boris, "true");
  expect(log.claim.drift).toBeUndefined();
  expect(log.claim.verdictBy).toBe(boris);
});

test("V2: without a verdict nothing is said of the passage", () => {
  const log = new Log();
  changes["passage"]?.(log);
  expect(log.claim).not.toHaveProperty("drift");
});

test.each(["passage", "statement in French", "statement in German", "rationale", "evidence"])(
  "V3, L7: an approval does not cover a change of the %s that its author had not seen",
  (of) => {
    const log = new Log();
    log.propose(ana, "true");
    const seen = log.state.version;
    changes[of]?.(log);
    expect(log.decide(boris, "approved", seen)).toMatchObject([{ code: "conflict" }]);
    expect(log.claim.status).not.toBe("approved");
    expect(log.decide(boris, "approved")).toEqual([]);
    expect(log.claim.status).toBe("approved");
  },
);

/** Somebody changes it, unseen by the reviewer, who then changes it as well. */
const both: Readonly<Record<string, (log: Log) => void>> = {
  rationale: (log) => {
    changes["rationale"]?.(log);
    log.send(boris, [{ type: "verdict.propose", claim, rationale: "La leur", seen: log.state.version }]);
  },
  "rationale, to the same as they": (log) => {
    changes["rationale"]?.(log);
    log.send(boris, [{ type: "verdict.propose", claim, rationale: "Autre", seen: 1 }]);
  },
  "statement in French": (log) => {
    changes["statement in French"]?.(log);
    log.send(boris, [word("fr", "236 clients", log.state.version)]);
  },
  evidence: (log) => {
    changes["evidence"]?.(log);
    log.send(boris, [{ type: "evidence.add", claim, evidence: "source0002", fields: { title: "Un rapport" } }]);
  },
  passage: (log) => {
    log.edit(chloe, (tr) => tr.insert(log.at("23").to, schema.text("5")));
    log.edit(boris, (tr) => tr.insert(log.at("235").to, schema.text("0")));
  },
  "passage, whose words are back by then": (log) => {
    log.edit(chloe, (tr) => tr.insert(log.at("23").to, schema.text("5")));
    log.edit(boris, (tr) => tr.delete(log.at("235").to - 1, log.at("235").to));
  },
};

test.each(Object.entries(both))("V3: nor when they changed the %s themselves since", (_of, change) => {
  const log = new Log();
  log.propose(ana, "true");
  const seen = log.state.version;
  change(log);
  expect(log.decide(boris, "approved", seen)).toMatchObject([{ code: "conflict" }]);
  expect(log.decide(boris, "approved")).toEqual([]);
});

test("V3: their own changes alone do not stand in their way; L9: nor those that older rules let pass", () => {
  const log = new Log();
  log.propose(ana, "true");
  const seen = log.state.version;
  const before = log.state;
  for (const add of ["source0002", "source0003"]) log.send(boris, [{ type: "evidence.add", claim, evidence: add, fields: {} }]);
  expect(log.decide(boris, "approved", seen)).toEqual([]);

  const commits = [
    { author: chloe, op: { type: "evidence.add", claim, evidence: "source0002", fields: {} } },
    { author: boris, op: { type: "evidence.add", claim, evidence: "source0003", fields: {} } },
    { author: boris, op: { type: "review.decide", claim, decision: "approved", note: "", seen } },
  ].map(({ author, op }, index) =>
    Commit.parse({ id: `old0000${index}`, author, at: 1, base: seen, version: seen + index + 1, rules: 1, ops: [op] }),
  );
  expect(commits.reduce(applyCommit, before).claims.get(claim)?.status).toBe("approved");
});

test("V3: nobody approves their own verdict, also when it was given anew", () => {
  const log = approved();
  changes["passage"]?.(log);
  log.propose(boris, "true");
  expect(log.decide(boris, "approved")).toMatchObject([{ code: "own-verdict" }]);
});

test("V4: a first verdict takes the claim up; taken back, it is to check again, unless somebody set the status by hand", () => {
  const log = new Log();
  log.propose(ana, "true");
  expect(log.claim.status).toBe("checking");
  log.propose(ana, "open");
  expect(log.claim.status).toBe("to-check");
  log.send(ana, [set("status", "in-review", log.state.version)]);
  log.propose(ana, "false");
  log.propose(ana, "open");
  expect(log.claim.status).toBe("in-review");
});

test("L1: the fold of the commits, through JSON, is the state that the server reached", () => {
  const log = approved();
  for (const change of Object.values(changes)) change(log);
  const again = log.commits.map((commit) => Commit.parse(commit)).reduce(applyCommit, emptyState);
  expect(JSON.stringify(stateToJson(again))).toBe(JSON.stringify(stateToJson(log.state)));
  expect(JSON.stringify(stateToJson(stateFromJson(stateToJson(again))))).toBe(JSON.stringify(stateToJson(again)));
  expect(log.commits.every(({ rules }) => rules === RULES)).toBe(true);
});

test("L9: a log of the first rules folds as it did", () => {
  const state = (old.commits as unknown as Commit[]).reduce(applyCommit, emptyState);
  const then = stateToJson(stateFromJson(old.state as unknown as StateJson));
  expect(stateToJson(state).claims).toEqual(then.claims);
  expect(stateToJson(state)).toMatchObject(then);
});
