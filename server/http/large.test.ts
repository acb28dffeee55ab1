import { additionBody, OCTETS } from "../../fixtures/addition";
import { refuse } from "../../shared/refusal";
import { Share } from "../share";
import { routes } from "../../shared/protocol/routes/table";
import { nameOf } from "../../shared/protocol/routes/route";
import type { Route } from "../../shared/protocol/routes/route";
import { openTestbed } from "../../fixtures/http-server";
import { until } from "../../fixtures/live-server";
import type { Browser, Testbed } from "../../fixtures/http-server";

// Large answers are given few at a time to each person, and their bytes are counted.

const MB = 1024 * 1024;
let bed: Testbed;
let now = 0;
let share: Share;
let reader: Browser;
let original: string;
beforeAll(async () => {
  share = new Share(() => now);
  bed = await openTestbed({ share });
  const admin = await bed.as("admin", "Ana");
  const home = (await admin.ask("POST", "/api/v1/cases", { name: "Dossier" })).body as { id: string };
  const details = { title: "Titre", publisher: "", author: "", published: "", address: "" };
  const told = { original: { name: "a.txt", mime: "text/plain" }, lang: "fr", details };
  const bytes = Buffer.from("Un paragraphe. ".repeat(60_000));
  const body = additionBody(told, [{ of: [0], keep: true, kind: "paragraph" }], bytes);
  const added = await admin.ask("POST", `/api/v1/cases/${home.id}/documents`, body, OCTETS);
  original = `/api/v1/documents/${(added.body as { doc: string }).doc}/original`;
  reader = await bed.as("reader", "Bela");
});
afterAll(() => bed.close());
beforeEach(() => (now += 3_600_000));

test("every route that answers with a document, a history, a file or a list is one of them", () => {
  const all: readonly Route[] = Object.values(routes);
  const reading = all.filter(
    ({ method, path }) =>
      method === "GET" && /(commits|state|original|cases|library|bin|\/documents|\/claims|search|search\/lines)$/.test(path),
  );
  expect(all.filter(({ large }) => large !== undefined).map(nameOf)).toEqual(reading.map(nameOf));
});

test("who has had much is refused, told when they may have more, and has that then; others are served", async () => {
  let given = 0;
  let answer = await reader.ask("GET", original);
  for (; answer.status === 200 && given < 100; answer = await reader.ask("GET", original)) given += 1;
  expect(given).toBeGreaterThan(20);
  expect(given).toBeLessThan(40);
  expect([answer.status, answer.refusal?.code]).toEqual([429, "too-much"]);
  const seconds = Number(answer.headers.get("retry-after"));
  expect(seconds).toBe(answer.refusal?.detail?.["seconds"]);
  expect((await reader.ask("GET", "/api/v1/cases")).refusal?.code).toBe("too-much");
  expect((await reader.ask("GET", "/api/v1/session")).status).toBe(200);
  expect((await (await bed.as("editor", "Cleo")).ask("GET", original)).status).toBe(200);
  now += seconds * 1000;
  expect((await reader.ask("GET", original)).status).toBe(200);
});

test("what sockets were given counts as well", async () => {
  const me = ((await reader.ask("GET", "/api/v1/session")).body as { me: { id: string } }).me.id;
  share.charge({ user: me }, 30 * MB);
  expect((await reader.ask("GET", original)).refusal?.code).toBe("too-much");
});

test("of one person three are under way and twenty wait; more are refused, and others are served meanwhile", async () => {
  const { authority } = bed.deps;
  let begun = 0;
  const gate = new EventTarget();
  const released = new Promise((resolve) => gate.addEventListener("open", resolve, { once: true }));
  const state = jest.spyOn(authority, "stateAt").mockImplementation(async () => {
    begun += 1;
    await released;
    return refuse("not-found");
  });
  const path = original.replace("/original", "/state");
  const asked = Array.from({ length: 30 }, () => reader.ask("GET", path));
  const first = await Promise.race(asked);
  expect([first.status, first.refusal?.code, first.headers.get("retry-after")]).toEqual([503, "busy", "5"]);
  // Two are made at once; a third begins when neither is made within half a second.
  await until(() => begun === 3, "three are under way");
  expect((await (await bed.as("editor", "Dora")).ask("GET", original)).status).toBe(200);
  gate.dispatchEvent(new Event("open"));
  const codes = (await Promise.all(asked)).map(({ refusal }) => refusal?.code);
  expect(codes.filter((code) => code === "busy")).toHaveLength(7);
  expect(codes.filter((code) => code === "not-found")).toHaveLength(23);
  state.mockRestore();
});
