import type { DocId } from "../../../shared/ids";
import { ask, connected, openPage, submission, typed } from "../../../fixtures/live-server";
import { Histogram } from "../histogram";
import type { Sendings } from "./input";
import { costlyInputs } from "./inputs";

// Two processes beside the server: one in which somebody types and is measured, one that sends the costly input and may itself be held up.

export interface TypeJob {
  readonly kind: "type";
  readonly address: string;
  readonly doc: DocId;
  readonly cookie: string;
  readonly forMs: number;
}

export interface TypeResult {
  readonly keystrokes: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export interface CostlyJob {
  readonly kind: "costly";
  readonly input: string;
  readonly address: string;
  readonly cookies: readonly string[];
  readonly docs: readonly DocId[];
  readonly forMs: number;
}

/** Between two keystrokes, in milliseconds: as of three people who type fast, so that a few seconds have enough for a hundredth of them. */
const APART_MS = 20;

/** From keystroke to its durable place in the log; a keystroke does not wait for the one before. */
export async function runTyping({ address, doc, cookie, forMs }: TypeJob): Promise<TypeResult> {
  const page = await connected(openPage(address, cookie));
  const opened = await ask.open(page, doc);
  if (!opened.ok) throw new Error("the document did not open");
  const took = new Histogram();
  const waiting: Promise<void>[] = [];
  let head = opened.value.head;
  page.on("c", ({ f, c }) => void (head = Math.max(head, f + c.length - 1)));
  const key = async (): Promise<void> => {
    const began = performance.now();
    const answer = await ask.submit(page, submission(doc, head, typed(1, "x"))).catch(() => null);
    // No answer at all is the slowest there is.
    took.add(answer === null ? Number.POSITIVE_INFINITY : performance.now() - began);
    if (answer && !answer.ok) throw new Error(`refused: ${answer.refusal.code}`);
  };
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    waiting.push(key());
    await new Promise((resolve) => setTimeout(resolve, APART_MS));
  }
  await Promise.all(waiting);
  page.close();
  return { keystrokes: took.size, p50: took.at(0.5), p99: took.at(0.99), most: took.at(1) };
}

export async function runCostly({ input, address, cookies, docs, forMs }: CostlyJob): Promise<Sendings> {
  const found = costlyInputs.find(({ name }) => name === input);
  if (!found) throw new Error(`no such input: ${input}`);
  const end = performance.now() + forMs;
  return found.send({ address, cookies, docs, over: () => performance.now() > end });
}
