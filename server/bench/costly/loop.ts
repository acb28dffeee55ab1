import { appendFileSync, closeSync, openSync, readSync } from "node:fs";

// Loaded into the measured server before anything else (`node --import`): notes how long its event loop was held, a line for each stretch of time.
// The file is named by `LOOP_FILE`; each line is when the stretch ended (milliseconds since 1970) and the longest that the loop was held in it: the processor
// time that the main thread took between two of its timers. Unlike their lateness, that is the same however much else the machine has to do.

const EVERY_MS = 5;
const NOTED_EVERY_MS = 100;

const file = process.env["LOOP_FILE"];
if (file) {
  let before = processorMs();
  let longest = 0;
  let noted = Date.now();
  setInterval(() => {
    const now = processorMs();
    longest = Math.max(longest, now - before);
    if (Date.now() - noted >= NOTED_EVERY_MS) {
      noted = Date.now();
      appendFileSync(file, `${noted} ${longest.toFixed(1)}\n`);
      longest = 0;
    }
    before = processorMs();
  }, EVERY_MS).unref();
}

/** What the main thread has had so far; the kernel counts it in nanoseconds. */
function processorMs(): number {
  const buffer = Buffer.alloc(64);
  const handle = openSync("/proc/self/schedstat", "r");
  const length = readSync(handle, buffer);
  closeSync(handle);
  return Number(buffer.toString("latin1", 0, length).split(" ")[0]) / 1e6;
}
