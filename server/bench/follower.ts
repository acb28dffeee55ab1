import { stepOf } from "../../shared/doc/steps";
import { applyCommit } from "../../shared/log/apply";
import type { Commit } from "../../shared/log/commit";
import type { DocState } from "../../shared/log/state";

/** One copy of the document for all writers of this process, with a cursor for each: at the end of a paragraph of their own. */
export class Follower {
  readonly cursors: number[] = [];
  /** The cursor may not go back beyond this. */
  readonly starts: number[] = [];

  constructor(public state: DocState) {
    state.texts.fr?.doc.forEach((node, offset) => {
      this.starts.push(offset + 1);
      this.cursors.push(offset + node.nodeSize - 1);
    });
  }

  take(commit: Commit): void {
    this.state = applyCommit(this.state, commit);
    for (const op of commit.ops) {
      if (op.type !== "text.step") continue;
      const map = stepOf(op.step).getMap();
      for (let index = 0; index < this.cursors.length; index++) {
        this.cursors[index] = map.map(this.cursors[index] ?? 0, 1);
        this.starts[index] = map.map(this.starts[index] ?? 0, -1);
      }
    }
  }
}
