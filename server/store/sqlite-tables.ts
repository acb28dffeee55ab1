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
