"""Feeds by the grammars of their formats, by what validators warn of, and as other readers read them.

The grammars stand in `schemas`: Atom's is that of RFC 4287, RSS 2.0 and JSON Feed 1.1 have only prose, which they put
as strictly as it can be read. The readers are feedparser and, from npm, feedsmith.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import jsonschema
import pytest
from lxml import etree

from repurpose.model import Asset, Author
from tests.builders import BASE, MOMENT, ROOT, asset, collected, config, project

SCHEMAS = Path(__file__).with_name("schemas")
HUB = project(config('[channels.feed]\nhub = "https://hub.example/"\n'))
ASSETS = (
    asset("One *two* ![p](p.png) [here](#a) [there](post.md).\n", authors=(Author("Ada", "https://ada.example"),)),
    asset(
        "<script>x</script>\n\n<p align=center>`]]>` 日本 👩‍👩‍👧</p>\n\n"
        "<video src=v.mp4 poster=p.png></video> [^1]\n\n[^1]: N.\n",
        id="b",
        slug="b",
        title="Fish & <chips> \U0001f41f",
        date=MOMENT - timedelta(days=9),
        tags=("a & b", "a & b"),
        description="Says & <i>means</i>",
    ),
)  # fmt: skip
CORPORA = [ROOT.parent / "shared" / "corpus" / name for name in ("rust-blog", "otel-blog")]


@cache
def _grammar(name: str) -> Any:
    return etree.RelaxNG(etree.parse(SCHEMAS / name))


def faults(path: str, content: bytes, base: str = BASE) -> list[str]:
    """What is wrong with a feed that stands at a path of the site."""
    return list(_faults(path, content, base))


def _faults(path: str, content: bytes, base: str) -> Iterator[str]:
    own = f"{base}/{quote(path)}"
    if path.endswith(".json"):
        document = json.loads(content)
        schema = json.loads((SCHEMAS / "jsonfeed.json").read_text())
        checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        yield from (f"{list(error.path)}: {error.message[:200]}" for error in checker.iter_errors(document))
        if document.get("feed_url") != own:
            yield "feed_url is another address"
        items = [(item.get("id"), item.get("content_html", "")) for item in document.get("items", ())]
    else:
        root = etree.fromstring(content)
        grammar = _grammar("atom.rng" if root.tag.endswith("feed") else "rss.rng")
        if not grammar.validate(root):
            yield from (f"{error.line}: {error.message}" for error in grammar.error_log)
        if own not in root.xpath("//*[local-name()='link'][@rel='self']/@href"):
            yield "rel=self is another address"
        space = {"a": "http://www.w3.org/2005/Atom", "c": "http://purl.org/rss/1.0/modules/content/"}
        for entry in root.xpath("//a:entry", namespaces=space):
            if not entry.xpath("../a:author | a:author", namespaces=space):
                yield "an entry has no author"
            if len(entry.xpath("a:link[not(@rel) or @rel='alternate']", namespaces=space)) != 1:
                yield "an entry has not one alternate link"
        for day in root.xpath("//pubDate/text() | //lastBuildDate/text()"):
            if parsedate_to_datetime(day).strftime("%a") != day[:3]:
                yield f"{day} is another day of the week"
        ids = root.xpath("//item/guid/text() | //a:entry/a:id/text()", namespaces=space)
        texts = root.xpath("//c:encoded/text() | //a:content/text()", namespaces=space)
        if len(ids) != len(texts):
            yield "not each item has one id and a text"
        items = list(zip(ids, texts, strict=False))
    if len({one for one, _ in items}) != len(items):
        yield "two items have one id"
    for _, html in items:
        for name, address in re.findall(r'\s(href|src|cite|poster)="([^"]*)"', html):
            if not re.match(r"(?:https?|mailto|tel|xmpp|irc|ircs|ftp|geo|sms|magnet|matrix|sftp):", address):
                yield f"{name}={address!r} is relative"
        for style in re.findall(r'\sstyle="([^"]*)"', html):
            if not re.fullmatch(r"(?:text-align|width):[\w.% ]+", style):
                yield f"style={style!r} is no plain one"
        if found := re.search(r"<(?:script|iframe|object|embed|form|meta|link|style)\b|\son\w+=", html):
            yield f"{found[0]!r} is active"


@pytest.mark.parametrize("assets", [ASSETS, (), ASSETS[:1]], ids=len)
def test_feeds_keep_to_their_formats(assets: tuple[Asset, ...]) -> None:
    """Each of the three, full and empty, with a hub and without an author."""
    bare = config("").__class__(site=config("").site.__class__("Field notes", BASE))
    for where in (HUB, project(bare)):
        for path, content in collected("feed", assets, where).items():
            assert faults(path.removeprefix("site/"), content) == []


CHANGES: Mapping[str, list[tuple[str, str]]] = {
    "feed.xml": [
        ("<title>A post</title>", ""), ("<title>A post</title>", "<title> </title>"), ('="false"', '="true"'),
        ("Fri, 20", "Thu, 20"), ("<pubDate>", "<published>2026</published><pubDate>"), (f"{BASE}/feed.xml", "feed.xml"),
        ("urn:uuid:", "urn:uuid:x</guid><guid>"), (f'src="{BASE}/', 'src="'), ("<p>One", "<p onclick=a>One"),
    ],
    "atom.xml": [
        ("<updated>", "<updated>x"), ("<updated>2026-11-20T09:00:00+00:00", "<updated>2026-11-20T09:00:00"),
        ("<title>A post</title>", "<title>A post</title><title>B</title>"), ("<entry>", "<item/><entry>"),
        ("<id>urn:uuid:", "<id>"),
        (f'href="{BASE}/post/"', 'href="post/"'), ('rel="self"', 'rel="own"'), ("<name>Ada</name>", "<name/>"),
    ],
    "feed.json": [
        ('"id"', '"guid"'), ("version/1.1", "version/1"), ("2026-11-20T", "2026-20-11T"),
        (f'"url": "{BASE}/post/"', '"url": "post/"'), ('"title": "A post"', '"title": ""'),
        (f"{BASE}/feed.json", f"{BASE}/other.json"), ('"hubs"', '"hub"'),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), [(name, *change) for name, some in CHANGES.items() for change in some])
def test_what_is_wrong_is_found(name: str, old: str, new: str) -> None:
    """The test of the test: none of these is a feed any more."""
    content = collected("feed", ASSETS, HUB)[f"site/{name}"].decode()
    assert old in content
    assert faults(name, content.replace(old, new, 1).encode())


def _built(root: Path, outputs: Path) -> Path:
    command = [sys.executable, "-m", "repurpose", "build", "-C", root, "--output", outputs, "--no-cache", "-q"]
    channels = ["--channel", "blog", "--channel", "feed", "--as-of", "2026-11-22"]
    subprocess.run([*map(str, command), *channels], check=False, capture_output=True)
    return outputs / "site"


def _read(files: list[Path]) -> Any:
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules" / "feedsmith").is_dir():
        pytest.skip("`npm install` brings feedsmith")
    command: list[str | Path] = [node, Path(__file__).with_name("read.mjs"), *files]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _corpus(path: Path, tmp_path: Path) -> Path:
    if not path.is_dir():
        pytest.skip(f"there is no {path.name}")
    root = tmp_path / "project"
    root.mkdir()
    (root / "content").symlink_to(path / "content" if (path / "content").is_dir() else path)
    (root / "repurpose.toml").write_text(
        '[site]\ntitle = "A blog"\nurl = "https://blog.example"\n[channels.blog]\ncards = false\n'
    )
    return root


@pytest.mark.slow
@pytest.mark.parametrize("which", ["own", *(path.name for path in CORPORA)])
def test_all_feeds_of_a_site_are_read_alike(which: str, tmp_path: Path) -> None:
    """Each keeps to its format; two other readers find the same items in all three."""
    root = ROOT if which == "own" else _corpus(next(path for path in CORPORA if path.name == which), tmp_path)
    base = "https://repurpose.example" if which == "own" else "https://blog.example"
    site = _built(root, tmp_path / "outputs")
    feeds = sorted(path for name in ("feed.xml", "atom.xml", "feed.json") for path in site.rglob(name))
    assert len(feeds) >= 3
    told = {
        path.relative_to(site).as_posix(): faults(path.relative_to(site).as_posix(), path.read_bytes(), base)
        for path in feeds
    }
    assert {path: found for path, found in told.items() if found} == {}
    read = dict(zip(feeds, _read(feeds), strict=True))
    for path in site.rglob("feed.json"):
        rss, atom, own = (read[path.with_name(name)]["items"] for name in ("feed.xml", "atom.xml", "feed.json"))
        for item in (*rss, *atom, *own):
            item["content"] = item["content"].strip()
        assert rss == atom == own
        for name in ("feed.xml", "atom.xml"):
            found = feedparser.parse(path.with_name(name).read_bytes())
            assert found.bozo == 0
            assert [(one.id, one.link) for one in found.entries] == [(one["id"], one["link"]) for one in own]
            days = [datetime.fromtimestamp(timegm(one.published_parsed), UTC).isoformat() for one in found.entries]
            assert days == [one["day"].replace(".000Z", "+00:00") for one in own]
