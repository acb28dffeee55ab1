import { request } from "node:http";
import { additionBody, OCTETS } from "../../fixtures/addition";
import { openTestbed } from "../../fixtures/http-server";
import type { Answered, Browser, Testbed } from "../../fixtures/http-server";
import { until } from "../../fixtures/live-server";
import type { CaseId, DocId, UserId } from "../../shared/ids";
import { choicesOf } from "../../shared/protocol/import";
import type { ImportPreview } from "../../shared/protocol/import";
import { CaseView } from "../../shared/protocol/rest";

// What waits between its doors and its act, for a body, for a reader or behind others, is done by whom its sender is by then.

const bytes = new TextEncoder().encode("Un premier paragraphe, assez long pour en être un.\n\nUn second, qui l’est aussi.");

let bed: Testbed;
let admin: Browser;
let editor: Browser;
beforeEach(async () => {
  bed = await openTestbed();
  admin = await bed.as("admin", "Anna");
  editor = await bed.as("editor", "Bela");
});
afterEach(async () => {
  letGo();
  jest.restoreAllMocks();
  await bed.close();
});

let letGo: () => void = () => undefined;

/** Holds back the next call of a method until `letGo`; resolves when it has come. */
function hold<N extends string>(target: { [K in N]: (...given: never[]) => Promise<unknown> }, name: N): Promise<void> {
  const real = target[name].bind(target) as (...given: unknown[]) => Promise<unknown>;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  return new Promise((came) => {
    jest.spyOn(target as never, name as never).mockImplementationOnce((async (...given: unknown[]) => {
      came();
      await released;
      return real(...given);
    }) as never);
  });
}

const idOf = async (name: string): Promise<UserId> => {
  const person = (await bed.accounts.people.list()).find((one) => one.name === name);
  if (!person) throw new Error(name);
  return person.id;
};
const makeReader = async (name: string): Promise<void> => {
  expect((await bed.accounts.people.set(await idOf(name), { role: "reader" })).ok).toBe(true);
};
const makeCase = async (name: string): Promise<CaseId> => CaseView.parse((await editor.ask("POST", "/api/v1/cases", { name })).body).id;

async function textBody(title: string): Promise<Uint8Array> {
  const preview = (await editor.ask("POST", "/api/v1/import/preview?name=a.txt", bytes, OCTETS)).body as ImportPreview;
  const original = { name: "a.txt", mime: "text/plain" };
  const details = { title, publisher: "", author: "", published: "", address: "" };
  return additionBody({ original, lang: "fr", details }, choicesOf(preview.blocks), bytes);
}
const addText = async (home: CaseId): Promise<DocId> =>
  ((await editor.ask("POST", `/api/v1/cases/${home}/documents`, await textBody("Un texte"), OCTETS)).body as { doc: DocId }).doc;

test("a body that comes slowly", async () => {
  const home = await makeCase("Élections");
  const asked = jest.spyOn(bed.store, "readCase");
  const answered = new Promise<number>((resolve, reject) => {
    const sent = request(`${editor.origin}/api/v1/cases/${home}`, {
      method: "PATCH",
      headers: { origin: editor.origin, cookie: editor.cookie, "content-type": "application/json" },
    });
    sent.once("response", (response) => resolve(response.resume().statusCode ?? 0));
    sent.once("error", reject);
    sent.write('{"name":');
    letGo = () => void sent.end('"Autre nom"}');
  });
  await until(() => asked.mock.results.length > 0, "it has come to the door");
  await asked.mock.results[0]?.value;
  await new Promise((resolve) => setImmediate(resolve));
  await makeReader("Bela");
  letGo();
  expect(await answered).toBe(401);
  expect((await bed.store.readCase(home))?.name).toBe("Élections");
});

test("a file that waits to be read", async () => {
  const home = await makeCase("Élections");
  const body = await textBody("Un texte");
  const came = hold(bed.deps.reader, "document");
  const answer = editor.ask("POST", `/api/v1/cases/${home}/documents`, body, OCTETS);
  await came;
  await makeReader("Bela");
  letGo();
  expect((await answer).refusal?.code).toBe("signed-out");
  expect(await bed.store.listDocumentIds(home)).toEqual([]);
});

test("a text that is removed for good behind another", async () => {
  const home = await makeCase("Élections");
  const [first, second] = [await addText(home), await addText(home)];
  for (const doc of [first, second]) expect((await admin.ask("DELETE", `/api/v1/documents/${doc}`)).status).toBe(200);
  const came = hold(bed.store, "beginRemoval");
  const before = admin.ask("DELETE", `/api/v1/bin/documents/${first}`);
  await came;
  const other = await bed.as("admin", "Dora");
  const removal = jest.spyOn(bed.deps.bin, "removeDocument");
  const answer = other.ask("DELETE", `/api/v1/bin/documents/${second}`);
  await until(() => removal.mock.calls.length > 0, "it waits");
  await makeReader("Dora");
  letGo();
  const answers: Answered[] = await Promise.all([before, answer]);
  expect(answers.map(({ status }) => status)).toEqual([200, 401]);
  expect(await bed.store.readBinned(second)).not.toBeNull();
});

test("a role that is given by who loses their own before it", async () => {
  await bed.as("reader", "Chloé");
  const other = await bed.as("admin", "Dora");
  const [anna, chloe] = [await idOf("Anna"), await idOf("Chloé")];
  const came = hold(bed.store, "putUser");
  const before = other.ask("PATCH", `/api/v1/people/${anna}`, { role: "reader" });
  await came;
  const given = jest.spyOn(bed.accounts.people, "set");
  const answer = admin.ask("PATCH", `/api/v1/people/${chloe}`, { role: "admin" });
  await until(() => given.mock.calls.length > 0, "it waits");
  letGo();
  expect([(await before).status, (await answer).status]).toEqual([200, 401]);
  expect((await bed.store.readUser(chloe))?.role).toBe("reader");
});

test("a text that somebody moves meanwhile into a case file that is closed to whoever moves it elsewhere", async () => {
  const [home, other] = [await makeCase("Élections"), await makeCase("Autre")];
  const doc = await addText(home);
  const closed = CaseView.parse((await admin.ask("POST", "/api/v1/cases", { name: "Source", access: "closed" })).body).id;
  const came = hold(bed.store, "placeDocument");
  const answer = editor.ask("POST", `/api/v1/documents/${doc}/move`, { case: other });
  await came;
  expect((await admin.ask("POST", `/api/v1/documents/${doc}/move`, { case: closed })).status).toBe(200);
  letGo();
  expect((await answer).refusal?.code).toBe("not-found");
  expect((await bed.store.findDocument(doc))?.case).toBe(closed);
});

test("a text that somebody moves meanwhile into an open case file is moved on from there", async () => {
  const [home, other, third] = [await makeCase("Élections"), await makeCase("Autre"), await makeCase("Tiers")];
  const doc = await addText(home);
  const came = hold(bed.store, "placeDocument");
  const answer = editor.ask("POST", `/api/v1/documents/${doc}/move`, { case: other });
  await came;
  expect((await admin.ask("POST", `/api/v1/documents/${doc}/move`, { case: third })).status).toBe(200);
  letGo();
  expect((await answer).status).toBe(200);
  expect((await bed.store.findDocument(doc))?.case).toBe(other);
});

test.each(["a member", "who may see a case file"])(
  "%s, set by who loses their role while another changes the same case file",
  async (what) => {
    const home = await makeCase("Élections");
    const other = await bed.as("admin", "Dora");
    await bed.as("reader", "Chloé");
    const [anna, chloe] = [await idOf("Anna"), await idOf("Chloé")];
    const came = hold(bed.store, "setMembers");
    const answer =
      what === "a member"
        ? other.ask("PATCH", `/api/v1/cases/${home}/members/${chloe}`, { role: "editor" })
        : other.ask("PATCH", `/api/v1/cases/${home}/access`, { access: "closed" });
    await came;
    expect((await admin.ask("PATCH", `/api/v1/cases/${home}/members/${anna}`, { role: "editor" })).status).toBe(200);
    await makeReader("Dora");
    letGo();
    expect((await answer).status).toBe(401);
    expect(await bed.store.readCase(home)).toMatchObject({ access: "open", members: [{ user: anna }] });
  },
);
