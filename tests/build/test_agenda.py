"""The calendar that every build writes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import html5lib

from repurpose.build.agenda import calendar_pieces, files_of, months
from repurpose.build.order import Order
from repurpose.build.pipeline import build
from repurpose.config import read_config
from repurpose.library.agenda import Item
from repurpose.model import Stage
from tests.builders import CONFIG, MOMENT, config, project
from tests.conftest import Golden

WHERE = project(config('[plan]\nblackout = ["saturday", "12-24/12-26"]\n'))
ITEMS = [
    Item(
        "launch/social.x/announcement", 2, "social.x", "launch", "Say it again, <b>louder</b>", dt.date(2026, 11, 22),
        "approved", dt.datetime(2026, 11, 22, 8, 30, tzinfo=dt.UTC), "en", Stage.REPEAT, 40.0,
        ("61 % of the list has never opened it", "Clicks per view are twice the usual"),
        {"impression": 2100, "click": 71}, "https://example.org/launch/", "social/launch/x.txt", 4,
    ),
    Item("ar/loop/newsletter/message", 1, "newsletter", "ar/loop", "حلقة التسويق", dt.date(2026, 12, 5), "proposed",
         language="ar", line=12),
    Item("zh/loop/blog/page", 1, "blog", "zh/loop", "一篇好文章", dt.date(2026, 12, 31), "scheduled", language="zh"),
    Item("old/blog/page", 1, "blog", "old", "=cmd|' /C calc'!A0", dt.date(2026, 12, 31), "used"),
]  # fmt: skip


def test_the_files_are_as_they_were(golden: Golden) -> None:
    """Each format, byte for byte."""
    for piece in calendar_pieces(ITEMS, WHERE, None):
        golden(piece.path, piece.content)


def test_a_calendar_of_nothing_says_so() -> None:
    """In the page; the others are empty."""
    page = calendar_pieces([], WHERE, None)[1].content.decode()
    assert "Nothing is planned." in page


def test_the_page_is_sound() -> None:
    """HTML without a fault, asking nothing of another host, what people wrote in it as text."""
    page = calendar_pieces(ITEMS, WHERE, None)[1].content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<script" not in page
    assert " src=" not in page
    assert "@import" not in page
    assert "<b>louder" not in page
    assert '<bdi lang="ar">حلقة التسويق</bdi>' in page
    assert 'href="../social/launch/x.txt"' in page


def test_no_cell_is_a_formula() -> None:
    """As a spreadsheet reads it."""
    raw = calendar_pieces(ITEMS, WHERE, None)[2].content
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["day"] for row in rows] == [item.day.isoformat() for item in ITEMS]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_months_are_whole_weeks_from_monday() -> None:
    """Every day of the month once, its items on it, days off told."""
    november, december = months(ITEMS, WHERE)
    for month, length in ((november, 30), (december, 31)):
        days = [day.day for week in month.weeks for day in week if day.day]
        assert [day.day for day in days] == list(range(1, length + 1))
        assert all(len(week) == 7 for week in month.weeks)
        assert all(day.day is None or day.day.weekday() == at for week in month.weeks for at, day in enumerate(week))
    assert (november.name, december.items) == ("November 2026", tuple(ITEMS[1:]))
    off = {day.day.day: day.off for week in december.weeks for day in week if day.day and day.off}
    assert off == {5: "saturday", 12: "saturday", 19: "saturday", 24: "12-24/12-26", 25: "12-24/12-26", 26: "saturday"}


def test_the_file_that_people_open_is_named() -> None:
    """The page of what has one, else the text, else any."""
    rows = [("a", 1, "eml", "m.eml"), ("a", 1, "html", "m.html"), ("a", 2, "json", "x.json"), ("a", 2, "text", "x.txt")]
    assert files_of(rows) == {("a", 1): "m.html", ("a", 2): "x.txt"}


def test_a_build_shows_what_may_be_seen(tmp_path: Path) -> None:
    """Entries and coming assets; nothing of what is unfinished, under embargo or too far ahead."""
    (tmp_path / "content").mkdir()
    for name, matter in {
        "out": "date: 2026-01-01",
        "coming": "date: 2026-12-01",
        "far": "date: 2027-12-01",
        "draft": "date: 2026-12-01\nstatus: draft",
        "secret": "date: 2026-01-01\nembargo: 2026-12-24",
    }.items():
        (tmp_path / "content" / f"{name}.md").write_text(f"---\ntitle: The {name} one\n{matter}\n---\nWords.\n")
    entries = [
        f'[[entry]]\npiece = "{name}/social.x/announcement"\non = {on}\nuse = 2\nstate = "{state}"\n'
        for name, on, state in (
            ("out", "2026-12-02", "approved"),
            ("out", "2026-12-03", "refused"),
            ("draft", "2026-12-02", "proposed"),
            ("secret", "2026-12-02", "proposed"),
            ("coming", "2026-11-01", "proposed"),
        )
    ]
    (tmp_path / "calendar.toml").write_text("\n".join(entries).replace("use = 2", "use = 3", 1))
    built = build(Order(tmp_path, read_config(CONFIG, {}), MOMENT, jobs=1))
    [page] = [piece.content.decode() for piece in built.pieces if piece.path == "calendar/calendar.html"]
    [table] = [piece.content.decode("utf-8-sig") for piece in built.pieces if piece.path == "calendar/calendar.csv"]
    assert [row["piece"] for row in csv.DictReader(io.StringIO(table, newline=""))] == [
        "coming/blog/page",
        "out/social.x/announcement",
    ]
    for hidden in ("far", "draft", "secret"):
        assert f"The {hidden} one" not in page
    narrowed = build(Order(tmp_path, read_config(CONFIG, {}), MOMENT, assets=("out",), jobs=1))
    assert not [piece for piece in narrowed.pieces if piece.path.startswith("calendar/")]
