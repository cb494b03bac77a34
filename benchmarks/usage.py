"""How quick the ledger is: imports of ten million records beside DuckDB, and the winners' aggregate.

DuckDB reads and groups the same file in
the same run, on as many cores as it likes; repurpose reads, groups and writes its ledger on one.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from benchmarks import results
from benchmarks.process import measure

AGENTS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
]
PIECES, DAYS = 2000, 90


def make_csv(path: Path, rows: int) -> None:
    """Rows of a day, a link, and two counts, in no order."""
    chance = random.Random(1)
    days = [f"2026-{8 + number // 30:02}-{number % 30 + 1:02}" for number in range(DAYS)]
    with path.open("w") as file:
        file.write("Date,UTM content,Impressions,Clicks\n")
        for start in range(0, rows, 100_000):
            file.writelines(
                f"{chance.choice(days)},link{chance.randrange(PIECES)},{chance.randrange(2000)},{chance.randrange(50)}\n"
                for _ in range(min(100_000, rows - start))
            )


def make_log(path: Path, rows: int) -> None:
    """Lines of the combined format: many clients, some of them machines, some tracked links, in the order of time."""
    chance = random.Random(1)
    months = {8: "Aug", 9: "Sep", 10: "Oct"}
    with path.open("w") as file:
        for number in range(rows):
            at = number * DAYS * 86_400 // rows
            day, second = divmod(at, 86_400)
            piece = chance.randrange(PIECES)
            query = f"?utm_source=x&utm_medium=social&utm_content=link{piece}" if number % 4 == 0 else ""
            client = f"203.0.{chance.randrange(256)}.{chance.randrange(256)}"
            clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
            file.write(
                f'{client} - - [{day % 30 + 1:02}/{months[8 + day // 30]}/2026:{clock} +0000] "GET /post-{piece}/{query} HTTP/2.0" '
                f'200 {chance.randrange(90_000)} "https://example.org/" "{AGENTS[chance.randrange(4)]}"\n'
            )


DUCK_CSV = """SELECT count(*) FROM (SELECT "Date", "UTM content", sum("Impressions"), sum("Clicks")
FROM read_csv('{path}') GROUP BY ALL)"""
DUCK_LOG = r"""SELECT count(*) FROM (SELECT day, page, link, count(*) FROM (
SELECT regexp_extract(line, '\[([^:]+):', 1) AS day, regexp_extract(line, '"GET ([^ ?]+)', 1) AS page,
regexp_extract(line, 'utm_content=([^ &]+)', 1) AS link FROM read_csv('{path}', columns={{'line': 'VARCHAR'}},
delim=chr(1), quote='', escape='', header=false, auto_detect=false)
WHERE NOT regexp_matches(lower(line), 'bot|crawl|spider|curl/|python-requests|monitor')) GROUP BY ALL)"""


def child(task: str, path: str) -> None:
    """One measurement: prints its seconds. Importing either program is not reading, and not measured."""
    if task.startswith("duckdb"):
        import duckdb

        begun = time.perf_counter()
        duckdb.sql((DUCK_CSV if task == "duckdb csv" else DUCK_LOG).format(path=path)).fetchall()
    elif task == "aggregate":
        begun = time.perf_counter()
        _aggregate(Path(path))
    else:
        begun = _import(task, Path(path))
    print(f"seconds {time.perf_counter() - begun:.3f}")


def _import(task: str, path: Path) -> float:
    """When it began, after all was loaded."""
    from datetime import UTC, datetime

    from repurpose.usage.importers.importer import Wish
    from repurpose.usage.intake import importers, read_export, take
    from repurpose.usage.ledger.connect import open_ledger
    from repurpose.usage.placing import Surroundings

    begun = time.perf_counter()
    mapping = {"date": "Date", "link_id": "UTM content", "metrics": {"impression": "Impressions", "click": "Clicks"}}
    known = importers({"bench": mapping})["bench" if task == "csv" else "access_log"]
    around = Surroundings({}, None, (), datetime(2026, 11, 22, tzinfo=UTC))
    ledger = open_ledger(str(path) + ".db", path.parent)
    done = take(ledger, known, [read_export(path)], Wish(), around)
    assert all(read.refused == 0 for read in done.reads)
    print(f"rows {done.applied.readings}")
    return begun


def _aggregate(path: Path) -> None:
    """Half a million roll-up rows: the import of them, and the winners' aggregate over them."""
    import datetime as dt

    from repurpose.model import Placement
    from repurpose.usage.delivery import Day, Delivery, Target
    from repurpose.usage.ledger import book
    from repurpose.usage.ledger.apply import apply
    from repurpose.usage.ledger.book import Match, Placed
    from repurpose.usage.ledger.connect import open_ledger
    from repurpose.usage.ledger.seal import Batch
    from repurpose.usage.ledger.sums import sums

    chance = random.Random(1)
    first = dt.date(2026, 8, 1)
    targets = [Target(f"utm_content:link{number}", f"link{number}") for number in range(PIECES)]
    days = {
        first + dt.timedelta(number): Day(
            {
                (target, metric): chance.randrange(500)
                for target in targets
                for metric in ("visit", "view", "conversion")
            }
        )
        for number in range(84)
    }
    ledger = open_ledger(str(path), path.parent)
    begun = time.perf_counter()
    with ledger.writing() as connection:
        batch = Batch(connection, "import", "2026-11-22T00:00:00Z", "")
        applied = apply(batch, Delivery("plausible", "", "sources", "2026-11-21T00:00:00Z", days))
        batch.close()
    imported = time.perf_counter() - begun
    with ledger.writing() as connection:
        batch = Batch(connection, "record", "2026-11-22T00:00:00Z", "")
        pieces = [f"asset{number}/social.x/post" for number in range(PIECES)]
        book.add_placements(batch, [Placed(Placement(piece, 1, first, "social.x"), "record") for piece in pieces])
        numbers = {one.target.link: one.id for one in book.targets(connection)}
        book.add_matches(batch, [Match(numbers[f"link{n}"], piece, 1, "link id") for n, piece in enumerate(pieces)])
        batch.close()
    begun = time.perf_counter()
    with ledger.reading() as connection:
        totals = sums(connection).totals
    aggregated = time.perf_counter() - begun
    assert len(totals) == PIECES * 3
    print(f"rows {applied.readings}\nimported {imported:.3f}\naggregated {aggregated:.3f}")


def main() -> None:
    """Measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--child", nargs=2)
    parser.add_argument("--millions", type=int, default=10)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    lines = [
        "| what | rows | repurpose | DuckDB | ratio (limit) | memory | DuckDB's memory |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, make in (("csv", "a CSV", make_csv), ("log", "an access log", make_log)):
            for millions in sorted({1, options.millions}):
                path = Path(folder) / f"{kind}{millions}"
                make(path, millions * 1_000_000)
                duck = measure("benchmarks.usage", "--child", f"duckdb {kind}", str(path))
                ours = measure("benchmarks.usage", "--child", kind, str(path))
                ratio = ours["seconds"] / duck["seconds"]
                lines.append(
                    f"| import of {name}, streamed | {millions} million | {ours['seconds']:.1f} s | {duck['seconds']:.1f} s "
                    f"| {ratio:.1f} (10) | {ours['mb']:.0f} MB (500) | {duck['mb']:.0f} MB |"
                )
                path.unlink()
        found = measure("benchmarks.usage", "--child", "aggregate", str(Path(folder) / "rollups.db"))
        ratio = found["aggregated"] / found["imported"]
        lines.append(
            f"| winners' aggregate / import of its roll-ups | {found['rows']:.0f} | {found['aggregated']:.2f} s / "
            f"{found['imported']:.2f} s | | {ratio:.3f} (0.1) | {found['mb']:.0f} MB | |"
        )
    results.write("usage", "The ledger", lines)


if __name__ == "__main__":
    main()
