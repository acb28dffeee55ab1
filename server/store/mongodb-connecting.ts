import type { ConnectionCreatedEvent, MongoClient, ServerHeartbeatStartedEvent } from "mongodb";

const connection = ({ address, connectionId }: Pick<ConnectionCreatedEvent, "address" | "connectionId">): string =>
  `${address} ${String(connectionId)}`;
const heartbeat = ({ connectionId }: Pick<ServerHeartbeatStartedEvent, "connectionId">): string => `heartbeat ${connectionId}`;

/**
 * Looks after a client's attempts to connect, and calls `stuck` when one has no end. The driver (7.9) keeps its own limits but for one case: a connection that
 * the other side closes in the very moment in which the first words are written to it. `writeCommand` then waits for a "drain" that a destroyed socket never
 * gives, so that whoever waits for a connection waits for ever, and a heartbeat that hangs so leaves the server unknown for good.
 * `within`: milliseconds that an attempt may take.
 */
export function watchConnecting(client: MongoClient, within: number, stuck: () => void): void {
  const attempts = new Map<string, NodeJS.Timeout>();
  const ends = (name: string): void => {
    clearTimeout(attempts.get(name));
    attempts.delete(name);
  };
  const begins = (name: string): void => {
    ends(name);
    attempts.set(name, setTimeout(stuck, within).unref());
  };
  client.on("connectionCreated", (event) => begins(connection(event)));
  client.on("connectionReady", (event) => ends(connection(event)));
  client.on("connectionClosed", (event) => ends(connection(event)));
  client.on("serverHeartbeatStarted", (event) => begins(heartbeat(event)));
  client.on("serverHeartbeatSucceeded", (event) => ends(heartbeat(event)));
  client.on("serverHeartbeatFailed", (event) => ends(heartbeat(event)));
  client.on("topologyClosed", () => {
    for (const name of attempts.keys()) ends(name);
  });
}
