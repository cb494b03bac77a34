"""The site in a browser: quiet, on its own, readable by all; and no link of ours that leads nowhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from tests import nu
from tests.builders import ROOT

PAGES = ("", "kitchen-sink/", "ar/re-use/", "zh/re-use/", "tags/", "search/", "ar/search/", "404.html")
_TARGET = re.compile(r'<(?:a|link|img|script)\b[^>]*?\s(?:href|src)="([^"]*)"')
_SET = re.compile(r'\ssrcset="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project's own site, in three languages and more."""
    outputs = tmp_path_factory.mktemp("outputs")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "repurpose",
        "build",
        "-C",
        ROOT,
        "--output",
        outputs,
        "--no-cache",
        "-q",
    ]
    subprocess.run([*command, "--channel", "blog", "--channel", "feed"], check=True, capture_output=True)
    return outputs / "site"


def test_a_browser_finds_no_fault(site: Path) -> None:
    """No console error, no request elsewhere, no axe-core violation, no sideways scrolling, no layout shift."""
    assert _told("look.cjs", site, PAGES) == []


def test_the_site_is_searched_in_every_script(site: Path) -> None:
    """By parts of words where they run together or have an article; without accents; and not at all without scripts."""
    asked = {
        ("search/", "MARKETING kánban"): "../marketing-kanban/",
        ("zh/search/", "转发两次"): "../re-use/",
        ("ar/search/", "محتوى"): "../re-use/",
        ("search/", "xyzzy"): None,
    }
    told = _told("search.cjs", site, [part for one in asked for part in one])
    for (query, href), with_scripts, without in zip(asked.items(), told[::2], told[1::2], strict=True):
        assert with_scripts["faults"] == without["faults"] == []
        assert [href] == with_scripts["hrefs"][:1] or href is None, query
        assert (without["shown"], without["links"]) == (False, 2)
    assert (told[6]["found"], told[6]["hrefs"]) == ("Nothing was found.", [])


def _told(script: str, site: Path, arguments: Sequence[str]) -> Any:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    node = shutil.which("node")
    if not browser or not node or not (ROOT / "node_modules" / "playwright-core").is_dir():
        pytest.skip("`npm install` and a Chromium open the pages")
    command: list[str | Path] = [node, Path(__file__).with_name(script), browser, site, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_another_reader_finds_no_error(site: Path) -> None:
    """The Nu HTML checker, over all pages."""
    assert nu.errors(site) == []


def test_every_link_of_ours_leads_somewhere(site: Path) -> None:
    """Pages, pictures, and places within pages."""
    lost = [f"{page} -> {target}" for page, target in _targets(site) if not _is_there(site, page, target)]
    assert lost == []


def _targets(site: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(site.rglob("*.html")):
        text, page = file.read_text(encoding="utf-8"), file.relative_to(site).as_posix()
        sets = (part.split()[0] for found in _SET.findall(text) for part in unescape(found).split(","))
        for target in (*map(unescape, _TARGET.findall(text)), *sets):
            if not urlsplit(target).scheme:
                yield page, target


def _is_there(site: Path, page: str, target: str) -> bool:
    address, name = urldefrag(urljoin(f"/{page}", target))
    file = site / unquote(urlsplit(address).path).lstrip("/")
    file = file / "index.html" if address.endswith("/") else file
    if not file.is_file():
        return False
    return not name or name == "top" or unquote(name) in map(unescape, _ID.findall(file.read_text(encoding="utf-8")))
