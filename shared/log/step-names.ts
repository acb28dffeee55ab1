import type { StepId, Version } from "../ids";
import { stepId } from "../ids";
import { IntColumn } from "./int-column";

/** The names of a text's steps in the order of the log, two numbers each. Some at the beginning may have none. */
export class StepNames {
  private readonly versions = new IntColumn();
  private readonly places = new IntColumn();

  get length(): number {
    return this.versions.length;
  }

  push(id: StepId | null): void {
    const [version = 0, place = 0] = id === null ? [] : id.split(".").map(Number);
    this.versions.push(version);
    this.places.push(place);
  }

  pushAll(other: StepNames, from: number, to: number): void {
    this.versions.pushAll(other.versions, from, to);
    this.places.pushAll(other.places, from, to);
  }

  at(index: number): StepId | null {
    const version = index < this.length ? this.versions.at(index) : 0;
    return version === 0 ? null : stepId(version as Version, this.places.at(index));
  }

  /** The index of the first step of a later version; the end when there is none. */
  firstAfter(version: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.versions.at(middle) > version) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  placeOf(id: StepId): number | undefined {
    const [version = 0, place = 0] = id.split(".").map(Number);
    for (let index = this.firstAfter(version - 1); index < this.length && this.versions.at(index) === version; index++)
      if (this.places.at(index) === place) return index;
    return undefined;
  }
}
