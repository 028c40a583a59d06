-- A count that was asked for. Everything that makes it is kept here, so that a worker needs nothing but the database.
CREATE TABLE IF NOT EXISTS run (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mark      text   NOT NULL UNIQUE, -- what tells runs apart, as JSON
    build     text   NOT NULL,        -- of the program that may count it
    name      text   NOT NULL,        -- the study's file
    study     bytea  NOT NULL,        -- the file, where answers are drawn from; empty where what is ranked stands in pieces
    actions   text[] NOT NULL,        -- to be applied to the file
    options   text   NOT NULL,        -- what is drawn, as JSON
    shards    int    NOT NULL,
    cancelled boolean NOT NULL DEFAULT false,
    fault     text,                   -- why it cannot be counted
    wanted    timestamptz NOT NULL DEFAULT now() -- when somebody last waited for it
);

-- What is ranked, in pieces. It is not worth compressing.
CREATE TABLE IF NOT EXISTS piece (
    run  bigint NOT NULL REFERENCES run ON DELETE CASCADE,
    n    int    NOT NULL, -- from 0
    data bytea  NOT NULL,
    PRIMARY KEY (run, n)
);
DO $$ BEGIN -- once: it waits for whoever reads
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'piece'::regclass AND attname = 'data' AND attstorage <> 'e') THEN
        ALTER TABLE piece ALTER COLUMN data SET STORAGE EXTERNAL;
    END IF;
END $$;

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

-- Whether a worker takes errands. What an errand is about stands with its job, for as long as it lasts; what comes of it the one who does it puts elsewhere.
DO $$ BEGIN -- whoever else works here need not own the table
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'worker'::regclass AND attname = 'errands') THEN
        ALTER TABLE worker ADD COLUMN errands boolean NOT NULL DEFAULT false;
    END IF;
END $$;
