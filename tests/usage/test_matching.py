from __future__ import annotations

import datetime as dt

import pytest

from repurpose.ids import link_id
from repurpose.model import Asset, Placement, Status
from repurpose.usage.delivery import Target, spread_evenly
from repurpose.usage.importers import registry
from repurpose.usage.ledger.book import Known, PieceFacts, Placed
from repurpose.usage.matching import Finder
from repurpose.usage.pieces import joined
from repurpose.usage.placing import Lineage, changes, due

POST = "launch/social.x/abcdefgh"
MAIL = "launch/newsletter/message"
PAGE = "launch/blog/page"
TEXT = "A customer who never uses what they bought will not buy again. https://example.com/launch/?utm_content=q #Retention"
PIECES = (
    PieceFacts(POST, "launch", "social.x", text=TEXT),
    PieceFacts("launch/social.linkedin/abcdefgh", "launch", "social.linkedin", text=TEXT),
    PieceFacts(MAIL, "launch", "newsletter", subject="What after the purchase?"),
    PieceFacts(PAGE, "launch", "blog", url="https://example.com/launch/"),
)
PLACED = {
    (POST, 1): Placed(Placement(POST, 1, dt.date(2026, 7, 14), "social.x"), "asset"),
    (POST, 2): Placed(Placement(POST, 2, dt.date(2026, 9, 1), "social.x"), "record", "https://x.com/a/status/99"),
    (PAGE, 1): Placed(Placement(PAGE, 1, dt.date(2026, 7, 14), "blog"), "asset"),
}


@pytest.mark.parametrize(
    ("kind", "target", "piece", "use", "how"),
    [
        ("plausible", Target("k", link=link_id(POST)), POST, 1, "link id"),
        ("plausible", Target("k", link=link_id(POST, 2)), POST, 2, "link id"),
        ("plausible", Target("k", link=f"summer-{link_id(POST, 2)}"), POST, 2, "link id"),
        ("x", Target("k", text=f"Look https://example.com/?utm_content={link_id(POST)}"), POST, 1, "link id"),
        ("x", Target("k", url="x.com/a/status/99"), POST, 2, "permalink"),
        ("ga4", Target("k", url="/launch"), PAGE, None, "address"),
        ("plausible", Target("k", url="example.com/launch"), PAGE, None, "address"),
        ("mailchimp", Target("k", subject="what after  the purchase?"), MAIL, None, "subject"),
        ("x", Target("k", text="A customer who never uses what they bought will not buy again. https://t.co/x", dated="2026-07-14"), POST, 1, "text"),
        ("x", Target("k", text="A customer who never uses what they bought will not buy again. https://t.co/x", dated="2026-09-05"), POST, 2, "text"),
        ("x", Target("k", text="A customer who never uses what they bought will…", dated="2026-07-14"), POST, 1, "text"),
        ("x", Target("k", text="A customer who never uses what they buy will not buy again", dated="2026-07-14"), POST, 1, "text"),
    ],
)  # fmt: skip
def test_how_a_row_finds_its_piece(kind: str, target: Target, piece: str, use: int | None, how: str) -> None:
    finder = Finder(PIECES, PLACED, Lineage(), registry.channels())
    match = finder.find(Known(1, kind, target))
    assert match is not None
    assert (match.piece_id, match.use, match.how) == (piece, use, how)


@pytest.mark.parametrize(
    "target",
    [Target("k"), Target("k", link="nobody"), Target("k", text="Quite another post"), Target("k", url="/other")],
)
def test_what_finds_no_piece(target: Target) -> None:
    assert Finder(PIECES, PLACED, Lineage(), registry.channels()).find(Known(1, "x", target)) is None


def test_an_edited_piece_is_joined_with_its_successor_and_keeps_its_links() -> None:
    edited = PieceFacts("launch/social.x/zzzzzzzz", "launch", "social.x", text=TEXT.replace("bought", "have bought"))
    became = joined(
        PIECES[:1], [edited, PieceFacts("launch/social.x/yyyyyyyy", "launch", "social.x", text="Quite another post")]
    )
    assert became == {POST: edited.id}
    lineage = Lineage(became)
    assert lineage.root(edited.id) == POST
    match = Finder([edited], PLACED, lineage, {}).find(Known(1, "plausible", Target("k", link=link_id(edited.id, 2))))
    assert match is not None
    assert (match.piece_id, match.use) == (POST, 2)


def _asset(**fields: object) -> Asset:
    values: dict[str, object] = {
        "id": "launch",
        "path": "content/launch.md",
        "title": "Launch",
        "slug": "launch",
        "language": "en",
        "body": "",
        "body_line": 1,
        "sha256": "",
    }
    return Asset(**{**values, **fields})  # type: ignore[arg-type]


NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


def test_uses_come_from_dates_and_from_the_calendar_when_their_day_has_come() -> None:
    asset = _asset(date=dt.datetime(2026, 7, 14, tzinfo=dt.UTC))
    approved = [
        Placement(POST, 2, dt.date(2026, 8, 1), "social.x", cost=5.0),
        Placement(POST, 3, dt.date(2026, 12, 1), "social.x"),
    ]
    found = due({"launch": asset}, PIECES[:1], approved, Lineage(), NOW)
    assert {key: (one.placement.on, one.origin) for key, one in found.items()} == {
        (POST, 1): (dt.date(2026, 7, 14), "asset"),
        (POST, 2): (dt.date(2026, 8, 1), "calendar"),
    }
    assert changes(found, found) == []


def test_a_sequences_mail_is_not_used_on_its_assets_date() -> None:
    """It goes out whenever somebody comes to its step; what the calendar puts there is used from its day on."""
    mail = PieceFacts("launch/lifecycle/welcome.launch", "launch", "lifecycle", subject="Welcome")
    placed = Placement("launch/lifecycle/quiet.winner", 1, dt.date(2026, 8, 1), "lifecycle", "re-ignite")
    asset = _asset(date=dt.datetime(2026, 7, 14, tzinfo=dt.UTC))

    assert due({"launch": asset}, [mail], [], Lineage(), NOW) == {}
    assert [one.placement for one in due({"launch": asset}, [mail], [placed], Lineage(), NOW).values()] == [placed]


@pytest.mark.parametrize(
    "fields", [{"status": Status.DRAFT}, {"date": NOW + dt.timedelta(1)}, {"embargo": NOW + dt.timedelta(1)}]
)
def test_what_nobody_may_see_was_not_used(fields: dict[str, object]) -> None:
    assert due({"launch": _asset(**fields)}, PIECES, [], Lineage(), NOW) == {}


def test_what_a_person_recorded_stays() -> None:
    told = {(POST, 1): Placed(Placement(POST, 1, dt.date(2026, 7, 20), "social.x"), "record")}
    asset = _asset(date=dt.datetime(2026, 7, 14, tzinfo=dt.UTC))
    assert changes(due({"launch": asset}, PIECES[:1], [], Lineage(), NOW), told) == []


def test_an_even_spread_loses_nothing() -> None:
    assert spread_evenly(10, 4) == [2, 3, 2, 3]
    assert all(sum(spread_evenly(total, days)) == total for total in (0, 1, 7, 1234) for days in (1, 2, 3, 28))
