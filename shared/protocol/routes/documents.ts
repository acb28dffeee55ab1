import { CaseId, DocId } from "../../ids";
import { MoveDocument, RenameDocument } from "../bin";
import { AddDocument, BlockChoices, ImportPreview, PreviewQuery } from "../import";
import { AddedDocument, DetailsView, DocumentView, HistoryQuery, HistoryView, Nothing, StateQuery, StateView } from "../rest";
import { bytes, defineRoute, file, parts } from "./route";

// Adding a text, what is known of it outside its log, and its log as it can be read.

const params = { doc: DocId };

const readDocument = defineRoute({
  method: "GET",
  path: "/documents/:doc",
  action: "document.read",
  params,
  answer: DocumentView,
  tagged: true,
});

const readDetails = defineRoute({
  method: "GET",
  path: "/documents/:doc/details",
  action: "document.read",
  params,
  answer: DetailsView,
  tagged: true,
});

const readPlace = defineRoute({
  method: "GET",
  path: "/documents/:doc/place",
  action: "document.read",
  params,
  answer: MoveDocument,
  tagged: true,
});

export const documentRoutes = {
  previewImport: defineRoute({
    method: "POST",
    path: "/import/preview",
    action: "document.add",
    query: PreviewQuery,
    body: bytes,
    answer: ImportPreview,
  }),
  addDocument: defineRoute({
    method: "POST",
    path: "/cases/:case/documents",
    keyed: true,
    action: "document.add",
    unknown: "no-case",
    params: { case: CaseId },
    body: parts(
      { name: "document", schema: AddDocument, limit: 64 * 1024 },
      { name: "choices", schema: BlockChoices, limit: 4 * 1024 * 1024 },
    ),
    answer: AddedDocument,
  }),
  readDocument,
  readDetails,
  readPlace,
  moveDocument: defineRoute({
    method: "POST",
    path: "/documents/:doc/move",
    over: readPlace,
    action: "document.move",
    params,
    body: MoveDocument,
    answer: Nothing,
  }),
  renameDocument: defineRoute({
    method: "POST",
    path: "/documents/:doc/rename",
    over: readDetails,
    action: "document.rename",
    params,
    body: RenameDocument,
    answer: Nothing,
  }),
  removeDocument: defineRoute({
    method: "DELETE",
    path: "/documents/:doc",
    action: "document.remove",
    params,
    answer: Nothing,
  }),
  readOriginal: defineRoute({
    method: "GET",
    path: "/documents/:doc/original",
    action: "original.read",
    params,
    answer: file,
    large: 64 * 1024,
  }),
  readHistory: defineRoute({
    method: "GET",
    path: "/documents/:doc/commits",
    action: "history.read",
    params,
    query: HistoryQuery,
    answer: HistoryView,
    large: 64 * 1024,
  }),
  readState: defineRoute({
    method: "GET",
    path: "/documents/:doc/state",
    action: "history.read",
    params,
    query: StateQuery,
    answer: StateView,
    large: 256 * 1024,
  }),
};
