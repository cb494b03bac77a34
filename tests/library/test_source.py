"""A file becomes an asset; every fault of it is told."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest

from repurpose.clock import rfc3339
from repurpose.config import Config
from repurpose.library.source import check_asset
from repurpose.model import Access, Author, Status
from tests.library.reading import Read, asset, check, told


def test_an_asset_holds_what_its_file_says(read: Read) -> None:
    """Fields, body, lines and digest of a file come together in its asset."""
    raw = """---
title: A title
date: 2026-11-22 09:30
author: Ada
tags: [a, b]
access: premium
channels: {include: [blog], exclude: [social]}
social: {x: Hello}
newsletter: {subject: Hi}
mine: {a: 1}
---

Body
"""
    (one,) = read({"guides/a.md": raw}).assets
    assert (one.id, one.path, one.slug, one.title) == ("guides/a", "content/guides/a.md", "a", "A title")
    assert rfc3339(one.date or datetime.min.replace(tzinfo=UTC)) == "2026-11-22T09:30:00+01:00"
    assert (one.authors, one.tags, one.access) == ((Author("Ada"),), ("a", "b"), Access.PREMIUM)
    assert (one.include, one.exclude) == (("blog",), ("social",))
    assert one.overrides == {"social": {"x": "Hello"}, "newsletter": {"subject": "Hi"}}
    assert one.extra == {"mine": {"a": 1}}
    assert (one.body, one.body_line) == ("\nBody\n", 12)
    assert str(one.at("social.x")) == "content/guides/a.md:8"
    assert str(one.at("nothing")) == str(one.at()) == "content/guides/a.md:1"
    assert one.sha256 == hashlib.sha256(raw.encode()).hexdigest()
    assert one.status is Status.PUBLISHED


def test_bare_dates_are_not_held_to_our_rules() -> None:
    """A date in words, where nothing asked for another form, stops no asset; a status that can't be read does."""
    checked = check("% The title\n% Ada\n% 15 January 2018\n\nBody")
    assert checked.asset is not None
    assert (checked.asset.title, checked.asset.authors[0].name, checked.asset.date) == ("The title", "Ada", None)
    assert [notice.code for notice in checked.notices] == ["foreign-key"]
    assert check("Title: T\nStatus: hold\n\nBody").asset is None


def test_all_faults_of_a_file_are_told_at_once(read: Read) -> None:
    """Fields, id, slug and title are checked together; a file whose block can't be read has that one error."""
    library = read(
        {
            "a.md": "---\nid: ../x\nslug: a b\ndate: soon\n---\n",
            "b.md": "---\ntitle: a: b\n---\n",
            "c.md": "---\ntitle: T\n",
            "d.md": "# D\n",
        }
    )
    assert told(library.errors) == [
        "content/a.md:1: has no title and no text",
        "content/a.md:2: id '../x' has an empty, . or .. part",
        "content/a.md:3: slug 'a b' holds ' '; only letters, digits, - . and _ may stand in a slug",
        "content/a.md:4: date: 'soon' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00",
        "content/b.md:2: the front matter is no YAML: mapping values are not allowed in this context",
        "content/c.md:1: the front matter that --- opens is never closed",
    ]
    assert [one.id for one in library.assets] == ["d"]


@pytest.mark.parametrize(
    ("block", "status"),
    [
        ("", Status.PUBLISHED),
        ("draft: false", Status.PUBLISHED),
        ("draft: true", Status.DRAFT),
        ("draft: yes", Status.DRAFT),
        ("status: review", Status.REVIEW),
        ("status: review\ndraft: false", Status.REVIEW),
    ],
)
def test_without_a_status_an_asset_is_published(block: str, status: Status) -> None:
    """`draft: true` is a draft; a status says it itself."""
    assert asset(block).status is status


@pytest.mark.parametrize("status", ["published", "approved"])
def test_draft_wins_over_a_status(status: str) -> None:
    """What says both is held back: that can be mended, a publication can't."""
    checked = check_asset(
        f"---\ntitle: T\ndraft: true\nstatus: {status}\n---\nText.\n", PurePosixPath("a.md"), "content/a.md", Config()
    )

    assert checked.asset
    assert checked.asset.status is Status.DRAFT


def test_a_later_publish_date_holds_back() -> None:
    """Hugo's publishDate counts where it is later than the date."""
    checked = check_asset(
        "---\ntitle: T\ndate: 2026-01-01\npublishDate: 2026-03-01\n---\nText.\n",
        PurePosixPath("a.md"),
        "content/a.md",
        Config(),
    )

    assert checked.asset
    assert str(checked.asset.day) == "2026-03-01"
