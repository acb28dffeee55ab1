import { additionBody, OCTETS } from "../../fixtures/addition";
import { openTestbed } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";
import type { CaseId } from "../../shared/ids";

// Entity tags and idempotency keys: what is asked for twice is sent once, what somebody else changed is not written over, what is made twice is there once.

let bed: Testbed;
let admin: Browser;
let home: string;
beforeAll(async () => {
  bed = await openTestbed();
  admin = await bed.as("admin", "Ana");
  home = idOf((await admin.ask("POST", "/api/v1/cases", { name: "Dossier" })).body);
});
afterAll(() => bed.close());

const idOf = (body: unknown): string => (body as { id: string }).id;
const docOf = (body: unknown): string => (body as { doc: string }).doc;
const tagOf = async (path: string): Promise<string> => (await admin.ask("GET", path)).headers.get("etag") ?? "none";

function addition(text: string): Uint8Array {
  const details = { title: "Titre", publisher: "", author: "", published: "", address: "" };
  const told = { original: { name: "a.txt", mime: "text/plain" }, lang: "fr", details };
  return additionBody(told, [{ of: [0], keep: true, kind: "paragraph" }], Buffer.from(text));
}

test("what the asker has is not sent again, until it is something else", async () => {
  const path = `/api/v1/cases/${home}`;
  const tag = await tagOf(path);
  expect(tag).toMatch(/^"[\w-]{22}"$/);
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
    const again = await admin.ask("GET", path, undefined, { "if-none-match": known });
    expect([again.status, again.body, again.headers.get("etag")]).toEqual([304, "", tag]);
  }
  expect((await admin.ask("GET", path, undefined, { "if-none-match": '"other"' })).status).toBe(200);
  await admin.ask("PATCH", path, { name: "Affaire" });
  expect((await admin.ask("GET", path, undefined, { "if-none-match": tag })).body).toMatchObject({ name: "Affaire" });
});

test("a person, a text and the API's description have tags of their own", async () => {
  const added = await admin.ask("POST", `/api/v1/cases/${home}/documents`, addition("Un."), OCTETS);
  const [me] = await bed.store.listUsers();
  for (const path of [`/api/v1/people/${me?.id}`, `/api/v1/documents/${docOf(added.body)}`, "/api/v1/openapi.json"])
    expect(await tagOf(path)).toMatch(/^"[\w-]{22}"$/);
  expect(await tagOf("/api/v1/cases")).toBe("none");
});

describe("what somebody changed since is not written over", () => {
  test("a case file's name", async () => {
    const path = `/api/v1/cases/${home}`;
    const tag = await tagOf(path);
    const first = await admin.ask("PATCH", path, { name: "Un" }, { "if-match": tag });
    expect([first.status, first.headers.get("etag")]).toEqual([200, await tagOf(path)]);
    const late = await admin.ask("PATCH", path, { name: "Deux" }, { "if-match": tag });
    expect([late.status, late.refusal?.code]).toEqual([412, "changed-since"]);
    expect((await admin.ask("GET", path)).body).toMatchObject({ name: "Un" });
    expect((await admin.ask("PATCH", path, { name: "Deux" }, { "if-match": `W/${first.headers.get("etag")}` })).status).toBe(200);
  });

  test("somebody's role", async () => {
    const path = `/api/v1/people/${idOf(((await (await bed.as("reader", "Bela")).ask("GET", "/api/v1/session")).body as { me: object }).me)}`;
    const tag = await tagOf(path);
    expect((await admin.ask("PATCH", path, { role: "editor" }, { "if-match": tag })).status).toBe(200);
    expect((await admin.ask("PATCH", path, { role: "translator" }, { "if-match": tag })).refusal?.code).toBe("changed-since");
    expect((await admin.ask("GET", path)).body).toMatchObject({ role: "editor" });
  });

  test("a text's title", async () => {
    const doc = docOf((await admin.ask("POST", `/api/v1/cases/${home}/documents`, addition("Deux."), OCTETS)).body);
    const tag = await tagOf(`/api/v1/documents/${doc}/details`);
    const rename = (title: string, held: string) => admin.ask("POST", `/api/v1/documents/${doc}/rename`, { title }, { "if-match": held });
    expect((await rename("Un", tag)).status).toBe(200);
    expect((await rename("Deux", tag)).refusal?.code).toBe("changed-since");
  });

  test("where a text lies, whatever is written in it meanwhile", async () => {
    const doc = docOf((await admin.ask("POST", `/api/v1/cases/${home}/documents`, addition("Cinq."), OCTETS)).body);
    const [other, third] = await Promise.all(
      ["Ici", "Là"].map(async (name) => idOf((await admin.ask("POST", "/api/v1/cases", { name })).body)),
    );
    const tag = await tagOf(`/api/v1/documents/${doc}/place`);
    const move = (to: string | undefined, held: string) =>
      admin.ask("POST", `/api/v1/documents/${doc}/move`, { case: to }, { "if-match": held });
    expect((await admin.ask("POST", `/api/v1/documents/${doc}/rename`, { title: "Autre" })).status).toBe(200);
    expect((await move(other, tag)).status).toBe(200);
    expect((await move(third, tag)).refusal?.code).toBe("changed-since");
    expect((await admin.ask("GET", `/api/v1/documents/${doc}/place`)).body).toEqual({ case: other });
    expect((await admin.ask("GET", "/api/v1/documents/none-such/place")).refusal?.code).toBe("not-found");
  });

  test("of twenty who hold the same tag one is heard", async () => {
    const path = `/api/v1/cases/${home}`;
    const tag = await tagOf(path);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => admin.ask("PATCH", path, { name: `Nom ${at}` }, { "if-match": tag })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  });

  test("what does not exist is told as such, whatever tag is held", async () => {
    const answer = await admin.ask("PATCH", "/api/v1/cases/none-such", { name: "Un" }, { "if-match": "*" });
    expect([answer.status, answer.refusal?.code]).toEqual([404, "not-found"]);
  });
});

describe("a request with a key makes its thing once", () => {
  const key = { "idempotency-key": "0b2f6e0e-3a44-4c1b-9d0c-6a8c7ad0c3d1" };

  test("a case file, also when it is sent twenty times at once", async () => {
    const make = () => admin.ask("POST", "/api/v1/cases", { name: "Clé" }, key);
    const answers = await Promise.all(Array.from({ length: 20 }, make));
    expect(new Set(answers.map(({ status, body }) => `${status} ${idOf(body)}`)).size).toBe(1);
    expect((await bed.store.listCases()).filter(({ name }) => name === "Clé")).toHaveLength(1);
    const other = await admin.ask("POST", "/api/v1/cases", { name: "Autre" }, key);
    expect([other.status, other.refusal?.code]).toEqual([422, "key-reused"]);
  });

  test("a case file that was removed since is not said to be made, nor is one made over that of the same moment", async () => {
    const own = { "idempotency-key": "0b2f6e0e-3a44-4c1b-9d0c-6a8c7ad0c3d2" };
    const make = (name: string) => admin.ask("POST", "/api/v1/cases", { name }, own);
    const read = bed.store.readCase.bind(bed.store);
    // Both have looked before either writes, as two processes may.
    const looks = jest.spyOn(bed.store, "readCase").mockResolvedValueOnce(null).mockResolvedValueOnce(null).mockImplementation(read);
    const two = [await make("Une"), await make("Deux")];
    looks.mockRestore();
    expect(two.map(({ status }) => status)).toEqual([200, 422]);
    const id = idOf(two[0]?.body);
    expect((await bed.store.readCase(id as CaseId))?.name).toBe("Une");
    await admin.ask("DELETE", `/api/v1/cases/${id}`);
    expect((await make("Une")).status).toBe(404);
    expect((await admin.ask("DELETE", `/api/v1/bin/cases/${id}`)).status).toBe(200);
    expect((await make("Une")).status).toBe(404);
  });

  const add = (text: string) => admin.ask("POST", `/api/v1/cases/${home}/documents`, addition(text), { ...OCTETS, ...key });

  test("a text", async () => {
    const before = (await bed.store.listDocumentIds()).length;
    const [first, ...others] = await Promise.all([add("Trois."), add("Trois."), add("Trois.")]);
    for (const one of others) expect([one.status, docOf(one.body)]).toEqual([200, docOf(first?.body)]);
    expect((await bed.store.listDocumentIds()).length).toBe(before + 1);
    expect((await add("Quatre.")).refusal?.code).toBe("key-reused");
  });

  test("somebody else's key is another one, and so is the same for another route", async () => {
    const editor = await bed.as("editor", "Cleo");
    const theirs = await editor.ask("POST", "/api/v1/cases", { name: "Clé" }, key);
    const mine = await admin.ask("POST", "/api/v1/cases", { name: "Clé" }, key);
    expect(theirs.status).toBe(200);
    expect(idOf(theirs.body)).not.toBe(idOf(mine.body));
  });

  test.each(["short", "x".repeat(129), "with space inside"])("%s is no key", async (bad) => {
    const answer = await admin.ask("POST", "/api/v1/cases", { name: "Clé" }, { "idempotency-key": bad });
    expect([answer.refusal?.code, answer.refusal?.detail]).toEqual(["malformed", { field: "idempotency-key" }]);
  });
});
