import { act, screen } from "@testing-library/react";
import { FakeDocument, claimOf, textJson } from "../../fixtures/fake-session";
import type { FakeSession } from "../../fixtures/fake-session";
import type { UserEvent } from "@testing-library/user-event";
import { NOW, newsroom, pegasus, documentLine, redaction, stage, verif } from "../../fixtures/stage";
import type { Stage } from "../../fixtures/stage";
import type { Routes } from "../../fixtures/rest";
import { stateToJson } from "../../shared/log/state";
import type { Claim } from "../../shared/claim/claim";
import type { ClaimId, DocId } from "../../shared/ids";
import type { Lang, UiLang } from "../../shared/languages";
import type { Op } from "../../shared/log/op";
import type { Me, Role } from "../../shared/people";
import type { KeptDraft } from "../session/drafts";
import { FrameContext } from "../app/slots";
import type { SlotName } from "../app/slots";
import { setting } from "./staged-layout";
import WorkbenchPage from "./WorkbenchPage";

// The workbench in jsdom, on a document that several people have open.

setting();

export const DOC = "doc-80on" as DocId;
export const words = {
  coalition: "une coalition de 80 organisations",
  hungary: "le gouvernement a d’abord nié, avant de reconnaître avoir acheté ce logiciel",
  denied: "d’abord nié",
};
const paragraphs = [
  `Dans une lettre ouverte, ${words.coalition} demande des sanctions.`,
  `Des victimes ont été identifiées en Hongrie, où ${words.hungary}.`,
  "# Plusieurs clients européens",
  "Aucune sanction n’a été décidée contre l’entreprise.",
];

export const vb: Me = { ...verif, lang: "fr", theme: "system" };

/** A document with three claims, made by Vérif B; `locked` unless told otherwise. */
export function hungaryDocument({ locked = true, versions = [] }: { locked?: boolean; versions?: readonly Lang[] } = {}): FakeDocument {
  const document = new FakeDocument(DOC, () => NOW);
  const maker = document.join({ ...vb, role: "admin" });
  const send = (...ops: Op[]): void => {
    const done = maker.submit(ops);
    if (!done.ok) throw new Error(done.refusal.code);
  };
  send({ type: "text.add", lang: "fr", dir: "ltr", doc: textJson(...paragraphs) });
  send(
    { type: "doc.set", field: "title", value: "80 ONG demandent des sanctions" },
    { type: "doc.set", field: "publisher", value: "Le Monde" },
  );
  send({ type: "doc.set", field: "published", value: "2021-12-03" });
  send(
    claimOf(document.state, "claim-coalition", words.coalition, {
      statementFr: "80 organisations ont signé",
      kind: "figure",
      status: "to-check",
    }),
  );
  send(
    claimOf(document.state, "claim-hungary", words.hungary, {
      statementFr: "La Hongrie a nié, puis reconnu l’achat",
      statementEn: "Hungary first denied, then admitted purchase",
    }),
  );
  send(claimOf(document.state, "claim-denied", words.denied));
  for (const lang of versions)
    send({
      type: "text.add",
      lang,
      dir: "ltr",
      doc: textJson("In an open letter", "Victims were identified in Hungary, whose government first denied it"),
    });
  if (locked) send({ type: "doc.set", field: "locked", value: true });
  maker.online = false;
  return document;
}

export interface StagedWorkbench extends Stage {
  readonly document: FakeDocument;
  readonly mine: FakeSession;
  readonly theirs: FakeSession;
}

export interface Wishes {
  readonly document?: FakeDocument;
  readonly role?: Role;
  readonly lang?: UiLang;
  /** What stands behind the address's path. */
  readonly search?: string;
  readonly routes?: Routes;
  /** What an earlier page has left in this person's browser. */
  readonly drafts?: readonly KeptDraft[];
}

/** The top bar's places, as the frame would offer them. */
function bar(): Record<SlotName, HTMLElement> {
  document.querySelector("header.staged")?.remove();
  const header = document.createElement("header");
  header.className = "staged";
  const slot = (): HTMLElement => header.appendChild(document.createElement("div"));
  document.body.prepend(header);
  return { crumbs: slot(), status: slot(), actions: slot() };
}

/** Renders the page of that document for Rédaction A, while Vérif B has it open too. */
export async function workbench({
  document = hungaryDocument(),
  role = "admin",
  lang = "fr",
  search = "",
  routes = {},
  drafts = [],
}: Wishes = {}): Promise<StagedWorkbench> {
  const me: Me = { ...redaction, role, lang };
  const mine = document.join(me);
  mine.drafts.restore(drafts);
  const theirs = document.join(vb);
  const all: Routes = {
    ...newsroom(me),
    "GET /api/documents/:id": () => ({
      json: {
        line: documentLine(),
        case: pegasus,
        original: { name: "lemonde.txt", mime: "text/plain", size: 4000, sha256: "ab".repeat(32) },
      },
    }),
    "GET /api/documents/:id/state": () => ({ json: stateToJson(document.state) }),
    ...routes,
  };
  const open = (): FakeSession => mine;
  const page = (
    <FrameContext value={{ slots: bar(), navigated: () => false }}>
      <WorkbenchPage doc={DOC} open={open} />
    </FrameContext>
  );
  const staged = await stage(page, { routes: all, lang, path: `/doc/${DOC}${search}` });
  await screen.findByRole("textbox", { name: lang === "fr" ? /^Texte/ : /^Text/ });
  return { ...staged, document, mine, theirs };
}

/** What somebody else does, inside React's bookkeeping. */
export async function elsewhere(deed: () => void): Promise<void> {
  await act(async () => {
    deed();
    await Promise.resolve();
  });
}

export const hungary = "claim-hungary" as ClaimId;

/** Opens the card of the Hungarian claim. */
export async function openHungary(user: UserEvent): Promise<HTMLElement> {
  await user.click(await screen.findByRole("button", { name: "La Hongrie a nié, puis reconnu l’achat" }));
  return screen.findByRole("article", { name: /Affirmation 2 sur 3/ });
}

export const claim = (session: FakeSession): Claim | undefined => session.view().state.claims.get(hungary);
export const valueOf = (field: HTMLElement): string => (field as HTMLTextAreaElement).value;
