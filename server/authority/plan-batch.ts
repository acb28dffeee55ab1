import type { CommitId, UserId } from "../../shared/ids";
import { accepting } from "../../shared/log/accept";
import { mendedFrom } from "../../shared/log/mend";
import type { Commit, Submission } from "../../shared/log/commit";
import type { DocState } from "../../shared/log/state";
import type { Sifted } from "../../shared/log/sift";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { Slices } from "../lane";
import type { Reply, Submitted } from "../../shared/protocol/socket";
import type { Missed } from "./long-past";
import type { RecentCommits } from "./recent-commits";

export type SubmitAnswer = Reply<Submitted>;

/** What of a submission may be done by now; a refusal where nothing of it may. */
export type Again = () => Promise<Result<Sifted>>;

/** A submission that waits for its turn. */
export interface Waiting {
  /** What its author may do of it, as they were last asked about. */
  sifted: Sifted;
  readonly author: UserId;
  /** Asks about its author again, when its turn has come; null for the house. Never rejects. */
  readonly again: Again | null;
  readonly answer: (answer: SubmitAnswer) => void;
  /** What it missed that is no longer among the recent commits, once that was read. */
  missed: Missed | null;
}

/** What a turn would do: nothing of it has happened yet. */
export interface Plan {
  /** To be appended, in order; empty when every submission is answered without. */
  readonly commits: readonly Commit[];
  /** Length of each commit as JSON, roughly. */
  readonly chars: readonly number[];
  /** The state after them. */
  readonly state: DocState;
  /** To be given once the commits are durable. */
  readonly answers: ReadonlyMap<Waiting, SubmitAnswer>;
  /** Made on versions that are no longer at hand: what they missed has to be read first. */
  readonly behind: readonly Waiting[];
}

/** A batch may hold as much as fits one record of either store, twice over. */
export const MAX_BATCH_COMMITS = 256;
export const MAX_BATCH_CHARS = 3_000_000;

/**
 * Carries each submission over what it has not seen, the batch's earlier ones included, and recognises those that the log has already.
 * Lets others in while it is at it: head and recent commits must not change meanwhile.
 * `failed` hears of an engine's bug; the submission that met it is refused, the others go on.
 */
export async function planTurn(
  waiting: readonly Waiting[],
  head: DocState,
  recent: RecentCommits,
  at: number,
  failed: (error: unknown, submission: Submission) => void,
): Promise<Plan> {
  const commits: Commit[] = [];
  const chars: number[] = [];
  const answers = new Map<Waiting, SubmitAnswer>();
  const behind: Waiting[] = [];
  const inBatch = new Map<CommitId, Commit>();
  const slices = new Slices();
  let state = head;
  for (const one of waiting) {
    const { sifted, author } = one;
    const { submission } = sifted;
    const known = recent.find(submission.id) ?? inBatch.get(submission.id) ?? one.missed?.known;
    if (known) {
      answers.set(one, known.author === author ? ok({ version: known.version }) : refuse("malformed"));
      continue;
    }
    if (submission.base > head.version) {
      answers.set(one, refuse("malformed"));
      continue;
    }
    const older = one.missed?.older ?? null;
    const since = recent.after(older?.upTo ?? submission.base);
    if (since === null) {
      behind.push(one);
      continue;
    }
    // Positions on what was set aside say nothing of what stands now.
    if (older?.had("mended") || since.some((commit) => mendedFrom(commit) !== null)) {
      answers.set(one, refuse("unreadable"));
      continue;
    }
    try {
      const broke = (error: unknown): void => failed(error, submission);
      const accepted = await slices.run(accepting(sifted, author, at, [...since, ...commits], state, broke, older));
      if (!accepted.ok) {
        answers.set(one, accepted);
        continue;
      }
      state = accepted.state;
      commits.push(accepted.commit);
      chars.push(sifted.chars * (accepted.commit.submitted ? 2 : 1) + 100);
      inBatch.set(submission.id, accepted.commit);
      answers.set(one, ok({ version: accepted.commit.version }));
    } catch (error) {
      failed(error, submission);
      answers.set(one, refuse("does-not-fit"));
    }
  }
  return { commits, chars, state, answers, behind };
}
