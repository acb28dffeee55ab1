import type { DocId, UserId } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { encodeSubmission } from "../../shared/protocol/submit";
import {
  ask,
  connected,
  enter,
  makeDocument,
  openPage,
  signIn,
  startTestServer,
  submission,
  typed,
  until,
} from "../../fixtures/live-server";
import type { Page, TestServer } from "../../fixtures/live-server";
import { Guard } from "./guard";
import { PIECE } from "./long-frames";

jest.setTimeout(60_000);

let testServer: TestServer;
beforeAll(async () => {
  testServer = await startTestServer();
});
afterAll(async () => {
  await testServer.close();
  expect(testServer.complaints).toEqual([]);
});
afterEach(() => jest.restoreAllMocks());

interface Wire {
  send(data: string | Uint8Array, options?: { fin?: boolean; binary?: boolean }): void;
}
interface Engine {
  transport: { ws: Wire };
  on(event: "message", heard: (message: unknown) => void): void;
}
const engineOf = (page: Page): Engine => (page.io as unknown as { engine: Engine }).engine;
const wireOf = (page: Page): Wire => engineOf(page).transport.ws;
const ended = (page: Page) => until(() => !page.connected, "the connection is ended");

/** Sends a packet of ours; resolves with the answer to this number. */
function answerTo(page: Page, number: number, send: (wire: Wire) => void): Promise<unknown> {
  const start = `3${number}[`;
  return new Promise((resolve) => {
    engineOf(page).on("message", (message) => {
      if (typeof message === "string" && message.startsWith(start)) resolve((JSON.parse(message.slice(start.length - 1)) as unknown[])[0]);
    });
    send(wireOf(page));
  });
}

/** Beyond French: two, three and four bytes a character. */
const SENTENCE = "Le maire a nié, « jamais », l’été 2019. 北京の 👩‍👩‍👧 ";
/** What somebody pastes who has a whole book at hand: as many characters as a page sends at once. */
function paste(at: number, paragraphs = 2400): { op: Op; words: string[] } {
  const words = Array.from({ length: paragraphs }, (_, index) => `${index} ${SENTENCE.repeat(8)}`);
  const content = words.map((text) => ({ type: "paragraph", attrs: { id: null }, content: [{ type: "text", text }] }));
  return { op: { type: "text.step", lang: "fr", step: { stepType: "replace", from: at, to: at, slice: { content } } }, words };
}

const wordsOf = async (doc: DocId): Promise<string[]> => {
  const state = await testServer.authority.stateAt(doc, null);
  if (!state.ok) throw new Error(state.refusal.code);
  const words: string[] = [];
  state.value.texts.fr?.doc.forEach((block) => void words.push(block.textContent));
  return words;
};

/** A page of an editor, and a text of theirs. */
async function editor(transports?: ("polling" | "websocket")[]): Promise<{ page: Page; doc: DocId; user: UserId }> {
  const { page, user } = await enter(testServer, "editor");
  const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
  if (!transports) return { page, doc, user: user.id };
  page.close();
  const cookie = await signIn(testServer.accounts, user.id);
  return { page: await connected(openPage(testServer.origin, cookie, testServer.origin, { transports })), doc, user: user.id };
}

/** Packets as the server hears them, the longest. */
async function watched(): Promise<{ page: Page; doc: DocId; longest: () => number }> {
  const watch = jest.spyOn(Guard.prototype, "watch");
  const { page, doc } = await editor();
  const [connection] = watch.mock.calls.at(-1) ?? [];
  let longest = 0;
  connection?.on("packet", ({ data }) => (longest = Math.max(longest, typeof data === "string" ? data.length : 0)));
  return { page, doc, longest: () => longest };
}

/** Texts that were read as JSON at once since, the longest first. */
function readAtOnce(): () => number[] {
  const parse = jest.spyOn(JSON, "parse");
  return () => parse.mock.calls.map(([text]) => text.length).sort((a, b) => b - a);
}

describe("a paste of a megabyte", () => {
  test.each([["a WebSocket", undefined] as const, ["polling", ["polling"]] as const])(
    "comes by %s as it was, read in pieces",
    async (_by, by) => {
      const { page, doc } = await editor(by && [...by]);
      const { op, words } = paste(9);
      expect(JSON.stringify(op).length).toBeGreaterThan(1_000_000);
      const lengths = readAtOnce();
      expect(await ask.submit(page, submission(doc, 1, op))).toMatchObject({ ok: true });
      expect(lengths()[0]).toBeLessThan(3 * PIECE);
      expect(await wordsOf(doc)).toEqual(["Bonjour", ...words]);
      page.close();
    },
  );

  test("comes whole in frames of any length, with pings among them", async () => {
    const { page, doc } = await editor();
    const { op, words } = paste(9, 400);
    const bytes = Buffer.from(`42777["submit",${JSON.stringify(encodeSubmission(submission(doc, 1, op)))}]`);
    const answered = answerTo(page, 777, (wire) => {
      let at = 0;
      for (let length = 1; at + length < bytes.length; at += length, length = Math.min(2 * length + 1, 100_003)) {
        wire.send(bytes.subarray(at, at + length), { fin: false, binary: false });
        wire.send("", { fin: false });
        (wire as unknown as { ping(): void }).ping();
      }
      wire.send(bytes.subarray(at), { fin: true, binary: false });
    });
    expect(await answered).toMatchObject({ ok: true });
    expect(await wordsOf(doc)).toEqual(["Bonjour", ...words]);
    expect(page.connected).toBe(true);
    page.close();
  });

  test("waits for its turn once its sender has used up their share, and none is lost; their other page goes on", async () => {
    const { page, doc, user } = await editor();
    const cookie = await signIn(testServer.accounts, user);
    const other = await connected(openPage(testServer.origin, cookie));
    const note = await makeDocument(testServer.authority, user, "Bonjour");
    const left = jest.fn();
    for (const one of [page, other]) one.on("disconnect", left);
    await ask.open(page, doc);
    const sent = Array.from({ length: 5 }, () => "x".repeat(1_100_000));
    const over = { is: false };
    const answers = Promise.all(sent.map((words) => ask.submit(page, submission(doc, 1, typed(1, words))))).finally(() => (over.is = true));
    while (!over.is) {
      expect(await ask.submit(other, submission(note, 1, typed(1, "x".repeat(1000))))).toMatchObject({ ok: true });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await answers).map(({ ok }) => ok)).toEqual(sent.map(() => true));
    expect((await wordsOf(doc))[0]).toHaveLength(5 * 1_100_000 + "Bonjour".length);
    expect(left).not.toHaveBeenCalled();
    for (const one of [page, other]) one.close();
  });
});

test("of long frames of several people one piece is taken in each turn of the event loop", async () => {
  const people = [await editor(), await editor(), await editor()];
  let pieces = 0;
  let thisTurn = 0;
  let most = 0;
  const { decode } = TextDecoder.prototype;
  jest.spyOn(TextDecoder.prototype, "decode").mockImplementation(function (this: TextDecoder, ...given) {
    pieces += 1;
    most = Math.max(most, (thisTurn += 1));
    setImmediate(() => (thisTurn = 0));
    return decode.apply(this, given);
  });
  const length = 60 * PIECE;
  const answers = people.map(({ page, doc }) => ask.submit(page, submission(doc, 1, typed(1, "x".repeat(length)))));
  expect((await Promise.all(answers)).map(({ ok }) => ok)).toEqual([true, true, true]);
  expect([pieces >= 3 * 60, most]).toEqual([true, 1]);
  for (const { page } of people) page.close();
});

describe("what no page sends", () => {
  test.each([
    ["lists", `[${"[],".repeat(400_000)}[]]`],
    ["depth", "[".repeat(1_000_000)],
    ["lists behind a long string", `["${'\\"'.repeat(200_000)}",${"[],".repeat(250_000)}[]]`],
  ])("%s is gathered no further than one sees it, and is malformed; whoever goes on is let go", async (_what, payload) => {
    const { page, longest } = await watched();
    expect(await answerTo(page, 777, (wire) => wire.send(`42777["submit",${payload}]`))).toMatchObject({ refusal: { code: "malformed" } });
    expect(longest()).toBeLessThan(100);
    for (let at = 0; at < 5; at += 1) wireOf(page).send(`42777["submit",${payload}]`);
    await ended(page);
  });

  test.each([
    ["another event", '["read",'],
    ["an event that is not in the table", '["nothing",'],
  ])("a long payload of %s is not read", async (_what, start) => {
    const { page } = await watched();
    const lengths = readAtOnce();
    const answer = await answerTo(page, 777, (wire) => wire.send(`42777${start}"${"x".repeat(100_000)}"]`));
    expect(answer).toMatchObject({ ok: false });
    expect(lengths()[0]).toBeLessThan(PIECE);
    page.close();
  });

  test.each([
    ["no JSON", '{"doc":'],
    ["two payloads", '{"doc":1},{"doc":2}'],
    ["nothing", ""],
    ["another ticket", '{"long":1}'],
  ])("a long submission that is %s is malformed", async (_what, payload) => {
    const { page } = await watched();
    const answer = await answerTo(page, 777, (wire) => wire.send(`42777["submit",${payload}${" ".repeat(2 * PIECE)}]`));
    expect(answer).toEqual({ ok: false, refusal: { code: "malformed" } });
    page.close();
  });

  test.each([
    ["bytes", (wire: Wire) => wire.send(new Uint8Array(10))],
    ["an attachment", (wire: Wire) => wire.send(`451-777["submit",{"_placeholder":true,"num":0}]`) ?? wire.send(new Uint8Array(100_000))],
    ["characters that are none", (wire: Wire) => wire.send(Buffer.alloc(3 * PIECE, 0xff), { binary: false })],
    ["half a character at the end", (wire: Wire) => wire.send(Buffer.from("é".repeat(2 * PIECE)).subarray(0, -1), { binary: false })],
    ["more characters than a submission has", (wire: Wire) => wire.send(`42777["submit","${"x".repeat(1_400_000)}"]`)],
    ["a message in ten thousand frames", (wire: Wire) => Array.from({ length: 10_000 }, () => wire.send("", { fin: false }))],
  ])("%s ends the connection", async (_what, send) => {
    const { page } = await watched();
    send(wireOf(page));
    await ended(page);
  });
});
