/** Schema by version: each entry brings a store from the version of its place to the next. Applied in one transaction at open. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO counter VALUES('anchor', 0), ('sequence', 0);
  CREATE TABLE stream(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, cursor TEXT);
  CREATE TABLE anchor(id INTEGER PRIMARY KEY, stream INTEGER, key TEXT, profile INTEGER, entity TEXT, isGhost INTEGER);
  CREATE UNIQUE INDEX anchorKey ON anchor(stream, key);
  CREATE INDEX anchorProfile ON anchor(profile);
  CREATE TABLE tie(anchor INTEGER, since INTEGER, until INTEGER, profile INTEGER, PRIMARY KEY(anchor, since)) WITHOUT ROWID;
  CREATE INDEX tieProfile ON tie(profile);
  CREATE TABLE record(anchor INTEGER PRIMARY KEY, version TEXT, contentHash TEXT, observedAt INTEGER, attributes TEXT,
    fieldVersions TEXT, received TEXT, isDeleted INTEGER, space TEXT, territory TEXT, features BLOB, keys TEXT, searchKeys TEXT);
  CREATE TABLE recordVersion(sequence INTEGER PRIMARY KEY, anchor INTEGER, since INTEGER, observedAt INTEGER, version TEXT,
    mappingVersion INTEGER, raw TEXT, attributes TEXT);
  CREATE INDEX recordVersionAnchor ON recordVersion(anchor, since);
  CREATE TABLE matchKey(key TEXT, anchor INTEGER, PRIMARY KEY(key, anchor)) WITHOUT ROWID;
  CREATE TABLE searchKey(key TEXT, anchor INTEGER, PRIMARY KEY(key, anchor)) WITHOUT ROWID;
  CREATE TABLE term(term TEXT PRIMARY KEY, variants TEXT) WITHOUT ROWID;
  CREATE TABLE termVariant(variant TEXT, term TEXT, PRIMARY KEY(variant, term)) WITHOUT ROWID;
  CREATE TABLE link(a INTEGER, b INTEGER, resolver TEXT, certainty TEXT, weightBits REAL, evidence TEXT,
    PRIMARY KEY(a, b, resolver)) WITHOUT ROWID;
  CREATE INDEX linkB ON link(b);
  CREATE TABLE decision(id TEXT PRIMARY KEY, a INTEGER, b INTEGER, verdict TEXT, author TEXT, at INTEGER, withdrawnAt INTEGER);
  CREATE INDEX decisionA ON decision(a);
  CREATE INDEX decisionB ON decision(b);
  CREATE TABLE activity(id INTEGER PRIMARY KEY, anchor INTEGER, stream INTEGER, key TEXT, entity TEXT, isHappening INTEGER,
    version TEXT, contentHash TEXT, occurredAt INTEGER, isDeleted INTEGER, space TEXT, territory TEXT, body TEXT, raw TEXT);
  CREATE INDEX activityTimeline ON activity(anchor, occurredAt);
  CREATE INDEX activityStates ON activity(anchor, occurredAt) WHERE isHappening = 0;
  CREATE UNIQUE INDEX activityKey ON activity(stream, key) WHERE isHappening = 0;
  CREATE TABLE device(key TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID;
  CREATE TABLE profile(id INTEGER PRIMARY KEY, entity TEXT, head TEXT, space TEXT, territory TEXT);
  CREATE TABLE figures(profile INTEGER PRIMARY KEY, version INTEGER, flipAt INTEGER, figures BLOB);
  CREATE INDEX figuresFlip ON figures(flipAt) WHERE flipAt IS NOT NULL;
  CREATE TABLE absorbed(profile INTEGER PRIMARY KEY, target INTEGER);
  CREATE TABLE erased(profile INTEGER PRIMARY KEY);
  CREATE TABLE membership(segment TEXT, profile INTEGER, since INTEGER, PRIMARY KEY(segment, profile)) WITHOUT ROWID;
  CREATE INDEX membershipProfile ON membership(profile);
  CREATE TABLE queue(id INTEGER PRIMARY KEY, queue TEXT, lane TEXT, key TEXT, attempt INTEGER, dueAt INTEGER, reason TEXT,
    isDead INTEGER, body TEXT);
  CREATE INDEX queueDue ON queue(queue, dueAt) WHERE isDead = 0;
  CREATE INDEX queueLane ON queue(queue, lane, dueAt) WHERE isDead = 0;
  CREATE INDEX queueKey ON queue(queue, key) WHERE key IS NOT NULL;
  CREATE INDEX queueDead ON queue(queue) WHERE isDead = 1;
  CREATE TABLE rejected(id INTEGER PRIMARY KEY, stream TEXT, key TEXT, field TEXT, code TEXT, reason TEXT, raw TEXT, at INTEGER);
  CREATE INDEX rejectedCode ON rejected(stream, code);
  CREATE INDEX rejectedKey ON rejected(stream, key);
  CREATE TABLE change(sequence INTEGER PRIMARY KEY, kind TEXT, profile INTEGER, at INTEGER, body TEXT);
  CREATE TABLE seen(stream INTEGER, key TEXT, PRIMARY KEY(stream, key)) WITHOUT ROWID;
  CREATE TABLE entry(type TEXT, name TEXT, profile INTEGER, at INTEGER, body TEXT, PRIMARY KEY(type, name));
  CREATE INDEX entryAt ON entry(type, at, name);
  CREATE INDEX entryProfile ON entry(profile) WHERE profile IS NOT NULL;
  CREATE TABLE suppressed(hash TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE document(type TEXT, name TEXT, version INTEGER, body TEXT, author TEXT, at INTEGER, PRIMARY KEY(type, name, version));
  `,
  // Rows of before get their numbers here; folded as well as SQL can, wholly when they come again.
  `
  ALTER TABLE activity ADD COLUMN number TEXT;
  UPDATE activity SET number = nullif(lower(replace(replace(replace(replace(replace(
    coalesce(body ->> '$.number', body ->> '$.serial'), '-', ''), ' ', ''), '/', ''), '.', ''), '_', '')), '')
    WHERE isHappening = 0 AND isDeleted = 0;
  CREATE INDEX activityNumber ON activity(number) WHERE number IS NOT NULL;
  `,
]
