// The focus must never fall to the page's root: whoever works with the keyboard would start again from the top. It does whenever the element that
// has it leaves the page (a review decided, a row removed, a dialog whose button is gone). No component can know all these cases, so one
// observer mends them all: the nearest element around the lost one that may be focused takes it (`tabIndex={-1}`: an open card, a tray, the
// page's content). Never a text or field: whoever was typing would go on in there.

/** How many frames others have to place the focus themselves: React's effects take one, React Aria gives it back in the next. */
const PATIENCE = 2;

interface Held {
  readonly element: Element;
  /** What it lies in, from the inside out. */
  readonly around: readonly Element[];
}

const hold = (element: Element): Held => {
  const around: Element[] = [];
  for (let one = element.parentElement; one; one = one.parentElement) around.push(one);
  return { element, around };
};

const isInPage = (element: Element): boolean =>
  element.isConnected && (element.checkVisibility?.() ?? true) && !element.matches(":disabled");

const isHome = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement && element.hasAttribute("tabindex") && !element.isContentEditable;

const fell = ({ activeElement, body }: Document): boolean => activeElement === null || activeElement === body;

/** Watches over the focus until the function it returns is called. */
export function keepFocus(page: Document): () => void {
  let last: Held | null = null;
  /** Where the focus was before a dialog took it. */
  let behind: Held | null = null;
  let waiting = 0;

  const note = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element) || target === page.body) return;
    if (target.closest(".ui-modal, .ui-popover") && last && !last.element.closest(".ui-modal, .ui-popover")) behind = last;
    last = hold(target);
  };
  const look = (): void => {
    if (waiting > 0 || !last || !fell(page) || isInPage(last.element)) return;
    waiting = PATIENCE;
    requestAnimationFrame(wait);
  };
  const wait = (): void => {
    waiting--;
    if (waiting > 0) requestAnimationFrame(wait);
    else if (last && fell(page) && !isInPage(last.element)) mend([last, behind]);
  };
  const mend = (held: readonly (Held | null)[]): void => {
    for (const one of held) {
      if (!one) continue;
      const home = one.around.find((element): element is HTMLElement => isHome(element) && isInPage(element));
      home?.focus({ preventScroll: true });
      if (!fell(page)) return;
    }
    page.getElementById("content")?.focus({ preventScroll: true });
  };

  // Also what hides an element without taking it away; a keystroke in a long text costs one look at `activeElement`.
  const changes = new MutationObserver(look);
  changes.observe(page.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "disabled", "inert"] });
  page.addEventListener("focusin", note, true);
  return () => {
    changes.disconnect();
    page.removeEventListener("focusin", note, true);
  };
}
