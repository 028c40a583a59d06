-- +goose Up
CREATE TABLE panels (
  id text PRIMARY KEY,
  created integer NOT NULL, -- microseconds since 1970
  seq integer NOT NULL DEFAULT 0,
  head blob NOT NULL,
  control integer NOT NULL DEFAULT 0,
  gate text NOT NULL DEFAULT ''
);
CREATE TABLE events (
  panel text NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
  seq integer NOT NULL,
  kind text NOT NULL,
  person text NOT NULL DEFAULT '',
  commitment blob NOT NULL,
  hash blob NOT NULL,
  salt blob,
  payload blob,
  PRIMARY KEY (panel, seq)
);
CREATE TABLE ballots (
  panel text NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
  round text NOT NULL,
  person text NOT NULL,
  generation integer NOT NULL,
  version integer NOT NULL,
  data blob,
  PRIMARY KEY (panel, round, person, generation)
);
CREATE TABLE receipts (
  panel text NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
  client text NOT NULL,
  person text NOT NULL,
  version integer NOT NULL,
  receipt blob NOT NULL,
  PRIMARY KEY (panel, person, client)
);
CREATE TABLE records (
  kind text NOT NULL,
  key text NOT NULL,
  panel text NOT NULL DEFAULT '',
  person text NOT NULL DEFAULT '',
  version integer NOT NULL,
  expires integer NOT NULL DEFAULT 0, -- microseconds since 1970; 0: never
  data blob NOT NULL,
  PRIMARY KEY (kind, key)
);
CREATE INDEX records_of_panel ON records (panel, kind, key);
