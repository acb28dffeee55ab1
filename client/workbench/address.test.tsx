import { screen, waitFor, within } from "@testing-library/react";
import { readAddress, writeAddress } from "./address";
import { everything } from "./claimList";
import { hungary, openHungary, workbench } from "../../fixtures/render-workbench";

test("what is shown goes into the address and comes back from it; what is unknown is left out", () => {
  const filter = {
    ...everything,
    statuses: new Set(["in-review", "approved"] as const),
    verdicts: new Set(["false"] as const),
    kinds: new Set(["figure"] as const),
    tag: "hongrie & co",
    sourceless: true,
    words: "nié, puis",
  };
  const search = writeAddress("?lang=fr", { claim: hungary, filter });
  expect(search).toMatch(/^\?lang=fr&claim=claim-hungary&/);
  expect(readAddress(search)).toEqual({ claim: hungary, filter: { ...filter, statuses: new Set(["in-review", "approved"]) } });
  expect(writeAddress(search, { claim: null, filter: everything })).toBe("?lang=fr");
  expect(readAddress("?status=nonsense&claim=<script>&person=%00")).toEqual({ claim: null, filter: everything });
});

test("the address of a claim opens its card, and follows what is open", async () => {
  const { user, services } = await workbench({ search: `?claim=${hungary}` });
  const card = await screen.findByRole("article", { name: /Affirmation 2 sur 3/ });
  expect(window.location.search).toBe(`?claim=${hungary}`);
  await user.click(within(card).getByRole("button", { name: "Autres actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Copier le lien de l’affirmation" }));
  await waitFor(() => expect(services.toasts.get().map(({ text }) => text)).toEqual(["Le lien de l’affirmation est copié."]));
  expect(await navigator.clipboard.readText()).toBe(`http://localhost/doc/doc-80on?claim=${hungary}`);
  await user.click(screen.getByRole("button", { name: "Affirmation suivante" }));
  await waitFor(() => expect(window.location.search).not.toContain(hungary));
});

test("the address of a claim that is not there says so", async () => {
  const { services } = await workbench({ search: "?claim=claim-nowhere" });
  await waitFor(() => expect(services.toasts.get().map(({ text }) => text)).toEqual([expect.stringMatching(/n’existe pas dans ce texte/)]));
  await waitFor(() => expect(window.location.search).toBe(""));
});

test("the margin is filtered by kind, tag, mine and no source, in the address too", async () => {
  const { user } = await workbench();
  await openHungary(user);
  await user.keyboard("{Escape}{Escape}");
  await user.click(screen.getByRole("button", { name: "Filtrer" }));
  await user.click(await screen.findByRole("button", { name: "chiffre" }));
  expect(await screen.findByText(/1 affirmation sur 3/)).toBeTruthy();
  await waitFor(() => expect(window.location.search).toContain("kind=figure"));
  await user.click(screen.getByRole("button", { name: "Sans source" }));
  expect(window.location.search).toContain("sourceless=1");
  await user.click(screen.getByRole("button", { name: "Les miennes" }));
  expect(await screen.findByText(/0 affirmation sur 3/)).toBeTruthy();
});
