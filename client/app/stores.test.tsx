import { createLocalPreferences, showTheme } from "./localPreferences";
import { takeToken } from "./auth/token";
import type { Outcome } from "./failure";
import { createResource } from "./resource";
import { createToasts } from "./toasts";

/** A read that answers when told. */
function slowRead<T>() {
  const waiting: ((outcome: Outcome<T>) => void)[] = [];
  return {
    read: () => new Promise<Outcome<T>>((resolve) => void waiting.push(resolve)),
    asked: () => waiting.length,
    answer: (index: number, outcome: Outcome<T>) => waiting[index]?.(outcome),
  };
}

test("a refresh asked for during another one comes after it, once", async () => {
  const source = slowRead<number>();
  const reading = createResource(source.read);
  const first = reading.refresh();
  const second = reading.refresh();
  expect(reading.refresh()).toBe(second);
  expect(source.asked()).toBe(1);
  source.answer(0, { ok: true, value: 1 });
  await first;
  await Promise.resolve();
  expect(source.asked()).toBe(2);
  source.answer(1, { ok: true, value: 2 });
  await second;
  expect(reading.get()).toEqual({ data: 2, failure: null, loading: false });
});

test("a failed refresh keeps what was there and says why; the next one mends it", async () => {
  const outcomes: Outcome<number>[] = [
    { ok: true, value: 1 },
    { ok: false, failure: { code: "unreachable" } },
    { ok: true, value: 3 },
  ];
  const reading = createResource(() => Promise.resolve(outcomes.shift() as Outcome<number>));
  await reading.refresh();
  await reading.refresh();
  expect(reading.get()).toEqual({ data: 1, failure: { code: "unreachable" }, loading: false });
  await reading.refresh();
  expect(reading.get()).toEqual({ data: 3, failure: null, loading: false });
});

test("an answer for the person before does not reach the next one", async () => {
  const source = slowRead<string>();
  const reading = createResource(source.read);
  const asked = reading.refresh();
  reading.clear();
  source.answer(0, { ok: true, value: "the other's" });
  await asked;
  expect(reading.get().data).toBeNull();
});

test("the browser remembers language, theme and letters, and survives a storage that refuses or lies", () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  createLocalPreferences(storage).set({ lang: "en", theme: "dark", letters: false });
  expect(createLocalPreferences(storage).get()).toEqual({ lang: "en", theme: "dark", letters: false });

  for (const lie of ["{", "null", '{"lang":"de","theme":7}', "[]"]) {
    kept.set("sourcier.device", lie);
    expect(createLocalPreferences(storage).get()).toEqual({ lang: null, theme: "system", letters: true });
  }
  const refusing = {
    getItem: () => null,
    setItem: () => {
      throw new Error("QuotaExceededError");
    },
  };
  const device = createLocalPreferences(refusing);
  device.set({ theme: "light" });
  expect(device.get().theme).toBe("light");
});

test("the theme is an attribute; the system's needs none", () => {
  const root = document.createElement("html");
  showTheme(root, "dark");
  expect(root.dataset["theme"]).toBe("dark");
  showTheme(root, "system");
  expect(root.hasAttribute("data-theme")).toBe(false);
});

test("the token leaves the address bar at once", () => {
  window.history.replaceState(null, "", "/invite#abcdefghijklmnopqrstuvwxyz");
  expect(takeToken(window)).toBe("abcdefghijklmnopqrstuvwxyz");
  expect(window.location.href).not.toContain("#");
  window.history.replaceState(null, "", "/setup#short");
  expect(takeToken(window)).toBeNull();
  expect(window.location.hash).toBe("");
  window.history.replaceState(null, "", "/people#person1");
  expect(takeToken(window)).toBeNull();
  expect(window.location.hash).toBe("#person1");
});

test("the same words said twice stand once; the oldest gives way", () => {
  const toasts = createToasts();
  for (const words of ["a", "b", "a", "c", "d"]) toasts.say(words);
  expect(toasts.get().map((toast) => toast.text)).toEqual(["a", "c", "d"]);
});

test("of two deeds in the same words each has its own way back", () => {
  const toasts = createToasts();
  const back: string[] = [];
  for (const deed of ["first", "second"]) toasts.say("Restaurer ?", { action: { label: "Restaurer", run: () => back.push(deed) } });
  for (const { action } of toasts.get()) action?.run();
  expect([back, toasts.get()]).toEqual([["first", "second"], []]);
  for (let times = 0; times < 2; times += 1) toasts.say("Non envoyé", { bad: true, action: { label: "Quand même", run: () => undefined } });
  expect(toasts.get()).toHaveLength(1);
});

test("of too many what is bad goes after all that is not", () => {
  const toasts = createToasts();
  toasts.say("perdu", { bad: true });
  for (const words of ["a", "b", "c"]) toasts.say(words);
  expect(toasts.get().map((toast) => toast.text)).toEqual(["perdu", "b", "c"]);
  for (const words of ["d", "e", "f"]) toasts.say(words, { bad: true });
  expect(toasts.get().map((toast) => toast.text)).toEqual(["d", "e", "f"]);
});

test("what stands on the page already is not said by a toast as well", () => {
  const toasts = createToasts();
  toasts.say("Votre session a pris fin.", { bad: true });
  const first = toasts.stand("Votre session a pris fin.");
  const second = toasts.stand("Votre session a pris fin.");
  expect(toasts.get()).toEqual([]);
  toasts.say("Votre session a pris fin.", { bad: true });
  first();
  toasts.say("Votre session a pris fin.", { bad: true });
  toasts.say("Autre chose.");
  expect(toasts.get().map(({ text }) => text)).toEqual(["Autre chose."]);
  second();
  toasts.say("Votre session a pris fin.", { bad: true });
  expect(toasts.get()).toHaveLength(2);
});
