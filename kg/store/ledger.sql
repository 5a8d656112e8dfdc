-- The truth of a store: each article's facts, and the counts and decisions that follow from them.
-- Things are IRIs without their common beginning. Row numbers are internal: nothing that leaves the store depends on them.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL, extractor TEXT NOT NULL, source TEXT NOT NULL, facts BLOB NOT NULL
);
CREATE TABLE tally (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;

-- Identity. `handle`: the entity's name, numbered where an article has the name twice.
CREATE TABLE entity (
    article TEXT NOT NULL, entity TEXT NOT NULL, profile INTEGER NOT NULL, published TEXT NOT NULL, handle TEXT NOT NULL,
    PRIMARY KEY (article, entity)
) WITHOUT ROWID;
CREATE INDEX entity_of_profile ON entity (profile, published, article, handle);
-- A profile's number is a hash of its key, so it is the same in every store.
CREATE TABLE profile (id INTEGER PRIMARY KEY, key TEXT NOT NULL, sign TEXT NOT NULL, thing TEXT);
CREATE INDEX profile_of_thing ON profile (thing, id, sign);
-- The first profiles of a block, by number, are compared with all of it. A pair has a link where it is compared and
-- there is something to say of it. The program's reasons are not kept, for they follow from the profiles.
CREATE TABLE block (block INTEGER NOT NULL, profile INTEGER NOT NULL, PRIMARY KEY (block, profile)) WITHOUT ROWID;
CREATE TABLE link (
    a INTEGER NOT NULL, b INTEGER NOT NULL, verdict TEXT NOT NULL, score REAL NOT NULL, reasons TEXT NOT NULL,
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX link_back ON link (b, a);
CREATE INDEX link_open ON link (score) WHERE verdict IN ('ask', 'lean');
-- The newest judgement of each pair of entities. The file of judgements is the truth.
CREATE TABLE judgement (
    a_article TEXT NOT NULL, a_type TEXT NOT NULL, a_name TEXT NOT NULL,
    b_article TEXT NOT NULL, b_type TEXT NOT NULL, b_name TEXT NOT NULL,
    verdict TEXT NOT NULL, date TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (a_article, a_type, a_name, b_article, b_type, b_name)
) WITHOUT ROWID;
CREATE INDEX judgement_back ON judgement (b_article);
-- `whole`: all that merges and judgements lead to is this one thing.
CREATE TABLE anchor (thing TEXT PRIMARY KEY, first TEXT NOT NULL, whole INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE retired (thing TEXT PRIMARY KEY, successor TEXT NOT NULL) WITHOUT ROWID;

-- Copies of one text.
CREATE TABLE sketch (
    article TEXT PRIMARY KEY, published TEXT NOT NULL, sketch BLOB NOT NULL, original TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE band (
    band INTEGER NOT NULL, rank INTEGER NOT NULL, article TEXT NOT NULL, PRIMARY KEY (band, rank, article)
) WITHOUT ROWID;
CREATE TABLE copied (a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX copied_back ON copied (b, a);

-- What all articles say together, counted.
CREATE TABLE spelling (
    thing TEXT NOT NULL, main INTEGER NOT NULL, text TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (thing, main, text)
) WITHOUT ROWID;
CREATE TABLE edge (
    s TEXT NOT NULL, p TEXT NOT NULL, o TEXT NOT NULL, factuality TEXT NOT NULL, status TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (s, p, o, factuality, status)
) WITHOUT ROWID;
CREATE INDEX edge_back ON edge (o, p);
CREATE TABLE support (
    s TEXT NOT NULL, p TEXT NOT NULL, o TEXT NOT NULL, factuality TEXT NOT NULL, status TEXT NOT NULL,
    date TEXT NOT NULL, article TEXT NOT NULL, claim TEXT NOT NULL, dated INTEGER NOT NULL,
    PRIMARY KEY (s, p, o, factuality, status, date, article, claim)
) WITHOUT ROWID;
CREATE INDEX support_of_candidate ON support (s, factuality, date, article, claim, dated) WHERE p = 'candidateFor';

-- The plain triples that follow from who was at an event: each stands as long as it follows from some event.
CREATE TABLE derived (
    s TEXT NOT NULL, p TEXT NOT NULL, o TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (s, p, o, event)
) WITHOUT ROWID;

-- Changes of the quads that may not have reached the disk yet: done again, in order, when the store is opened.
CREATE TABLE outbox (n INTEGER PRIMARY KEY, articles TEXT NOT NULL, adds BLOB NOT NULL, removes BLOB NOT NULL);
