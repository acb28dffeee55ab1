import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";
import type { Socket } from "socket.io-client";
import type { LiveServer } from "./socket-types";
import { speedBroadcasts } from "./broadcast-fast-path";

const SENDER = "_sender";

/** What Engine.IO keeps of a connection, as far as it tells which way a packet went. */
interface Wire {
  on(event: "flush", heard: () => void): void;
  readonly transport: { readonly socket: { readonly [SENDER]: { sendFrame(frame: readonly Buffer[], done?: unknown): void } } };
}

/** Three pages in one room, over WebSockets as ours are, and what became of each broadcast on the server. */
async function threePages() {
  const http = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => http.once("listening", done));
  const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
  speedBroadcasts(io as unknown as LiveServer);
  const seen = { queued: 0, frames: [] as number[] };
  io.on("connection", (socket) => void socket.join("room"));
  io.engine.on("connection", (wire: Wire) => {
    wire.on("flush", () => seen.queued++);
    const sender = wire.transport.socket[SENDER];
    const sendFrame = sender.sendFrame.bind(sender);
    sender.sendFrame = (frame, done) => {
      seen.frames.push(frame.length);
      return sendFrame(frame, done);
    };
  });
  const { port } = http.address() as AddressInfo;
  const pages = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<Socket>((done) => {
          const page = connect(`http://127.0.0.1:${String(port)}`, { transports: ["websocket"], forceNew: true });
          page.once("connect", () => done(page));
        }),
    ),
  );
  return {
    io,
    pages,
    seen,
    async close(): Promise<void> {
      for (const page of pages) page.close();
      await io.close();
    },
  };
}

const heard = (page: Socket, count: number): Promise<unknown[]> =>
  new Promise((done) => {
    const all: unknown[] = [];
    page.on("said", (what: unknown) => {
      all.push(what);
      if (all.length === count) done(all);
    });
  });

// Each of these fails when Socket.IO or Engine.IO make what the shortcuts go by in another way: the slow way is taken then, and nobody would know.
describe("the shortcuts of a broadcast", () => {
  test("one buffer, straight to each socket, in order with what is sent otherwise", async () => {
    const { io, pages, seen, close } = await threePages();
    const all = Promise.all(pages.map((page) => heard(page, 4)));
    seen.queued = 0;
    seen.frames.length = 0;
    io.to("room").emit("said", 1);
    expect(seen).toEqual({ queued: 0, frames: [1, 1, 1] });
    io.to("room").emit("said", { text: "déjà", at: 2 });
    for (const socket of io.of("/").sockets.values()) socket.emit("said", 3);
    io.to("room").emit("said", "vier");
    expect(await all).toEqual(pages.map(() => [1, { text: "déjà", at: 2 }, 3, "vier"]));
    await close();
  });

  test("a page that leaves the room, and one that is left out, hear nothing of it", async () => {
    const { io, pages, close } = await threePages();
    const [one, two, three] = [...io.of("/").sockets.values()];
    const all = Promise.all(pages.map((page) => heard(page, 1)));
    await two?.leave("room");
    io.to("room")
      .except(three?.id ?? "")
      .emit("said", "room");
    for (const socket of [two, three]) socket?.emit("said", "alone");
    const told = await all;
    expect(told.filter(([what]) => what === "room")).toHaveLength(1);
    expect(one?.rooms.has("room")).toBe(true);
    await close();
  });
});
