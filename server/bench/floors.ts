import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Server } from "socket.io";
import { Histogram } from "./histogram";

// What the machine and the libraries can do at best, measured beside everything else in the same run.

/** Appends a record of a commit's size to a file and waits until the disk has it. */
export function rawAppend(directory: string, times: number): Histogram {
  const folder = mkdtempSync(join(directory, "append-"));
  const file = openSync(join(folder, "log"), "a");
  const record = Buffer.alloc(300, "x");
  const took = new Histogram();
  for (let round = 0; round < times; round++) {
    const began = performance.now();
    writeSync(file, record);
    fdatasyncSync(file);
    took.add(performance.now() - began);
  }
  closeSync(file);
  rmSync(folder, { recursive: true });
  return took;
}

/** A bare Socket.IO server that hands each message to everybody and answers it: no log, no batches, no checks. Answers its port. */
export async function rawEcho(): Promise<number> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  io.on("connection", (socket) => {
    socket.on("submit", (payload: unknown, reply: (answer: unknown) => void) => {
      io.emit("c", payload);
      reply({ ok: true, value: { version: 0 } });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return (http.address() as AddressInfo).port;
}
