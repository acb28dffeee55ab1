import "fake-indexeddb/auto";
import { openDB } from "idb";
import former from "../../fixtures/logs/statement-fields.json";
import type { DocId, UserId } from "../../shared/ids";
import { Replica } from "../../shared/log/replica";
import { stateFromJson } from "../../shared/log/state";
import { Me } from "../../shared/people";
import { createOutbox } from "./outbox";

// `former.outbox` is what a page of the version with two statements a claim had left in its browser, as it lay there.

test("L13 C5: work, refused work, drafts and the copy that a page of before left are taken up in today's form", async () => {
  const { record, copy } = former.outbox;
  const browser = await openDB("former", 2, {
    upgrade(db) {
      db.createObjectStore("work", { keyPath: "key" }).createIndex("user", "user");
      db.createObjectStore("copies", { keyPath: "key" });
    },
  });
  await browser.put("work", record);
  await browser.put("copies", { key: record.key, state: copy });
  browser.close();

  const outbox = createOutbox({
    locks: { take: async () => () => undefined },
    now: () => record.at,
    random: (bytes) => bytes,
    name: "former",
  });
  const adopted = await outbox.adopt(Me.parse(record.me), record.doc as DocId);
  if (!adopted.ok) throw new Error(adopted.refusal.code);
  const [found] = adopted.value;
  if (!found?.saved || !found.copy) throw new Error("not found");

  expect(found.drafts.map(({ place, text }) => [place, text])).toEqual([
    ["denied.statement.fr", "La Hongrie a nié d’abord"],
    ["silent.rationale", "Parce que"],
  ]);
  expect(found.refused.flatMap(({ ops }) => ops)).toEqual([
    { type: "statement.set", claim: "denied", lang: "fr", text: "Refusé", seen: 3 },
  ]);
  const page = Replica.restore(stateFromJson(found.copy), record.user as UserId, found.saved, record.at);
  const statementsOf = (id: string) => page.view.claims.get(id as never)?.statements;
  expect(statementsOf("silent")).toEqual({ fr: "Depuis 2016", en: "Since the year 2016" });
  expect(statementsOf("late")).toEqual({ fr: "Pegasus se vend", en: "Pegasus is sold" });
  expect(statementsOf("denied")).toEqual({ fr: "La Hongrie a d’abord nié l’achat", en: "Hungary first denied it" });
  // What was sent goes again under the id that it had, and says what it said.
  expect(page.unanswered).toMatchObject({
    id: "own-sent-1",
    base: 62,
    ops: [{ type: "statement.set", lang: "en", text: "Since the year 2016" }],
  });
});
