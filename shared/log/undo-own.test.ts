import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { quoteOf } from "../doc/text";
import type { BlockId, ClaimId, CommentId, EvidenceId, UserId } from "../ids";
import { anchorIn, applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { emptyState } from "./state";
import type { DocState } from "./state";

// C6: undo takes back one's own changes only; what somebody else set since stays theirs.

const [ana, boris] = ["ana0000000", "boris00000"] as [UserId, UserId];
const claim = "claim00000" as ClaimId;
const evidence = "evidence00" as EvidenceId;
const comment = "comment000" as CommentId;

function start(): { hub: Hub; one: Page; other: Page } {
  const block = schema.nodes.paragraph.create({ id: "block1" }, schema.text("NSO Group vend Pegasus à des gouvernements."));
  const doc = schema.nodes.doc.create(null, block).toJSON() as unknown;
  const ops = [
    { type: "text.add", lang: "fr", dir: "ltr", doc },
    { type: "claim.add", v: 1, claim, lang: "fr", from: 1, to: 4, exact: "NSO", prefix: "", suffix: " Group", fields: {} },
    { type: "evidence.add", claim, evidence, fields: {} },
    { type: "comment.add", claim, comment, text: "Pourquoi ?" },
  ] as Op[];
  const first = ops.reduce((state, op) => {
    const applied = applyOp(state, op, nextAct(emptyState, ana, 0));
    if (!applied.ok) throw new Error(applied.refusal.code);
    return applied.value;
  }, emptyState);
  const hub = new Hub(first);
  const random = new Random(1);
  return { hub, one: new Page(hub, ana, random), other: new Page(hub, boris, random) };
}

function deliver(...pages: Page[]): void {
  for (let round = 0; round < 3; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

let now = 0;
function does(page: Page, op: Op): void {
  const { version } = page.replica.confirmed;
  const seen = ["doc.set", "claim.set", "verdict.propose"].includes(op.type) ? { seen: version } : {};
  expect(page.replica.change([{ ...op, ...seen } as Op], (now += 5000))).toEqual({ ok: true });
}

const passage = (from: number, to: number): Op => {
  const { doc } = start().hub.state.texts.fr ?? {};
  if (!doc) throw new Error("no text");
  return { type: "claim.anchor", claim, lang: "fr", from, to, ...quoteOf(doc, from, to) };
};

const of = (state: DocState) => state.claims.get(claim);
const cases: [string, Op, Op, (state: DocState) => unknown][] = [
  [
    "title",
    { type: "doc.set", field: "title", value: "Un" },
    { type: "doc.set", field: "title", value: "Deux" },
    ({ details }) => details.title,
  ],
  [
    "verdict",
    { type: "verdict.propose", claim, verdict: "true" } as Op,
    { type: "verdict.propose", claim, verdict: "false" } as Op,
    (state) => of(state)?.verdict,
  ],
  [
    "source's note",
    { type: "evidence.set", claim, evidence, field: "note", value: "p. 1" },
    { type: "evidence.set", claim, evidence, field: "note", value: "p. 2" },
    (state) => of(state)?.evidence[0]?.note,
  ],
  ["passage", passage(5, 10), passage(16, 23), (state) => anchorIn(state, "fr", claim)?.exact],
  [
    "block's mark",
    { type: "block.state", lang: "fr", block: "block1" as BlockId, state: "draft" },
    { type: "block.state", lang: "fr", block: "block1" as BlockId, state: "done" },
    (state) => state.texts.fr?.blocks["block1"],
  ],
];

describe.each(cases)("C6: a %s", (_of, mine, theirs, value) => {
  test("that somebody else set since stays theirs when one takes one's own back", () => {
    const { hub, one, other } = start();
    does(one, mine);
    deliver(one, other);
    does(other, theirs);
    deliver(other, one);
    const set = value(hub.state);
    one.replica.undo((now += 5000));
    deliver(one, other);
    expect(value(hub.state)).toEqual(set);
  });

  test("that nobody else set is as before, and again as it was set", () => {
    const { hub, one, other } = start();
    const before = value(hub.state);
    does(one, mine);
    deliver(one, other);
    const set = value(hub.state);
    expect(set).not.toEqual(before);
    one.replica.undo((now += 5000));
    deliver(one, other);
    expect(value(hub.state) ?? "todo").toEqual(before ?? "todo");
    one.replica.redo((now += 5000));
    deliver(one, other);
    expect(value(hub.state)).toEqual(set);
  });
});

// Both say the same, neither having seen the other's: what the other said stays when one takes one's own back.
test.each(cases.filter(([of]) => of === "title" || of === "verdict"))(
  "C6, L7: a %s that both set to the same",
  (_of, mine, _theirs, value) => {
    for (const early of [true, false]) {
      const { hub, one, other } = start();
      does(one, mine);
      does(other, mine);
      // On what it sees before anything comes in, or after.
      if (early) one.replica.undo((now += 5000));
      deliver(other, one);
      if (!early) one.replica.undo((now += 5000));
      deliver(one, other);
      expect(value(hub.state)).toBe("value" in mine ? mine.value : "true");
    }
  },
);

test("C6: a message that somebody opened again stays open", () => {
  const { hub, one, other } = start();
  does(one, { type: "comment.resolve", claim, comment, resolved: true });
  deliver(one, other);
  does(other, { type: "comment.resolve", claim, comment, resolved: false });
  deliver(other, one);
  one.replica.undo((now += 5000));
  one.replica.undo((now += 5000));
  deliver(one, other);
  expect(of(hub.state)?.comments[0]?.resolved).toBe(false);
});
