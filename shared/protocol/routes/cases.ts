import { CaseId } from "../../ids";
import { CaseView, LibraryView, MakeCase, Nothing, RenameCase } from "../rest";
import { defineRoute } from "./route";

// Case files.

const readCase = defineRoute({
  method: "GET",
  path: "/cases/:case",
  summary: "One case file.",
  action: "document.read",
  params: { case: CaseId },
  answer: CaseView,
  tagged: true,
});

export const caseRoutes = {
  readCase,
  readLibrary: defineRoute({
    method: "GET",
    path: "/cases",
    summary: "The case files with what they hold in figures, and the texts that were changed last.",
    action: "document.read",
    answer: LibraryView,
    large: 64 * 1024,
  }),
  makeCase: defineRoute({
    method: "POST",
    path: "/cases",
    summary: "Makes a case file.",
    keyed: true,
    action: "case.make",
    body: MakeCase,
    answer: CaseView,
  }),
  renameCase: defineRoute({
    method: "PATCH",
    path: "/cases/:case",
    summary: "Renames a case file.",
    over: readCase,
    action: "case.rename",
    params: { case: CaseId },
    body: RenameCase,
    answer: CaseView,
  }),
  removeCase: defineRoute({
    method: "DELETE",
    path: "/cases/:case",
    summary: "Puts a case file and its texts into the bin.",
    action: "case.remove",
    params: { case: CaseId },
    answer: Nothing,
  }),
};
