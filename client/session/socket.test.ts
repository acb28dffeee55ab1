import { createServer } from "node:http";
import type { AddressInfo, Socket as TcpSocket } from "node:net";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { TestClock } from "../../fixtures/clock";
import { until } from "../../fixtures/sessions/pages";
import { doc } from "../../fixtures/sessions/text";
import type { Version } from "../../shared/ids";
import { createLink } from "./socket";
import type { PageLink, Wire } from "./socket";

let port: number;
let server: Server;
let sockets: Set<TcpSocket>;
let deaf: boolean;
const links: PageLink[] = [];

beforeEach(async () => {
  sockets = new Set();
  deaf = false;
  const http = createServer();
  http.on("connection", (socket) => sockets.add(socket));
  server = new Server(http, { serveClient: false, pingInterval: 60_000, pingTimeout: 60_000 });
  server.on("connection", (line) =>
    line.on("read", (_payload, reply: (answer: unknown) => void) => {
      if (!deaf) reply({ ok: true, value: { commits: [], head: 7 } });
    }),
  );
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  port = (http.address() as AddressInfo).port;
});

afterEach(async () => {
  for (const link of links.splice(0)) link.close();
  for (const socket of sockets) socket.resume();
  await server.close();
});

function linkTo(to: () => number, clock = new TestClock()) {
  const hints = { lost: new Set<() => void>(), back: new Set<() => void>() };
  const dials: number[] = [];
  const link = createLink({
    dial: () => {
      const wire = io(`http://127.0.0.1:${to()}`, { autoConnect: false, reconnection: false, forceNew: true, transports: ["websocket"] });
      const connect = wire.connect.bind(wire);
      wire.connect = () => {
        dials.push(clock.now());
        return connect();
      };
      return wire as Wire;
    },
    network: {
      onLost: (listener) => void hints.lost.add(listener) as never,
      onBack: (listener) => void hints.back.add(listener) as never,
    },
    clock,
    patienceMs: 100,
  });
  links.push(link);
  const say = (which: "lost" | "back"): void => hints[which].forEach((listener) => listener());
  return { link, clock, dials, say };
}

const is = (link: PageLink, kind: string): Promise<void> => until(() => link.state().kind === kind, `${kind}, is ${link.state().kind}`);

test("connects when first asked to, and only once", async () => {
  const { link, dials } = linkTo(() => port);
  expect(link.state().kind).toBe("idle");
  expect(await link.ask("read", { doc, after: 1 as Version })).toBeNull();
  link.open();
  link.open();
  await is(link, "live");
  expect(dials).toHaveLength(1);
  expect(await link.ask("read", { doc, after: 1 as Version })).toEqual({ ok: true, value: { commits: [], head: 7 } });
});

test("tries again later and later, but never later than after twelve seconds", async () => {
  const { link, clock, dials } = linkTo(() => 1);
  clock.luck = 1;
  link.open();
  const waits: number[] = [];
  for (let tries = 0; tries < 7; tries++) {
    await is(link, "offline");
    await until(() => clock.next !== null, "a retry planned");
    waits.push(clock.next ?? 0);
    const before = dials.length;
    await clock.pass(clock.next ?? 0);
    await until(() => dials.length > before, "a further try");
  }
  expect(waits).toEqual([600, 1_200, 2_400, 4_800, 9_600, 12_000, 12_000]);
});

test("tries at once when the network is said to be back", async () => {
  let to = 1;
  const { link, say, dials } = linkTo(() => to);
  link.open();
  await is(link, "offline");
  to = port;
  say("back");
  await until(() => dials.length === 2, "a second try");
});

test("comes back by itself after the server has cut it, and tells its listeners", async () => {
  const { link, clock } = linkTo(() => port);
  const states: string[] = [];
  link.subscribe(() => states.push(link.state().kind));
  link.open();
  await is(link, "live");
  server.disconnectSockets(true);
  await is(link, "offline");
  await until(() => clock.next !== null, "a retry planned");
  await clock.pass(clock.next ?? 0);
  await is(link, "live");
  expect(states).toEqual(["connecting", "live", "offline", "live"]);
});

test("notices a connection that is there in name only, and makes another", async () => {
  const { link, clock } = linkTo(() => port);
  link.open();
  await is(link, "live");
  for (const socket of sockets) socket.pause();
  await clock.pass(1);
  expect(await link.ask("read", { doc, after: 1 as Version })).toBeNull();
  await is(link, "offline");
  await until(() => clock.next !== null, "a retry planned");
  await clock.pass(clock.next ?? 0);
  await is(link, "live");
});

test("keeps a connection on which something is heard, though one answer is late", async () => {
  const { link, clock } = linkTo(() => port);
  link.open();
  await is(link, "live");
  deaf = true;
  await clock.pass(1);
  const late = link.ask("read", { doc, after: 1 as Version });
  await clock.pass(1);
  const heard = new Promise<void>((resolve) => link.on("health", () => resolve()));
  server.emit("health", { store: "ready" });
  await heard;
  expect(await late).toBeNull();
  expect(link.state().kind).toBe("live");
});

test("believes the browser that the network is gone, without waiting", async () => {
  const { link, say } = linkTo(() => port);
  link.open();
  await is(link, "live");
  say("lost");
  expect(link.state().kind).toBe("offline");
});

test("ends for good when the server sends it away, and begins afresh when opened again", async () => {
  const { link, clock, dials } = linkTo(() => port);
  link.open();
  await is(link, "live");
  server.emit("bye", { code: "signed-out" });
  await is(link, "ended");
  expect(link.state()).toEqual({ kind: "ended", why: { code: "signed-out" } });
  await clock.pass(60_000);
  expect(dials).toHaveLength(1);
  link.open();
  await is(link, "live");
});

test("ends at once when the door is shut to this person", async () => {
  server.use((_line, next) => next(Object.assign(new Error("signed-out"), { data: { code: "signed-out" } })));
  const { link } = linkTo(() => port);
  link.open();
  await is(link, "ended");
});

test("tells the server that a document is closed when the last who held it lets go", async () => {
  const closed: unknown[] = [];
  server.on("connection", (line) => line.on("close", (payload) => closed.push(payload)));
  const { link } = linkTo(() => port);
  link.open();
  await is(link, "live");
  const [one, two] = [link.hold(doc), link.hold(doc)];
  one();
  one();
  await link.ask("read", { doc, after: 1 as Version });
  expect(closed).toEqual([]);
  two();
  await until(() => closed.length === 1, "closed");
});
