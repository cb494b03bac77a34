"""LinkedIn's workbooks, of a page and of a member."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.usage.importers.reading import read, shown

LINKEDIN = "Post title,Post link,Post type,Campaign name,Posted by,Created date,Campaign start date,Campaign end date,Audience,Impressions,Views,Offsite Views,Clicks,Click through rate (CTR),Likes,Comments,Reposts,Follows,Engagement rate,Content Type"


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
def test_linkedin_page(tmp_path: Path, suffix: str) -> None:
    rows: list[list[object]] = [
        ["All organic and sponsored posts of the time"],
        list(LINKEDIN.split(",")),
        [
            "After the purchase",
            "https://www.linkedin.com/feed/update/urn:li:activity:7/",
            "Organic",
            "",
            "Me",
            "07/14/2026",
            "",
            "",
            "All",
            1234,
            10,
            0,
            56,
            0.0454,
            7,
            2,
            3,
            1,
            0.05,
            "Text",
        ],
    ]
    path = tmp_path / f"page{suffix}"
    if suffix == ".xls":
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("All posts")
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                sheet.write(y, x, cell)
        book.save(str(path))
    else:
        from openpyxl import Workbook

        other = Workbook()
        active = other.active
        assert active is not None
        active.title = "All posts"
        for row in rows:
            active.append(row)
        other.save(path)
    assert shown(read(path))["posts"]["2026-09-01"] == {
        "linkedin.com/feed/update/urn:li:activity:7": {
            "impression": 1234,
            "click": 56,
            "like": 7,
            "comment": 2,
            "share": 3,
            "signup": 1,
        }
    }


def test_linkedin_member(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "TOP POSTS"
    for row in (
        ["Maximum of 50 posts available to include in this list"],
        [],
        ["Post URL", "Post publish date", "Engagements", None, "Post URL", "Post publish date", "Impressions"],
        [
            "https://www.linkedin.com/feed/update/urn:li:share:1",
            "7/14/2026",
            5,
            None,
            "https://www.linkedin.com/feed/update/urn:li:share:2",
            "7/15/2026",
            900,
        ],
        [None, None, None, None, "https://www.linkedin.com/feed/update/urn:li:share:1", "7/14/2026", 800],
    ):
        sheet.append(row)
    book.save(tmp_path / "member.xlsx")
    found: dict[str, dict[str, int]] = {}
    for one in read(tmp_path / "member.xlsx").deliveries:
        for (target, metric), value in one.days[dt.date(2026, 9, 1)].values.items():
            found.setdefault(target.key.rsplit(":", 1)[-1], {})[metric] = value
    assert found == {"1": {"engagement": 5, "impression": 800}, "2": {"impression": 900}}
