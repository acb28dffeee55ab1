import type { JsonStep } from "./steps";
import { addMark, key, nestQuote, wrapAll } from "./steps";
import { MAX_RUNS } from "../../../shared/doc/shape";
import { newId, systemRandom } from "../../../shared/ids";
import type { DocId, UserId } from "../../../shared/ids";
import type { Op } from "../../../shared/log/op";
import { ask, claimed, connected, makeDocument, openPage, record, submission } from "../../../fixtures/live-server";
import type { Authority } from "../../authority/authority";
import type { CostlyInput, Ground, Sendings } from "./input";

// What one submission of some kilobytes can ask of the engine.

const BLOCKS = 30_000;
const sentence = (index: number): string => `${index} Le gouvernement a d’abord nié.`.slice(0, 20).padEnd(20, "…");
const SIZE = BLOCKS * 22;

const longText = async (authority: Authority, author: UserId): Promise<DocId[]> => [
  await makeDocument(authority, author, ...Array.from({ length: BLOCKS }, (_, index) => sentence(index))),
];

const step = (json: JsonStep): Op => ({ type: "text.step", lang: "fr", step: json });
const times = (count: number, each: (index: number) => Op): Op[] => Array.from({ length: count }, (_, index) => each(index));

/** One person sends it as soon as the one before was answered. `base`: null for the head of the moment. */
async function again(ground: Ground, ops: () => Op[], base: number | null): Promise<Sendings> {
  const [doc] = ground.docs;
  if (!doc) throw new Error("no document");
  const page = await connected(openPage(ground.address, ground.cookies[0] ?? ""));
  let sent = 0;
  let taken = 0;
  let head = 1;
  while (!ground.over()) {
    const answer = await ask.submit(page, submission(doc, base ?? head, ...ops())).catch(() => null);
    sent += 1;
    if (answer?.ok) {
      taken += 1;
      head = answer.value.version;
    } else {
      const seconds = answer && Number(answer.refusal.detail?.["seconds"] ?? 0);
      await new Promise((resolve) => setTimeout(resolve, Math.min(500, 20 + (seconds ?? 0) * 100)));
    }
  }
  page.close();
  return { sent, taken };
}

/** Texts of odd shapes, which no dialog would make. */
async function make(authority: Authority, author: UserId, content: unknown[]): Promise<DocId[]> {
  const made = record(author);
  const ops = [
    { type: "text.add", lang: "fr", dir: "ltr", doc: { type: "doc", content } },
    { type: "doc.set", field: "title", value: "Essai" },
  ] as Op[];
  const created = await authority.create(made, null, ops, author);
  if (!created.ok) throw new Error(`no document: ${created.refusal.code}`);
  return [made.id];
}

/** Commits of many ops each, which whoever was away is carried over. */
async function manyCommits(authority: Authority, author: UserId): Promise<DocId[]> {
  const doc = await makeDocument(authority, author, "Bonjour");
  for (let n = 0; n < 200; n++) {
    const answer = await authority.submit(submission(doc, 1 + n, ...times(200, () => step(key(1, "x")))), { user: author, role: "editor" });
    if (!answer.ok) throw new Error(answer.refusal.code);
  }
  return [doc];
}

export const submissions: readonly CostlyInput[] = [
  {
    name: "200 marks over 30,000 blocks",
    prepare: longText,
    send: (ground) => again(ground, () => times(200, (index) => step(addMark(index % 2 === 0, 0, SIZE))), null),
  },
  {
    name: "as many marks over 30,000 blocks as are taken",
    prepare: longText,
    send: (ground) => again(ground, () => times(20, (index) => step(addMark(index % 2 === 0, 0, SIZE))), null),
  },
  {
    name: "wraps over 30,000 blocks",
    prepare: longText,
    send: (ground) => again(ground, () => times(20, (index) => step(wrapAll(SIZE + 2 * index))), 1),
  },
  {
    name: "200 steps, each nesting quotes inside the last",
    prepare: (authority, author) => makeDocument(authority, author, "Bonjour").then((doc) => [doc]),
    send: (ground) => again(ground, () => times(200, (index) => step(nestQuote(20 * index))), null),
  },
  {
    name: "200 keystrokes among as many line breaks as a block may hold",
    prepare: (authority, author) =>
      make(authority, author, [
        { type: "paragraph", attrs: { id: "b0" }, content: Array.from({ length: MAX_RUNS - 1000 }, () => ({ type: "hard_break" })) },
      ]),
    send: (ground) => again(ground, () => times(200, () => step(key(MAX_RUNS / 2, "x"))), null),
  },
  {
    name: "200 passages looked for again in 3.5 MB",
    prepare: async (authority, author) => {
      const doc = await makeDocument(
        authority,
        author,
        ...Array.from({ length: 30_000 }, (_, index) => `${sentence(index)} ${"mot ".repeat(24)}`),
      );
      await authority.submit(submission(doc, 1, step({ stepType: "replace", from: 1, to: 100 })), { user: author, role: "editor" });
      return [doc];
    },
    send: (ground) => again(ground, () => times(200, () => claimed(1, 90, "Pegasus a été vendu.", newId(systemRandom))), 1),
  },
  {
    name: "200 ops carried over 40,000 ops",
    prepare: manyCommits,
    send: (ground) => again(ground, () => times(200, () => step(key(8, "y"))), 1),
  },
];
