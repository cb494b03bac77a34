"""Real blogs that nobody here wrote build: each post has a page, each feed can be read, nothing ends in a traceback.

They are looked for in `../shared/corpus`, or where REPURPOSE_CORPUS says.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from calendar import timegm
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from tests import nu

CORPUS = Path(os.environ.get("REPURPOSE_CORPUS", Path(__file__).parent.parent.parent / "shared" / "corpus"))

pytestmark = [
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus in {CORPUS}"),
    pytest.mark.xdist_group("corpora"),
]


def build(name: str, root: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Build one corpus in a project of its own, at a fixed moment."""
    root.mkdir(exist_ok=True)
    (root / "content").symlink_to(CORPUS / name)
    command = [sys.executable, "-m", "repurpose", "build", "-C", str(root), "--as-of", "2026-11-22", "--json"]
    return root / "outputs", subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rust-blog", "otel-blog"])
def test_builds(name: str, tmp_path: Path) -> None:
    """Each post has its page, English and Japanese beside each other; faults are told as `path:line`."""
    outputs, done = build(name, tmp_path / "project")

    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    errors = json.loads(done.stdout)["errors"]
    assert all(error["path"] and error["line"] for error in errors)
    assert (done.returncode == 1) == bool(errors)

    failed = {error["path"] for error in errors}
    posts = [file for file in (CORPUS / name).rglob("*.md") if file.name != "_index.md"]
    expected = {f"content/{file.relative_to(CORPUS / name).as_posix()}" for file in posts} - failed
    manifest = json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))
    pages = {row["source"]: row["path"] for row in manifest["pieces"] if row["channel"] == "blog" and row["asset"]}
    assert set(pages) == expected
    assert len(set(pages.values())) == len(pages)
    for source, page in pages.items():
        japanese = source.startswith("content/ja/")
        assert page.startswith("site/ja/") == japanese
        assert (outputs / page).is_file()

    for feed in outputs.glob("site/**/feed.json"):
        _read_back(feed.parent, json.loads(feed.read_text(encoding="utf-8")))

    assert nu.errors(outputs / "site") == []


def _read_back(folder: Path, told: dict[str, Any]) -> None:
    """The XML feeds of a folder say what its JSON Feed says, in the form that their specifications want."""
    assert told["items"]
    for name in ("feed.xml", "atom.xml"):
        raw = (folder / name).read_bytes()
        found = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
        assert found.bozo == 0
        assert len({item.id for item in found.entries}) == len(found.entries) == len(told["items"])
        for item, own in zip(found.entries, told["items"], strict=True):
            assert (item.id, item.link, item.title) == (own["id"], own["url"], own["title"])
            assert item.content[0].value.strip() == own["content_html"].strip()
            published = datetime.fromtimestamp(timegm(item.published_parsed), UTC)
            assert published == datetime.fromisoformat(own["date_published"])
            assert [tag.term for tag in item.get("tags", ())] == own.get("tags", [])
        root = ElementTree.fromstring(raw)
        for element in root.iter("pubDate"):  # RSS: RFC 822, and the day of the week is the date's
            assert element.text == format_datetime(parsedate_to_datetime(element.text or ""))
        for element in root.iter("item"):
            order = [child.tag.rpartition("}")[2] for child in element]
            assert order.index("description") < order.index("encoded")
    for own in told["items"]:
        addresses = re.findall(r'<(?:a|img)\b[^>]*?\s(?:href|src)="([^"]*)"', own["content_html"])
        assert [one for one in addresses if not re.match(r"[a-z][a-z0-9+.-]*:", one, re.I)] == []


@pytest.mark.slow
def test_dates_of_zola_paths(tmp_path: Path) -> None:
    """A post whose address holds its date has that date."""
    outputs, _ = build("rust-blog", tmp_path / "project")
    source = CORPUS / "rust-blog"

    for row in json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))["pieces"]:
        if row["channel"] != "blog" or not row["asset"] or row["media_type"] != "text/html":
            continue
        text = (source / row["source"].removeprefix("content/")).read_text(encoding="utf-8")
        address = re.search(r'^path = "(?:[\w-]+/)?(\d{4})/(\d{2})/(\d{2})/', text, re.M)
        assert address, row["source"]
        day = "-".join(address.groups())
        assert f'<time datetime="{day}T' in (outputs / row["path"]).read_text(encoding="utf-8"), row["source"]
