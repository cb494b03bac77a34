"""The syndicated article: the whole text for other platforms, which name the original as such.

DEV and Hashnode take Markdown with front matter, and tell search engines where the original stands. Medium's and
LinkedIn's editors take what is pasted: a page to open, select and copy, which says at its end where it was first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from repurpose.channels.article.forem import shown
from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, tracking
from repurpose.config import FILE_NAME
from repurpose.document.summary import summary
from repurpose.errors import ConfigError, Location
from repurpose.formats.html import to_html
from repurpose.formats.in_lines import in_lines
from repurpose.formats.markdown import escape, to_markdown
from repurpose.formats.pasteable import pasteable
from repurpose.formats.style import Style
from repurpose.ids import slugify
from repurpose.library.visibility import Showing
from repurpose.model import Access, Notice
from repurpose.rules.platforms import Platform, platforms

_FILES = {"devto": "devto.md", "hashnode": "hashnode.md", "medium": "medium.html", "linkedin": "linkedin.html"}
_MEDIA_TYPES = {"md": "text/markdown", "html": "text/html"}
LONGEST_TAG = 30
"""Characters of a tag on DEV (github.com/forem/forem, app/models/tag.rb)."""

WIDTH = 700
"""Pixels of the widest picture that these platforms' columns hold."""


class Article:
    """The whole text for each platform that publishes articles."""

    name = "article"
    does = "the whole text for DEV, Hashnode, Medium and LinkedIn, with the original named as such"
    files = tuple(f"article/<slug>/{name}" for name in _FILES.values())
    showing = Showing.HANDED_OVER
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {
        "hashnode_domain": "the domain of your blog on Hashnode, which its front matter wants"
    }

    def compose(self, brief: Brief) -> Composed:
        """The article in one file for each platform."""
        if not brief.document.blocks:
            return Composed(reason="the asset has no text")
        drafts: list[Draft] = []
        notices: list[Notice] = []
        media: frozenset[str] = frozenset()
        for platform in platforms().values():
            name = _FILES[platform.name]
            if not brief.project.makes(self.name, name):
                continue
            utm = tracking(brief, self.name, "article", network=platform.name, medium="referral")
            linker = Linker(brief, tracking=utm)
            fields = _fields(brief, platform, linker)
            kind = name.rpartition(".")[2]
            drafts.append(
                Draft(
                    "article",
                    "markdown" if kind == "md" else "html",
                    f"article/{brief.folder}/{name}",
                    _MEDIA_TYPES[kind],
                    fields,
                    f"article/{name if kind == 'md' else 'paste.html'}",
                    network=platform.name,
                    links=linker.links,
                )
            )
            notices += [*linker.notices, *_misfits(brief, platform)]
            media |= linker.media
        return Composed(tuple(drafts), notices=tuple(dict.fromkeys(notices)), media=media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Nothing: an article is made from one asset."""
        return Composed()


def _fields(brief: Brief, platform: Platform, linker: Linker) -> dict[str, Any]:
    asset, document = brief.asset, brief.document
    subtitle = asset.description or summary(document)
    image = linker(asset.image, True) if asset.image else None
    fields: dict[str, Any] = {
        "asset": asset,
        **brief.project.fields(asset.language),
        "subtitle": "" if subtitle == asset.title else subtitle,
        "image": image,
        "image_alt": asset.image_alt or "",
        "canonical": brief.canonical,
        "tags": _tags(brief, platform),
        "domain": _domain(brief),
        "cta": linker.call_to_action(),
        "invitation": brief.invitation,
        "platform": platform,
        "yaml": _yaml,
        "escape": escape,
    }
    if _FILES[platform.name].endswith(".md"):
        if platform.name == "devto":
            return {**fields, "body": shown(to_markdown(in_lines(document.tokens), linker).strip())}
        return {**fields, "body": to_markdown(document.tokens, linker).strip()}
    html = to_html(document.view(pasteable), linker, Style(anchors=False, size=brief.image_size, mail_width=WIDTH)).text
    original = linker.link(brief.canonical, own=asset.canonical_url is None)
    elsewhere = urlsplit(brief.canonical).netloc if asset.canonical_url else None
    where = asset.originally_published or elsewhere or brief.project.config.site.title
    leads = image if brief.leads_with_image() else None
    return {**fields, "html": html, "image": leads, "original": original, "where": where}


def _yaml(text: str) -> str:
    """A text as YAML, which reads JSON."""
    return json.dumps(text, ensure_ascii=False)


def _tags(brief: Brief, platform: Platform) -> list[str]:
    """An asset's tags as the platform writes them, as many as it takes."""
    most = platform.tags.value if platform.tags else None
    tags = (tag for tag in brief.asset.tags if tag not in brief.asset.shelves)
    if platform.name == "devto":
        bare = ("".join(filter(str.isalnum, tag.lower())) for tag in tags)
        written = (tag for tag in bare if len(tag) <= LONGEST_TAG)
    else:
        written = (slugify(tag) for tag in tags)
    return list(dict.fromkeys(filter(None, written)))[:most]


def _domain(brief: Brief) -> str:
    told = brief.project.options("article").get("hashnode_domain", "")
    if not isinstance(told, str) or "/" in told:
        message = f"[channels.article] hashnode_domain must be a domain such as blog.example.org, not {told!r}"
        raise ConfigError(message, Location(FILE_NAME))
    return told


def _misfits(brief: Brief, platform: Platform) -> Iterator[Notice]:
    """What the platform would cut."""
    asset = brief.asset
    if platform.headline and len(asset.title) > platform.headline.value:
        text = f"the title has {len(asset.title)} characters, and {platform.title} takes {platform.headline.value}"
        yield Notice("article-long", asset.at("title"), text)
    if platform.body and len(brief.document.text) > platform.body.value:
        text = f"the text has {len(brief.document.text)} characters, and {platform.title} takes {platform.body.value}"
        yield Notice("article-long", asset.at(), text)
