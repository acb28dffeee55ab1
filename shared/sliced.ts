/**
 * Work in pieces: at each `yield` whoever runs it may let others in. Between two of them lies what cannot be parted, mostly one op; state
 * that the work was given must not change meanwhile.
 */
export type Sliced<T> = Generator<void, T, void>;

/** Does all of it at once. */
export function finish<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
