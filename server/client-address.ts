import type { IncomingMessage } from "node:http";
import express from "express";
import { bareAddress, networkOf } from "./accounts/limits";
import type { TrustProxy } from "./config";

// Where a request comes from, for what has no Express around it: sockets. Express answers the same as `request.ip`.

/** The network of whoever sends a request, as far as the proxies before us are believed. */
export function networkReader(setting: TrustProxy): (request: Pick<IncomingMessage, "headers" | "socket">) => string {
  const app = express();
  app.set("trust proxy", setting);
  const trust = app.get("trust proxy fn") as (address: string, hop: number) => boolean;
  return ({ headers, socket }) => {
    const forwarded = headers["x-forwarded-for"];
    const told = typeof forwarded === "string" ? forwarded.split(",").map(bareAddress).toReversed() : [];
    const addresses = [socket.remoteAddress ?? "", ...told];
    // Each proxy tells whom it has it from; the first that is not believed is whoever asks.
    const first = addresses.findIndex((address, hop) => !trust(address, hop));
    return networkOf(addresses.at(first) ?? "");
  };
}
