"""The reasons as a marketer reads them: one golden file, to be read aloud."""

from __future__ import annotations

import datetime as dt

import pytest

from repurpose.model import Placement
from repurpose.usage.score.score import Settings, score
from repurpose.usage.score.series import Daily, Metrics, Use
from repurpose.usage.score.words import count, per_mille, percent, reasons
from tests.conftest import Golden

TODAY = dt.date(2026, 11, 22)


def _days(first: int, values: list[int]) -> Daily:
    start = TODAY.toordinal() - first
    return Daily({start + place: value for place, value in enumerate(values)})


def _posts(ago: int, shown: list[int], clicks: list[int], shares: int = 1) -> Metrics:
    return {
        "impression": _days(ago, shown),
        "click": _days(ago, clicks),
        "share": _days(ago, [shares] * len(shown)),
    }


def _library() -> dict[Use, Metrics]:
    made: dict[Use, Metrics] = {
        (f"ordinary{number}/social.x/{number:08}", 1): _posts(70, [500] * 60, [10, 9, 11, 10, 10, 10] * 10)
        for number in range(24)
    }
    fall = [round(500 * 0.06 / (1 + day * 500 / 4000) ** 0.7) for day in range(60)]
    made |= {
        ("winner/social.x/w", 1): _posts(30, [200] * 20, [8] * 20),
        ("twice/social.x/t", 1): _posts(200, [500] * 10, [25] * 10),
        ("twice/social.x/t", 2): _posts(40, [500] * 10, [25] * 10),
        ("hopeful/social.x/h", 1): _posts(9, [40] * 6, [2, 1, 1, 2, 2, 1]),
        ("young/social.x/y", 1): _posts(2, [90, 90], [3, 3]),
        ("close/social.x/c", 1): _posts(60, [400] * 30, [10] * 30),
        ("loser/social.x/l", 1): _posts(60, [400] * 30, [2] * 30),
        ("shared/social.x/s", 1): _posts(60, [400] * 30, [8] * 30, shares=4),
        ("tired/social.x/v", 1): _posts(61, [500] * 60, fall),
        ("rested/social.x/r", 1): _posts(420, [500] * 60, fall),
        ("paid/social.x/p", 1): _posts(60, [400] * 30, [10] * 30),
        ("silent/social.x/n", 1): {"impression": _days(5, [9] * 5)},
    }
    return made


def test_reasons_read_well(golden: Golden) -> None:
    metrics = _library()
    costs = {("paid/social.x/p", 1): 80.0}
    placed = {use: Placement(use[0], use[1], None, "social.x", cost=costs.get(use)) for use in metrics}
    scores = score(metrics, placed, Settings({"social.x": 4000}), TODAY)
    lines = []
    for name, one in scores.pieces.items():
        if not name.startswith("ordinary") or name.startswith("ordinary1/"):
            lines += [f"{name}: {one.flag}, {one.wear_state}{', influence' if one.is_influence else ''}"]
            lines += [f"  {reason}" for reason in reasons(one, scores.channels["social.x"], TODAY)]
            lines += [""]
    golden("score/reasons.txt", "\n".join(lines).encode())


def test_no_raw_lift_is_told() -> None:
    """Whatever was seen, `times` and `x` are those of the shrunk lift."""
    metrics = {**_library(), ("lucky/social.x/u", 1): _posts(9, [20] * 5, [4] * 5)}
    placed = {use: Placement(use[0], use[1], None, "social.x") for use in metrics}
    scores = score(metrics, placed, Settings(), TODAY)
    lucky = scores.pieces["lucky/social.x/u"]
    assert lucky.standing is not None
    assert lucky.standing.seen_lift > 7
    said = " ".join(reasons(lucky, scores.channels["social.x"], TODAY))
    assert f"expect about {lucky.standing.lift:.1f} times" in said or "times" not in said
    assert "200" not in said, "out of 1,000, as seen"


@pytest.mark.parametrize(
    ("share", "told"), [(0.97, "97%"), (0.999, "more than 99%"), (1.0, "more than 99%"), (0.0, "less than 1%")]
)
def test_nothing_is_certain(share: float, told: str) -> None:
    assert percent(share) == told


@pytest.mark.parametrize(
    ("rate", "normal", "told"),
    [
        (0.034, 0.017, ("1,000", "34", "17")),
        (0.31, 0.2, ("100", "31", "20")),
        (0.00012, 0.0001, ("100,000", "12", "10")),
    ],
)
def test_rates_are_numbers_that_one_can_picture(rate: float, normal: float, told: tuple[str, str, str]) -> None:
    assert per_mille(rate, normal) == told


def test_counts_are_words() -> None:
    assert count(1, "click") == "1 click"
    assert count(2140, "impression") == "2,140 impressions"
