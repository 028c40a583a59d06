-- A count that was asked for. Everything that makes it is kept here, so that a worker needs nothing but the database.
CREATE TABLE IF NOT EXISTS run (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mark      text   NOT NULL UNIQUE, -- what tells runs apart, as JSON
    build     text   NOT NULL,        -- of the program that may count it
    name      text   NOT NULL,        -- the study's file
    study     bytea  NOT NULL,
    actions   text[] NOT NULL,
    options   text   NOT NULL,        -- what is drawn, as JSON
    shards    int    NOT NULL,
    cancelled boolean NOT NULL DEFAULT false,
    fault     text,                   -- why it cannot be counted
    wanted    timestamptz NOT NULL DEFAULT now() -- when somebody last waited for it
);

-- What came of a shard: once, whoever did it and however often.
CREATE TABLE IF NOT EXISTS tally (
    run    bigint NOT NULL REFERENCES run ON DELETE CASCADE,
    shard  int    NOT NULL,
    counts bytea  NOT NULL, -- a tally as in a file, compressed
    PRIMARY KEY (run, shard)
);

-- Workers that are alive, and the shards that each is at.
CREATE TABLE IF NOT EXISTS worker (
    id    text PRIMARY KEY,
    build text NOT NULL,
    seen  timestamptz NOT NULL,
    run   bigint,
    shard int
);
