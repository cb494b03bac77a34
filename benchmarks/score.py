"""How quick scoring is: 50,000 placements over 3 million daily values, and how it grows from a tenth of that."""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from pathlib import Path

from benchmarks import results
from benchmarks.process import measure

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
    """Read, score, and keep what is said; each part's seconds."""
    from repurpose.usage.ledger.connect import open_ledger
    from repurpose.usage.ledger.daily import daily
    from repurpose.usage.score.score import Settings
    from repurpose.usage.winners import judge, keep

    ledger = open_ledger(str(path), path.parent)
    today = FIRST + dt.timedelta(DAYS)
    begun = time.perf_counter()
    with ledger.reading() as connection:
        daily(connection, today)
    read = time.perf_counter()
    judged = judge(ledger, Settings(), today)
    scored = time.perf_counter()
    kept = keep(ledger, judged, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    done = time.perf_counter()
    print(f"read {read - begun:.3f}\njudged {scored - read:.3f}\nkept {done - scored:.3f}\ndecisions {kept}")


def speed() -> list[str]:
    """The table of seconds."""
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
    options = parser.parse_args()
    if options.child:
        child(Path(options.child))
    elif options.fill:
        fill(Path(options.fill[0]), int(options.fill[1]))
    else:
        results.write("score", "Winners", speed())


if __name__ == "__main__":
    main()
