import type { CaseId, DocId, UserId } from "../../shared/ids";
import type { ClosedCases, MembersView } from "../../shared/protocol/members";
import type { BinView } from "../../shared/protocol/bin";
import type { CaseView, LibraryView, SessionView } from "../../shared/protocol/rest";
import { addressOf } from "../../shared/protocol/routes/route";
import { routes } from "../../shared/protocol/routes/table";
import { openTestbed } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";
import { textOf } from "../../fixtures/live-server";

let bed: Testbed;
let ana: Browser;
let bea: Browser;
let chloe: Browser;
const ids = new Map<Browser, UserId>();
beforeAll(async () => {
  bed = await openTestbed();
  ana = await bed.as("admin");
  bea = await bed.as("fact-checker");
  chloe = await bed.as("reader");
  for (const page of [ana, bea, chloe]) {
    const { me } = (await page.ask("GET", "/api/v1/session")).body as SessionView;
    if (me) ids.set(page, me.id);
  }
});
afterAll(() => bed.close());

const idOf = (page: Browser): UserId => ids.get(page) as UserId;

async function makeCase(page: Browser, access: "open" | "closed"): Promise<{ file: CaseView; doc: DocId }> {
  const file = (await page.ask("POST", "/api/v1/cases", { name: "Sources", access })).body as CaseView;
  const doc = `doc-of-${file.id}`.slice(0, 20) as DocId;
  const record = { id: doc, case: file.id, createdBy: idOf(page), createdAt: 1, demo: false, original: null };
  await bed.authority.create(record, null, [{ type: "text.add", lang: "fr", dir: "ltr", doc: textOf("Mots") }], idOf(page));
  return { file, doc };
}

const library = async (page: Browser): Promise<LibraryView> => (await page.ask("GET", "/api/v1/cases")).body as LibraryView;
const sees = async (page: Browser, id: CaseId): Promise<[boolean, number]> => {
  const { cases, documents } = await library(page);
  return [cases.some((file) => file.id === id), documents.filter((line) => line.case === id).length];
};
const member = (file: CaseView, who: Browser) => addressOf(routes.setMember, { case: file.id, person: idOf(who) });
const members = async (page: Browser, { id }: CaseView) => page.ask("GET", addressOf(routes.readMembers, { case: id }));

test("who makes a closed case file is its first member, and to all others it does not exist", async () => {
  const { file, doc } = await makeCase(bea, "closed");
  expect(file).toMatchObject({ access: "closed", role: "fact-checker", members: [{ user: idOf(bea), role: "fact-checker" }] });
  expect(await sees(bea, file.id)).toEqual([true, 1]);
  for (const page of [ana, chloe]) {
    expect(await sees(page, file.id)).toEqual([false, 0]);
    expect((await page.ask("GET", `/api/v1/documents/${doc}`)).refusal).toEqual({ code: "not-found" });
  }
});

test("an administrator sees the name of a closed case file and whose it is, and nothing of what is in it; adding oneself is written down", async () => {
  const { file, doc } = await makeCase(bea, "closed");
  const listed = ((await ana.ask("GET", "/api/v1/cases/closed")).body as ClosedCases).cases;
  expect(listed).toContainEqual({ id: file.id, name: "Sources", members: 1, own: false });
  bed.clock.now += 1000;
  const added = (await ana.ask("PATCH", member(file, ana), { role: "reader" })).body as MembersView;
  expect(added.members).toContainEqual({ user: idOf(ana), role: "reader", addedBy: idOf(ana), at: bed.clock.now });
  expect((await ana.ask("GET", `/api/v1/documents/${doc}`)).status).toBe(200);
  // What one is in the house is not what one is in it.
  expect((await ana.ask("DELETE", `/api/v1/documents/${doc}`)).refusal?.code).toBe("forbidden");
  await ana.ask("DELETE", member(file, ana));
  expect((await ana.ask("GET", `/api/v1/documents/${doc}`)).refusal?.code).toBe("not-found");
  // Gone again, and still to be seen by those who are in it.
  const seen = (await members(bea, file)).body as MembersView;
  expect(seen.changes.map(({ kind, by }) => [kind, by])).toEqual([
    ["left", idOf(ana)],
    ["added", idOf(ana)],
    ["added", idOf(bea)],
    ["closed", idOf(bea)],
  ]);
});

test("closing leaves a case file to its members, or to whoever closes it; only a member opens it again", async () => {
  const { file } = await makeCase(bea, "open");
  expect(file).toMatchObject({ access: "open", role: "fact-checker" });
  expect(file.members).toBeUndefined();
  const access = addressOf(routes.setAccess, { case: file.id });
  expect((await bea.ask("PATCH", access, { access: "closed" })).refusal).toEqual({ code: "forbidden", detail: { op: "members.manage" } });
  const closed = (await ana.ask("PATCH", access, { access: "closed" })).body as MembersView;
  expect(closed.members.map(({ user, role }) => [user, role])).toEqual([[idOf(ana), "editor"]]);
  expect(await sees(bea, file.id)).toEqual([false, 0]);
  await ana.ask("PATCH", member(file, chloe), { role: "author" });
  expect((await chloe.ask("POST", addressOf(routes.leaveCase, { case: file.id }))).status).toBe(200);
  expect(await sees(chloe, file.id)).toEqual([false, 0]);
  await ana.ask("PATCH", member(file, chloe), { role: "author" });
  await ana.ask("DELETE", member(file, ana));
  expect((await ana.ask("PATCH", access, { access: "open" })).refusal).toEqual({ code: "forbidden", detail: { op: "case.open" } });
  await ana.ask("PATCH", member(file, ana), { role: "reader" });
  expect(((await ana.ask("PATCH", access, { access: "open" })).body as MembersView).access).toBe("open");
  expect(await sees(bea, file.id)).toEqual([true, 1]);
});

test("nobody is added who has no open account, nor to a case file in the bin", async () => {
  const { file } = await makeCase(bea, "closed");
  const nobody = addressOf(routes.setMember, { case: file.id, person: "nobody-here" });
  expect((await ana.ask("PATCH", nobody, { role: "reader" })).refusal?.code).toBe("not-found");
  expect((await ana.ask("PATCH", member(file, chloe), { role: "admin" })).refusal?.code).toBe("malformed");
  await bed.store.setCase(file.id, { binned: { by: idOf(bea), at: 1 } });
  expect((await ana.ask("PATCH", member(file, chloe), { role: "reader" })).refusal?.code).toBe("not-found");
});

test("what lies in the bin of a closed case file is there for its members only", async () => {
  const { file, doc } = await makeCase(bea, "closed");
  await ana.ask("PATCH", member(file, ana), { role: "editor" });
  await ana.ask("DELETE", `/api/v1/documents/${doc}`);
  const bin = async (page: Browser) => ((await page.ask("GET", "/api/v1/bin")).body as BinView).texts.some((text) => text.doc === doc);
  expect(await bin(ana)).toBe(true);
  expect((await bea.ask("GET", `/api/v1/documents/${doc}`)).refusal?.code).toBe("binned");
  await ana.ask("DELETE", member(file, ana));
  expect(await bin(ana)).toBe(false);
  for (const page of [ana, chloe]) expect((await page.ask("GET", `/api/v1/documents/${doc}`)).refusal).toEqual({ code: "not-found" });
});

test("a text is moved only where its mover may put one; a case file that is closed to them is none", async () => {
  const { doc } = await makeCase(bea, "open");
  const { file: target } = await makeCase(ana, "closed");
  const move = () => bea.ask("POST", `/api/v1/documents/${doc}/move`, { case: target.id });
  expect((await move()).refusal).toEqual((await bea.ask("POST", `/api/v1/documents/${doc}/move`, { case: "nobody-gave" })).refusal);
  await ana.ask("PATCH", member(target, bea), { role: "reader" });
  expect((await move()).refusal?.code).toBe("forbidden");
  await ana.ask("PATCH", member(target, bea), { role: "fact-checker" });
  expect((await move()).status).toBe(200);
  expect((await chloe.ask("GET", `/api/v1/documents/${doc}`)).refusal?.code).toBe("not-found");
});
