"""The ledger's tables, as statements are written against them. The migrations make them; a test holds the two equal.

Every row belongs to a batch, and no row is ever changed: what changes is written anew with a later batch, and the
latest counts. Readings alone move house, from `reading` (in force) to `superseded`, when their day is replaced.

    source      an account at an analytics tool, network or mail service
    scope       one of its reports, whose days are replaced together; `lifetime`: totals since publication
    target      what a row is about, in the source's own words: a link id, address, subject line or post
    day         a day of a scope as one export had it; `holder` is the batch whose readings it means
    reading     a metric's value for a target on a day (for lifetime scopes: the total as of that day)
    piece       what a piece is known by: its address, subject or text; `present`: the last build made it
    successor   a piece that was edited, and what became of it
    placement   one use of a piece
    match       the piece that a target is; use 0: told by the day
    decision    what was said of a placement (use 0: of a piece), on which day, by which model, and of what it was said
    forgotten   what was removed on purpose from an earlier batch
    seal        how many rows of a table a batch has, and the sum of their digests
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Integer, MetaData, Table, Text

VERSION = 3
APPLICATION_ID = 0x52505053
"""Marks an SQLite file as a ledger of ours: `RPPS`."""

METADATA = MetaData()

_NUMBERS = frozenset(
    {
        "batch_id",
        "scope_id",
        "source_id",
        "target_id",
        "rows",
        "records",
        "spread",
        "holder",
        "value",
        "use",
        "present",
        "lifetime",
        "of_batch",
    }
)

_MEASURES = frozenset({"cost", "p", "lift", "bar"})


def _table(name: str, columns: str, numeric_id: bool = False) -> Table:
    return Table(name, METADATA, *(_column(column, numeric_id) for column in columns.split()))


def _column(name: str, numeric_id: bool) -> Column[object]:
    if name in _NUMBERS or (name == "id" and numeric_id):
        return Column(name, BigInteger().with_variant(Integer, "sqlite"))
    return Column(name, Double() if name in _MEASURES else Text())


META = Table("meta", METADATA, Column("key", Text()), Column("value", Text()))
BATCH = _table("batch", "id kind at what previous hash", numeric_id=True)
SEAL = _table("seal", "batch_id table_name rows sum")
SOURCE = _table("source", "id batch_id kind account", numeric_id=True)
SCOPE = _table("scope", "id batch_id source_id name lifetime", numeric_id=True)
TARGET = _table("target", "id batch_id source_id key link url subject text dated digest", numeric_id=True)
DAY = _table("day", "batch_id scope_id day exported_at records spread rows sha256 holder")
READING = _table("reading", "batch_id scope_id day target_id metric value")
SUPERSEDED = _table("superseded", "batch_id scope_id day target_id metric value")
PIECE = _table("piece", "batch_id id asset channel url subject text present")
SUCCESSOR = _table("successor", "batch_id piece_id next_id")
PLACEMENT = _table("placement", "batch_id piece_id use on_day channel stage cost url origin")
MATCH = _table("match", "batch_id target_id piece_id use how")
DECISION = _table("decision", "batch_id piece_id use at axis kind p lift bar model_version inputs_sha256 explanation")
FORGOTTEN = _table("forgotten", "batch_id of_batch table_name rows sum")

SEALED = (SOURCE, SCOPE, TARGET, DAY, READING, PIECE, SUCCESSOR, PLACEMENT, MATCH, DECISION, FORGOTTEN)
"""The tables whose rows a batch is sealed over; superseded readings are sealed as readings."""

ALL = (META, BATCH, SEAL, *SEALED[:5], SUPERSEDED, *SEALED[5:])
"""Every table, what others refer to first."""
