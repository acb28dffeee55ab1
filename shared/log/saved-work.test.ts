import { Transform } from "prosemirror-transform";
import { firstOps } from "../../fixtures/sessions/text";
import { stepJson } from "../doc/steps";
import type { CommitId, UserId } from "../ids";
import { accept } from "./accept";
import type { Commit, Submission } from "./commit";
import type { Op } from "./op";
import { Replica } from "./replica";
import { emptyState, stateFromJson, stateToJson } from "./state";
import type { DocState } from "./state";

// What survives a reload: the work, the version that its forms stand on, and of what was sent, exactly what was sent.

const ana = "ana0000000" as UserId;
const boris = "boris00000" as UserId;

function taken(submission: Pick<Submission, "id" | "base" | "ops">, author: UserId, log: readonly Commit[], state: DocState) {
  const result = accept({ doc: "doc0001", ...submission } as Submission, author, 1, log as Commit[], state);
  if (!result.ok || !result.commit) throw new Error("not accepted");
  return { commit: result.commit, state: result.state };
}

const first = taken({ id: "commit01" as CommitId, base: 0 as never, ops: firstOps() }, boris, [], emptyState);

function typed(state: DocState, pos: number, text: string): Op {
  const source = state.texts.fr?.doc;
  if (!source) throw new Error("no text");
  const [step] = new Transform(source).insert(pos, source.type.schema.text(text)).steps;
  if (!step) throw new Error("no step");
  return { type: "text.step", lang: "fr", step: stepJson(step) };
}

const words = (state: DocState): string => state.texts.fr?.doc.firstChild?.textContent ?? "";
const cost = (): number => 0;

/** Ana has sent one word at version 1 and written another; Boris's came first, so that the log is at 2 and hers stand on it. */
function underway() {
  const replica = new Replica(first.state, ana);
  replica.change([typed(replica.view, 1, "Selon eux, ")], 10);
  const sent = replica.next("own00001" as CommitId, cost, 1);
  if (!sent) throw new Error("nothing sent");
  replica.change([typed(replica.view, 12, "toujours ")], 5_000);
  const theirs = taken({ id: "commit02" as CommitId, base: 1 as never, ops: [typed(first.state, 4, "seule ")] }, boris, [], first.state);
  replica.receive(theirs.commit, 6_000);
  return { replica, sent, theirs };
}

test("C2: what was sent once is kept, and sent again after a reload, with the base and the ops that it was first sent with", () => {
  const { replica, sent, theirs } = underway();
  const saved = replica.saved();
  expect(saved).toMatchObject({ base: 2, inflight: { id: "own00001", base: 1, ops: sent.ops } });
  if (!saved) return;
  const again = Replica.restore(stateFromJson(stateToJson(theirs.state)), ana, JSON.parse(JSON.stringify(saved)) as typeof saved, 9_000);
  expect(again.unanswered).toMatchObject({ id: "own00001", base: 1, ops: sent.ops });
  expect(words(again.view)).toBe("Selon eux, toujours La seule Hongrie a d’abord nié.");
  // The log, which carries it from the base that it names, comes to the words that its author sees.
  const own = taken({ id: sent.id, base: sent.base, ops: sent.ops }, ana, [theirs.commit], theirs.state);
  expect(again.receive(own.commit, 9_001)).toMatchObject({ own: true, lost: [] });
  expect(words(own.state)).toBe("Selon eux, La seule Hongrie a d’abord nié.");
  expect(words(again.view)).toBe("Selon eux, toujours La seule Hongrie a d’abord nié.");
});

test("C5: saved work goes back on the state that it was made on, and on no other", () => {
  const { replica, theirs } = underway();
  const saved = replica.saved();
  if (!saved) throw new Error("nothing saved");
  expect(() => Replica.restore(first.state, ana, saved, 9_000)).toThrow("saved work of version 2 on version 1");
  expect(words(Replica.restore(theirs.state, ana, saved, 9_000).view)).toBe(words(replica.view));
});
