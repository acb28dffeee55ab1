import { readFileSync } from "node:fs";
import { relative } from "node:path";

// Reads what Jest wrote with --json.
//   sum FAILURES FILE…    prints the last line of a run; FAILURES are those of phases without tests. Exits 1 when anything failed or nothing passed.
//   complete FILE SUITE…  exits 1 when a test of this phase was skipped, or there was none; SUITEs may be skipped as a whole
//   covered FILE OTHER    exits 1 when FILE skipped a test of a suite that OTHER did not run
//   mongodb URI           waits until the server answers

const say = (line) => process.stdout.write(`${line}\n`);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const skippedIn = (suite) => suite.assertionResults.filter(({ status }) => status === "pending" || status === "todo");
const named = (suite) => relative(process.cwd(), suite.name);

const commands = {
  sum(more, ...files) {
    const total = { passed: 0, failed: Number(more), skipped: 0 };
    for (const file of files.filter((name) => name.endsWith(".json") && !name.includes("*"))) {
      const found = read(file);
      total.passed += found.numPassedTests;
      // A suite that could not even be loaded has no test of its own to fail.
      total.failed += found.numFailedTests + found.numRuntimeErrorTestSuites;
      total.skipped += found.numPendingTests + found.numTodoTests;
    }
    say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
    return total.failed === 0 && total.passed > 0;
  },
  complete(file, ...excused) {
    const { testResults, numPassedTests } = read(file);
    const asked = testResults.filter((suite) => !excused.includes(named(suite)));
    for (const suite of asked) for (const { fullName } of skippedIn(suite)) say(`not run: ${named(suite)}: ${fullName}`);
    return numPassedTests > 0 && asked.every((suite) => skippedIn(suite).length === 0);
  },
  covered(file, other) {
    const ran = new Set(read(other).testResults.map(({ name }) => name));
    const missed = read(file).testResults.filter((suite) => skippedIn(suite).length > 0 && !ran.has(suite.name));
    for (const suite of missed) say(`skipped and never run: ${named(suite)}`);
    return missed.length === 0;
  },
  async mongodb(uri) {
    const { MongoClient } = await import("mongodb");
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 50_000 });
    await client.db().command({ ping: 1 });
    await client.close();
    return true;
  },
};

const [command, ...args] = process.argv.slice(2);
if (!(await commands[command](...args))) process.exitCode = 1;
