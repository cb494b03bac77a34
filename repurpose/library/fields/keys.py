"""The keys that are understood: repurpose's own, and under which names other generators keep the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from repurpose.library.fields import kinds
from repurpose.model import Access, Status


@dataclass(frozen=True, slots=True)
class Key:
    """A front matter key: how it is read, what it does, and its names elsewhere (Hugo, Zola, Jekyll, Pelican, ...).

    Of several names in one file the key's own counts, else the first of those elsewhere.
    """

    read: Callable[[Any, tzinfo], Any]
    does: str
    foreign: tuple[str, ...] = ()


KEYS: Mapping[str, Key] = {
    "id": Key(kinds.line_of_text, "the asset's lasting id; without it, its path below content/"),
    "title": Key(
        kinds.line_of_text, "the headline; else the `#` heading that the text begins with, or its only one, or its file"
    ),
    "slug": Key(kinds.line_of_text, "its folder in the site; without it, the file's name"),
    "date": Key(
        kinds.moment,
        "when it is published",
        ("published", "publishDate", "publishedAt", "pubDate", "pubDatetime", "published_at", "created"),
    ),
    "updated": Key(
        kinds.moment,
        "when it was last changed",
        (
            "lastmod",
            "modified",
            "updated_at",
            "updatedAt",
            "updatedDate",
            "modDatetime",
            "lastModified",
            "last_modified_at",
        ),
    ),
    "authors": Key(kinds.authors, "who signs it: names, or `name` and `url`", ("author",)),
    "tags": Key(kinds.texts, "its subjects", ("categories", "category", "taxonomies.tags", "taxonomies.categories")),
    "description": Key(
        kinds.line_of_text,
        "one sentence for search results, cards and feeds",
        (
            "summary",
            "excerpt",
            "custom_excerpt",
            "post_excerpt",
            "post-excerpt",
            "meta_description",
            "metaDescription",
            "subtitle",
            "lead",
        ),
    ),
    "image": Key(
        kinds.picture,
        "the picture that stands for it: its address, or a table of `src` and `alt`",
        (
            "feature_image",
            "featured_image",
            "featuredImage",
            "cover_image",
            "coverImage",
            "cover",
            "hero_image",
            "heroImage",
            "images",
            "ogImage",
            "thumbnail",
            "header.image",
            "header.overlay_image",
            "header.teaser",
        ),
    ),
    "image_alt": Key(
        kinds.line_of_text,
        "what the picture shows, for those who don't see it",
        (
            "imageAlt",
            "feature_image_alt",
            "featured_image_alt",
            "cover_alt",
            "heroImageAlt",
            "header.image_description",
        ),
    ),
    "language": Key(
        kinds.language,
        "its language; without it, its first folder if that is a language tag, else the site's",
        ("lang", "locale"),
    ),
    "translation_of": Key(kinds.line_of_text, "the id of the asset it translates"),
    "series": Key(kinds.series, "the series it belongs to; of a list, the first"),
    "campaign": Key(kinds.line_of_text, "the campaign named in its tracked links"),
    "cost": Key(kinds.amount, "what it cost to make"),
    "status": Key(
        kinds.one_of(Status, {"hidden": "retired", "archived": "retired", "publish": "published", "pending": "review"}),
        "idea, draft, review, approved, published or retired; without it, published",
    ),
    "access": Key(
        kinds.one_of(Access, {"public": "open", "members": "registered", "paid": "premium", "free": "open"}),
        "open, registered or premium: who may read it whole",
        ("visibility", "post_access"),
    ),
    "offer": Key(kinds.line_of_text, "what is behind the gate, in a line that stands where the text is cut"),
    "stages": Key(
        kinds.stages,
        "the customer's stages it serves: acquisition, adoption, cross-sell, advocacy, repeat, referral, re-ignite",
        ("stage",),
    ),
    "channels": Key(kinds.channels, "a list of channels to make, or `include` and `exclude`"),
    "canonical_url": Key(
        kinds.web_address, "where its original stands, if elsewhere", ("canonical", "canonicalUrl", "original_url")
    ),
    "originally_published": Key(kinds.line_of_text, "where it was published first, for readers"),
    "cta": Key(kinds.call_to_action, "the call to action: `text` and `url`", ("call_to_action",)),
    "quotes": Key(kinds.read_quotes, "what people said: `text`, `name`, `role`; press releases quote nobody else"),
    "expires": Key(kinds.moment, "from when on it is no longer true", ("expiryDate", "expires_at")),
    "evergreen": Key(kinds.true_or_false, "whether it stays true"),
    "season": Key(kinds.line_of_text, "the time of the year it fits"),
    "embargo": Key(kinds.moment, "until when nothing but the press release is made"),
    "aliases": Key(kinds.texts, "addresses it had before", ("redirect_from", "redirects")),
    "press_release": Key(kinds.table, "the author's own words for the press release"),
    "newsletter": Key(kinds.table, "`subject` and `preheader` of its mail"),
    "social": Key(kinds.table, "by network, the author's own post, or a list of them"),
    "video": Key(kinds.table, "the author's own words for the video"),
    "draft": Key(kinds.true_or_false, "true is `status: draft`"),
    "path": Key(kinds.line_of_text, "Zola's address of the page: gives slug and date", ("permalink", "url")),
}

FOREIGN: Mapping[str, str] = {name: key for key, spec in KEYS.items() for name in spec.foreign}
RANK: Mapping[str, int] = {name: rank for spec in KEYS.values() for rank, name in enumerate(spec.foreign)}

KNOWN_ELSEWHERE = frozenset(
    """layout template type weight menu linkTitle link_title comments math toc taxonomies extra build params
    cascade outputs markup headless header resources sitemap featured pin keywords cssclass eleventyNavigation
    eleventyExcludeFromCollections pagination translationKey videos audio robots noindex cSpell cspell
    generate_feeds sort_by in_search_index insert_anchor_links render page_template template_url save_as""".split()
)
"""Keys that mean something elsewhere and nothing here, so that none is taken for a slip of ours."""

SHELVES = frozenset({"categories", "category", "taxonomies.categories"})
"""Keys that sort a site's posts; what only they say is kept apart as well."""

ANYHOW = frozenset({"date", "updated"})
"""Keys that are written in any form where no generator asked for one."""

JOINED = frozenset({"tags", "aliases"})
"""Keys whose foreign names add to them instead of standing in for them."""

HOLDS_BACK = frozenset({"publishDate"})
"""Hugo shows nothing before this date, whatever its `date`: the later one counts."""
