import { CaseId } from "../../ids";
import { CaseView, LibraryPart, LibraryPartQuery, LibraryView, MakeCase, Nothing, RenameCase } from "../rest";
import { defineRoute } from "./route";

// Case files.

const readCase = defineRoute({
  method: "GET",
  path: "/cases/:case",
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
    action: "document.read",
    answer: LibraryView,
    large: 64 * 1024,
  }),
  readLibraryPart: defineRoute({
    method: "GET",
    path: "/library",
    action: "document.read",
    query: LibraryPartQuery,
    answer: LibraryPart,
    large: 16 * 1024,
  }),
  makeCase: defineRoute({
    method: "POST",
    path: "/cases",
    keyed: true,
    action: "case.make",
    body: MakeCase,
    answer: CaseView,
  }),
  renameCase: defineRoute({
    method: "PATCH",
    path: "/cases/:case",
    over: readCase,
    action: "case.rename",
    params: { case: CaseId },
    body: RenameCase,
    answer: CaseView,
  }),
  removeCase: defineRoute({
    method: "DELETE",
    path: "/cases/:case",
    action: "case.remove",
    params: { case: CaseId },
    answer: Nothing,
  }),
};
