import type { Refusal } from "../../shared/refusal";
import type { Connection, SaveState } from "./contract";

export interface SaveFacts {
  /** Ops that are not in the log. */
  readonly pending: number;
  readonly connection: Connection;
  readonly ended: Refusal | null;
  /** Why the server cannot keep anything at the moment. */
  readonly there: Refusal | null;
  /** Why this browser cannot. */
  readonly here: Refusal | null;
}

/** What a person is told about their own work. While it is on its way to the server, a browser that keeps nothing is no trouble. */
export function saveState({ pending, connection, ended, there, here }: SaveFacts): SaveState {
  if (pending === 0) return { kind: "saved" };
  const trouble = ended ?? (connection === "live" ? there : here);
  if (trouble) return { kind: "not-saved", pending, refusal: trouble };
  return { kind: connection === "offline" ? "offline" : "saving", pending };
}
