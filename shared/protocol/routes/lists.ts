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
import { FoundQuery, FoundView } from "../found";
import { ClaimChanges, ClaimChangesView, MOST_CHANGED } from "../claim-changes";
import { defineRoute } from "./route";

// Texts, claims and sources across all case files that one may see, by what is wanted.

const large = 16 * 1024;

export const listRoutes = {
  listDocuments: defineRoute({
    method: "GET",
    path: "/documents",
    action: "document.read",
    query: DocumentsQuery,
    answer: DocumentsView,
    large,
  }),
  listClaims: defineRoute({
    method: "GET",
    path: "/claims",
    action: "document.read",
    query: ClaimsQuery,
    answer: ClaimsView,
    large,
  }),
  changeClaims: defineRoute({
    method: "PATCH",
    path: "/claims",
    // What one may do with each claim is asked for each: they lie in several case files.
    action: "document.read",
    body: ClaimChanges,
    limit: 40 * 1024,
    values: 4 * MOST_CHANGED + 10,
    answer: ClaimChangesView,
  }),
  countClaims: defineRoute({
    method: "GET",
    path: "/claims/counts",
    action: "document.read",
    query: ClaimCountsQuery,
    answer: ClaimCountsView,
  }),
  search: defineRoute({
    method: "GET",
    path: "/search",
    action: "document.read",
    query: SearchQuery,
    answer: SearchView,
    large,
  }),
  searchLines: defineRoute({
    method: "GET",
    path: "/search/lines",
    action: "document.read",
    query: FoundQuery,
    answer: FoundView,
    large,
  }),
};
