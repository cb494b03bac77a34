from __future__ import annotations

import datetime as dt
from dataclasses import replace

from repurpose.usage.ledger import dump, forget
from repurpose.usage.ledger.connect import Ledger
from repurpose.usage.ledger.decisions import Decision, add_decisions, latest, unsaid
from repurpose.usage.ledger.seal import Batch
from repurpose.usage.ledger.verify import verify

DAY = dt.date(2026, 11, 22)
WON = Decision(
    "a/social.x/p", 0, "2026-11-22", "return", "winner", 0.97, 2.5, 1.25, "1", "ab" * 32, "Of 1,000 impressions ..."
)
CLAIMS = {"winner"}


def _say(ledger: Ledger, *decisions: Decision) -> int:
    """Write what isn't said yet; how many rows that was."""
    with ledger.writing() as connection:
        rest = unsaid(connection, dt.date.fromisoformat(decisions[0].at), decisions, CLAIMS)
        batch = Batch(connection, "winners", "2026-11-22T08:00:00Z", "")
        add_decisions(batch, rest)
        batch.close()
    return len(rest)


def test_the_same_counts_write_nothing_twice(ledger: Ledger) -> None:
    later = replace(WON, at="2026-11-23")
    assert [_say(ledger, WON), _say(ledger, WON), _say(ledger, later)] == [1, 0, 0]
    assert _say(ledger, replace(later, inputs_sha256="cd" * 32)) == 1, "a claim on other counts"
    assert _say(ledger, replace(later, kind="ordinary")) == 1
    assert _say(ledger, replace(later, kind="ordinary", inputs_sha256="ef" * 32)) == 0, "no claim"
    with ledger.reading() as connection:
        assert verify(connection) == []


def test_a_look_sees_only_earlier_days(ledger: Ledger) -> None:
    _say(ledger, WON)
    _say(ledger, replace(WON, at="2026-11-25", kind="promising"))
    with ledger.reading() as connection:
        assert latest(connection, DAY) == {}
        assert latest(connection, DAY + dt.timedelta(1))[WON.subject] == WON
        assert latest(connection, DAY + dt.timedelta(9))[WON.subject].kind == "promising"


def test_decisions_are_restored_and_forgotten_with_their_piece(ledger: Ledger) -> None:
    _say(ledger, WON, replace(WON, axis="wear", kind="fresh", p=None, lift=None, bar=None))
    with ledger.reading() as connection:
        assert sum('"table": "decision"' in line for line in dump.write_lines(connection)) == 2
    with ledger.writing() as connection:
        batch = Batch(connection, "forget", "2026-11-22T09:00:00Z", "")
        assert forget.forget_piece(batch, ["a/social.x/p"]) == 2
        batch.close()
    with ledger.reading() as connection:
        assert latest(connection, dt.date.max) == {}
        assert verify(connection) == []
