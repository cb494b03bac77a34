"""The site in a browser: quiet, on its own, readable by all; and no link of ours that leads nowhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from tests import nu
from tests.browser.browser import told
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
    assert told("look.cjs", site, *PAGES) == []


def test_the_site_is_searched_in_every_script(site: Path) -> None:
    """By parts of words where they run together or have an article; without accents; and not at all without scripts."""
    asked = {
        ("search/", "MARKETING kánban"): "../marketing-kanban/",
        ("zh/search/", "转发两次"): "../re-use/",
        ("ar/search/", "محتوى"): "../re-use/",
        ("search/", "xyzzy"): None,
    }
    found = told("search.cjs", site, *(part for one in asked for part in one))
    for (query, href), with_scripts, without in zip(asked.items(), found[::2], found[1::2], strict=True):
        assert with_scripts["faults"] == without["faults"] == []
        assert [href] == with_scripts["hrefs"][:1] or href is None, query
        assert (without["shown"], without["links"]) == (False, 2)
    assert (found[6]["found"], found[6]["hrefs"]) == ("Nothing was found.", [])


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
