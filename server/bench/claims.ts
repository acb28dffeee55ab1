import type { DocId } from "../../shared/ids";
import { ask, claimed, connected, openPage, submission } from "../../fixtures/live-server";
import type { Page } from "../../fixtures/live-server";
import { Histogram } from "./histogram";

// People marking claims: how long until one is durable, and until somebody else is told.

export interface ClaimsJob {
  readonly kind: "claims";
  readonly address: string;
  readonly doc: DocId;
  /** One more than people: the last only watches. */
  readonly cookies: readonly string[];
  /** Claims per person that are made first and not counted: a server that has just started is not yet compiled. */
  readonly warm: number;
  /** Claims per person after that, one after another. */
  readonly each: number;
  /** Pause between one person's claims, in milliseconds. */
  readonly pauseMs: number;
  /** The document's first words, of which each claim takes some. */
  readonly words: string;
}

export interface ClaimsResult {
  readonly claims: number;
  readonly acknowledged: { readonly p50: number; readonly p99: number };
  readonly told: { readonly p50: number; readonly p99: number };
  readonly refused: number;
}

export async function runClaims(job: ClaimsJob): Promise<ClaimsResult> {
  const acknowledged = new Histogram();
  const told = new Histogram();
  const sent = new Map<string, number>();
  let refused = 0;
  let head = 0;
  const pages: Page[] = [];
  for (const cookie of job.cookies) {
    const page = await connected(openPage(job.address, cookie));
    const opened = await ask.open(page, job.doc);
    if (!opened.ok) throw new Error("the document did not open");
    head = opened.value.head;
    pages.push(page);
  }
  const watcher = pages.pop();
  watcher?.on("c", ({ f, c }) => {
    head = f + c.length - 1;
    for (const compact of c) {
      const at = sent.get(String(compact[0]).split(".", 1)[0] ?? "");
      if (at !== undefined) told.add(performance.now() - at);
    }
  });
  const person = async (page: Page, n: number) => {
    for (let round = -job.warm; round < job.each; round++) {
      const from = (n * 7 + round + job.warm) % (job.words.length - 20);
      const made = submission(job.doc, head, claimed(from + 1, from + 11, job.words.slice(from, from + 10)));
      const began = performance.now();
      if (round >= 0) sent.set(made.id, began);
      const answer = await ask.submit(page, made);
      if (round >= 0) acknowledged.add(performance.now() - began);
      if (!answer.ok) refused += 1;
      if (job.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, job.pauseMs));
    }
  };
  await Promise.all(pages.map(person));
  const deadline = performance.now() + 5000;
  while (told.size < acknowledged.size - refused && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  for (const page of pages) page.close();
  watcher?.close();
  return {
    claims: acknowledged.size,
    acknowledged: { p50: acknowledged.at(0.5), p99: acknowledged.at(0.99) },
    told: { p50: told.at(0.5), p99: told.at(0.99) },
    refused,
  };
}
