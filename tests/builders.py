"""What most tests need: an asset, a brief, a project, and finished pieces, each in one call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from markdown_it.token import Token

from repurpose.build.render import Renderer
from repurpose.build.templates import post_patterns
from repurpose.channels import registry
from repurpose.channels.channel import Brief, Composed, Entry, Project
from repurpose.config import Config, read_config
from repurpose.document.document import Parsed, parse_asset
from repurpose.document.links import Addresses
from repurpose.document.parser import parse
from repurpose.library.source import check_asset
from repurpose.model import Access, Asset, Piece

ROOT = Path(__file__).resolve().parent.parent
MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE = "https://example.org"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.M | re.S)

CONFIG = f"""
[site]
title = "Field notes"
url = "{BASE}"
author = "Ada Example"
description = "What we learn, written down."

[newsletter]
from = "Field notes <news@example.org>"
reply_to = "Ada Example <ada@example.org>"
list_id = "news.example.org"
postal_address = "Field notes, 1 Example Street, Exampletown"
unsubscribe_url = "https://example.org/unsubscribe"

[press_release]
organisation = "Field notes"
boilerplate = "Field notes is a magazine about work."
contacts = [{{ name = "Ada Example", mail = "press@example.org" }}]
"""


def config(more: str = "") -> Config:
    """The settings of the tests' site, with `more` TOML after them."""
    return read_config(CONFIG + more, {})


def asset(body: str = "Some words of a body.\n", **fields: Any) -> Asset:
    """An asset of the file content/post.md; the body begins on line 10."""
    known: dict[str, Any] = {
        "id": "post",
        "path": "content/post.md",
        "title": "A post",
        "slug": "post",
        "language": "en",
        "body": body,
        "body_line": 10,
        "sha256": "0" * 64,
        "date": datetime(2026, 11, 20, 9, tzinfo=UTC),
    }
    return Asset(**known | fields)


def project(settings: Config | None = None, **addresses: Any) -> Project:
    """The tests' project; `addresses` are fields of Addresses."""
    chosen = settings if settings is not None else config()
    known: dict[str, Any] = {"posts": {"post.md": "post/"}}
    return Project(chosen, MOMENT, Addresses(chosen.url, **known | addresses), patterns=post_patterns({}))


def brief(some: Asset, where: Project | None = None, tier: Access = Access.OPEN) -> Brief:
    """What a channel is given for an asset."""
    return Brief(some, parse_asset(some).documents[tier], where or project(), tier)


def parsed(body: str, **fields: Any) -> Parsed:
    """An asset's body, parsed."""
    return parse_asset(asset(body, **fields))


def tokens_of(body: str, **fields: Any) -> Sequence[Token]:
    """The tokens of a body as everyone may read it."""
    return parsed(body, **fields).documents[Access.OPEN].tokens


def as_written(address: str, is_image: bool) -> str:
    """A resolver that leaves every address as it is."""
    return address


def compose(channel: str, some: Brief) -> Composed:
    """What a channel makes of one asset."""
    return registry.load(channel).compose(some)


def rendered(channel: str, composed: Composed, some: Asset | None) -> dict[str, Piece]:
    """The pieces of what a channel composed, by the name of their file, with the built-in templates."""
    renderer = Renderer()
    return {
        draft.path.rpartition("/")[2]: renderer.piece(draft, channel, some, some.language if some else "en")
        for draft in composed.drafts
    }


def pieces(channel: str, some: Asset, where: Project | None = None) -> dict[str, str]:
    """The text of each text file that a channel makes of one asset, by the file's name."""
    made = rendered(channel, compose(channel, brief(some, where)), some)
    return {name: piece.content.decode() for name, piece in made.items() if not name.endswith((".docx", ".png"))}


def collected(channel: str, assets: Sequence[Asset], where: Project | None = None) -> dict[str, bytes]:
    """The bytes of each file that a channel makes of a whole library, by its path; newest first."""
    where = where or project()
    composed = registry.load(channel).collect([entry(channel, some, where) for some in assets], where)
    renderer = Renderer()
    return {draft.path: renderer.piece(draft, channel, None, "en").content for draft in composed.drafts}


def entry(channel: str, some: Asset, where: Project | None = None) -> Entry:
    """What a channel keeps of one asset for the library's pieces."""
    kept = compose(channel, brief(some, where)).entry
    assert kept is not None
    return kept


KITCHEN_MEDIA: Mapping[str, str] = {"images/loop.png": "assets/loop.png", "images/board.png": "assets/board.png"}
KITCHEN_POSTS: Mapping[str, str] = {
    "kitchen-sink.md": "kitchen-sink/",
    "launch.md": "launch/",
    "guides/repurposing.md": "repurposing/",
    "guides/worn-out-or-tired.md": "worn-out-or-tired/",
    "guides/open-and-premium.md": "open-and-premium/",
}


def kitchen_sink() -> Brief:
    """The asset that uses every construct, in a project whose other places are fixed."""
    path = ROOT / "content" / "kitchen-sink.md"
    where = project(posts=KITCHEN_POSTS, media=KITCHEN_MEDIA)
    checked = check_asset(
        path.read_text(encoding="utf-8"), PurePosixPath(path.name), f"content/{path.name}", where.config
    )
    assert checked.asset is not None
    return brief(replace(checked.asset, sha256="0" * 64), where)


_SCHEME = "its scheme isn't on our list, so it is no link"
_BARE = "a bare address is a link"
SPEC_DIFFERENT = {598: _SCHEME, 599: _SCHEME, 601: _SCHEME, 608: _BARE, 611: _BARE, 612: _BARE}
"""The examples of CommonMark without raw HTML that we mean to read otherwise."""


def spec_differences(render: Callable[[str], str], *, levels: bool = True) -> set[int]:
    """The examples without raw HTML for which `render` gives other HTML than the reference.

    But for headings' ids, and without `levels` the levels of headings. What is empty in the reference stands on one
    line, as in markdown-it's.
    """
    heading = re.compile((r"(</?h[1-6])" if levels else r"(</?h)[1-6]") + r'(?: id="[^"]*")?')
    different = set()
    for number, source, wanted in spec_examples():
        raw = {"html_block", "html_inline"}
        if any(part.type in raw for token in parse(source) for part in (token, *(token.children or ()))):
            continue
        made, reference = (heading.sub(r"\1", html) for html in (render(source), wanted))
        if made != reference.replace("<blockquote>\n</blockquote>", "<blockquote></blockquote>"):
            different.add(number)
    return different


def spec_examples() -> list[tuple[int, str, str]]:
    """CommonMark's examples: number, Markdown, HTML. Skips the test where `npm install` hasn't brought them."""
    spec = ROOT / "node_modules" / "commonmark-spec" / "spec.txt"
    if not spec.is_file():
        pytest.skip("`npm install` brings the examples of CommonMark")
    found = _EXAMPLE.findall(spec.read_text(encoding="utf-8").replace("→", "\t"))
    return [(number, source, html) for number, (source, html) in enumerate(found, 1)]
