-- The record store. Versions and footprints are only ever added: the triggers stop whoever forgets it, and the hash chain
-- of the footprints finds whoever takes the triggers away.

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    footprint INTEGER NOT NULL
) STRICT;

CREATE TABLE case_versions (
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL,
    footprint INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE record_versions (
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    in_case TEXT NOT NULL,
    body TEXT NOT NULL,
    footprint INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX record_versions_of_case ON record_versions (in_case, id, version);

CREATE INDEX record_versions_by_footprint ON record_versions (footprint);

CREATE TABLE footprints (
    number INTEGER PRIMARY KEY,
    record TEXT,
    entry TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX footprints_of_record ON footprints (record, number);

-- The last footprint, so that taking away the end of the chain shows.
CREATE TABLE head (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- Answers to writes that carried an Idempotency-Key.
CREATE TABLE replies (
    who TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (who, key)
) STRICT;

CREATE TRIGGER people_stay BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'people are not changed'); END;
CREATE TRIGGER people_are_kept BEFORE DELETE ON people BEGIN SELECT RAISE(ABORT, 'people are not deleted'); END;
CREATE TRIGGER cases_stay BEFORE UPDATE ON case_versions BEGIN SELECT RAISE(ABORT, 'versions are not changed'); END;
CREATE TRIGGER cases_are_kept BEFORE DELETE ON case_versions BEGIN SELECT RAISE(ABORT, 'versions are not deleted'); END;
CREATE TRIGGER records_stay BEFORE UPDATE ON record_versions BEGIN SELECT RAISE(ABORT, 'versions are not changed'); END;
CREATE TRIGGER records_are_kept BEFORE DELETE ON record_versions BEGIN SELECT RAISE(ABORT, 'versions are not deleted'); END;
CREATE TRIGGER footprints_stay BEFORE UPDATE ON footprints BEGIN SELECT RAISE(ABORT, 'footprints are not changed'); END;
CREATE TRIGGER footprints_are_kept BEFORE DELETE ON footprints BEGIN SELECT RAISE(ABORT, 'footprints are not deleted'); END;

PRAGMA user_version = 1;
