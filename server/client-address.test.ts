import type { IncomingMessage } from "node:http";
import { networkReader } from "./client-address";

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } }) as unknown as IncomingMessage;

test.each([
  ["nobody is believed", false, from("203.0.113.9", "192.0.2.1"), "203.0.113.9"],
  ["one proxy", 1, from("10.0.0.1", "198.51.100.7, 192.0.2.1"), "192.0.2.1"],
  ["two proxies", 2, from("10.0.0.1", "192.0.2.1:4711, 10.0.0.2"), "192.0.2.1"],
  ["one proxy, which tells nothing", 1, from("10.0.0.1"), "10.0.0.1"],
  ["proxies by their networks", ["loopback", "uniquelocal"], from("127.0.0.1", "192.0.2.1, 10.0.0.2"), "192.0.2.1"],
  ["whoever is no proxy", ["loopback"], from("203.0.113.9", "192.0.2.1"), "203.0.113.9"],
  ["an IPv6 network", false, from("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2"],
] as const)("the network of a request: %s", (_what, setting, request, network) => {
  expect(networkReader(setting as Parameters<typeof networkReader>[0])(request)).toBe(network);
});
