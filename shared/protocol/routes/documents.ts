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
  summary: "One text: its line in the library, its case file, its original.",
  action: "document.read",
  params,
  answer: DocumentView,
  tagged: true,
});

const readDetails = defineRoute({
  method: "GET",
  path: "/documents/:doc/details",
  summary: "What is told of a text beside it: title, publisher, author, date, address, whether it is locked.",
  action: "document.read",
  params,
  answer: DetailsView,
  tagged: true,
});

export const documentRoutes = {
  previewImport: defineRoute({
    method: "POST",
    path: "/import/preview",
    summary: "Reads a file and says what was recognised in it. Nothing is kept.",
    action: "document.add",
    query: PreviewQuery,
    body: bytes,
    answer: ImportPreview,
  }),
  addDocument: defineRoute({
    method: "POST",
    path: "/cases/:case/documents",
    keyed: true,
    summary: "Adds a text: what is told of it, what was made of each block of its preview, and the file again.",
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
  moveDocument: defineRoute({
    method: "POST",
    path: "/documents/:doc/move",
    summary: "Moves a text to another case file.",
    action: "document.move",
    params,
    body: MoveDocument,
    answer: Nothing,
  }),
  renameDocument: defineRoute({
    method: "POST",
    path: "/documents/:doc/rename",
    summary: "Sets a text's title in the library.",
    over: readDetails,
    action: "document.rename",
    params,
    body: RenameDocument,
    answer: Nothing,
  }),
  removeDocument: defineRoute({
    method: "DELETE",
    path: "/documents/:doc",
    summary: "Puts a text into the bin.",
    action: "document.remove",
    params,
    answer: Nothing,
  }),
  readOriginal: defineRoute({
    method: "GET",
    path: "/documents/:doc/original",
    summary: "The file as it was received.",
    action: "original.read",
    params,
    answer: file,
    large: 64 * 1024,
  }),
  readHistory: defineRoute({
    method: "GET",
    path: "/documents/:doc/commits",
    summary: "What was done to a text, the newest first; of one claim, as far as one reading goes.",
    action: "history.read",
    params,
    query: HistoryQuery,
    answer: HistoryView,
    large: 64 * 1024,
  }),
  readState: defineRoute({
    method: "GET",
    path: "/documents/:doc/state",
    summary: "A text with its claims and translations as they stood at a version; without one, as they stand.",
    action: "history.read",
    params,
    query: StateQuery,
    answer: StateView,
    large: 256 * 1024,
  }),
};
