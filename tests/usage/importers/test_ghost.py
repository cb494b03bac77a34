"""Ghost's exports of posts."""

from __future__ import annotations

from pathlib import Path

from tests.usage.importers.reading import read, shown, write

GHOST = "id,title,url,author,status,created_at,updated_at,published_at,featured,tags,post_access,email_recipients,newsletter_name,sends,opens,clicks,signups,paid_conversions,feedback_more_like_this,feedback_less_like_this"


def test_ghost_with_and_without_columns(tmp_path: Path) -> None:
    row = "6a,After the purchase,https://example.com/after/,Me,published,2026-07-01,2026-07-02,2026-07-14T08:00:00.000Z,false,,public,all,News,1000,400,50,3,1,8,2"
    whole = shown(read(write(tmp_path, "posts.csv", f"{GHOST}\n{row}\n")))["posts"]["2026-09-01"]["post:6a"]
    assert whole == {"delivery": 1000, "open": 400, "click": 50, "signup": 3, "purchase": 1, "like": 8}
    kept = [n for n, name in enumerate(GHOST.split(",")) if name not in {"opens", "clicks", "paid_conversions"}]
    cut = "\n".join(",".join(line.split(",")[n] for n in kept) for line in (GHOST, row))
    assert shown(read(write(tmp_path, "cut.csv", cut)))["posts"]["2026-09-01"]["post:6a"] == {
        "delivery": 1000,
        "signup": 3,
        "like": 8,
    }
