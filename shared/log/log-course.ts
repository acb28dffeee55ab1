import { mapOnce } from "../doc/steps";
import type { CommitId } from "../ids";
import type { Lang } from "../languages";
import type { Ground } from "./chain";
import type { Commit } from "./commit";
import { IntColumn } from "./int-column";
import { mendedFrom } from "./mend";
import { NamedCourse } from "./named-course";
import type { Op } from "./op";
import { pastOf } from "./past";

/** What work made on an older state has to know of what happened since, besides how the texts went on. */
export type Event = "locked" | "text.add" | "mended" | `text ${Lang}`;

export function eventsOf(op: Op): Event[] {
  switch (op.type) {
    case "doc.set":
      return op.field === "locked" ? ["locked"] : [];
    case "text.add":
      return ["text.add", `text ${op.lang}`];
    case "text.step":
      return [`text ${op.lang}`];
    default:
      return [];
  }
}

/** What a log did after somebody's base, up to and with a version: in place of the commits. */
export interface Older {
  readonly upTo: number;
  ground(lang: Lang): Ground | null;
  had(event: Event): boolean;
}

/**
 * What a log did after a version, in some twenty bytes a step: for work that comes back after a long time, which is carried over hundreds of
 * thousands of them. The same as their commits would say.
 */
export class LogCourse {
  private readonly texts = new Map<Lang, NamedCourse>();
  /** The newest version with each. */
  private readonly newest = new Map<Event, number>();
  /** A hash of each commit's id. */
  private readonly ids = new IntColumn();

  constructor(readonly after: number) {}

  get upTo(): number {
    return this.after + this.ids.length;
  }

  /** The next commit. */
  append(commit: Commit): void {
    if (commit.version !== this.upTo + 1) throw new Error(`commit ${commit.version} after version ${this.upTo}`);
    if (mendedFrom(commit) !== null) this.newest.set("mended", commit.version);
    for (const { op, id } of pastOf([commit])) {
      for (const event of eventsOf(op)) this.newest.set(event, commit.version);
      if (op.type === "text.step") this.text(op.lang).append(op, mapOnce(op.step), id);
    }
    this.ids.push(hashOf(commit.id));
  }

  private text(lang: Lang): NamedCourse {
    let course = this.texts.get(lang);
    if (!course) this.texts.set(lang, (course = new NamedCourse()));
    return course;
  }

  /** What happened after a version that it goes back to, up to and with another. What is appended later is not in it. */
  since(version: number, upTo = this.upTo): Older {
    if (version < this.after) throw new Error(`version ${version} is before ${this.after}`);
    return {
      upTo,
      ground: (lang) => {
        const course = this.texts.get(lang);
        return course ? { course, after: version, upTo } : null;
      },
      // It may have been after the end of this: whoever asks has to know of that as well.
      had: (event) => (this.newest.get(event) ?? 0) > version,
    };
  }

  /** The versions after one whose commits may have this id: few or none beside the one that has. */
  versionsLike(id: CommitId, after: number): number[] {
    const wanted = hashOf(id);
    const found: number[] = [];
    for (let index = Math.max(0, after - this.after); index < this.ids.length; index++)
      if (this.ids.at(index) === wanted) found.push(this.after + index + 1);
    return found;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  return hash | 0;
}
