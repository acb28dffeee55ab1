import { appendFileSync } from "node:fs";
import { EventEmitter } from "node:events";
import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// Loaded into the measured server before anything else (`node --import`): at each SIGUSR2 it collects all garbage and writes down, as a line of
// JSON in the file that `CHURN_FILE` names, what is left.

/** What a process holds once its garbage is collected. */
export interface Held {
  readonly heapMb: number;
  /** Objects that can have listeners: sockets, requests, rooms of Socket.IO, streams … */
  readonly emitters: number;
  readonly listeners: number;
  readonly sockets: number;
  readonly timers: number;
}

const file = process.env["CHURN_FILE"];
if (file) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // Only the server itself: `npm start` builds in a process of its own.
  process.on("SIGUSR2", () => {
    collect();
    const active = process.getActiveResourcesInfo();
    const held: Held = {
      emitters: queryObjects(EventEmitter, { format: "count" }),
      heapMb: process.memoryUsage().heapUsed / 2 ** 20,
      listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
      sockets: active.filter((name) => name === "TCPSocketWrap").length,
      timers: active.filter((name) => name === "Timeout").length,
    };
    appendFileSync(file, `${JSON.stringify(held)}\n`);
  });
}
