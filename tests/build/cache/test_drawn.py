"""What was drawn is not drawn again, as long as it shows the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from repurpose.build.cache.drawn import WEEK, Drawn
from repurpose.formats import card
from tests.cli.conftest import Run, project, run

__all__ = ["project", "run"]


def test_once_is_once(tmp_path: Path) -> None:
    """By what is shown and by the program; a damaged file is drawn again; None keeps nothing."""
    told: list[str] = []

    def draw(name: str) -> Callable[[], bytes]:
        def drawing() -> bytes:
            told.append(name)
            return name.encode()

        return drawing

    drawn = Drawn(tmp_path / "drawn", "1")
    assert [drawn.once(what, draw(what)) for what in ("a", "a", "b")] == [b"a", b"a", b"b"]
    assert told == ["a", "b"]
    Drawn(tmp_path / "drawn", "2").once("a", draw("a"))
    for file in (tmp_path / "drawn").iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert drawn.once("a", draw("a")) == b"a"
    assert told == ["a", "b", "a", "a"]
    Drawn().once("a", draw("a"))
    assert len(told) == 5


def test_what_was_not_used_for_a_week_goes(tmp_path: Path) -> None:
    """Each use counts."""
    drawn = Drawn(tmp_path / "drawn")
    for what in "ab":
        drawn.once(what, what.encode)
    files = list((tmp_path / "drawn").iterdir())
    for file in files:
        os.utime(file, ns=(0, 0))
    drawn.once("a", b"".join)  # type: ignore[arg-type]
    drawn.prune(max(file.stat().st_mtime_ns for file in files))
    assert len(list((tmp_path / "drawn").iterdir())) == 1
    drawn.prune(max(file.stat().st_mtime_ns for file in (tmp_path / "drawn").iterdir()) + WEEK + 1)
    assert list((tmp_path / "drawn").iterdir()) == []


def test_a_card_is_drawn_again_only_when_it_shows_something_else(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for other words of the text, nor for other settings; for another title, and another font's content."""
    drawn: list[str] = []
    draw = card.png

    def drawing(some: card.Card) -> bytes:
        drawn.append(some.title)
        return draw(some)

    monkeypatch.setattr(card, "png", drawing)
    post, settings = project / "content/hello.md", project / "repurpose.toml"

    def build() -> list[str]:
        drawn.clear()
        result = run("build", "-C", project, "--as-of", "2026-11-22")
        assert result.exit_code == 0, result.stderr
        return list(drawn)

    first = build()
    assert len(first) == 1
    post.write_text(post.read_text() + "\nMore words.\n")
    assert build() == []
    settings.write_text(settings.read_text() + '\n[brand]\nfonts = ["f.ttf"]\n')
    (project / "f.ttf").write_bytes(card._inter())
    assert build() == first
    (project / "f.ttf").write_bytes(card._inter() + b"\0")
    assert build() == first
    assert build() == []
    assert len(list((project / "outputs/site/hello").glob("card.*.png"))) == 1
