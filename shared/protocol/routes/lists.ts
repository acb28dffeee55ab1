import {
  ClaimCountsQuery,
  ClaimCountsView,
  ClaimsQuery,
  ClaimsView,
  DocumentsQuery,
  DocumentsView,
  SearchQuery,
  SearchView,
} from "../rest";
import { defineRoute } from "./route";

// Texts, claims and sources across all case files that one may see, by what is wanted.

const large = 16 * 1024;

export const listRoutes = {
  listDocuments: defineRoute({
    method: "GET",
    path: "/documents",
    summary: "Texts by filter, page by page.",
    action: "document.read",
    query: DocumentsQuery,
    answer: DocumentsView,
    large,
  }),
  listClaims: defineRoute({
    method: "GET",
    path: "/claims",
    summary: "Claims by filter, page by page.",
    action: "document.read",
    query: ClaimsQuery,
    answer: ClaimsView,
    large,
  }),
  countClaims: defineRoute({
    method: "GET",
    path: "/claims/counts",
    summary: "How many claims have each status, verdict, kind, assignee, or lie in each case file.",
    action: "document.read",
    query: ClaimCountsQuery,
    answer: ClaimCountsView,
  }),
  search: defineRoute({
    method: "GET",
    path: "/search",
    summary: "Texts, claims and sources that have every one of some words, by their beginnings.",
    action: "document.read",
    query: SearchQuery,
    answer: SearchView,
    large,
  }),
};
