-- +goose Up
CREATE TABLE panels (
  id text PRIMARY KEY,
  created bigint NOT NULL, -- microseconds since 1970
  seq bigint NOT NULL DEFAULT 0,
  head bytea NOT NULL,
  control bigint NOT NULL DEFAULT 0,
  gate text NOT NULL DEFAULT ''
);
CREATE TABLE events (
  panel text NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
  seq bigint NOT NULL,
  kind text NOT NULL,
  person text NOT NULL DEFAULT '',
  commitment bytea NOT NULL,
  hash bytea NOT NULL,
  salt bytea,
  payload bytea,
  PRIMARY KEY (panel, seq)
);
CREATE TABLE ballots (
  panel text NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
  round text NOT NULL,
  person text NOT NULL,
  generation integer NOT NULL,
  version bigint NOT NULL,
  data bytea,
  PRIMARY KEY (panel, round, person, generation)
);
CREATE TABLE receipts (
  panel text NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
  client text NOT NULL,
  person text NOT NULL,
  version bigint NOT NULL,
  receipt bytea NOT NULL,
  PRIMARY KEY (panel, person, client)
);
CREATE TABLE records (
  kind text NOT NULL,
  key text NOT NULL,
  panel text NOT NULL DEFAULT '',
  person text NOT NULL DEFAULT '',
  version bigint NOT NULL,
  expires bigint NOT NULL DEFAULT 0, -- microseconds since 1970; 0: never
  data bytea NOT NULL,
  PRIMARY KEY (kind, key)
);
CREATE INDEX records_of_panel ON records (panel, kind, key);
