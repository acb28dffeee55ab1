import { additionBody, OCTETS } from "../../fixtures/addition";
import { openTestbed } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";
import { submission } from "../../fixtures/live-server";
import { systemRandom } from "../../shared/ids";
import type { DocId, UserId } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { createAuthority } from "../authority/authority";

// What is read of a text opens no room: the library's line, the record and the log say it.

let bed: Testbed;
let admin: Browser;
beforeAll(async () => {
  bed = await openTestbed();
  admin = await bed.as("admin", "Ana");
});
afterAll(() => bed.close());

const rename = (value: string): Op => ({ type: "doc.set", field: "title", value });
const who = { user: "long-away" as UserId, role: "admin" as const };

async function addText(): Promise<{ doc: DocId; get: (what: string) => Promise<unknown> }> {
  const { id } = (await admin.ask("POST", "/api/v1/cases", { name: "Dossier" })).body as { id: string };
  const details = { title: "Titre", publisher: "Le Journal", author: "", published: "2026-11", address: "" };
  const told = { original: { name: "a.txt", mime: "text/plain" }, lang: "fr", details };
  const body = additionBody(told, [{ of: [0], keep: true, kind: "paragraph" }], Buffer.from("Un mot."));
  const { doc } = (await admin.ask("POST", `/api/v1/cases/${id}/documents`, body, OCTETS)).body as { doc: DocId };
  return {
    doc,
    async get(what) {
      const answer = await admin.ask("GET", `/api/v1/documents/${doc}${what}`);
      expect(answer.status).toBe(200);
      return answer.body;
    },
  };
}

test("reading what is known of a text opens no room", async () => {
  const { doc, get } = await addText();
  await bed.authority.close([doc]);
  for (const what of ["", "/details", "/place", "/original", "/commits", "/state", "/state?version=1"]) {
    await get(what);
    expect([what, bed.authority.headOf(doc)]).toEqual([what, null]);
  }
  expect(await get("/details")).toMatchObject({ publisher: "Le Journal", published: "2026-11", locked: true });
});

test("the details are those of the log, also where the library’s line is behind it", async () => {
  const { doc, get } = await addText();
  await bed.authority.close([doc]);
  const before = await bed.store.readDocumentRow(doc);
  const seen = await get("/details");
  // Another process names it, and stops before its line is written.
  const other = createAuthority({
    store: { ...bed.store, project: async () => undefined },
    logger: { warn: () => undefined, error: () => undefined },
    now: Date.now,
    random: systemRandom,
  });
  expect(await other.submit(submission(doc, before?.version ?? 1, rename("Autre")), who)).toMatchObject({ ok: true });
  await other.drain();
  expect((await bed.store.readDocumentRow(doc))?.title).toBe(before?.title);
  expect(await get("/details")).toEqual({ ...(seen as object), title: "Autre" });
  expect(bed.authority.headOf(doc)).toBeNull();
  // Opened, it says the same, to the letter: the tag is made of it.
  const closed = JSON.stringify(await get("/details"));
  expect(await bed.authority.open(doc)).toMatchObject({ ok: true });
  expect(bed.authority.headOf(doc)).not.toBeNull();
  expect(JSON.stringify(await get("/details"))).toBe(closed);
});

test("a text that is not open is read as its log stands, and as it stood", async () => {
  const { doc, get } = await addText();
  const first = await get("/state");
  expect(await bed.authority.submit(submission(doc, 1, rename("Autre")), who)).toMatchObject({ ok: true });
  const opened = await get("/state");
  await bed.authority.close([doc]);
  expect(await get("/state")).toEqual(opened);
  expect(await get("/state?version=1")).toEqual(first);
  const late = await admin.ask("GET", `/api/v1/documents/${doc}/state?version=3`);
  expect([late.status, late.refusal?.code]).toEqual([404, "not-found"]);
  expect(bed.authority.headOf(doc)).toBeNull();
});
