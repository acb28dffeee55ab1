import { appendFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

// Loaded into the measured server before anything else (`node --import`): notes how long its event loop was held, a line for each stretch of time.
// The file is named by `LOOP_FILE`; each line is when the stretch ended (milliseconds since 1970) and the longest that the loop was held in it.

const EVERY_MS = 100;
/** What the histogram counts though nothing held the loop. */
const RESOLUTION_MS = 5;

const file = process.env["LOOP_FILE"];
if (file) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  setInterval(() => {
    appendFileSync(file, `${Date.now()} ${Math.max(0, delay.max / 1e6 - RESOLUTION_MS).toFixed(1)}\n`);
    delay.reset();
  }, EVERY_MS).unref();
}
