"""A page of a list is rendered again where what it tells has changed; any other is taken as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from repurpose.build.cache.store import FOLDER, NAME
from repurpose.build.order import Order
from repurpose.build.render import Renderer
from repurpose.channels.channel import Draft
from repurpose.config import read_config
from repurpose.model import Piece
from tests.build.building import build_into
from tests.build.cache.test_incremental import tree

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONFIG = read_config(
    "[channels]\nenabled = ['blog']\n[channels.blog]\nper_page = 2\ncards = false\n", {}, default_title="Notes"
)


class Site:
    """Six posts, of which two stand on each page of a list; the last has an address of before."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.rendered: set[str] = set()
        (root / "content").mkdir()
        for number in range(1, 7):
            self.write(number, f"Post {number}")
        piece = Renderer.piece

        def noted(renderer: Renderer, draft: Draft, *rest: Any, **more: Any) -> Piece:
            if len(rest) < 4 or rest[3] is None:
                self.rendered.add(draft.path.removeprefix("site/").removesuffix("index.html"))
            return piece(renderer, draft, *rest, **more)

        monkeypatch.setattr(Renderer, "piece", noted)

    def write(self, number: int, title: str, tags: str = "a") -> None:
        """A post, the newer the higher its number."""
        head = f"title: {title}\ndate: 2026-11-0{number}\ntags: [{tags}]\nauthors: [Ada]\n"
        old = "aliases: [/old/]\n" if number == 6 else ""
        (self.root / "content" / f"{number}.md").write_text(f"---\n{head}{old}---\n\nWords of {number}.\n")

    def lists(self) -> set[str]:
        """Those pages of lists, and of addresses of before, that a build renders; it must equal a clean one."""
        self.rendered.clear()
        order = Order(self.root, CONFIG, MOMENT, jobs=1, is_cached=True)
        built, written = build_into(self.root / "outputs", order)
        built.shelf.close(is_whole=True, listed=written.listed)
        found = {
            path for path in self.rendered if path.startswith(("tags/a/", "authors/ada/", "page/", "old/")) or not path
        }
        build_into(self.root / "clean", Order(self.root, CONFIG, MOMENT, jobs=1, is_cached=False))
        assert tree(self.root / "outputs") == tree(self.root / "clean")
        return found


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site that was built once."""
    made = Site(tmp_path, monkeypatch)
    assert len(made.lists()) == 10
    return made


def test_only_pages_that_name_a_post_are_rendered_again(site: Site) -> None:
    site.write(1, "Another title")
    assert site.lists() == {"page/3/", "tags/a/page/3/", "authors/ada/page/3/"}
    site.write(6, "Another title")
    assert site.lists() == {"", "tags/a/", "authors/ada/", "old/"}


def test_where_posts_come_or_go_every_page_tells_of_it(site: Site) -> None:
    site.write(6, "Post 6", tags="b")
    assert site.lists() == {"tags/a/", "tags/a/page/2/", "tags/a/page/3/"}


def test_a_template_that_changed_is_filled_again(site: Site) -> None:
    templates = site.root / "templates" / "blog"
    templates.mkdir(parents=True)
    (templates / "index.html").write_text("{{ title }}: {% for post in posts %}{{ post.title }} {% endfor %}\n")
    assert {"", "page/2/", "page/3/"} <= site.lists()


def test_pages_that_were_lost_are_rendered(site: Site) -> None:
    with closing(sqlite3.connect(site.root / FOLDER / NAME)) as store:
        store.execute("UPDATE content SET value = x'00' WHERE key = '@library/blog'")
        store.commit()
    site.write(1, "Another title")
    assert len(site.lists()) == 10
