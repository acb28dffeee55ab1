import { readdirSync, readFileSync } from "node:fs";
import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { keepWithinLimits } from "./fieldLimits";

const told: unknown[] = [];
let stop = (): void => undefined;
beforeEach(() => {
  told.length = 0;
  stop = keepWithinLimits(document, (over) => told.push(over));
});
afterEach(() => stop());

function pasteInto(field: HTMLElement | undefined, text: string): Event {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "clipboardData", { value: { getData: () => text } });
  field?.dispatchEvent(event);
  return event;
}

test("what is too long for its field is not cut: nothing goes in, and it is said by how much", () => {
  document.body.innerHTML = `<input data-limit="10" value="12345"><textarea data-limit="10"></textarea><input value="x">`;
  const [short, long, free] = Array.from(document.body.children) as HTMLInputElement[];
  short?.setSelectionRange(5, 5);
  expect(pasteInto(short, "67890").defaultPrevented).toBe(false);
  expect(pasteInto(short, "678901").defaultPrevented).toBe(true);
  short?.setSelectionRange(0, 5);
  expect(pasteInto(short, "6789012345").defaultPrevented).toBe(false);
  expect(pasteInto(long, "a".repeat(13)).defaultPrevented).toBe(true);
  expect(pasteInto(free, "a".repeat(9_999)).defaultPrevented).toBe(false);
  expect(told).toEqual([
    { size: 1, limit: 10, by: "paste" },
    { size: 3, limit: 10, by: "paste" },
  ]);
  stop();
  expect(pasteInto(long, "a".repeat(13)).defaultPrevented).toBe(false);
});

function Limited() {
  const [value, setValue] = useState("");
  return <textarea aria-label="champ" data-limit={6} value={value} onChange={(event) => setValue(event.target.value)} />;
}

test("typing stops at the limit, before a whole character, and says so", async () => {
  render(<Limited />);
  const user = userEvent.setup();
  const field = screen.getByLabelText<HTMLTextAreaElement>("champ");
  await user.type(field, "abcde");
  await user.keyboard("👍");
  expect(field.value).toBe("abcde");
  await user.keyboard("f{Enter}g");
  expect(field.value).toBe("abcdef");
  expect(told).toEqual([
    { size: 1, limit: 6, by: "typing" },
    { size: 1, limit: 6, by: "typing" },
    { size: 1, limit: 6, by: "typing" },
  ]);
  await user.keyboard("{Backspace}{Enter}");
  expect(field.value).toBe("abcde\n");
});

test("of what an input method brings beyond it whole characters go, and it is said", () => {
  render(<Limited />);
  const field = screen.getByLabelText<HTMLTextAreaElement>("champ");
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set;
  set?.call(field, "abcd👍🏽い");
  field.setSelectionRange(9, 9);
  field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "👍🏽い" }));
  // The thumb has four units: neither half of it stays.
  expect(field.value).toBe("abcd");
  expect(told).toEqual([{ size: 3, limit: 6, by: "typing" }]);
});

test("no field of the page leaves cutting to the browser", () => {
  const files = readdirSync("client", { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".tsx") && !name.includes(".test."),
  );
  expect(files.length).toBeGreaterThan(80);
  expect(files.filter((name) => readFileSync(`client/${name}`, "utf8").includes("maxLength"))).toEqual([]);
});
