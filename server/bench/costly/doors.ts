import { addressOf } from "../../../shared/protocol/routes/route";
import { routes } from "../../../shared/protocol/routes/table";
import type { DocId, UserId } from "../../../shared/ids";
import { connected, makeDocument, openPage, submission, typed } from "../../../fixtures/live-server";
import type { Page } from "../../../fixtures/live-server";
import type { Authority } from "../../authority/authority";
import type { CostlyInput, Ground, Sendings } from "./input";

// What strangers and readers can send to the doors: files, bodies, frames, and questions whose answers nobody takes.

const AT_ONCE = 8;
const moment = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Several at a time, each again as soon as it was answered. `taken`: answered with success. */
async function requests(
  { address, cookies, over }: Ground,
  path: string,
  type: string,
  body: string,
  signedIn: boolean,
): Promise<Sendings> {
  let sent = 0;
  let taken = 0;
  const one = async (cookie: string | undefined): Promise<void> => {
    while (!over()) {
      sent += 1;
      const headers = { origin: address, "content-type": type, ...(signedIn && cookie ? { cookie } : {}) };
      const answer = await fetch(address + path, { method: "POST", headers, body }).catch(() => null);
      await answer?.arrayBuffer().catch(() => null);
      if (answer?.ok) taken += 1;
      else await moment();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => one(cookies[at % cookies.length])));
  return { sent, taken };
}

const imported = (name: string, text: string): CostlyInput => ({
  name,
  send: (ground) => requests(ground, addressOf(routes.previewImport, {}, { name: "x.txt" }), "application/octet-stream", text, true),
});

/** The wire below Socket.IO. */
interface Wire {
  readonly isPaused: boolean;
  send(data: string): void;
  /** Takes nothing more of what comes. */
  pause(): void;
}
const wireOf = (page: Page): Wire => (page.io as unknown as { engine: { transport: { ws: Wire } } }).engine.transport.ws;

/** Until the page is let go. Answers how many it sent. */
async function sendOn(page: Page, each: number, frame: string, over: () => boolean): Promise<number> {
  for (let sent = 0; ; sent += each) {
    if (!page.connected || over()) return sent;
    for (let at = 0; at < each; at += 1) wireOf(page).send(frame);
    await moment(20);
  }
}

/** Pages that send so many frames at once, again and again, and come back when they are let go. */
async function frames({ address, cookies, over }: Ground, each: number, frame: string, deaf = false): Promise<Sendings> {
  let sent = 0;
  const one = async (cookie: string): Promise<void> => {
    while (!over()) {
      const page = await connected(openPage(address, cookie)).catch(() => null);
      if (page && deaf) wireOf(page).pause();
      if (page) sent += await sendOn(page, each, frame, over);
      page?.close();
      await moment(100);
    }
  };
  await Promise.all(cookies.map(one));
  return { sent, taken: 0 };
}

/** Commits of a quarter of a megabyte each, thirty-two in all. */
async function longCommits(authority: Authority, author: UserId): Promise<DocId[]> {
  const doc = await makeDocument(authority, author, "Bonjour");
  for (let n = 1; n <= 32; n += 1) {
    const answer = await authority.submit(submission(doc, n, typed(1, "x".repeat(250_000))), { user: author, role: "editor" });
    if (!answer.ok) throw new Error(answer.refusal.code);
  }
  return [doc];
}

const lists = `[${"[],".repeat(300_000)}[]]`;
/** Within all bounds: no two of them have the same shape, which is what costs a parser most. */
const odd = Array.from({ length: 60_000 }, (_, at) => `{"k${at}":1}`).join(",");

export const doors: readonly CostlyInput[] = [
  imported("640 KB of breadcrumb-like lines to import", `Accueil ${"> a ".repeat(70)}!\n`.repeat(2_200)),
  imported("192 KB of combining marks to import", `e${"\u0301\u0327".repeat(48_000)}`),
  { name: "1 MB of lists at sign-in", send: (ground) => requests(ground, addressOf(routes.signIn), "application/json", lists, false) },
  {
    name: "wrong passwords without end",
    send: (ground) => requests(ground, addressOf(routes.signIn), "application/json", JSON.stringify({ name: "Ana", password: "x" }), false),
  },
  { name: "1.3 million empty lists a frame", send: (ground) => frames(ground, 1, `42["submit",[${"[],".repeat(1_300_000)}[]]]`) },
  { name: "60,000 objects of other shapes a frame", send: (ground) => frames(ground, 1, `421["submit",{"ops":[${odd}]}]`) },
  { name: "31,000 events a second", send: (ground) => frames(ground, 80, '42["here",{}]') },
  {
    name: "long answers that nobody takes",
    prepare: longCommits,
    send: (ground) => frames(ground, 10, `4201["read",{"doc":"${ground.docs[0] ?? ""}","after":1}]`, true),
  },
];
