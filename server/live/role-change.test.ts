import type { DocId, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import type { Result } from "../../shared/refusal";
import { createMembers } from "../members";
import type { Store } from "../store/Store";
import { ask, claimed, enter, HOME, makeDocument, startTestServer, submission, typed, until } from "../../fixtures/live-server";
import type { TestServer } from "../../fixtures/live-server";

jest.setTimeout(60_000);

// Between the question who somebody is and the turn of what they sent others' writes may lie. What they are when its turn comes counts.

interface Held {
  readonly server: TestServer;
  /** Resolves when a write to a log has come and waits. */
  hold(): Promise<void>;
  letGo(): void;
}

const nothing = (): void => undefined;

/** A server of which one write to a log can be held back. */
async function heldServer(): Promise<Held> {
  const door = { arrived: nothing, release: nothing, isShut: false };
  const held = new Promise<void>((resolve) => (door.release = resolve));
  const wrap = (store: Store): Store => ({
    ...store,
    async appendBatch(batch) {
      const waits = door.isShut;
      door.isShut = false;
      door.arrived();
      if (waits) await held;
      return store.appendBatch(batch);
    },
  });
  const server = await startTestServer({ wrap });
  const hold = (): Promise<void> =>
    new Promise((resolve) => {
      door.arrived = resolve;
      door.isShut = true;
    });
  return { server, hold, letGo: () => door.release() };
}

const authors = async ({ authority }: TestServer, doc: DocId): Promise<string[]> => {
  const read = await authority.commitsAfter(doc, 1 as Version, 100);
  return read.ok ? read.value.commits.map(({ author }) => author) : [read.refusal.code];
};

const comment = (claim: string): Op => ({ type: "comment.add", claim: claim as never, comment: "comment-1" as never, text: "Vu." });

interface Staged extends Held {
  readonly doc: DocId;
  readonly anna: Awaited<ReturnType<typeof enter>>;
  readonly bela: Awaited<ReturnType<typeof enter>>;
  /** Bela's submission, past every door, behind Anna's write: what becomes of it. */
  readonly waiting: Promise<Result<unknown>>;
}

async function staged(ops: (claim: string) => readonly Op[]): Promise<Staged> {
  const held = await heldServer();
  const { server } = held;
  const [anna, bela] = [await enter(server, "editor"), await enter(server, "editor")];
  const doc = await makeDocument(server.authority, anna.user.id, "Bonjour à tous");
  for (const { page } of [anna, bela]) await ask.open(page, doc);
  const claim = claimed(1, 8, "Bonjour");
  await ask.submit(anna.page, submission(doc, 1, claim));
  const came = held.hold();
  void ask.submit(anna.page, submission(doc, 2, typed(1, "A "))).catch(() => undefined);
  await came;
  const submit = jest.spyOn(server.authority, "submit");
  bela.page.emit("submit", submission(doc, 2, ...ops("claim" in claim ? claim.claim : "")) as never, () => undefined);
  await until(() => submit.mock.results.length > 0, "it has passed the door");
  return { ...held, doc, anna, bela, waiting: submit.mock.results[0]?.value as Promise<Result<unknown>> };
}

const codeOf = (answer: Result<unknown>): string => (answer.ok ? "ok" : answer.refusal.code);

let stage: Staged | null = null;
afterEach(async () => {
  stage?.letGo();
  for (const { page } of stage ? [stage.anna, stage.bela] : []) page.close();
  await stage?.server.close();
  stage = null;
  jest.restoreAllMocks();
});

test.each([
  ["made a reader", { role: "reader" as const }],
  ["disabled", { disabled: true }],
])("who was %s while their words waited for their turn is refused", async (_what, change) => {
  stage = await staged(() => [typed(1, "B ")]);
  const { server, doc, anna, bela } = stage;
  expect((await server.accounts.people.set(bela.user.id, change)).ok).toBe(true);
  stage.letGo();
  expect(codeOf(await stage.waiting)).toBe("signed-out");
  expect(await authors(server, doc)).toEqual([anna.user.id, anna.user.id]);
});

test("what is changed in the case file while words wait counts op by op when their turn comes (L6)", async () => {
  stage = await staged((claim) => [comment(claim), typed(1, "B ")]);
  const { server, doc, anna, bela } = stage;
  const roles: unknown[] = [];
  bela.page.on("role", ({ role }) => roles.push(role));
  const members = createMembers({ store: server.store, notifier: server.live.notifier, clock: Date.now });
  await members.set(anna.user.id, HOME, anna.user.id, "editor");
  await members.set(anna.user.id, HOME, bela.user.id, "fact-checker");
  expect((await members.setAccess(anna.user, HOME, "closed")).ok).toBe(true);
  await until(() => roles.at(-1) === "fact-checker", "the page knows of its new role");
  stage.letGo();
  expect(codeOf(await stage.waiting)).toBe("ok");
  const read = await server.authority.commitsAfter(doc, 3 as Version, 1);
  expect(read.ok && read.value.commits.map(({ ops, refused }) => [ops.map(({ type }) => type), refused])).toEqual([
    [["comment.add"], [expect.objectContaining({ op: 1, code: "forbidden" })]],
  ]);
});

test("who was taken out of the case file while their words waited is refused", async () => {
  stage = await staged(() => [typed(1, "B ")]);
  const { server, doc, anna, bela } = stage;
  const roles: unknown[] = [];
  bela.page.on("role", ({ role }) => roles.push(role));
  const members = createMembers({ store: server.store, notifier: server.live.notifier, clock: Date.now });
  await members.setAccess(anna.user, HOME, "closed");
  await until(() => roles.at(-1) === null, "the page was led out");
  stage.letGo();
  expect(codeOf(await stage.waiting)).toBe("not-member");
  expect(await authors(server, doc)).toEqual([anna.user.id, anna.user.id]);
});
