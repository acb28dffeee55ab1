import { Mapping } from "prosemirror-transform";
import type { Step, StepMap } from "prosemirror-transform";
import { mapOf } from "../doc/steps";
import type { Lang } from "../languages";
import type { Op, OpOf } from "./op";
import { sizesOf } from "./pending";
import type { Trace } from "./pending";

/** A step that stands in the mapping, and what takes it back there. */
export interface Standing {
  readonly inverse: () => Step;
  /** Index of its map in the chain's mapping. */
  readonly slot: number;
  /** What `onPlaced` made of it, for whoever keeps traces. */
  readonly trace: Trace | null;
}

/** How far back an undo is looked for in what happened meanwhile. */
const MIRROR_REACH = 100;

/**
 * The mapping that a chain of own steps of one language goes through: own steps taken back (last first), what happened meanwhile, own
 * steps put on again in their accepted form. Each taken-back step mirrors its accepted form, so that later own steps find the text of
 * earlier ones. (The scheme of prosemirror-collab's `rebaseSteps`, on maps alone.)
 */
export class Chain {
  private readonly mapping = new Mapping();
  private readonly standing: (readonly Standing[])[] = [];
  /** Nothing to map over so far: own steps stand as they are. */
  clean: boolean;

  constructor(
    private readonly own: readonly Step[],
    over: readonly Op[],
    lang: Lang,
  ) {
    for (const step of own.toReversed()) this.mapping.appendMap(step.getMap().invert());
    for (const op of over) if (isTextStep(op, lang)) this.appendOver(op);
    this.clean = this.mapping.maps.length === own.length;
  }

  /** An undo that others made gives back the very tokens that their deletion took: what was made on those finds them again (SPEC R5). */
  private appendOver(op: OpOf<"text.step">): void {
    const map = mapOf(op.step);
    const mirror = op.revert === undefined ? undefined : this.mirrorOf(map);
    this.mapping.appendMap(map, mirror);
  }

  private mirrorOf(map: StepMap): number | undefined {
    const wanted = sizesOf(map.invert());
    const [start] = edgesOf(map);
    if (start === undefined) return undefined;
    const last = this.mapping.maps.length - 1;
    for (let index = last; index >= Math.max(this.own.length, last - MIRROR_REACH); index--) {
      const candidate = this.mapping.maps[index];
      if (!candidate || sizesOf(candidate) !== wanted || this.mapping.getMirror(index) !== undefined) continue;
      const [, place] = edgesOf(candidate);
      if (place === undefined) continue;
      const between = this.mapping.slice(index + 1);
      if (between.map(place, -1) <= start && start <= between.map(place, 1)) return index;
    }
    return undefined;
  }

  /** The mapping for what was made after the own steps settled so far. */
  current(): Mapping {
    return this.mapping.slice(this.own.length - this.standing.length);
  }

  /** The mapping from after a standing step to now. */
  since(slot: number): Mapping {
    return this.mapping.slice(slot + 1);
  }

  /**
   * A step of the next own step's accepted form was applied; returns its slot. `carrier`: it brings the own step's content unchanged.
   * `takesBack`: the slot of the step that it takes back.
   */
  append(map: StepMap, carrier: boolean, takesBack?: number): number {
    const undone = takesBack === undefined ? undefined : this.mapping.maps[takesBack];
    const exact = undone !== undefined && sizesOf(undone.invert()) === sizesOf(map) && this.mapping.getMirror(takesBack ?? 0) === undefined;
    this.mapping.appendMap(map, exact ? takesBack : carrier ? this.own.length - 1 - this.standing.length : undefined);
    return this.mapping.maps.length - 1;
  }

  /**
   * The next own step is done with; it stands as these steps (none: it had no place). `kept`: it is the very step. Once one was changed,
   * what follows was made on a text that is not quite the one here, and has to be mapped too.
   */
  settle(standing: readonly Standing[], kept: boolean): void {
    this.standing.push(standing);
    if (!kept) this.clean = false;
  }

  /** What became of the own step that stands `back` own steps before the next one. */
  becameOf(back: number): readonly Standing[] | null {
    return this.standing[this.standing.length - back] ?? null;
  }

  /** The slot of a step of `over`, by its index among those of this language. */
  overSlot(index: number): number {
    return this.own.length + index;
  }
}

/** Where the map's first range begins, before and after. */
function edgesOf(map: StepMap): [number, number] | [] {
  let edges: [number, number] | [] = [];
  map.forEach((oldFrom, _oldTo, newFrom) => {
    if (edges.length === 0) edges = [oldFrom, newFrom];
  });
  return edges;
}

const isTextStep = (op: Op, lang: Lang): op is OpOf<"text.step"> => op.type === "text.step" && op.lang === lang;

export const textSteps = (ops: readonly Op[], lang: Lang): OpOf<"text.step">[] =>
  ops.filter((op): op is OpOf<"text.step"> => isTextStep(op, lang));
