-- Pieces and their uses, which target is which piece, and what was forgotten.
CREATE TABLE piece (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, id TEXT NOT NULL, asset TEXT NOT NULL,
    channel TEXT NOT NULL, url TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, present {integer} NOT NULL,
    PRIMARY KEY (id, batch_id)
) {strict};
CREATE TABLE successor (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, piece_id TEXT NOT NULL PRIMARY KEY, next_id TEXT NOT NULL
) {strict};
CREATE TABLE placement (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, piece_id TEXT NOT NULL, use {integer} NOT NULL,
    on_day TEXT NOT NULL, channel TEXT NOT NULL, stage TEXT NOT NULL, cost {real}, url TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (piece_id, use, batch_id)
) {strict};
CREATE TABLE match (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, target_id {integer} NOT NULL REFERENCES target (id) {deferred},
    piece_id TEXT NOT NULL, use {integer} NOT NULL, how TEXT NOT NULL, PRIMARY KEY (target_id, batch_id)
) {strict};
CREATE TABLE forgotten (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, of_batch {integer} NOT NULL, table_name TEXT NOT NULL,
    rows {integer} NOT NULL, sum TEXT NOT NULL, PRIMARY KEY (batch_id, of_batch, table_name)
) {strict};
