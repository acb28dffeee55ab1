import { newId, systemRandom } from "../../shared/ids";
import type { CaseId, DocId, UserId, Version } from "../../shared/ids";
import { roles } from "../../shared/people";
import type { Role } from "../../shared/people";
import { caseRoles } from "../../shared/protocol/members";
import type { CaseRole } from "../../shared/protocol/members";
import { clientEvents } from "../../shared/protocol/socket";
import type { ClientEvents, Reply, ServerEvents } from "../../shared/protocol/socket";
import { may } from "../../shared/rights/may";
import type { CaseAction } from "../../shared/rights/may";
import { createMembers } from "../members";
import type { CaseMembers } from "../store/case-members";
import type { User } from "../store/Store";
import {
  ask,
  claimed,
  connected,
  enter,
  makeUser,
  openPage,
  signIn,
  startTestServer,
  submission,
  textOf,
  typed,
  until,
} from "../../fixtures/live-server";
import type { Page, TestServer } from "../../fixtures/live-server";

// Who may do what in which case file, over sockets: every role × what one is in the case file × every event; and what becomes of open pages when
// that changes.

let testServer: TestServer;
beforeAll(async () => {
  testServer = await startTestServer();
});
afterAll(() => testServer.close());

type Standing = "open" | "outsider" | CaseRole;

async function makeCase(server: TestServer, circle: Partial<CaseMembers> = {}): Promise<{ id: CaseId; doc: DocId }> {
  const id = newId<CaseId>(systemRandom);
  const doc = newId<DocId>(systemRandom);
  const author = await makeUser(server.store, "editor");
  await server.store.putCase({ id, name: "Dossier", createdBy: author.id, createdAt: 1, demo: false, ...circle });
  const record = { id: doc, case: id, createdBy: author.id, createdAt: 1, demo: false, original: null };
  const made = await server.authority.create(
    record,
    null,
    [{ type: "text.add", lang: "fr", dir: "ltr", doc: textOf("Bonjour") }],
    author.id,
  );
  if (!made.ok) throw new Error(made.refusal.code);
  return { id, doc };
}

const closedTo = (...members: (readonly [User, CaseRole])[]): CaseMembers => ({
  access: "closed",
  members: members.map(([{ id: user }, role]) => ({ user, role, addedBy: user, at: 1 })),
  changes: [],
  revision: 1,
});

const codeOf = (answer: Reply<unknown>): string => (answer.ok ? "ok" : answer.refusal.code);

const nowhere = { version: 1 as Version, lang: null, anchor: 0, head: 0, claim: null };

/** Each event that a page may send, as it is answered; what is heard of one that wants no answer is told by another page that is there. */
const events: Readonly<Record<keyof ClientEvents, (page: Page, doc: DocId, watching: Page) => Promise<string>>> = {
  open: async (page, doc) => codeOf(await ask.open(page, doc)),
  read: async (page, doc) => codeOf(await ask.read(page, doc, 0)),
  submit: async (page, doc) => codeOf(await ask.submit(page, submission(doc, 1, claimed(1, 4, "Bon")))),
  watch: async (page, doc) => codeOf(await ask.watch(page, doc)),
  async here(page, doc, watching) {
    const heard: string[] = [];
    const hear: ServerEvents["here"] = ({ peers }) => heard.push(...peers.map(({ here }) => here?.writing ?? ""));
    watching.on("here", hear);
    page.emit("here", { ...nowhere, doc, writing: "kind" });
    await ask.read(page, doc, 0);
    // Who is where is told in the order in which it was noted: with this one's own place every earlier one has come.
    watching.emit("here", { ...nowhere, doc, writing: "tags" });
    await until(() => heard.includes("tags"), "presence was told");
    watching.off("here", hear);
    return heard.includes("kind") ? "ok" : "nothing";
  },
  async close(page, doc) {
    page.emit("close", { doc });
    return codeOf(await ask.read(page, doc, 0));
  },
};

const cells = [
  ...roles.flatMap((house) => [
    { house, standing: "open" as const },
    { house, standing: "outsider" as const },
  ]),
  ...(["admin", "reader"] as const).flatMap((house) => caseRoles.map((standing) => ({ house, standing }))),
];

/** What the table of events wants of somebody, by the table of rights. A submission has a claim in it. */
function wanted(event: keyof ClientEvents): CaseAction | "claim.add" {
  const { action } = clientEvents[event];
  if (action === "each-op") return "claim.add";
  return action === "opened" ? clientEvents.open.action : action;
}

function expected(house: Role, standing: Standing): Record<string, string> {
  const of = (event: keyof ClientEvents): string => {
    // Presence wants no answer; that a document was closed is seen by what is asked of it next.
    if (standing === "outsider") return event === "here" ? "nothing" : "not-found";
    const role = standing === "open" ? house : standing;
    return may({ user: "me" as UserId, house, role }, wanted(event)) ? "ok" : "forbidden";
  };
  return Object.fromEntries(Object.keys(events).map((event) => [event, of(event as keyof ClientEvents)]));
}

test("the table of events has each that a page may send, and nothing else is tried", () => {
  expect(Object.keys(events).toSorted()).toEqual(Object.keys(clientEvents).toSorted());
});

test.each(cells)("$house, $standing: every event is answered as the table of rights says", async ({ house, standing }) => {
  const [{ page, user }, inside] = [await enter(testServer, house), await enter(testServer, "reader")];
  const own = standing === "open" || standing === "outsider" ? [] : [[user, standing] as const];
  const { doc } = await makeCase(testServer, standing === "open" ? {} : closedTo([inside.user, "reader"], ...own));
  await ask.open(inside.page, doc);
  const got: Record<string, string> = {};
  for (const [event, send] of Object.entries(events)) got[event] = await send(page, doc, inside.page);
  expect(got).toEqual(expected(house, standing));
  page.close();
  inside.page.close();
});

test("an outsider is answered about a closed document as about one that is not there", async () => {
  const { page } = await enter(testServer, "admin");
  const { doc } = await makeCase(testServer, closedTo());
  for (const where of [doc, "nobody-gave-it" as DocId]) {
    expect(await ask.open(page, where)).toEqual({ ok: false, refusal: { code: "not-found" } });
    expect(await ask.read(page, where, 0)).toEqual({ ok: false, refusal: { code: "not-found" } });
    expect(await ask.submit(page, submission(where, 1, typed(1, "x")))).toEqual({ ok: false, refusal: { code: "not-found" } });
  }
  page.close();
});

test("of what happens in a closed case file only its members hear", async () => {
  const [member, outsider] = [await enter(testServer, "reader"), await enter(testServer, "admin")];
  const heard = { member: 0, outsider: 0 };
  const { id, doc } = await makeCase(testServer, closedTo([member.user, "reader"]));
  member.page.on("library", (what) => (heard.member += what.kind === "rows" && what.doc === doc ? 1 : 0));
  outsider.page.on("library", () => (heard.outsider += 1));
  testServer.live.notifier.notify({ kind: "rows", doc, case: id });
  testServer.live.notifier.removed([doc], [member.user.id]);
  await until(() => heard.member > 0, "the member has heard");
  await ask.read(outsider.page, doc, 0);
  expect(heard.outsider).toBe(0);
  member.page.close();
  outsider.page.close();
});

/** How long what changes may take to reach an open page, in milliseconds; the machine that runs this may be slow. */
const SOON_MS = 5000;

const membersOf = ({ store, live }: TestServer) => createMembers({ store, notifier: live.notifier, clock: Date.now });

async function told(page: Page, doc: DocId): Promise<() => Role | null | undefined> {
  let last: Role | null | undefined;
  page.on("role", ({ doc: where, role }) => (last = where === doc ? role : last));
  return () => last;
}

test("leaving, a removal, another role and closing reach the pages that are open", async () => {
  const [anna, bela, chloe] = [await enter(testServer, "admin"), await enter(testServer, "reader"), await enter(testServer, "editor")];
  const { id, doc } = await makeCase(testServer, closedTo([anna.user, "editor"], [bela.user, "fact-checker"]));
  const members = membersOf(testServer);
  for (const { page } of [anna, bela]) expect(codeOf(await ask.open(page, doc))).toBe("ok");
  const role = await told(bela.page, doc);
  const left: unknown[] = [];
  anna.page.on("left", (peer) => left.push(peer));
  const commits: unknown[] = [];
  bela.page.on("c", (batch) => commits.push(batch));

  await members.set(anna.user.id, id, bela.user.id, "reader");
  await until(() => role() === "reader", "the page knows of its new role", SOON_MS);
  expect(codeOf(await ask.submit(bela.page, submission(doc, 1, claimed(1, 4, "Bon"))))).toBe("forbidden");

  await members.remove(anna.user.id, id, bela.user.id);
  await until(() => role() === null, "the page has left", SOON_MS);
  expect(left).toHaveLength(1);
  expect(codeOf(await ask.submit(anna.page, submission(doc, 1, typed(1, "x"))))).toBe("ok");
  // It knew the text a moment ago, and keeps what it has not sent; one that comes anew is told nothing.
  expect(codeOf(await ask.submit(bela.page, submission(doc, 1, typed(1, "y"))))).toBe("not-member");
  expect(codeOf(await ask.open(bela.page, doc))).toBe("not-member");
  expect(commits).toEqual([]);
  const anew = await connected(openPage(testServer.origin, await signIn(testServer.accounts, bela.user.id)));
  expect(codeOf(await ask.open(anew, doc))).toBe("not-found");

  expect((await members.setAccess(anna.user, id, "open")).ok).toBe(true);
  expect(codeOf(await ask.open(chloe.page, doc))).toBe("ok");
  const closed = await told(chloe.page, doc);
  await members.setAccess(anna.user, id, "closed");
  await until(() => closed() === null, "closing has led the others out", SOON_MS);

  const own = await told(anna.page, doc);
  await members.remove(anna.user.id, id, anna.user.id);
  await until(() => own() === null, "leaving has led out who left", SOON_MS);
  for (const { page } of [anna, bela, chloe]) page.close();
  anew.close();
});

test("a text that is moved into a closed case file is closed to those who are no members of it", async () => {
  const [member, outsider] = [await enter(testServer, "editor"), await enter(testServer, "editor")];
  const home = await makeCase(testServer);
  const target = await makeCase(testServer, closedTo([member.user, "editor"]));
  for (const { page } of [member, outsider]) await ask.open(page, home.doc);
  const role = await told(outsider.page, home.doc);
  await testServer.store.placeDocument(home.doc, { case: target.id });
  testServer.live.notifier.grantsChanged({ docs: [home.doc] });
  await until(() => role() === null, "the outsider is out", SOON_MS);
  expect(codeOf(await ask.submit(member.page, submission(home.doc, 1, typed(1, "x"))))).toBe("ok");
  for (const { page } of [member, outsider]) page.close();
});

test("who is taken out while a document is being opened does not come in", async () => {
  const { page, user } = await enter(testServer, "editor");
  const { id, doc } = await makeCase(testServer, closedTo([user, "editor"]));
  const members = membersOf(testServer);
  const opening = ask.open(page, doc);
  const removal = members.remove(user.id, id, user.id);
  const answer = await opening;
  await removal;
  const role = await told(page, doc);
  if (answer.ok) await until(() => role() === null, "it was led out", SOON_MS).catch(() => undefined);
  expect(["not-found", "not-member"]).toContain(codeOf(await ask.read(page, doc, 0)));
  expect(codeOf(await ask.submit(page, submission(doc, 1, typed(1, "x"))))).not.toBe("ok");
  page.close();
});
