"""Incremental equals clean: whatever is edited, in whatever order, the outputs are those of a build from nothing."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from repurpose.build.order import Order, Report
from repurpose.build.run import run
from repurpose.config import read_config
from repurpose.library.folder import TICK

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000020000000308060000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
WORDS = "a plan is only as good as the week it meets and the people who have to follow it every single day".split()
STEPS = 20

TEMPLATES = {
    "blog/robots.txt": "Sitemap: {{ sitemap }}",
    "blog/index.html": "{{ title }} {% for post in posts %}{{ post.title }} {{ post.href }}{% endfor %}",
    "social/posts.txt": "{{ network }}",
}
"""A project's own, as it may begin."""


class World:
    """A project that is edited at random, built on from build to build, and beside it from nothing."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.random = root, random.Random(seed)
        self.moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.names: list[str] = []
        self.gone: list[tuple[Path, bytes]] = []
        (root / "content").mkdir(parents=True)
        self.settings()
        for _ in range(4):
            self.add()
        self.media()

    # --- edits

    def add(self) -> None:
        name = f"{self.random.choice(['', 'ja/', 'guides/'])}post-{self.random.randrange(30)}"
        if name not in self.names:
            self.names.append(name)
        self.write(name)

    def edit(self) -> None:
        self.write(self.one())

    def rename(self) -> None:
        old = self.one()
        new = f"moved-{self.random.randrange(30)}"
        if new not in self.names:
            self.path(old).rename(self.path(new))
            self.names[self.names.index(old)] = new

    def delete(self) -> None:
        if len(self.names) > 2:
            name = self.one()
            self.gone.append((self.path(name), self.path(name).read_bytes()))
            self.path(name).unlink()
            self.names.remove(name)

    def nothing(self) -> None:
        """All is as it was."""

    def touch(self) -> None:
        os.utime(self.path(self.one()))

    def revert(self) -> None:
        """Bring back what was deleted, or put a text back as it was before two edits."""
        if self.gone:
            path, content = self.gone.pop()
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            name = path.relative_to(self.root / "content").with_suffix("").as_posix()
            if name not in self.names:
                self.names.append(name)
        else:
            path = self.path(self.one())
            self.gone.append((path, path.read_bytes()))

    def sly_edit(self) -> None:
        """Another content of the same size, and the old time put back."""
        path = self.path(self.one())
        state = path.stat()
        path.write_bytes(path.read_bytes().replace(b"week", self.random.choice([b"year", b"hour", b"noon"])))
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    def template(self) -> None:
        path = self.root / "templates" / self.random.choice([*TEMPLATES, "part.html"])
        if path.exists() and self.random.random() < 0.3 and path.name != "part.html":
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        text = TEMPLATES.get(path.relative_to(self.root / "templates").as_posix(), "<p>Part</p>")
        path.write_text(f"{text} {self.random.randrange(4)}\n")

    def include(self) -> None:
        """A template of the project's own that names another."""
        (self.root / "templates" / "newsletter").mkdir(parents=True, exist_ok=True)
        if not (self.root / "templates/part.html").exists():
            (self.root / "templates/part.html").write_text("<p>First</p>\n")
        where = self.root / "templates/newsletter/message.html"
        where.write_text("<html><body>{% include 'part.html' %}{{ body|rendered }}</body></html>\n")

    def settings(self) -> None:
        title = self.random.choice(["Notes", "Letters"])
        ahead = self.random.choice([5, 30])
        (self.root / "repurpose.toml").write_text(
            f'[site]\ntitle = "{title}"\nurl = "https://example.org"\n[channels.blog]\nper_page = 2\n'
            f"[build]\nahead = {ahead}\n" + self.random.choice(["", "back = 60\n"])
        )

    def calendar(self) -> None:
        entries = [
            f'[[entry]]\npiece = "{name}/newsletter/message"\nuse = 2\non = 2026-12-{day:02}\nstate = "approved"\n'
            for name, day in [(self.one(), self.random.randrange(1, 28))]
        ]
        (self.root / "calendar.toml").write_text("\n".join(entries[: self.random.randrange(2)]))

    def date(self) -> None:
        """Another day, or another moment of the same."""
        self.moment += self.random.choice(
            [timedelta(days=1), timedelta(days=-9), timedelta(days=40), timedelta(hours=3)]
        )

    def media(self) -> None:
        path = self.root / "content" / self.random.choice(["a.png", "b.png"])
        if path.exists() and self.random.random() < 0.3:
            path.unlink()
        else:
            path.write_bytes(PNG + bytes([self.random.randrange(3)]))

    def by_hand(self) -> None:
        """Somebody changes or deletes what was built."""
        files = sorted(path for path in (self.root / "outputs").rglob("*") if path.is_file())
        if files:
            path = self.random.choice(files)
            path.unlink() if self.random.random() < 0.5 else path.write_bytes(b"by hand")

    def without_cache(self) -> None:
        """The cache, or a part of it, is deleted."""
        shutil.rmtree(self.root / ".repurpose", ignore_errors=True)

    def write(self, name: str) -> None:
        """Any text under that name: dates and embargoes, pictures, links between posts, gated parts, translations."""
        pick = self.random.choice
        day = self.moment.date() + timedelta(days=self.random.randrange(-80, 50))
        about = " ".join(self.random.choices(WORDS, k=self.random.randrange(3)))
        front = [f"title: {pick(['On', 'About', 'Of'])} {name.replace('/', ' ')} {about}".rstrip(), f"date: {day}"]
        front.append(
            pick(["", "tags: [plans, weeks]", "tags: [plans]", "status: draft", f"expires: {day + timedelta(9)}"])
        )
        front.append(pick(["", "", f"aliases: [/old/{name}/]"]))
        front.append(pick(["", "", f"embargo: {day}", "image: /a.png", "description: In short.", "season: spring"]))
        text = " ".join(self.random.choices(WORDS, k=30)).capitalize() + "."
        link = pick(["", f"[other](/{self.one()}/)", f"[file]({self.one()}.md)", "![two](a.png)", "![two](/b.png)"])
        gated = pick(["", "", ":::premium\n\nThe price of the plan will rise to forty-two euros in spring.\n\n:::\n"])
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\n" + "\n".join(filter(None, front)) + f"\n---\n\n{text} week\n\n{link}\n\n{gated}")

    def one(self) -> str:
        return self.random.choice(self.names)

    def path(self, name: str) -> Path:
        return self.root / "content" / f"{name}.md"

    # --- builds

    def order(self, *, is_cached: bool) -> Order:
        config = read_config((self.root / "repurpose.toml").read_text(), {})
        return Order(self.root, config, self.moment, jobs=1, is_cached=is_cached)

    def build(self) -> Report:
        report = run(self.order(is_cached=True), self.root / "outputs")
        assert report.damage is None
        return report

    def clean(self, output: Path) -> dict[str, str]:
        shutil.rmtree(output, ignore_errors=True)
        run(self.order(is_cached=False), output)
        return tree(output)


EDITS: dict[str, Callable[[World], None]] = {
    edit.__name__: edit
    for edit in (
        World.add, World.edit, World.edit, World.rename, World.delete, World.touch, World.nothing, World.revert,
        World.sly_edit, World.template, World.include, World.settings, World.calendar, World.date, World.media,
        World.by_hand, World.without_cache,
    )
}  # fmt: skip


def tree(folder: Path) -> dict[str, str]:
    """The digest of every file by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def walk_through(root: Path, seed: int) -> None:
    """Twenty edits at random; after each, the outputs are those of a clean build."""
    world = World(root, seed)
    done: list[str] = []
    for _ in range(STEPS):
        done.append(world.random.choice(list(EDITS)))
        EDITS[done[-1]](world)
        if world.random.random() < 0.5:
            time.sleep(2 * TICK / 1e9)  # then the stamps can be trusted, and what stands isn't looked at again
        report = world.build()
        clean = world.clean(root / "clean")
        if report.errors:  # the last good pieces of what is broken stay, which a build from nothing can't have
            shutil.rmtree(root / "outputs")
            world.build()
        assert tree(root / "outputs") == clean, f"seed {seed}, after {done}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_incremental_equals_clean(tmp_path: Path, seed: int) -> None:
    """A short form of the torture below."""
    walk_through(tmp_path, seed)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100, 600))
def test_incremental_equals_clean_at_length(tmp_path: Path, seed: int) -> None:
    """Five hundred sequences."""
    walk_through(tmp_path, seed)
