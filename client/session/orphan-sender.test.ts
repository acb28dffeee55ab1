import { TestClock } from "../../fixtures/clock";
import { amelie } from "../../fixtures/sessions/people";
import { doc, firstOps } from "../../fixtures/sessions/text";
import type { CommitId } from "../../shared/ids";
import type { RefusedWork } from "./contract";
import { OrphanSender } from "./orphan-sender";
import type { Left } from "./orphan-sender";
import type { PersistedWork } from "./pending-work-persister";
import type { Link } from "./ports";

// What a page that is gone has left goes to the page that is open, and from then on stands in one place.

const refused: RefusedWork[] = [
  { id: "gone0001", ops: firstOps(), refusal: { code: "forbidden" }, at: 1 },
  { id: "gone0002", ops: firstOps(), refusal: { code: "does-not-fit" }, at: 2 },
];

function testServer() {
  const events: string[] = [];
  const written: Omit<PersistedWork, "copy">[] = [];
  const entry = {
    write: async ({ copy: _copy, ...kept }: PersistedWork) => {
      written.push(kept);
      events.push(`written: ${String(kept.refused.length)} refused`);
      return null;
    },
    release: () => void events.push("released"),
  };
  const finish: (() => void)[] = [];
  const drain = new OrphanSender(
    {
      link: {} as Link, // nothing is sent
      doc,
      me: amelie,
      clock: new TestClock(),
      newId: () => "new00001" as CommitId,
      baseOf: async () => null,
      changed: () => undefined,
      takeOver: async (left: Left) => {
        events.push(`handed over: ${left.refused.map(({ id }) => id).join(" ")}`);
        await new Promise<void>((resolve) => finish.push(resolve));
        events.push("kept by the open page");
      },
    },
    { entry, saved: null, refused, drafts: [], copy: null },
  );
  return { drain, events, written, finish: () => finish[0]?.() };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("what orphaned work had refused is cleared from its place once the open page has it, and not before", async () => {
  const { drain, events, written, finish } = testServer();
  const run = drain.run();
  await turn();
  expect(events).toEqual(["handed over: gone0001 gone0002"]);
  finish();
  await run;
  expect(events.at(-1)).toBe("released");
  expect(events.slice(0, 2)).toEqual(["handed over: gone0001 gone0002", "kept by the open page"]);
  expect(written.at(-1)).toEqual({ saved: null, refused: [], drafts: [] });
});

test("when the page goes first, it stays where it lies", async () => {
  const { drain, events, written } = testServer();
  drain.stop();
  await drain.run();
  expect(events.at(-1)).toBe("released");
  for (const kept of written) expect(kept.refused).toEqual(refused);
});
