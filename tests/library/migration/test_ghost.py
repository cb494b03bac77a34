"""Ghost exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repurpose.errors import AssetError
from repurpose.library.migration.ghost import read_ghost
from repurpose.library.migration.written import written

EXPORT = Path(__file__).with_name("ghost.json").read_bytes()


def made(raw: bytes = EXPORT) -> dict[str, str]:
    return {one.name: one.text for one in written(read_ghost(raw, "ghost.json"))}


def test_posts_become_assets() -> None:
    """With their tags in order, their authors, their picture's words, and their own excerpt before the search's."""
    assert made()["hello.md"].partition("\n---\n")[0].split("\n") == [
        "---",
        'title: "Hello & welcome"',
        "date: 2025-06-30T15:35:36Z",
        "updated: 2025-07-02T08:22:14Z",
        'authors: ["Ada Example"]',
        'tags: ["Locks", "News & Weather"]',
        'description: "In short."',
        'image: "/content/images/2024/lock.png"',
        'image_alt: "A lock"',
    ]


def test_a_gate_stays_shut() -> None:
    """In the middle of a text for members, and around a whole one that is paid."""
    assert "Open [text](paid-locks.md).\n\n<!-- registered -->\n\nFor few.\n" in made()["hello.md"]
    assert "\naccess: premium\n" in made()["paid-locks.md"]
    assert '\ncanonical_url: "https://first.example/x"\n' in made()["paid-locks.md"]


def test_a_text_without_html_stands_plain() -> None:
    """And a draft is one."""
    assert made()["a-draft.md"] == '---\ntitle: "A draft"\nstatus: draft\n---\n\nOne.\n\nTwo &lt; three.\n'
    assert read_ghost(EXPORT, "x").left == {"page": 1}


def test_older_exports_are_read() -> None:
    """Without `db`, with milliseconds, and with one author for each post."""
    row = {"id": 5, "title": "Old", "slug": "old", "html": "<p>x</p>", "status": "published", "author_id": 1, "page": 0}
    data = {"posts": [{**row, "published_at": 1_283_780_649_000}], "users": [{"id": 1, "name": "Bo"}]}
    text = made(json.dumps({"meta": {}, "data": data}).encode())["old.md"]
    assert 'date: 2010-09-06T13:44:09Z\nauthors: ["Bo"]\n' in text


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"db": []}', b'{"db": [{"data": {}}]}', b"[" * 100_000, b'"x"', b'{"db": 3}']
)
def test_what_is_no_export_is_refused(raw: bytes) -> None:
    """In one line, with the file's name."""
    with pytest.raises(AssetError, match=r"ghost.json:1: is no (?:JSON|export of Ghost)"):
        read_ghost(raw, "ghost.json")
