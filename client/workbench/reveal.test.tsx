import type { TextEditor } from "../editor/contract";
import { revealPassage } from "./reveal";
import { setting } from "../../fixtures/jsdom-layout";

const FREE = 900;

/** A text of which one passage stands `at` pixels below the top of the view. */
function renderApp(at: number) {
  const scroller = document.createElement("div");
  const scrollBy = jest.fn<void, [{ top: number }]>();
  scroller.scrollBy = scrollBy as unknown as typeof scroller.scrollBy;
  scroller.getBoundingClientRect = () => ({ top: 0, bottom: FREE, height: FREE }) as DOMRect;
  const place = { at };
  const view = {
    isDestroyed: false,
    state: { doc: { content: { size: 100 } } },
    coordsAtPos: () => ({ top: place.at, bottom: place.at + 20 }),
  };
  const editor = { view, layOut: () => undefined } as unknown as TextEditor;
  const reveal = () => revealPassage(scroller, editor, 10, { below: 0, beside: 400 });
  /** A scroll ends, whoever began it. */
  const end = () => {
    scroller.dispatchEvent(new Event("scrollend"));
    jest.advanceTimersByTime(50);
  };
  return { scroller, scrollBy, place, reveal, end };
}

beforeAll(() => setting());
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test("a passage is scrolled to, and put right once where heights were only estimated", () => {
  const { scrollBy, place, reveal, end } = renderApp(800);
  reveal();
  expect(scrollBy.mock.lastCall).toMatchObject([{ top: 620, behavior: "smooth" }]);
  place.at = 500;
  end();
  expect(scrollBy.mock.lastCall).toMatchObject([{ top: 320, behavior: "instant" }]);
  place.at = 600;
  end();
  expect(scrollBy).toHaveBeenCalledTimes(2);
});

test.each(["wheel", "touchmove", "pointerdown", "keydown"])("a reader who moves meanwhile (%s) is not pulled back", (move) => {
  const { scrollBy, reveal, end } = renderApp(800);
  reveal();
  document.body.dispatchEvent(new Event(move, { bubbles: true }));
  end();
  expect(scrollBy).toHaveBeenCalledTimes(1);
});

test("a scroll that had nowhere to go does not pull the reader back at the end of a later one", () => {
  const { scrollBy, reveal, end } = renderApp(20);
  reveal();
  jest.advanceTimersByTime(2000);
  end();
  expect(scrollBy).toHaveBeenCalledTimes(1);
});

test("the next passage ends the way to the one before", () => {
  const first = renderApp(800);
  first.reveal();
  const second = renderApp(800);
  second.reveal();
  first.end();
  expect(first.scrollBy).toHaveBeenCalledTimes(1);
});
