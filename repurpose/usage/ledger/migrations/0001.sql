-- Sources, their scopes, what their rows are about, and the days that were imported.
CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) {strict};
CREATE TABLE batch (
    id {integer} NOT NULL PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL,
    previous TEXT NOT NULL, hash TEXT NOT NULL
) {strict};
CREATE TABLE seal (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, table_name TEXT NOT NULL, rows {integer} NOT NULL,
    sum TEXT NOT NULL, PRIMARY KEY (batch_id, table_name)
) {strict};
CREATE TABLE source (
    id {integer} NOT NULL PRIMARY KEY, batch_id {integer} NOT NULL REFERENCES batch (id) {deferred},
    kind TEXT NOT NULL, account TEXT NOT NULL, UNIQUE (kind, account)
) {strict};
CREATE TABLE scope (
    id {integer} NOT NULL PRIMARY KEY, batch_id {integer} NOT NULL REFERENCES batch (id) {deferred},
    source_id {integer} NOT NULL REFERENCES source (id) {deferred}, name TEXT NOT NULL, lifetime {integer} NOT NULL,
    UNIQUE (source_id, name)
) {strict};
CREATE TABLE target (
    id {integer} NOT NULL PRIMARY KEY, batch_id {integer} NOT NULL REFERENCES batch (id) {deferred},
    source_id {integer} NOT NULL REFERENCES source (id) {deferred}, key TEXT NOT NULL, link TEXT NOT NULL,
    url TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, dated TEXT NOT NULL, digest TEXT NOT NULL,
    UNIQUE (source_id, digest)
) {strict};
CREATE TABLE day (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, scope_id {integer} NOT NULL REFERENCES scope (id) {deferred},
    day TEXT NOT NULL, exported_at TEXT NOT NULL, records {integer} NOT NULL, spread {integer} NOT NULL,
    rows {integer} NOT NULL, sha256 TEXT NOT NULL, holder {integer} NOT NULL REFERENCES batch (id) {deferred},
    PRIMARY KEY (batch_id, scope_id, day)
) {strict};
CREATE INDEX day_scope ON day (scope_id, day, batch_id);
CREATE TABLE reading (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, scope_id {integer} NOT NULL REFERENCES scope (id) {deferred},
    day TEXT NOT NULL, target_id {integer} NOT NULL REFERENCES target (id) {deferred}, metric TEXT NOT NULL,
    value {integer} NOT NULL CHECK (value >= 0), PRIMARY KEY (target_id, metric, day, scope_id)
) {clustered};
CREATE INDEX reading_scope ON reading (scope_id, day);
CREATE TABLE superseded (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, scope_id {integer} NOT NULL REFERENCES scope (id) {deferred},
    day TEXT NOT NULL, target_id {integer} NOT NULL REFERENCES target (id) {deferred}, metric TEXT NOT NULL,
    value {integer} NOT NULL CHECK (value >= 0), PRIMARY KEY (batch_id, scope_id, day, target_id, metric)
) {clustered};
