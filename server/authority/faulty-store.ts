import { StoreAway, StoreFull } from "../store/Store";
import type { Store } from "../store/Store";

/** What happens to a call: nothing unusual; it never arrives; it arrives and its answer is lost; there is no space. */
export type Fault = "none" | "away-before" | "away-after" | "full";

/** A store that fails as it is told to, call by call; for tests. */
export interface FaultyStore {
  readonly store: Store;
  /** Asked before each append. */
  append: () => Fault;
  /** Asked before every other call that reads or writes a document. */
  other: () => Fault;
}

function wrapped<A extends unknown[], T>(fault: () => Fault, call: (...args: A) => Promise<T>): (...args: A) => Promise<T> {
  return async (...args) => {
    const what = fault();
    if (what === "away-before") throw new StoreAway("not reached");
    if (what === "full") throw new StoreFull("no space");
    const result = await call(...args);
    if (what === "away-after") throw new StoreAway("no answer");
    return result;
  };
}

export function faulty(inner: Store): FaultyStore {
  const control: FaultyStore = { store: inner, append: () => "none", other: () => "none" };
  const other = () => control.other();
  const store: Store = {
    ...inner,
    appendBatch: wrapped(() => control.append(), inner.appendBatch),
    readBatches: wrapped(other, inner.readBatches),
    readSnapshot: wrapped(other, inner.readSnapshot),
    writeSnapshot: wrapped(other, inner.writeSnapshot),
    readDocument: wrapped(other, inner.readDocument),
    project: wrapped(other, inner.project),
    ping: wrapped(other, inner.ping),
  };
  return Object.assign(control, { store });
}
