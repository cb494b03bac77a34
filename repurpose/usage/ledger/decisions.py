"""What was said of placements and pieces: kept, so that a flag can be asked for its reasons later.

A row is written when what is said changes, or when a claim rests on other counts than before; the same counts write
nothing twice. A look sees only what was said on earlier days, so that a day's second look says the same as its first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select

from repurpose.usage.ledger.schema import DECISION
from repurpose.usage.ledger.seal import Batch

Subject = tuple[str, int, str]
"""What a decision is about: a piece, its use (0: all of them), and the axis: return, influence or wear."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing said of one subject on a day (ISO). `p`, `lift`, `bar`: how sure, how much, against what."""

    piece_id: str
    use: int
    at: str
    axis: str
    kind: str
    p: float | None
    lift: float | None
    bar: float | None
    model_version: str
    inputs_sha256: str
    explanation: str

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return (self.piece_id, self.use, self.axis)


def latest(connection: Connection, before: dt.date) -> dict[Subject, Decision]:
    """The last decision on each subject before a day."""
    return _latest(connection, DECISION.c.at < before.isoformat())


def unsaid(
    connection: Connection,
    day: dt.date,
    made: Iterable[Decision],
    claims: Collection[str],
    silent: Collection[str] = (),
) -> list[Decision]:
    """The decisions of a day that are to be written.

    `claims`: kinds that are written again when they rest on other counts; other kinds only when they are new. `silent`:
    kinds that go without saying, unless something else was said before.
    """
    before, today = latest(connection, day), _latest(connection, DECISION.c.at == day.isoformat())
    found = []
    for one in made:
        last = today.get(one.subject) or before.get(one.subject)
        if last is None and one.kind in silent:
            continue
        if last is None or last.kind != one.kind or (one.kind in claims and last.inputs_sha256 != one.inputs_sha256):
            found.append(one)
    return found


def add_decisions(batch: Batch, decisions: Iterable[Decision]) -> None:
    """Write decisions."""
    batch.add(DECISION, [asdict(one) for one in decisions])


def _latest(connection: Connection, clause: object) -> dict[Subject, Decision]:
    columns = [DECISION.c[name] for name in Decision.__dataclass_fields__]
    rows = connection.execute(
        select(*columns).where(clause).order_by(DECISION.c.at, DECISION.c.batch_id)  # type: ignore[arg-type]
    )
    made = (Decision(*row) for row in rows)
    found: Mapping[Subject, Decision] = {one.subject: one for one in made}
    return dict(found)
