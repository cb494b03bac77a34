from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from repurpose.model import Asset, Placement
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.score import Scores, Settings, score
from repurpose.usage.score.series import Daily, Measure, Metrics, Use, measure_of, series_of
from repurpose.usage.score.wear import WearState

TODAY = dt.date(2026, 11, 22)
FIRST = dt.date(2026, 11, 1).toordinal()
MANY = {"social.x": 1e6, "newsletter": 1e6}
"""So many readers that nothing wears."""


def _daily(values: Mapping[int, int], *, spread: bool = False) -> Daily:
    return Daily({FIRST + day: value for day, value in values.items()}, spread)


def _flat(shown: int, acted: int, days: int = 20) -> Metrics:
    return {
        "impression": _daily(dict.fromkeys(range(days), shown // days)),
        "click": _daily(dict.fromkeys(range(days), acted // days)),
    }


def _score(
    metrics: Mapping[Use, Metrics], costs: Mapping[Use, float] | None = None, assets: Mapping[str, Asset] | None = None
) -> Scores:
    placed = {
        use: Placement(use[0], use[1], None, use[0].rsplit("/", 2)[1], cost=(costs or {}).get(use)) for use in metrics
    }
    return score(metrics, placed, Settings(MANY), TODAY, assets=assets)


def _library(count: int = 30, channel: str = "social.x") -> dict[Use, Metrics]:
    return {(f"a{number}/{channel}/{number:08}", 1): _flat(20_000, 400) for number in range(count)}


def test_a_winner_among_thirty() -> None:
    scores = _score({**_library(), ("best/social.x/x", 1): _flat(20_000, 1200)})
    best = scores.pieces["best/social.x/x"]
    assert best.flag is Flag.WINNER
    assert best.lift is not None
    assert 1.5 < best.lift < 1200 / 420
    assert scores.placements[("best/social.x/x", 1)].flag is Flag.WINNER
    others = {one.flag for name, one in scores.pieces.items() if name != "best/social.x/x"}
    assert others <= {Flag.ORDINARY, Flag.TOO_EARLY}
    assert [one.piece for one in scores.one_look] == ["best/social.x/x"]
    assert scores.assets["best"].flag is Flag.WINNER


def test_unmeasured_is_not_zero() -> None:
    """No reading at all, no actions, no exposures: nothing is known, and nothing else changes."""
    known = {**_library(), ("none/social.x/x", 1): _flat(2000, 0)}
    with_unknown = {
        **known,
        ("a/social.x/u", 1): {},
        ("b/social.x/u", 1): {"impression": _daily({0: 500})},
        ("c/social.x/u", 1): {"click": _daily({0: 5})},
    }
    scores, less = _score(with_unknown), _score(known)
    for name in "abc":
        unknown = scores.pieces[f"{name}/social.x/u"]
        assert (unknown.flag, unknown.lift, unknown.probability) == (Flag.UNMEASURED, None, None)
    assert scores.pieces["none/social.x/x"].flag is Flag.LOSER
    assert scores.pieces["none/social.x/x"].posterior == less.pieces["none/social.x/x"].posterior


def test_paid_is_kept_apart() -> None:
    """What was paid for neither makes the others look bad nor is flagged against them."""
    organic = _library()
    bought = {(f"ad{number}/social.x/x", 1): _flat(20_000, 2000) for number in range(5)}
    apart = _score({**organic, **bought}, costs=dict.fromkeys(bought, 50.0))
    alone = _score(organic)
    assert all(apart.pieces[name].lift == alone.pieces[name].lift for name in alone.pieces)
    assert all(apart.pieces[use[0]].flag is not Flag.WINNER for use in bought)
    assert all(apart.pieces[use[0]].paid for use in bought)
    assert "ad0" not in apart.assets


def test_days_from_today_on_are_not_seen() -> None:
    metrics = {**_library(), ("best/social.x/x", 1): _flat(20_000, 1200)}
    later = {
        use: {
            name: Daily({**one.values, TODAY.toordinal(): 9999, TODAY.toordinal() + 3: 5}) for name, one in own.items()
        }
        for use, own in metrics.items()
    }
    assert _score(later) == _score(metrics)


def test_order_does_not_matter() -> None:
    metrics = {**_library(), ("best/social.x/x", 1): _flat(20_000, 1200)}
    assert _score(dict(reversed(metrics.items()))) == _score(metrics)


def test_formats_are_compared_with_their_like() -> None:
    """Slots that twenty placements share are a stratum: their own mean is what is normal."""
    metrics = {
        (f"a{number}/social.x/{name}", 1): _flat(20_000, 10 * clicks)
        for number in range(25)
        for name, clicks in (("question", 200), ("quote", 40))
    }
    scores = _score(metrics)
    assert {one.flag for one in scores.pieces.values()} == {Flag.ORDINARY}
    assert scores.pieces["a1/social.x/question"].standing is not None
    assert scores.pieces["a1/social.x/question"].standing.stratum == "question"


def test_channels_do_not_mix() -> None:
    scores = _score({**_library(), **_library(channel="newsletter")})
    assert set(scores.channels) == {"social.x", "newsletter"}
    assert _score(_library()).pieces["a1/social.x/00000001"] == scores.pieces["a1/social.x/00000001"]


def test_one_piece_alone_is_its_own_normal() -> None:
    only = _score({("a/social.x/x", 1): _flat(2000, 400)}).pieces["a/social.x/x"]
    assert only.lift == pytest.approx(1.0, abs=0.02)
    assert only.flag is not Flag.WINNER


def test_proven_is_a_winner_twice_apart() -> None:
    again = {
        name: Daily({day + 100: value for day, value in one.values.items()})
        for name, one in _flat(20_000, 1200, 10).items()
    }
    metrics = {**_library(), ("best/social.x/x", 1): _flat(20_000, 1200, 10), ("best/social.x/x", 2): again}
    placed = {use: Placement(use[0], use[1], None, "social.x") for use in metrics}
    scores = score(metrics, placed, Settings(), TODAY + dt.timedelta(200))
    assert scores.pieces["best/social.x/x"].flag is Flag.PROVEN
    assert scores.placements[("best/social.x/x", 2)].flag is Flag.WINNER


def test_influence_is_a_flag_of_its_own() -> None:
    metrics = {use: {**own, "share": _daily({0: 8})} for use, own in _library().items()}
    metrics[("loved/social.x/x", 1)] = {**_flat(20_000, 400), "share": _daily(dict.fromkeys(range(10), 6))}
    loved = _score(metrics).pieces["loved/social.x/x"]
    assert loved.is_influence
    assert loved.flag is Flag.ORDINARY
    assert not _score(metrics).pieces["a1/social.x/00000001"].is_influence


def test_the_metrics_that_most_placements_have_decide() -> None:
    assert measure_of([{"impression": Daily(), "click": Daily()}] * 3 + [{"open": Daily()}]) == Measure(
        "impression", "click"
    )
    rare = [{"impression": Daily(), "like": Daily(), "click": Daily()}, *[{"impression": Daily(), "like": Daily()}] * 9]
    assert measure_of(rare) == Measure("impression", "like")
    assert measure_of([{"view": Daily(), "visit": Daily()}]) is None, "a visit to a page is an exposure"
    assert measure_of([{"impression": Daily(), "visit": Daily()}]) == Measure("impression", "visit")
    assert measure_of([{"delivery": Daily(), "open": Daily()}]) is None, "machines open mails"


def test_clicks_of_later_days_belong_to_the_mail_that_was_sent() -> None:
    metrics = {"delivery": _daily({0: 1000}), "click": _daily({0: 20, 1: 5, 4: 1})}
    series = series_of(metrics, "delivery", "click", TODAY)
    assert series is not None
    assert (series.shown, series.acted) == ((1000.0,), (26.0,))


def test_a_mail_that_most_never_opened_is_not_worn() -> None:
    """A list of 1,000 got it twice; 300 and 200 opened it: .7 * .8 have most likely never done so."""
    start = TODAY.toordinal() - FIRST
    metrics: dict[Use, Metrics] = {
        (f"m{number}/newsletter/mail", use): {
            "delivery": _daily({start - 100 * use: 1000}),
            "open": _daily({start - 100 * use: opened}),
            "click": _daily({start - 100 * use: 30}),
        }
        for number in range(6)
        for use, opened in ((1, 300), (2, 200))
    }
    placed = {use: Placement(use[0], use[1], None, "newsletter") for use in metrics}
    scores = score(metrics, placed, Settings(), TODAY)
    one = scores.pieces["m1/newsletter/mail"]
    assert scores.channels["newsletter"].audience_by == "deliveries"
    assert one.unseen == pytest.approx(0.56)
    assert one.wear_state is WearState.IN_HOUSE


def test_wear_of_nothing_is_unmeasured() -> None:
    scores = _score({("a/social.x/u", 1): {}})
    assert scores.pieces["a/social.x/u"].wear_state is WearState.UNMEASURED
    assert scores.channels["social.x"].prior is None
