// The log is a table in the order of arrival, so that an append touches the ends of three B-trees and no more. Records are JSON in
// `body`; a column beside it is a key, an order or a guard.

/** The tables of the first version: what every file began with. */
export const firstTables = `
  create table cases (id text primary key, body text not null) strict, without rowid;
  create table documents (id text primary key, case_id text not null, body text not null, removing integer not null default 0,
    projection text, version integer not null default -1, floor integer not null default -1) strict;
  create index documents_case on documents (case_id);
  create table batches (place integer primary key, doc text not null, seq integer not null, last integer not null, commits text not null) strict;
  create unique index batches_seq on batches (doc, seq);
  create index batches_last on batches (doc, last);
  create table snapshots (place integer primary key, doc text not null, version integer not null, seq integer not null, bytes blob not null) strict;
  create unique index snapshots_version on snapshots (doc, version);
  create table claims (doc text not null, claim text not null, version integer not null, body text not null,
    primary key (doc, claim)) strict;
  create table sources (doc text not null, source text not null, version integer not null, body text,
    primary key (doc, source)) strict;
  create table users (id text primary key, key text not null unique, body text not null) strict;
  create table sessions (hash text primary key, user text not null, created integer not null, used integer not null) strict, without rowid;
  create index sessions_user on sessions (user);
  create table invites (hash text primary key, expires integer not null, used integer, body text not null) strict, without rowid;
`;

/** `prefixes`: the lengths of beginnings of words that have lists of their own. */
export const indexTables = (kind: string, columns: string, prefixes = "2 3 4"): string => `
  create table ${kind}_index (place integer primary key, doc text not null, key text not null, case_id text not null, shown integer not null,
    ${columns}, unique (doc, key)) strict;
  create virtual table ${kind}_words using fts5(words, content='', contentless_delete=1, tokenize='ascii', detail=none, prefix='${prefixes}');
  create trigger ${kind}_index_gone after delete on ${kind}_index begin delete from ${kind}_words where rowid = old.place; end;
`;

/**
 * What rows are found, sorted and counted by: narrow tables beside the readable ones, so that a hundred thousand claims are looked through in
 * milliseconds. `shown` is 0 of what is in the bin or being removed. `words` are folded already, and an ASCII tokenizer leaves them as they are;
 * beginnings of two to four letters have lists of their own. They go by their trigger, wherever a row of the index is deleted.
 */
export const readModelTables = `
  create table projections (name text primary key, version integer not null, rebuilding integer, after text) strict, without rowid;
  create table floors (doc text not null, kind text not null, floor integer not null, primary key (doc, kind)) strict, without rowid;
  ${indexTables("documents", "title text not null, changed integer not null, created integer not null, claims integer not null, source text, languages text not null")}
  create index documents_changed on documents_index (changed, doc);
  create index documents_titled on documents_index (title, doc);
  create index documents_of_case on documents_index (case_id, changed, doc, shown, claims);
  ${indexTables(
    "claims",
    `status text not null, verdict text not null, kind text not null, assignee text, author text not null, orphan integer not null,
    withdrawn integer not null, sources integer not null, tags text not null, changed integer not null, created integer not null`,
  )}
  create index claims_changed on claims_index (changed, doc, key);
  create index claims_created on claims_index (created, doc, key);
  create index claims_of_case on claims_index (case_id, shown, withdrawn, changed, doc, key);
  create index claims_of_status on claims_index (status, shown, withdrawn, case_id);
  create index claims_of_verdict on claims_index (verdict, shown, withdrawn, case_id);
  create index claims_of_kind on claims_index (kind, shown, withdrawn, case_id);
  create index claims_of_assignee on claims_index (assignee, shown, withdrawn, case_id);
  ${indexTables("sources", "changed integer not null, stance text not null")}
  create index sources_changed on sources_index (changed, doc, key);
`;
