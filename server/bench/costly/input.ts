import type { DocId } from "../../../shared/ids";
import type { Authority } from "../../authority/authority";
import type { UserId } from "../../../shared/ids";

// Inputs that cost much for what they are: each is sent again and again while somebody else types in another text.

/** What an input is sent with. */
export interface Ground {
  readonly address: string;
  /** Cookies of the people who send it, an editor each; none of them types. */
  readonly cookies: readonly string[];
  /** What `prepare` made. */
  readonly docs: readonly DocId[];
  /** True once the measuring is over: to be asked between two sendings. */
  readonly over: () => boolean;
}

export interface CostlyInput {
  /** What stands in the table. */
  readonly name: string;
  /** Documents that it needs, made before the server starts. */
  readonly prepare?: (authority: Authority, author: UserId) => Promise<DocId[]>;
  /** Sends it until `over`. Whatever it is answered is right: the row measures the others. Answers how often it was sent, and how often taken. */
  readonly send: (ground: Ground) => Promise<Sendings>;
}

export interface Sendings {
  readonly sent: number;
  readonly taken: number;
}
