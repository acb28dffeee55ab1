import { AddMarkStep, RemoveMarkStep, ReplaceStep } from "prosemirror-transform";
import type { Step } from "prosemirror-transform";
import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import { stepJson } from "../doc/steps";
import type { ClaimId, UserId } from "../ids";
import { applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { emptyState } from "./state";
import type { DocState } from "./state";

// An undo may meet what one may not do now. It is refused before anything changes, and says so; or it says what did not come back.

const ana = "ana0000000" as UserId;
/** As an earlier version took it in. */
const bad = schema.marks.link.create({ href: "https://www.lemonde.fr@ailleurs.example/" });
const locked = (value: boolean): Op => ({ type: "doc.set", field: "locked", value, seen: 0 }) as Op;
const added: Op = {
  type: "claim.add",
  v: 1,
  claim: "claim00000" as ClaimId,
  lang: "fr",
  from: 1,
  to: 5,
  exact: "Voir",
  prefix: "",
  suffix: " ici",
  fields: {},
};

function start(): { hub: Hub; one: Page; other: Page } {
  const words = [schema.text("Voir "), schema.text("ici", [bad]), schema.text(" et là.")];
  const doc = schema.nodes.doc.create(null, schema.nodes.paragraph.create({ id: "block1" }, words)).toJSON() as unknown;
  const first = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc } as Op, nextAct(emptyState, ana, 0));
  if (!first.ok) throw new Error(first.refusal.code);
  const hub = new Hub(first.value);
  const random = new Random(1);
  return { hub, one: new Page(hub, ana, random), other: new Page(hub, "boris00000" as UserId, random) };
}

function deliver(...pages: Page[]): void {
  for (let round = 0; round < 3; round++) {
    for (const page of pages) {
      page.send();
      page.deliver();
      page.take(Infinity, 0);
    }
  }
}

let now = 0;
const does = (page: Page, op: Op): void => expect(page.replica.change([op], (now += 5000))).toEqual({ ok: true });
const step = (given: Step): Op => ({ type: "text.step", lang: "fr", step: stepJson(given) });
const typed = (pos: number, text: string): Op =>
  step(
    new ReplaceStep(
      pos,
      pos,
      schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, schema.text(text))).slice(1, 1 + text.length),
    ),
  );
const text = (state: DocState): string => state.texts.fr?.doc.textContent ?? "";
const shown = (state: DocState): string => state.texts.fr?.doc.toString() ?? "";

describe.each(["undo", "redo"] as const)("L8: %s in a text that somebody has locked", (which) => {
  test.each([
    ["which its author knows", true],
    ["together with a claim in one go", false],
  ])("is refused, with nothing changed, and done once it is unlocked: %s", (_name, alone) => {
    const { hub, one, other } = start();
    expect(one.replica.change([...(alone ? [] : [added]), typed(1, "Oui. ")], (now += 5000))).toEqual({ ok: true });
    if (which === "redo") one.replica.undo((now += 5000));
    deliver(one, other);
    does(other, locked(true));
    deliver(other, one);
    const before = one.replica.view;
    expect(one.replica[which]((now += 5000))).toEqual({ ok: false, refusal: { code: "locked" } });
    expect(one.replica.view).toBe(before);
    expect(one.replica.pending).toBe(0);
    does(other, locked(false));
    deliver(other, one);
    expect(one.replica[which]((now += 5000))).toMatchObject({ ok: true, value: { without: null } });
    deliver(one, other);
    expect(text(hub.state)).toBe(which === "undo" ? "Voir ici et là." : "Oui. Voir ici et là.");
    expect(hub.state.conflicts.size).toBe(0);
  });
});

test("C6: what one's role forbids by now is not taken back", () => {
  const { one } = start();
  does(one, typed(1, "Oui. "));
  expect(one.replica.undo((now += 5000), () => "forbidden")).toEqual({ ok: false, refusal: { code: "forbidden" } });
  expect(text(one.replica.view)).toBe("Oui. Voir ici et là.");
  expect(one.replica.canUndo).toBe(true);
});

describe("L6: the last link to an address that no link may newly have", () => {
  test.each([
    ["words", new ReplaceStep(6, 9, schema.nodes.doc.create(null, schema.nodes.paragraph.create()).slice(0, 0)), "Voir  et là."],
    ["words around it", new ReplaceStep(3, 12, schema.nodes.doc.create(null, schema.nodes.paragraph.create()).slice(0, 0)), "Vo là."],
  ])("went with the %s: these come back without it, and nothing that was done before goes", (_name, removal, without) => {
    const { hub, one, other } = start();
    does(one, typed(16, " Oui."));
    does(one, step(removal));
    deliver(one, other);
    expect(text(hub.state)).toBe(`${without} Oui.`);
    expect(one.replica.undo((now += 5000))).toMatchObject({ ok: true, value: { without: "bad-address" } });
    deliver(one, other);
    expect(shown(hub.state)).toBe('doc(paragraph("Voir ici et là. Oui."))');
    expect(one.replica.redo((now += 5000))).toMatchObject({ ok: true });
    deliver(one, other);
    expect(text(hub.state)).toBe(`${without} Oui.`);
  });

  test("was taken away: it does not come back, and that is said", () => {
    const { hub, one, other } = start();
    does(one, typed(16, " Oui."));
    does(one, step(new RemoveMarkStep(6, 9, bad)));
    expect(one.replica.undo((now += 5000))).toEqual({ ok: false, refusal: { code: "bad-address" } });
    deliver(one, other);
    expect(shown(hub.state)).toBe('doc(paragraph("Voir ici et là. Oui."))');
    expect(one.replica.undo((now += 5000))).toMatchObject({ ok: true, value: { without: null } });
    expect(text(one.replica.view)).toBe("Voir ici et là.");
  });

  test("was taken from one of two places: it comes back there", () => {
    const { one } = start();
    does(one, step(new AddMarkStep(1, 3, bad)));
    does(one, step(new RemoveMarkStep(6, 9, bad)));
    expect(one.replica.undo((now += 5000))).toMatchObject({ ok: true, value: { without: null } });
    expect(shown(one.replica.view)).toMatch(/link\("Vo"\).*link\("ici"\)/);
  });
});
