import type { Version } from "../../shared/ids";
import type { HistoryTold } from "../../shared/protocol/socket";
import { ask, enter, makeDocument, startTestServer, submission, typed, until } from "../../fixtures/live-server";
import type { TestServer } from "../../fixtures/live-server";

// A page that shows a document's history is told of what is new in it; it need not ask.

let testServer: TestServer;
beforeAll(async () => {
  testServer = await startTestServer();
});
afterAll(() => testServer.close());

test("a page that wants to hear of a history does, until it stops or leaves the document; others hear nothing", async () => {
  const [writer, watcher, beside] = [
    await enter(testServer, "editor"),
    await enter(testServer, "reader"),
    await enter(testServer, "reader"),
  ];
  const doc = await makeDocument(testServer.authority, writer.user.id, "Bonjour");
  const [heard, none]: [HistoryTold[], HistoryTold[]] = [[], []];
  watcher.page.on("history", (told) => heard.push(told));
  beside.page.on("history", (told) => none.push(told));
  for (const { page } of [writer, watcher, beside]) expect((await ask.open(page, doc)).ok).toBe(true);
  expect(await ask.watch(watcher.page, doc)).toEqual({ ok: true, value: null });
  const write = async (version: number, at: number, words: string) =>
    expect((await ask.submit(writer.page, submission(doc, version, typed(at, words)))).ok).toBe(true);

  await write(1, 1, "Eh ");
  await until(() => heard.at(-1)?.head === 2, "the watcher is told");
  await write(2, 4, "bien ");
  await until(() => heard.at(-1)?.head === 3, "and told again");
  // Of the second commit the row that it went on with is told, and nothing else.
  expect(heard.at(-1)).toMatchObject({ doc, after: 2, head: 3, lines: [{ first: 2, version: 3, ops: [{ inserted: "Eh bien " }] }] });

  await ask.watch(watcher.page, doc, false);
  await ask.watch(beside.page, doc);
  const before = heard.length;
  await write(3, 9, "oui ");
  await until(() => none.at(-1)?.head === 4, "the other one is told now");
  expect(heard).toHaveLength(before);
  beside.page.emit("close", { doc });
  await ask.read(beside.page, doc, 4 as Version);
  await ask.watch(watcher.page, doc);
  const last = none.length;
  await write(4, 1, "!");
  await until(() => heard.at(-1)?.head === 5, "the first one is told again");
  expect(none).toHaveLength(last);
  for (const { page } of [writer, watcher, beside]) page.close();
});

test("who has not opened the document is told nothing", async () => {
  const [writer, watcher] = [await enter(testServer, "editor"), await enter(testServer, "reader")];
  const doc = await makeDocument(testServer.authority, writer.user.id, "Bonjour");
  const [heard, own]: [HistoryTold[], HistoryTold[]] = [[], []];
  watcher.page.on("history", (told) => heard.push(told));
  writer.page.on("history", (told) => own.push(told));
  await ask.open(writer.page, doc);
  await ask.watch(writer.page, doc);
  expect(await ask.watch(watcher.page, doc)).toEqual({ ok: true, value: null });
  await ask.submit(writer.page, submission(doc, 1, typed(1, "Eh ")));
  await until(() => own.at(-1)?.head === 2, "the writer is told");
  await ask.read(watcher.page, doc, 0 as Version);
  expect(heard).toEqual([]);
  for (const { page } of [writer, watcher]) page.close();
});
