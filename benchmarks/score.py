"""How good and how quick scoring is.

Good: on made-up audiences whose truth is known (tests/usage/simulator.py), beside rules that are in use elsewhere; other
ones each run. Quick: 50,000 placements over 3 million daily values, and how it grows from a tenth of that.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import NormalDist

from benchmarks import results
from benchmarks.process import measure
from repurpose.usage.score.beta import beta_cdf
from repurpose.usage.score.flags import WIN, Flag
from repurpose.usage.score.score import Scores
from repurpose.usage.score.wear import WearState
from tests.usage.simulator import FORMS, World

SIZES = (5_000, 50_000)
DAYS = 30
FIRST = dt.date(2026, 8, 1)


def fill(path: Path, placements: int) -> None:
    """A ledger with so many placements on five channels, and two values of each on each of 30 days."""
    from repurpose.model import Placement
    from repurpose.usage.delivery import Day, Delivery, Target
    from repurpose.usage.ledger import book
    from repurpose.usage.ledger.apply import apply
    from repurpose.usage.ledger.book import Match, Placed
    from repurpose.usage.ledger.connect import open_ledger
    from repurpose.usage.ledger.seal import Batch

    chance = random.Random(1)
    pieces = [f"asset{number}/social.n{number % 5}/{number:08}" for number in range(placements)]
    targets = [Target(piece) for piece in pieces]
    rates = [chance.gammavariate(2.8, 0.02 / 2.8) for _ in pieces]
    days = {}
    for number in range(DAYS):
        values: dict[tuple[Target, str], int] = {}
        for target, rate in zip(targets, rates, strict=True):
            shown = chance.randrange(20, 600)
            values[(target, "impression")] = shown
            values[(target, "click")] = max(0, round(chance.gauss(shown * rate, (1.8 * shown * rate) ** 0.5)))
        days[FIRST + dt.timedelta(number)] = Day(values)
    ledger = open_ledger(str(path), path.parent)
    with ledger.writing() as connection:
        batch = Batch(connection, "import", "2026-11-22T00:00:00Z", "")
        apply(batch, Delivery("ga4", "", "posts", "2026-11-21T00:00:00Z", days))
        book.add_placements(
            batch,
            [Placed(Placement(piece, 1, FIRST, piece.split("/")[1]), "record") for piece in pieces],
        )
        numbers = {one.target.key: one.id for one in book.targets(connection)}
        book.add_matches(batch, [Match(numbers[piece], piece, 1, "link id") for piece in pieces])
        batch.close()


def child(path: Path) -> None:
    """Read, score, and keep what is said; for how many seconds each part kept a core busy."""
    from repurpose.usage.ledger.connect import open_ledger
    from repurpose.usage.ledger.daily import daily
    from repurpose.usage.score.score import Settings
    from repurpose.usage.winners import judge, keep

    ledger = open_ledger(str(path), path.parent)
    today = FIRST + dt.timedelta(DAYS)
    begun = time.process_time()
    with ledger.reading() as connection:
        daily(connection, today)
    read = time.process_time()
    judged = judge(ledger, Settings(), today)
    scored = time.process_time()
    kept = keep(ledger, judged, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    done = time.process_time()
    print(f"read {read - begun:.3f}\njudged {scored - read:.3f}\nkept {done - scored:.3f}\ndecisions {kept}")


Counts = dict[str, tuple[int, int]]
"""By piece, its exposures and clicks."""

Rule = Callable[[Counts], list[str]]
"""Which pieces a rule flags."""


def _mean(counts: Counts) -> float:
    return sum(clicks for _, clicks in counts.values()) / sum(shown for shown, _ in counts.values())


def _top(counts: Counts, worth: Callable[[int, int], float]) -> list[str]:
    """The best twentieth by some worth."""
    ranked = sorted(counts, key=lambda name: -worth(*counts[name]))
    return ranked[: max(1, len(ranked) // 20)]


def _wilson(shown: int, clicks: int) -> float:
    z, rate = 1.645, clicks / shown
    middle = rate + z * z / (2 * shown)
    return (middle - z * (rate * (1 - rate) / shown + z * z / (4 * shown * shown)) ** 0.5) / (1 + z * z / shown)


def _significant(counts: Counts) -> list[str]:
    mean = _mean(counts)
    z = NormalDist().inv_cdf(0.95)
    return [
        name
        for name, (shown, clicks) in counts.items()
        if clicks / shown > mean + z * (mean * (1 - mean) / shown) ** 0.5
    ]


def _flat_beta(counts: Counts) -> list[str]:
    mean = _mean(counts)
    return [n for n, (shown, clicks) in counts.items() if 1 - beta_cdf(clicks + 1, shown - clicks + 1, mean) >= 0.95]


RULES: dict[str, Rule] = {
    "raw rate, top 5 %": lambda counts: _top(counts, lambda shown, clicks: clicks / shown),
    "total clicks, top 5 %": lambda counts: _top(counts, lambda shown, clicks: clicks),
    "Wilson bound above the bar": lambda counts: [
        name for name, own in counts.items() if _wilson(*own) > WIN * _mean(counts)
    ],
    "flat Beta, P > .95 above the mean": _flat_beta,
    "p < .05 above the mean": _significant,
}
RANKS: dict[str, Callable[[World, Scores, str], float]] = {
    "raw rate, top 5 %": lambda world, scores, name: _rate(world, name),
    "total clicks, top 5 %": lambda world, scores, name: sum(world.counts[name]["click"].values.values()),
    "Wilson bound above the bar": lambda world, scores, name: _wilson(*counts_of(world)[name]),
    "queue, the longest unused first": lambda world, scores, name: -max(world.counts[name]["impression"].values),
    "repurpose: winner": lambda world, scores, name: _ours(scores, name),
}
SLOTS = 10


@dataclass
class Tally:
    """What a rule flagged, over all worlds."""

    flagged: int = 0
    wrong: int = 0
    there: int = 0
    promised: float = 0.0
    delivered: float = 0.0
    ever: int = 0
    ever_wrong: int = 0
    slots: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        def share(part: float, whole: float) -> str:
            return f"{part / whole:.3f}" if whole else ""

        lifts = (share(self.promised, self.flagged), share(self.delivered, self.flagged))
        slots = f"{sum(self.slots) / len(self.slots):.3f}" if self.slots else ""
        return (
            f"| {name} | {self.flagged or ''} | {share(self.wrong, self.flagged)} | "
            f"{share(self.flagged - self.wrong, self.there if self.flagged else 0)} | {lifts[0]} | {lifts[1]} | "
            f"{share(self.ever_wrong, self.ever)} | {slots} |"
        )


def counts_of(world: World) -> Counts:
    return {
        name: (sum(own["impression"].values.values()), sum(own["click"].values.values()))
        for name, own in world.counts.items()
        if own["impression"].values
    }


def _rate(world: World, name: str) -> float:
    shown, clicks = counts_of(world)[name]
    return clicks / shown


def _ours(scores: Scores, name: str) -> float:
    one = scores.pieces[name]
    return one.standing.rate * one.wear.left if one.standing and one.wear else 0.0


def flags(worlds: int, seed: int) -> list[str]:
    """Each rule's flags after twelve weeks, under daily looks, and ten slots filled by it."""
    told: dict[str, Tally] = defaultdict(Tally)
    for number in range(worlds):
        world = World(seed + number)
        world.run(84)
        scores, counts, winners = world.scores(84), counts_of(world), world.winners()
        mean = _mean(counts)
        said = {
            name: [(piece, counts[piece][1] / counts[piece][0] / mean) for piece in rule(counts)]
            for name, rule in RULES.items()
        }
        said["repurpose: winner"] = [
            (one.piece, one.lift) for one in scores.pieces.values() if one.flag is Flag.WINNER and one.lift
        ]
        said["repurpose: list for one look"] = [(one.piece, one.lift) for one in scores.one_look if one.lift]
        for name, flagged in said.items():
            tally = told[name]
            tally.flagged += len(flagged)
            tally.wrong += sum(piece not in winners for piece, _ in flagged)
            tally.there += len(winners)
            tally.promised += sum(lift for _, lift in flagged)
            tally.delivered += sum(world.pieces[piece].rate / world.mean for piece, _ in flagged)
        worth = {name: one.rate * world.left(name, 84) for name, one in world.pieces.items() if name in counts}
        best = sum(sorted(worth.values())[-SLOTS:])
        for name, rank in RANKS.items():
            chosen = sorted(counts, key=lambda piece: -rank(world, scores, piece))[:SLOTS]
            told[name].slots.append(sum(worth[piece] for piece in chosen) / best)
    for number in range(max(4, worlds // 3)):
        _look_daily(World(seed - 1 - number, pieces=80, days=28, level=100.0, audience=2000.0, staggered=False), told)
    order = [*RULES, "queue, the longest unused first", "repurpose: list for one look", "repurpose: winner"]
    return [
        "| rule | flagged | wrong | found | promised lift | true lift | wrong, if looked at daily | ten slots |",
        "|---|---|---|---|---|---|---|---|",
        *(told[name].row(name) for name in order),
    ]


def _look_daily(world: World, told: dict[str, Tally]) -> None:
    """Twenty-eight looks; what was ever flagged counts."""
    ever: dict[str, set[str]] = defaultdict(set)
    badges: frozenset[tuple[str, int]] = frozenset()
    for day in range(1, 29):
        world.run(day, since=day - 1)
        scores, counts = world.scores(day, badges=badges), counts_of(world)
        won = {one.piece for one in scores.pieces.values() if one.flag is Flag.WINNER}
        badges = frozenset((piece, 0) for piece in won)
        ever["repurpose: winner"] |= won
        ever["repurpose: list for one look"] |= {one.piece for one in scores.one_look}
        for name, rule in RULES.items():
            ever[name] |= set(rule(counts))
    for name, flagged in ever.items():
        told[name].ever += len(flagged)
        told[name].ever_wrong += len(flagged - world.winners())


def wear(worlds: int, seed: int) -> list[str]:
    """What is found of wear, also where it has another form than the detector assumes."""
    lines = [
        "| wear | channel | false alarms on fresh pieces | right of those said to be tired | found of those that are |",
        "|---|---|---|---|---|",
    ]
    cases = [(form, 1.0, 0.5) for form in FORMS] + [("power", 0.6, 0.5), ("power", 0.6, 0.0)]
    for form, trend, worn in cases:
        fresh = alarms = tired = right = there = 0
        for number in range(worlds):
            world = World(seed + number, form=form, trend=trend, worn=worn)
            world.run(84)
            left = world.wear_now()
            for name, one in world.scores(84).pieces.items():
                is_tired = one.wear_state in {WearState.TIRED, WearState.WORN_OUT}
                fresh += left[name] >= 0.95
                alarms += is_tired and left[name] >= 0.95
                tired += is_tired
                right += is_tired and left[name] <= 0.8
                there += left[name] <= 0.8
        told = f"{right / tired:.3f} | {right / there:.3f}" if there else " | "
        channel = "steady" if trend == 1 else "falls by 40 %"
        lines.append(f"| {form if worn else 'none'} | {channel} | {alarms / fresh:.3f} | {told} |")
    return lines


def speed() -> list[str]:
    """The table of seconds of one busy core, which what else the machine does changes less than those of a clock."""
    lines = [
        "| placements | daily values | reading the ledger | reading and scoring | keeping what is said | memory |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.db"
            measure("benchmarks.score", "--fill", str(path), str(size))
            told = measure("benchmarks.score", "--child", str(path))
            lines.append(
                f"| {size:,} | {size * DAYS * 2:,} | {told['read']:.1f} s | {told['judged']:.1f} s | {told['kept']:.1f} s "
                f"({told['decisions']:.0f} decisions) | {told['mb']:.0f} MB |"
            )
    return lines


def main() -> None:
    """Measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--child")
    parser.add_argument("--fill", nargs=2)
    parser.add_argument("--worlds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    options = parser.parse_args()
    if options.child:
        child(Path(options.child))
        return
    if options.fill:
        fill(Path(options.fill[0]), int(options.fill[1]))
        return
    quick = speed()
    lines = [
        f"{options.worlds} made-up channels (seed {options.seed}) of 120 pieces, twelve weeks, half of the pieces wear. A",
        "winner is a piece whose true rate is a quarter or more above the mean. *Wrong*: the share of the flagged that are",
        "none; *found*: the share of winners that are flagged. *If looked at daily*: the wrong among all that were ever",
        "flagged on 28 days. *Ten slots*: what ten pieces chosen now would bring, against the ten best.",
        "",
        *flags(options.worlds, options.seed),
        "",
        "Tired: said to be tired or worn out; right: at most .8 of the fresh rate is left. Fresh: .95 or more is left.",
        "",
        *wear(options.worlds, options.seed),
        "",
        "Seconds that one core was busy:",
        "",
        *quick,
    ]
    results.write("score", "Winners", lines)


if __name__ == "__main__":
    main()
