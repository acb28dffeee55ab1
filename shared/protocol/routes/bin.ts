import { CaseId, DocId } from "../../ids";
import { BinView } from "../bin";
import { Nothing } from "../rest";
import { defineRoute } from "./route";

// The bin: what was removed, until it is brought back or gone for good.

export const binRoutes = {
  readBin: defineRoute({
    method: "GET",
    path: "/bin",
    action: "bin.see",
    answer: BinView,
    large: 64 * 1024,
  }),
  restoreCase: defineRoute({
    method: "POST",
    path: "/bin/cases/:case/restore",
    action: "bin.restore",
    params: { case: CaseId },
    answer: Nothing,
  }),
  restoreDocument: defineRoute({
    method: "POST",
    path: "/bin/documents/:doc/restore",
    action: "bin.restore",
    params: { doc: DocId },
    answer: Nothing,
  }),
  removeBinnedCase: defineRoute({
    method: "DELETE",
    path: "/bin/cases/:case",
    action: "bin.remove",
    params: { case: CaseId },
    answer: Nothing,
  }),
  removeBinnedDocument: defineRoute({
    method: "DELETE",
    path: "/bin/documents/:doc",
    action: "bin.remove",
    params: { doc: DocId },
    answer: Nothing,
  }),
};
