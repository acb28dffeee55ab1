import { keepPastesWhole } from "./pasteLimit";

function pasteInto(field: HTMLElement, text: string): Event {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "clipboardData", { value: { getData: () => text } });
  field.dispatchEvent(event);
  return event;
}

test("what is too long for its field is not cut: nothing goes in, and it is said by how much", () => {
  document.body.innerHTML = `<input maxlength="10" value="12345"><textarea maxlength="10"></textarea><input value="x">`;
  const [short, long, free] = Array.from(document.body.children) as HTMLInputElement[];
  const told: unknown[] = [];
  const stop = keepPastesWhole(document, (over) => told.push(over));
  short?.setSelectionRange(5, 5);
  expect(pasteInto(short as HTMLElement, "67890").defaultPrevented).toBe(false);
  expect(pasteInto(short as HTMLElement, "678901").defaultPrevented).toBe(true);
  short?.setSelectionRange(0, 5);
  expect(pasteInto(short as HTMLElement, "6789012345").defaultPrevented).toBe(false);
  expect(pasteInto(long as HTMLElement, "a".repeat(13)).defaultPrevented).toBe(true);
  expect(pasteInto(free as HTMLElement, "a".repeat(9_999)).defaultPrevented).toBe(false);
  expect(told).toEqual([
    { size: 1, limit: 10 },
    { size: 3, limit: 10 },
  ]);
  stop();
  expect(pasteInto(long as HTMLElement, "a".repeat(13)).defaultPrevented).toBe(false);
});
