import { Guard } from "./guard";
import {
  ask,
  connected,
  enter,
  makeDocument,
  openPage,
  startTestServer,
  signIn,
  submission,
  typed,
  until,
} from "../../fixtures/live-server";
import type { Page, TestServer } from "../../fixtures/live-server";

jest.setTimeout(60_000);

let testServer: TestServer;
beforeAll(async () => {
  testServer = await startTestServer();
});
afterAll(async () => {
  await testServer.close();
  expect(testServer.complaints).toEqual([]);
});

/** The wire below Socket.IO: what a page that is not ours may do. */
interface Wire {
  send(data: string): void;
}
interface Raw {
  emit(event: string, ...args: unknown[]): void;
}
const wireOf = (page: Page): Wire => {
  const { engine } = page.io as unknown as { engine: { transport: { ws: Wire } } };
  return engine.transport.ws;
};
const ended = (page: Page) => until(() => !page.connected, "the connection is ended");

/** Somebody else types on another text, and is answered. */
async function othersAreServed(): Promise<void> {
  const { page, user } = await enter(testServer, "editor");
  const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
  expect((await ask.submit(page, submission(doc, 1, typed(1, "x")))).ok).toBe(true);
  page.close();
}

test("of frames that come together one is read in each turn of the event loop", async () => {
  const watched = jest.spyOn(Guard.prototype, "watch");
  const { page } = await enter(testServer, "editor");
  const [connection] = watched.mock.calls.at(-1) ?? [];
  watched.mockRestore();
  let heard = 0;
  let thisTurn = 0;
  let most = 0;
  connection?.on("packet", () => {
    heard += 1;
    most = Math.max(most, (thisTurn += 1));
    setImmediate(() => (thisTurn = 0));
  });
  for (let frame = 0; frame < 100; frame += 1) wireOf(page).send('42["here",{}]');
  await until(() => heard >= 100, "all of them are heard");
  expect(most).toBe(1);
  page.close();
});

const polled = (path: string, init: RequestInit = {}) => fetch(`${testServer.origin}/socket.io/?EIO=4&transport=polling${path}`, init);
const sid = async () => (JSON.parse((await (await polled("")).text()).slice(1)) as { sid: string }).sid;

describe("a stranger", () => {
  test("may send a greeting, not megabytes", async () => {
    const id = await sid();
    const answer = await polled(`&sid=${id}`, { method: "POST", body: `40${"[".repeat(3_900_000)}` });
    expect(answer.status).toBe(413);
    await answer.text();
    await othersAreServed();
  });

  test("may not send megabytes in a frame: none of it is gathered", async () => {
    const watched = jest.spyOn(Guard.prototype, "watch");
    const page = openPage(testServer.origin, "");
    let longest = 0;
    // At once: the server, which has the connection before the page does, ends it as soon as it knows that nobody is signed in.
    const connection = await new Promise<Parameters<Guard["watch"]>[0] | undefined>((resolve) => {
      page.io.once("open", () => {
        const [there] = watched.mock.calls.at(-1) ?? [];
        there?.on("packet", ({ data }) => (longest = Math.max(longest, typeof data === "string" ? data.length : 0)));
        wireOf(page).send(`40${"[".repeat(1_000_000)}`);
        resolve(there);
      });
    });
    watched.mockRestore();
    await until(() => connection?.readyState === "closed", "it is ended");
    expect(longest).toBeLessThan(2048);
    page.close();
  });

  test("may not send a million packets in one request", async () => {
    const watched = jest.spyOn(Guard.prototype, "watch");
    const id = await sid();
    const [connection] = watched.mock.calls.at(-1) ?? [];
    watched.mockRestore();
    let heard = 0;
    connection?.on("packet", () => (heard += 1));
    const answer = await polled(`&sid=${id}`, { method: "POST", body: "4\u001e".repeat(1_900_000) });
    expect(answer.status).toBe(413);
    await answer.text();
    // Nor as many as fit its few kilobytes.
    await (await polled(`&sid=${id}`, { method: "POST", body: "4\u001e".repeat(7000) })).text();
    expect((await polled(`&sid=${id}`)).status).toBe(400);
    expect(heard).toBe(0);
  });

  test("is answered under the same headers as by the rest of the server, also when refused", async () => {
    for (const answer of [await polled(""), await polled("&sid=unknown"), await polled("&j=0")]) {
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("x-frame-options")).toBe("DENY");
    }
  });

  test("may begin two hundred connections from one address at once; who is signed in there gets in all the same", async () => {
    const own = await startTestServer();
    const begin = async () => {
      const answer = await fetch(`${own.origin}/socket.io/?EIO=4&transport=polling`);
      await answer.text();
      return answer.status;
    };
    const answers: number[] = [];
    for (let at = 0; at < 230; at += 1) answers.push(await begin());
    expect([answers.filter((status) => status === 200).length, answers.at(-1)]).toEqual([200, 403]);
    const { page } = await enter(own, "editor");
    expect(page.connected).toBe(true);
    page.close();
    await own.close();
  });

  test("is not served scripts in place of answers (JSONP)", async () => {
    const answer = await polled("&j=0");
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain("___eio");
  });
});

describe("somebody signed in", () => {
  test.each([
    ["1.3 million empty lists in a frame", `42["submit",[${"[],".repeat(1_300_000)}[]]]`],
    ["lists in lists", `42["submit",${"[".repeat(1_000_000)}`],
  ])("is refused %s before it is parsed, and let go when they go on", async (_what, frame) => {
    const { page } = await enter(testServer, "reader");
    const parse = jest.spyOn(JSON, "parse");
    const answered = new Promise((resolve) => (page as unknown as Raw).emit("submit", null, resolve));
    wireOf(page).send(frame);
    expect(await answered).toMatchObject({ refusal: { code: "malformed" } });
    for (let at = 0; at < 30; at += 1) wireOf(page).send(frame);
    await ended(page);
    expect(parse.mock.calls.filter(([text]) => text.length > 100_000)).toEqual([]);
    parse.mockRestore();
    await othersAreServed();
  });

  test("is let go for a frame of more than four megabytes", async () => {
    const { page } = await enter(testServer, "reader");
    wireOf(page).send(`42["submit",${JSON.stringify("x".repeat(4_300_000))}]`);
    await ended(page);
    await othersAreServed();
  });

  test("is let go when they do not stop asking, on all their pages together, and may come back", async () => {
    const { page, cookie, user } = await enter(testServer, "reader");
    const second = await connected(openPage(testServer.origin, cookie));
    const wire = wireOf(page);
    for (let at = 0; at < 31_000 && page.connected; at += 1) wire.send('42["here",{}]');
    await ended(page);
    // What is left of their share is the person's, not the page's.
    for (let at = 0; at < 500; at += 1) wireOf(second).send('42["nothing"]');
    await ended(second);
    await othersAreServed();
    expect(await testServer.accounts.sessions.authenticate(cookie)).toMatchObject({ user: { id: user.id } });
  });

  test("is not let in by a session that ended while they were on their way", async () => {
    const { user } = await enter(testServer, "reader");
    const cookie = await signIn(testServer.accounts, user.id);
    const check = jest.spyOn(testServer.accounts.sessions, "check").mockResolvedValueOnce(null);
    await expect(connected(openPage(testServer.origin, cookie))).rejects.toMatchObject({ data: { code: "signed-out" } });
    check.mockRestore();
  });

  test("is given long commits as bytes, packed, and short ones as they are", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    await testServer.authority.submit(submission(doc, 1, typed(1, "Pegasus ".repeat(30_000))), { user: user.id, role: "editor" });
    await testServer.authority.submit(submission(doc, 2, typed(1, "x")), { user: user.id, role: "editor" });
    const raw = (after: number): Promise<{ value: { commits: unknown[] | Uint8Array } }> =>
      new Promise((resolve) => (page as unknown as Raw).emit("read", { doc, after }, resolve));
    const { commits: long } = (await raw(1)).value;
    expect(long).toBeInstanceOf(Uint8Array);
    expect(long.length).toBeLessThan(20_000);
    expect((await raw(2)).value.commits).toHaveLength(1);
    expect(await ask.read(page, doc, 1)).toMatchObject({ ok: true, value: { commits: { length: 2 }, head: 3 } });
    expect(await ask.open(page, doc, 1)).toMatchObject({ ok: true, value: { kind: "commits", commits: { length: 2 }, head: 3 } });
    page.close();
  });

  test("reads long commits a megabyte at a time, and all of them", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    for (let at = 1; at <= 12; at += 1) {
      const long = submission(doc, at, typed(1, "x".repeat(250_000)));
      expect((await testServer.authority.submit(long, { user: user.id, role: "editor" })).ok).toBe(true);
    }
    let after = 1;
    let answers = 0;
    for (let head = 2; after < head; answers += 1) {
      const answer = await ask.read(page, doc, after);
      if (!answer.ok) throw new Error(answer.refusal.code);
      expect(JSON.stringify(answer.value).length).toBeLessThan(1.3 * 1024 * 1024);
      after += answer.value.commits.length;
      head = answer.value.head;
    }
    expect([after, answers]).toEqual([13, 3]);
    page.close();
  });
});

test("an event that is not in the table does not exist, and what inherits its name from objects neither", async () => {
  const { page } = await enter(testServer, "editor");
  const send = page as unknown as { emitWithAck(event: string, payload: unknown): Promise<unknown> };
  for (const event of ["none-such", "Open", "constructor", "__proto__", "library"])
    expect(await send.emitWithAck(event, {})).toEqual({ ok: false, refusal: { code: "not-found" } });
  expect(await send.emitWithAck("read", {})).toEqual({ ok: false, refusal: { code: "malformed" } });
  page.close();
});
