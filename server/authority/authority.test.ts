import { Random } from "../../fixtures/random";
import type { CommitId, DocId, UserId, Version } from "../../shared/ids";
import { applyCommit } from "../../shared/log/apply";
import type { Commit } from "../../shared/log/commit";
import { emptyState, stateToJson } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import type { Op } from "../../shared/log/op";
import { systemRandom } from "../../shared/ids";
import { StoreAway, UnreadableSnapshot } from "../store/errors";
import type { Store } from "../store/Store";
import { openSqlite } from "../store/sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimed, makeDocument, record, submission, textOf, typed, until } from "../../fixtures/live-server";
import { createAuthority } from "./authority";
import type { Authority } from "./authority";
import { commitsBetween } from "./log-reader";
import { faulty } from "../../fixtures/faulty-store";
import type { Fault, FaultyStore } from "../../fixtures/faulty-store";

jest.setTimeout(60_000);

const anna = { user: "anna" as UserId, role: "editor" as const };
const bela = { user: "bela" as UserId, role: "editor" as const };

let directory: string;
let inner: Store;
let faults: FaultyStore;
let complaints: string[];
const open: Authority[] = [];

const note = (facts: Readonly<Record<string, unknown>>, what: string) => complaints.push(`${what}: ${String(facts["error"])}`);

function start(store: Store = faults.store): Authority {
  const authority = createAuthority({ store, logger: { error: note, warn: () => undefined }, now: Date.now, random: systemRandom });
  open.push(authority);
  return authority;
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-authority-"));
  inner = await openSqlite(directory);
  faults = faulty(inner);
  complaints = [];
});
afterEach(async () => {
  faults.append = () => "none";
  faults.other = () => "none";
  for (const authority of open.splice(0)) await authority.drain();
  await inner.close();
  rmSync(directory, { recursive: true });
  expect(complaints).toEqual([]);
});

async function logOf(doc: DocId): Promise<Commit[]> {
  return commitsBetween(inner, doc, 0 as Version, Infinity, Infinity);
}

/** The document's log as an older copy has it: up to and with a version. */
function logCutOff(doc: DocId, last: number): Pick<Store, "readBatches" | "readCommitsBackwards"> {
  return {
    readBatches: async (of, after, limit) =>
      (await inner.readBatches(of, after, limit)).filter(({ commits }) => of !== doc || (commits.at(-1)?.version ?? 0) <= last),
    readCommitsBackwards: async (of, before, limit) =>
      inner.readCommitsBackwards(of, of === doc ? (Math.min(before ?? Infinity, last + 1) as Version) : before, limit),
  };
}

/** The log's fold; throws when it has a gap or does not apply. */
async function foldOf(doc: DocId): Promise<DocState> {
  return (await logOf(doc)).reduce(applyCommit, emptyState);
}

const wordsOf = (state: DocState): string => state.texts.fr?.doc.textContent ?? "";

async function headOf(authority: Authority, doc: DocId): Promise<DocState> {
  const head = await authority.open(doc);
  if (!head.ok) throw new Error(head.refusal.code);
  return head.value;
}

describe("a submission", () => {
  test("is carried over what its author had not seen, and has its place in the log (SPEC L2)", async () => {
    // However slow the machine: each of them is short, and comes to its turn at once.
    const clock = jest.spyOn(performance, "now").mockReturnValue(0);
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    const answers = await Promise.all([
      authority.submit(submission(doc, 1, typed(1, "A")), anna),
      authority.submit(submission(doc, 1, typed(8, "B")), bela),
      authority.submit(submission(doc, 1, claimed(1, 8, "Bonjour")), bela),
    ]);
    clock.mockRestore();
    expect(answers).toEqual([2, 3, 4].map((version) => ({ ok: true, value: { version } })));
    const head = await headOf(authority, doc);
    expect(wordsOf(head)).toBe("ABonjourB");
    expect(head.texts.fr?.anchors[0]).toMatchObject({ from: 2, to: 9, exact: "Bonjour" });
    expect(stateToJson(await foldOf(doc))).toEqual(stateToJson(head));
    expect(await inner.readBatches(doc, 1 as Version, 10)).toHaveLength(1);
  });

  test("sent again is the same commit: at once, later, and after a restart (SPEC L3)", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    const sent = submission(doc, 1, typed(1, "A"));
    const both = await Promise.all([authority.submit(sent, anna), authority.submit(sent, anna)]);
    expect(both).toEqual([2, 2].map((version) => ({ ok: true, value: { version } })));
    await authority.submit(submission(doc, 2, typed(1, "B")), bela);
    expect(await authority.submit(sent, anna)).toEqual({ ok: true, value: { version: 2 } });
    await authority.drain();
    const later = start();
    expect(await later.submit(sent, anna)).toEqual({ ok: true, value: { version: 2 } });
    expect(await later.submit(sent, bela)).toMatchObject({ ok: false, refusal: { code: "malformed" } });
    expect(wordsOf(await foldOf(doc))).toBe("BABonjour");
  });

  test("made long ago is carried over what is no longer in memory, and a retry of it is recognised (SPEC L3)", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    const early = submission(doc, 1, typed(1, "early "));
    await authority.submit(early, bela);
    for (let round = 0; round < 60; round++) {
      const version = (await headOf(authority, doc)).version;
      const many = Array.from({ length: 100 }, () => authority.submit(submission(doc, version, typed(1, "x")), anna));
      expect((await Promise.all(many)).every(({ ok }) => ok)).toBe(true);
    }
    expect(await authority.submit(early, bela)).toEqual({ ok: true, value: { version: 2 } });
    expect(await authority.submit(submission(doc, 1, typed(8, " late")), bela)).toMatchObject({ ok: true, value: { version: 6003 } });
    expect(wordsOf(await headOf(authority, doc))).toMatch(/^x{6000}early Bonjour late$/);
    expect(wordsOf(await foldOf(doc))).toBe(wordsOf(await headOf(authority, doc)));
  });

  test.each<[string, Op, string]>([
    ["a step of no kind", { type: "text.step", lang: "fr", step: { stepType: "rot13" } }, "malformed"],
    ["half a character", typed(1, "\ud83d"), "surrogate"],
    ["half a character in a field", { ...claimed(1, 4, "Bon"), fields: { statements: { fr: "\ud83d" } } } as Op, "surrogate"],
    ["a place that is not there", typed(5000, "x"), "out-of-range"],
    ["an empty passage", claimed(3, 3, "x"), "empty-range"],
    [
      "a status that is none",
      { type: "claim.set", v: 1, claim: "c-12345", field: "status", value: "done", seen: 1 } as unknown as Op,
      "malformed",
    ],
    ["a claim that is not there", { type: "claim.withdraw", claim: "c-12345" } as unknown as Op, "not-found"],
  ])("with %s is refused, and nothing changes", async (_what, op, code) => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    expect(await authority.submit(submission(doc, 1, op), anna)).toMatchObject({ ok: false, refusal: { code } });
    expect(await logOf(doc)).toHaveLength(1);
  });

  test("of what nobody has seen, or to a document that does not exist, is refused", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    expect(await authority.submit(submission(doc, 9, typed(1, "x")), anna)).toMatchObject({ refusal: { code: "malformed" } });
    expect(await authority.submit(submission("nowhere" as DocId, 0, typed(1, "x")), anna)).toMatchObject({
      refusal: { code: "not-found" },
    });
    expect(await authority.submit(submission(doc, 1, typed(1, "x")), { ...anna, role: "reader" })).toEqual({
      ok: false,
      refusal: { code: "forbidden", detail: { op: "text.step" } },
      refused: [{ op: 0, code: "forbidden" }],
    });
  });

  test("keeps of a step only what the schema knows", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    const op = typed(1, "x");
    const extended = { ...op, step: { ...(op as { step: object }).step, toJSON: "x", extra: { $set: 1 } } } as unknown as Op;
    expect(await authority.submit(submission(doc, 1, extended), anna)).toMatchObject({ ok: true });
    expect((await logOf(doc))[1]?.ops).toEqual([op]);
  });
});

describe("two processes on one store", () => {
  test("append to one log, without a gap and without a loss (SPEC L2)", async () => {
    const [one, other] = [start(), start()];
    const doc = await makeDocument(one, anna.user, "");
    const sent: { id: CommitId; words: string; version: number }[] = [];
    const told = new Map<Authority, number[]>([one, other].map((authority) => [authority, []]));
    for (const [authority, versions] of told) {
      authority.hold(doc);
      authority.listen({ commits: (_doc, commits) => versions.push(...commits.map(({ version }) => version)) });
      await headOf(authority, doc);
    }
    const write = async (authority: Authority, who: typeof anna, name: string) => {
      for (let round = 0; round < 40; round++) {
        const words = `${name}${round};`;
        const made = submission(doc, (await headOf(authority, doc)).version, typed(1, words));
        const answer = await authority.submit(made, who);
        if (!answer.ok) throw new Error(answer.refusal.code);
        sent.push({ id: made.id, words, version: answer.value.version });
      }
    };
    await Promise.all([...told.keys()].flatMap((authority, n) => [write(authority, anna, `a${n}-`), write(authority, bela, `b${n}-`)]));
    const log = await logOf(doc);
    expect(log.map(({ version }) => version)).toEqual(log.map((_, index) => index + 1));
    for (const { id, version } of sent) expect(log.filter((commit) => commit.id === id).map((commit) => commit.version)).toEqual([version]);
    const words = wordsOf(await foldOf(doc));
    for (const one of sent) expect(words.split(one.words)).toHaveLength(2);
    for (const [authority, versions] of told) {
      authority.notice(doc, log.length as Version);
      await until(() => versions.length === log.length - 1, "both have told of everything");
      expect(versions).toEqual(log.slice(1).map(({ version }) => version));
    }
  });
});

async function written(authority: Authority, doc: DocId, words: string) {
  const head = authority.headOf(doc)?.version ?? 1;
  return authority.submit(submission(doc, head, typed(1, words)), anna);
}

describe("a store that fails", () => {
  test("without having been reached: the commit waits and is applied once (SPEC L4)", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "");
    const script: Fault[] = ["away-before", "none"];
    faults.append = () => script.shift() ?? "none";
    expect(await written(authority, doc, "x")).toEqual({ ok: true, value: { version: 2 } });
    expect(wordsOf(await foldOf(doc))).toBe("x");
  });

  test("with its answer lost: the commit is recognised and applied once (SPEC L4)", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "");
    const told: number[] = [];
    authority.listen({ commits: (_doc, commits) => told.push(...commits.map(({ version }) => version)) });
    const script: Fault[] = ["away-after", "none"];
    faults.append = () => script.shift() ?? "none";
    expect(await written(authority, doc, "x")).toEqual({ ok: true, value: { version: 2 } });
    expect(wordsOf(await foldOf(doc))).toBe("x");
    expect(told).toEqual([2]);
  });

  test("for long: refused, nothing told, and well again by itself; the retry is applied once (SPEC L4)", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "");
    const states: string[] = [];
    const told: number[] = [];
    authority.listen({ store: (state) => states.push(state), commits: (_doc, commits) => told.push(...commits.map((one) => one.version)) });
    await headOf(authority, doc);
    let first: Fault = "away-after";
    faults.append = () => {
      const fault = first;
      first = "away-before";
      return fault;
    };
    faults.other = () => "away-before";
    const sent = submission(doc, 1, typed(1, "x"));
    expect(await authority.submit(sent, anna)).toEqual({ ok: false, refusal: { code: "store-away" } });
    expect([states, told]).toEqual([["away"], []]);
    expect(wordsOf(await headOf(authority, doc))).toBe("");
    faults.append = () => "none";
    faults.other = () => "none";
    // What had been written after all is told of without anybody asking again.
    await until(() => told.length === 1, "the store's return is noticed");
    expect(states).toEqual(["away", "ready"]);
    expect(await authority.submit(sent, anna)).toEqual({ ok: true, value: { version: 2 } });
    expect(wordsOf(await foldOf(doc))).toBe("x");
    expect(await logOf(doc)).toHaveLength(2);
  });

  test("with a full disk: refused, and nothing of it stands (SPEC L4)", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "");
    faults.append = () => "full";
    const answers = await Promise.all([written(authority, doc, "x"), written(authority, doc, "y")]);
    expect(answers).toEqual([1, 2].map(() => ({ ok: false, refusal: { code: "disk-full" } })));
    expect(authority.storeState).toBe("full");
    faults.append = () => "none";
    expect(await written(authority, doc, "z")).toEqual({ ok: true, value: { version: 2 } });
    expect(authority.storeState).toBe("ready");
    expect(wordsOf(await foldOf(doc))).toBe("z");
  });

  test.each([1, 2, 3, 4, 5, 6])(
    "at random: what is acknowledged is in the log, once, and readers are told of all of it (seed %i)",
    async (seed) => {
      const random = new Random(seed);
      const authority = start();
      const doc = await makeDocument(authority, anna.user, "");
      authority.hold(doc);
      const told: Commit[] = [];
      authority.listen({ commits: (_doc, commits) => told.push(...commits) });
      const kinds: Fault[] = ["away-before", "away-after", "full"];
      const fault = (): Fault => (random.chance(0.3) ? random.pick(kinds) : "none");
      faults.append = fault;
      faults.other = () => (random.chance(0.2) ? "away-before" : "none");
      const acknowledged: string[] = [];
      const writer = async (name: string) => {
        for (let round = 0; round < 15; round++) {
          const words = `${name}${round};`;
          const made = submission(doc, authority.headOf(doc)?.version ?? 1, typed(1, words));
          for (let tries = 0; tries < 4; tries++) {
            const answer = await authority.submit(made, anna);
            if (answer.ok) {
              acknowledged.push(words);
              break;
            }
            expect(["store-away", "disk-full", "busy"]).toContain(answer.refusal.code);
          }
        }
      };
      await Promise.all(["a", "b", "c", "d"].map(writer));
      faults.append = () => "none";
      faults.other = () => "none";
      await until(async () => (await authority.submit(submission(doc, 1, typed(1, "end;")), bela)).ok, "the store is back");
      const log = await logOf(doc);
      const words = wordsOf(await foldOf(doc));
      for (const one of acknowledged) expect(words.split(one)).toHaveLength(2);
      expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
      expect(told.map(({ version }) => version)).toEqual(log.slice(1).map(({ version }) => version));
      expect(acknowledged.length).toBeGreaterThan(10);
    },
  );
});

describe("opening", () => {
  test("a document of 10,000 commits takes a snapshot and a short tail", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "");
    for (let round = 0; round < 500; round++) {
      const head = await headOf(authority, doc);
      await Promise.all(Array.from({ length: 20 }, () => authority.submit(submission(doc, head.version, typed(1, "x")), anna)));
    }
    await authority.drain();
    const again = start();
    const head = await headOf(again, doc);
    expect(head.version).toBe(10_001);
    expect(stateToJson(head)).toEqual(stateToJson(await foldOf(doc)));
    const middle = await again.stateAt(doc, 5000 as Version);
    expect(middle.ok && wordsOf(middle.value)).toBe("x".repeat(4999));
    expect(await again.stateAt(doc, 10_002 as Version)).toMatchObject({ refusal: { code: "not-found" } });
  });

  test("passes over a snapshot that cannot be read", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    const state = { ...stateToJson(await headOf(authority, doc)), texts: [{ lang: "fr", dir: "ltr", doc: { type: "scroll" } }] };
    await inner.writeSnapshot({ doc, version: 1 as Version, seq: 1, state: state as never });
    expect(wordsOf(await headOf(start(), doc))).toBe("Bonjour");
  });

  test("passes over damaged snapshots to an older one, or to the log", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    await authority.submit(submission(doc, 1, typed(1, "x")), anna);
    const asked: (number | null)[] = [];
    const readSnapshot: Store["readSnapshot"] = async (_, at) => {
      asked.push(at);
      const version = (at === null ? 2 : at) as Version;
      throw new UnreadableSnapshot(version);
    };
    expect(wordsOf(await headOf(start({ ...inner, readSnapshot }), doc))).toBe("xBonjour");
    expect(asked).toEqual([null, 1]);
  });

  test("L11: of a snapshot that is newer than its log, after a mixed restore, reads it, says so and adds nothing", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    const head = await headOf(authority, doc);
    await inner.writeSnapshot({ doc, version: 9 as Version, seq: 4, state: { ...stateToJson(head), version: 9 } });
    const restored = start(inner);
    expect(wordsOf(await headOf(restored, doc))).toBe("Bonjour");
    expect(await restored.submit(submission(doc, 9, typed(1, "x")), anna)).toEqual({ ok: false, refusal: { code: "log-behind" } });
    expect(complaints.splice(0)).toHaveLength(1);
    expect(await inner.readBatches(doc, 0 as Version, 10)).toHaveLength(1);
    expect([restored.logsBehind, restored.barredFrom(doc)]).toEqual([1, { code: "log-behind" }]);
  });

  test("L11: finds logs that end before their snapshots or their rows at the start, writes nothing to those, and counts them until they are gone", async () => {
    const authority = start();
    const make = () => makeDocument(authority, anna.user, "Bonjour");
    const [well, ahead, shown] = [await make(), await make(), await make()];
    const state = stateToJson(await headOf(authority, ahead));
    await authority.submit(submission(shown, 1, typed(1, "x")), anna);
    await authority.drain();
    await inner.writeSnapshot({ doc: ahead, version: 9 as Version, seq: 4, state: { ...state, version: 9 } });
    const cut = { ...inner, ...logCutOff(shown, 1) };
    const rows = await inner.listDocumentRows();

    const restored = start(cut);
    expect(await restored.repair()).toBe(0);
    expect(restored.logsBehind).toBe(2);
    const told = complaints.splice(0);
    expect(told).toHaveLength(2);
    expect(wordsOf(await headOf(restored, shown))).toBe("Bonjour");
    for (const [doc, base] of [
      [ahead, 9],
      [shown, 1],
    ] as const)
      expect(await restored.submit(submission(doc, base, typed(1, "y")), anna)).toEqual({ ok: false, refusal: { code: "log-behind" } });
    expect(await restored.submit(submission(well, 1, typed(1, "y")), anna)).toMatchObject({ ok: true });
    expect([restored.barredFrom(well), restored.logsBehind]).toEqual([null, 2]);
    await restored.forget([ahead]);
    expect(restored.logsBehind).toBe(1);
    await restored.drain();
    expect((await inner.listDocumentRows()).find(({ doc }) => doc === shown)).toEqual(rows.find(({ doc }) => doc === shown));
    // Put back as it was, it is a document like others.
    const whole = start(inner);
    expect(await whole.submit(submission(shown, 2, typed(1, "z")), anna)).toMatchObject({ ok: true, value: { version: 3 } });
    expect([await whole.repair(), whole.logsBehind]).toEqual([expect.any(Number), 0]);
  });

  test("fails for a log with a gap, and does not write on", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    const [batch] = await inner.readBatches(doc, 0 as Version, 1);
    const torn = { ...(batch?.commits[0] as Commit), version: 7 as Version };
    await inner.appendBatch({ doc, seq: 2, commits: [torn] });
    expect(await start().stateAt(doc, null)).toEqual({ ok: false, refusal: { code: "unreadable" } });
    expect(complaints.splice(0)).toEqual([expect.stringContaining("commit 7 after version 1")]);
  });
});

describe("the readable records", () => {
  test("show every change soon, and the last one after a drain", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "La Hongrie a nié.");
    expect(await inner.listDocumentRows()).toMatchObject([{ doc, version: 1, title: "Essai", claims: 0 }]);
    const answer = await authority.submit(submission(doc, 1, claimed(4, 11, "Hongrie")), anna);
    expect(answer.ok).toBe(true);
    await until(async () => (await inner.listClaimRows(doc)).length === 1, "the claim can be read");
    expect(await inner.listClaimRows(doc)).toMatchObject([{ quote: "Hongrie", version: 2 }]);
    await authority.submit(submission(doc, 2, typed(1, "x")), anna);
    await authority.drain();
    expect(await inner.listDocumentRows()).toMatchObject([{ version: 3 }]);
  });

  test("have the words of texts too: typed ones soon, on opening what a crash left out, none of a removed text", async () => {
    const find = async (words: string) =>
      (await inner.findTexts({ filter: { cases: "all", words }, sort: "changed", after: null, limit: 10 })).rows.map(({ row }) => row.doc);
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "La Hongrie a nié.");
    await until(async () => (await find("hongrie")).length === 1, "the first words are found");
    await authority.submit(submission(doc, 1, typed(1, "Pegasus ")), anna);
    await until(async () => (await find("pegasus nie")).length === 1, "what was typed is found");
    await authority.drain();

    const crashing = start({ ...inner, project: async () => undefined });
    await crashing.submit(submission(doc, 2, typed(1, "Projet ")), anna);
    await crashing.drain();
    expect(await find("projet")).toEqual([]);
    const after = start();
    await headOf(after, doc);
    await until(async () => (await find("projet")).length === 1, "what the crash left out is found");
    expect(await inner.readSectionsVersion(doc)).toBe(3);
    await inner.removeDocument(doc);
    await after.forget([doc]);
    expect(await find("hongrie")).toEqual([]);
  });

  test("come bit by bit when many changed at once, and all of them when a bit failed", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "La Hongrie a nié.");
    const sizes: number[] = [];
    const project: Store["project"] = async (projection) => {
      const { claims } = projection.changes;
      if (claims) sizes.push(claims.put.length);
      if (claims && sizes.length === 2) throw new StoreAway("not reached");
      await inner.project(projection);
    };
    const busy = start({ ...inner, project });
    const batch = (base: number, count: number) =>
      busy.submit(submission(doc, base, ...Array.from({ length: count }, () => claimed(4, 11, "Hongrie"))), anna);
    await Promise.all([batch(1, 150), batch(1, 101)]);
    await until(async () => (await inner.listClaimRows(doc)).length === 251, "every claim can be read");
    expect(sizes).toEqual([100, 100, 100, 100, 51]);
  });

  test("are made good after a crash, on repair and on opening", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "La Hongrie a nié.");
    faults.other = () => "none";
    const store: Store = { ...inner, project: async () => undefined };
    const crashing = start(store);
    await crashing.submit(submission(doc, 1, claimed(4, 11, "Hongrie")), anna);
    expect(await inner.listClaimRows(doc)).toEqual([]);
    const after = start();
    expect(await after.repair()).toBe(1);
    expect(await inner.listClaimRows(doc)).toMatchObject([{ quote: "Hongrie" }]);
    expect(await start().repair()).toBe(0);
  });

  test("looking through all documents lets everybody have a turn between two of them", async () => {
    const authority = start();
    for (let n = 0; n < 12; n++) await makeDocument(authority, anna.user, "Bonjour");
    await authority.drain();
    const after = start(inner);
    let [turns, over] = [0, false];
    const turn = (): void => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    await after.repair();
    over = true;
    expect(turns).toBeGreaterThanOrEqual(12);
  });
});

describe("making and removing a document", () => {
  test("is refused when it is there, or its first commit does not hold", async () => {
    const authority = start();
    const one = record(anna.user);
    const ops: Op[] = [{ type: "text.add", lang: "fr", dir: "ltr", doc: textOf("Bonjour") }];
    expect(await authority.create(one, null, ops, anna.user)).toEqual({ ok: true, value: 1 });
    expect(await authority.create(one, null, ops, anna.user)).toMatchObject({ refusal: { code: "exists" } });
    const wrong: Op[] = [...ops, claimed(1, 900, "x")];
    expect(await authority.create(record(anna.user), null, wrong, anna.user)).toMatchObject({ refusal: { code: "out-of-range" } });
    expect(await inner.listDocumentIds()).toEqual([one.id]);
  });

  test("survives a lost answer to its first commit", async () => {
    const authority = start();
    const script: Fault[] = ["away-after"];
    faults.append = () => script.shift() ?? "none";
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    expect(await logOf(doc)).toHaveLength(1);
  });

  test("leaves nothing behind: what is written to it meanwhile goes too", async () => {
    const authority = start();
    const doc = await makeDocument(authority, anna.user, "Bonjour");
    await headOf(authority, doc);
    const late = authority.submit(submission(doc, 1, typed(1, "x")), anna);
    await inner.removeDocument(doc);
    await authority.forget([doc]);
    await late;
    expect(await authority.submit(submission(doc, 1, typed(1, "x")), anna)).toMatchObject({ refusal: { code: "not-found" } });
    expect(await logOf(doc)).toEqual([]);
    expect(await inner.listDocumentRows()).toEqual([]);
  });
});
