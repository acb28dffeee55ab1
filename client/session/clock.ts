// A computer's clock may be wrong by a day: then "accessed today" would be written down wrongly, and what has just happened would be of tomorrow.
// Every answer of the server says what time it is there.

/** Less is the way's own time, or nothing that a person would see. In milliseconds. */
const MINUTE = 60_000;

export interface Clock {
  /** The time by the server where this computer's clock is off by more than a minute, else its own. Milliseconds since 1970. */
  readonly now: () => number;
  /** The same `fetch`, whose answers are asked for the time. */
  hearing(fetcher: typeof fetch): typeof fetch;
}

/** `own`: the computer's clock. */
export function createClock(own: () => number): Clock {
  let off = 0;
  return {
    now: () => own() + off,
    hearing: (fetcher) => async (input, init) => {
      const asked = own();
      const response = await fetcher(input, init);
      const there = Date.parse(response.headers.get("date") ?? "");
      // It was said between the question and the answer.
      const middle = (asked + own()) / 2;
      if (!Number.isNaN(there)) off = Math.abs(there - middle) > MINUTE + (own() - asked) ? there - middle : 0;
      return response;
    },
  };
}
