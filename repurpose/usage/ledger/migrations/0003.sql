-- What was said of placements and pieces, and by what.
CREATE TABLE decision (
    batch_id {integer} NOT NULL REFERENCES batch (id) {deferred}, piece_id TEXT NOT NULL, use {integer} NOT NULL,
    at TEXT NOT NULL, axis TEXT NOT NULL, kind TEXT NOT NULL, p {real}, lift {real}, bar {real},
    model_version TEXT NOT NULL, inputs_sha256 TEXT NOT NULL, explanation TEXT NOT NULL,
    PRIMARY KEY (piece_id, use, axis, at, batch_id)
) {strict};
