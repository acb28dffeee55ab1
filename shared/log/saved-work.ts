import type { CommitId, Version } from "../ids";
import type { Submission } from "./commit";
import type { Inflight } from "./inflight";
import type { Op } from "./op";
import { withDistances } from "./pending";
import type { LocalOp } from "./pending";

/** What survives a reload: the work that the log does not have yet, on the confirmed state at `base`. */
export interface SavedWork {
  readonly base: number;
  readonly inflight: { readonly id: CommitId; readonly base: number; readonly ops: readonly Op[] } | null;
  /** The forms on top of the state at `base`: of the commit in flight, then of what waits. */
  readonly inflightLocal: readonly Op[];
  /** For each of these the index of the op that it was sent as; null: it is not known. Absent where they stand one for one. */
  readonly inflightSent?: readonly (number | null)[] | undefined;
  readonly queue: readonly Op[];
}

/** What waits on the confirmed state at `base`. */
export function savedOf(base: Version, inflight: Inflight | null, queue: readonly LocalOp[]): SavedWork {
  const local = inflight?.local ?? [];
  const ops = withDistances([...local, ...queue]);
  return {
    base,
    inflight: inflight && { id: inflight.submission.id, base: inflight.submission.base, ops: inflight.submission.ops },
    inflightLocal: ops.slice(0, local.length),
    ...(inflight && !oneForOne(inflight) ? { inflightSent: local.map(({ sent }) => sent ?? null) } : {}),
    queue: ops.slice(local.length),
  };
}

/** The submission that was under way, with what its ops look like now; null when none was. */
export function inflightOf({ inflight, inflightSent }: SavedWork, local: readonly LocalOp[]): Inflight | null {
  if (!inflight) return null;
  const submission = { id: inflight.id, base: inflight.base as Version, ops: [...inflight.ops] } as Submission;
  // Pages of before did not say it: what came of which op is known there only where they stand one for one.
  const known = inflightSent ?? (local.length === submission.ops.length ? local.map((_, index) => index) : []);
  return { submission, local: local.map((one, index) => sentAs(one, known[index] ?? null)) };
}

const oneForOne = ({ submission, local }: Inflight): boolean =>
  local.length === submission.ops.length && local.every(({ sent }, index) => sent === index);

const sentAs = (local: LocalOp, sent: number | null): LocalOp => (sent === null ? local : { ...local, sent });
