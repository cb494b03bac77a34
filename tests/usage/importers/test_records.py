"""What real tables do to a reader: each record is taken, or told why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.errors import LedgerError
from tests.usage.importers.reading import HEAD, plain, read, shown


@pytest.mark.parametrize(
    ("text", "parsed", "refused", "said"),
    [
        ("2026-08-01,a,1,NaN\n2026-08-01,a,2,3\n", 1, 1, "no whole number"),
        ("2026-08-01,a,99999999999999999999999,1\n", 0, 1, "larger"),
        ("2026-08-01,a,-1,1\n", 0, 1, "no whole number"),
        ("2026-08-01,a,50%,1\n", 0, 1, "no whole number"),
        ("2026-08-01,a,1\n2026-08-01,b,2,3\n", 1, 1, "3 cells instead of 4"),
        ("2026-08-01,a,1,2,3,4\n", 0, 1, "6 cells instead of 4"),
        ('2026-08-01,"a,1,2\n2026-08-01,b,2,3\n2026-08-02,c,4,5\n', 2, 1, "never closed"),
        ('2026-08-01,"a,1,2\n2026-08-01,"b",2,3\n2026-08-02,c,4,5\n', 2, 1, "no CSV|never closed"),
        ("yesterday,a,1,2\n", 0, 1, "no day"),
        ("2026-08-01,a\0b,1,2\n", 0, 1, "NUL"),
        ("day,link,views,clicks\n2026-08-01,a,1,2\n", 2, 0, ""),
        ("Total,,9,9\n2026-08-01,a,1,2\n", 2, 0, ""),
        ("2026-08-01,,1,2\n2026-08-01,a,,2\n\n\n", 1, 1, "not what it is about"),
    ],
)
def test_records_that_cannot_be_taken(tmp_path: Path, text: str, parsed: int, refused: int, said: str) -> None:
    import re

    done = plain(tmp_path, HEAD + text).reads[0]
    assert (done.parsed, done.refused) == (parsed, refused)
    assert all(re.search(said, one.why) for one in done.rejected)


def test_a_bad_cell_takes_the_whole_record_out(tmp_path: Path) -> None:
    found = shown(plain(tmp_path, f"{HEAD}2026-08-01,a,5,1\n2026-08-01,a,7,oops\n"))
    assert found["mine"]["2026-08-01"]["utm_content:a"] == {"view": 5, "click": 1}


def test_a_column_that_stands_twice_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="stands twice"):
        plain(tmp_path, "day,link,views,clicks,views\n2026-08-01,a,1,2,3\n")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='abc,";\n\r\t=0123456789\0é', max_size=300).map(str.encode))
def test_parsed_and_rejected_make_all_records_of_any_file(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "own.csv"
    path.write_bytes(HEAD.encode() + content)
    try:
        imported = read(path, "mine", {"mine": {"date": "day", "link_id": "link", "metrics": {"view": "views"}}})
    except LedgerError:
        return
    assert len(imported.reads) == 1


def test_sums_beyond_any_count_leave_the_record_out(tmp_path: Path) -> None:
    done = plain(tmp_path, HEAD + f"2026-08-01,a,{10**15},1\n" * 2).reads[0]
    assert (done.parsed, done.refused, done.rejected[0].line) == (1, 1, 3)
