"""May it be seen, where, from when?"""

from datetime import UTC, datetime, timedelta

import pytest

from repurpose.config import Build
from repurpose.library.visibility import Showing, Verdict, verdict
from repurpose.model import Asset, Status

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
ALL = list(Showing)


def asset(**fields: object) -> Asset:
    """An asset of that status and those dates."""
    return Asset("a", "content/a.md", "A", "a", "en", "", 1, "", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("showing", ALL)
def test_an_undated_published_asset_is_made_everywhere(showing: Showing) -> None:
    """Without dates, what is published may be seen at once."""
    assert verdict(asset(), showing, MOMENT, Build()) == Verdict(True)


@pytest.mark.parametrize("showing", ALL)
@pytest.mark.parametrize("status", [Status.IDEA, Status.DRAFT, Status.REVIEW])
def test_what_is_unfinished_is_made_for_the_preview_only(status: Status, showing: Showing) -> None:
    """Ideas, drafts and texts in review make nothing, unless drafts are asked for; then whatever their date."""
    unfinished = asset(status=status, date=MOMENT + 365 * DAY)
    answer = verdict(unfinished, showing, MOMENT, Build())
    assert (answer.made, answer.code, answer.why) == (False, "unfinished", f"has the status {status}")
    assert verdict(unfinished, showing, MOMENT, Build(), drafts=True) == Verdict(True)


@pytest.mark.parametrize("showing", ALL)
@pytest.mark.parametrize("drafts", [True, False])
def test_what_is_retired_is_never_made(showing: Showing, drafts: bool) -> None:
    """A retired asset makes nothing, not even in the preview."""
    answer = verdict(asset(status=Status.RETIRED), showing, MOMENT, Build(), drafts)
    assert (answer.made, answer.code, answer.why) == (False, "retired", "is retired")


@pytest.mark.parametrize("showing", ALL)
@pytest.mark.parametrize("drafts", [True, False])
def test_what_has_expired_is_not_made(showing: Showing, drafts: bool) -> None:
    """From the moment it expires, an asset makes nothing; a second before, it does."""
    answer = verdict(asset(expires=MOMENT), showing, MOMENT, Build(), drafts)
    assert (answer.made, answer.code, answer.why) == (False, "expired", "expired on 2026-11-22")
    assert verdict(asset(expires=MOMENT + SECOND), showing, MOMENT, Build(), drafts).made


@pytest.mark.parametrize("drafts", [True, False])
def test_under_embargo_only_the_press_release_is_made(drafts: bool) -> None:
    """Until the embargo lifts, editors alone get it, with the moment it lifts; then everyone."""
    held = asset(embargo=MOMENT + SECOND)
    for showing in (Showing.PUBLIC, Showing.HANDED_OVER):
        answer = verdict(held, showing, MOMENT, Build(), drafts)
        assert (answer.made, answer.code) == (False, "embargo")
        assert answer.why == "is under embargo until 2026-11-22T12:00:01+00:00: only its press release is made"
    assert verdict(held, Showing.PRESS, MOMENT, Build(), drafts) == Verdict(True, not_before=held.embargo)
    assert all(verdict(asset(embargo=MOMENT), showing, MOMENT, Build()).made for showing in ALL)


def test_an_embargo_hides_no_expiry() -> None:
    """Under embargo and expired, or retired, makes no press release either."""
    build = Build()
    assert verdict(asset(embargo=MOMENT + DAY, expires=MOMENT), Showing.PRESS, MOMENT, build).code == "expired"
    assert verdict(asset(embargo=MOMENT + DAY, status=Status.DRAFT), Showing.PRESS, MOMENT, build).code == "unfinished"


def test_the_public_sees_nothing_before_its_date() -> None:
    """The site shows an asset from its moment on, not a second earlier."""
    assert verdict(asset(date=MOMENT), Showing.PUBLIC, MOMENT, Build()) == Verdict(True)
    answer = verdict(asset(date=MOMENT + SECOND), Showing.PUBLIC, MOMENT, Build(ahead=100))
    assert (answer.made, answer.code, answer.why) == (False, "scheduled", "is published on 2026-11-22T12:00:01+00:00")


@pytest.mark.parametrize("showing", [Showing.HANDED_OVER, Showing.PRESS])
def test_what_is_handed_over_is_made_ahead(showing: Showing) -> None:
    """Mails and posts are made up to `ahead` days early, and say from when they may be sent."""
    last, late = MOMENT + 30 * DAY, MOMENT + 30 * DAY + SECOND
    assert verdict(asset(date=last), showing, MOMENT, Build()) == Verdict(True, not_before=last)
    answer = verdict(asset(date=late), showing, MOMENT, Build())
    assert (answer.made, answer.code) == (False, "scheduled")
    assert answer.why == f"is published on {late.isoformat()}, more than 30 days ahead"
    assert verdict(asset(date=MOMENT), showing, MOMENT, Build(ahead=0)) == Verdict(True)
    assert not verdict(asset(date=MOMENT + SECOND), showing, MOMENT, Build(ahead=0)).made


def test_old_assets_are_made_as_far_back_as_asked() -> None:
    """`back` limits what is handed over, not what the site shows; without it there is no limit."""
    old = asset(date=MOMENT - 10 * DAY - SECOND)
    assert verdict(old, Showing.HANDED_OVER, MOMENT, Build()) == Verdict(True)
    answer = verdict(old, Showing.HANDED_OVER, MOMENT, Build(back=10))
    assert (answer.made, answer.code, answer.why) == (False, "old", "is older than 10 days")
    assert verdict(asset(date=MOMENT - 10 * DAY), Showing.HANDED_OVER, MOMENT, Build(back=10)).made
    assert verdict(old, Showing.PUBLIC, MOMENT, Build(back=10)).made


@pytest.mark.parametrize("showing", ALL)
@pytest.mark.parametrize("moment", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
@pytest.mark.parametrize("date", [datetime.min.replace(tzinfo=UTC), MOMENT, datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_time_have_a_verdict(showing: Showing, moment: datetime, date: datetime) -> None:
    """The first and the last moment that can be told are moments like others."""
    assert verdict(asset(date=date), showing, moment, Build(ahead=36_525, back=36_525)).code in {
        None,
        "scheduled",
        "old",
    }
