"""X's exports, new and old."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from repurpose.errors import LedgerError
from tests.usage.importers.reading import read, shown, write

X_NEW = "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
X_OLD = "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,replies,likes,user profile clicks,url clicks,hashtag clicks,detail expands,permalink clicks,app opens,app installs,follows,email tweet,dial phone,media views,media engagements"


def test_x(tmp_path: Path) -> None:
    new = read(
        write(
            tmp_path,
            "new.csv",
            f'{X_NEW}\n17,"Tue, Jul 14, 2026","A line\nand another",https://x.com/a/status/17,"1,234",5,9,1,2,1,3,4,5,6,7,8,9\n',
        )
    )
    old = read(
        write(
            tmp_path,
            "old.csv",
            f"{X_OLD}\n18,https://twitter.com/a/status/18,Hello,2017-03-01 10:00 +0000,100.0,9.0,0.09,1.0,2.0,3.0,0.0,4.0,0,0,0,0,0,1,0,0,0,0\n",
        )
    )
    assert shown(new)["content"]["2026-09-01"]["post:17"] == {
        "impression": 1234,
        "engagement": 9,
        "like": 5,
        "share": 4,
        "comment": 3,
        "signup": 1,
        "click": 7,
    }
    assert shown(old)["content"]["2026-09-01"]["post:18"] == {
        "impression": 100,
        "engagement": 9,
        "like": 3,
        "share": 1,
        "comment": 2,
        "signup": 1,
        "click": 4,
    }
    target = next(iter(new.deliveries[0].days[dt.date(2026, 9, 1)].values))[0]
    assert (target.url, target.text, target.dated) == ("x.com/a/status/17", "A line\nand another", "2026-07-14")


def test_an_unknown_header_names_what_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path, "x.csv", "Post id,Date,Aufrufe\n1,2026-08-17,3\n")
    with pytest.raises(LedgerError, match="Impressions"):
        read(path, "x")
    assert shown(read(path, "x", {"x": {"impressions": "Aufrufe"}}))["content"]["2026-09-01"] == {
        "post:1": {"impression": 3}
    }


def test_formula_cells_are_texts(tmp_path: Path) -> None:
    text = f'{X_NEW}\n="17","Tue, Jul 14, 2026",=cmd|\' /C calc\'!A0,"=HYPERLINK(""https://x.com/a/status/17"",""open"")",3,0,0,0,0,0,0,0,0,0,1,0,0\n'
    target = next(iter(read(write(tmp_path, "x.csv", text)).deliveries[0].days[dt.date(2026, 9, 1)].values))[0]
    assert (target.key, target.url, target.text) == ("post:17", "x.com/a/status/17", "=cmd|' /C calc'!A0")
