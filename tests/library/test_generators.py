"""What other generators call their keys, and in what forms they have them, is understood."""

from datetime import datetime
from typing import Any

import pytest

from repurpose.model import Access, Author
from tests.library.reading import fields


@pytest.mark.parametrize(
    "key", ["layout", "weight", "toc", "pin", "menu", "keywords", "my_own_key", "taxonomies", "type"]
)
def test_other_keys_are_kept_in_silence(key: str) -> None:
    """Keys of other generators and of templates are kept, and nobody is bothered."""
    found = fields(f"{key}: value")
    assert (found.extra, found.notices, found.errors) == ({key: "value"}, (), ())


@pytest.mark.parametrize(
    ("block", "values"),
    [
        (
            "publishDate: 2026-01-02\nlastmod: 2026-01-03\nsummary: S\ncategories: [c]\ntags: [t]",
            {"date": "2026-01-02", "updated": "2026-01-03", "description": "S", "tags": ("t", "c"), "shelves": ("c",)},
        ),
        (
            "taxonomies: {tags: [t], categories: [c]}\npath: /a/\nupdated: 2026-01-03",
            {"tags": ("t", "c"), "shelves": ("c",), "path": "/a/", "updated": "2026-01-03"},
        ),
        (
            "permalink: /a/\nexcerpt: S\nlast_modified_at: 2026-01-03",
            {"path": "/a/", "description": "S", "updated": "2026-01-03"},
        ),
        (
            "modified: 2026-01-03\nlang: de\nauthor: A\ncategory: c",
            {"updated": "2026-01-03", "language": "de", "authors": (Author("A"),), "tags": ("c",), "shelves": ("c",)},
        ),
        (
            "published_at: 2026-01-02\nupdated_at: 2026-01-03\nfeature_image: /a.png\n"
            "feature_image_alt: A\ncustom_excerpt: S\nvisibility: paid",
            {
                "date": "2026-01-02",
                "updated": "2026-01-03",
                "image": "/a.png",
                "image_alt": "A",
                "description": "S",
                "access": Access.PREMIUM,
            },
        ),
    ],
    ids=["hugo", "zola", "jekyll", "pelican", "ghost"],
)
def test_other_generators_are_understood(block: str, values: dict[str, Any]) -> None:
    """What Hugo, Zola, Jekyll, Pelican and Ghost call their fields means the same here."""
    found = fields(block)
    read = {
        key: value.strftime("%Y-%m-%d") if isinstance(value, datetime) else value for key, value in found.values.items()
    }
    assert read == values
    assert found.errors == ()


def test_our_own_name_wins() -> None:
    """Where two names say the same, ours counts, and the other is kept for templates."""
    found = fields("summary: theirs\ndescription: ours\npubDate: 2020-01-01\ndate: 2026-01-01")
    assert found.values["description"] == "ours"
    assert found.values["date"].year == 2026
    assert found.extra == {"summary": "theirs", "pubDate": "2020-01-01"}


def test_a_foreign_key_is_not_held_to_our_rules() -> None:
    """What another generator means by a key may be more than ours can be: a notice, no error."""
    found = fields("title: T\ncreated: last spring\ncover: {caption: A pier}")
    assert found.errors == ()
    assert [(notice.code, notice.location.line, notice.text) for notice in found.notices] == [
        (
            "foreign-key",
            3,
            "created can't serve as date: 'last spring' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00",
        ),
        ("foreign-key", 4, "cover can't serve as image: must be an address, or a table with `src`"),
    ]
    assert found.extra == {"created": "last spring", "cover": {"caption": "A pier"}}


@pytest.mark.parametrize("block", ["permalink: false", "image: true", "thumbnail: false", "lead: true"])
def test_a_switch_is_no_address(block: str) -> None:
    """Eleventy's `permalink: false` and a theme's switches are kept as they are."""
    found = fields(block)
    assert (dict(found.values), found.errors, found.notices) == ({}, (), ())
    assert len(found.extra) == 1


@pytest.mark.parametrize(
    ("block", "image", "alt"),
    [
        ("image: {src: a.png, alt: A pier}", "a.png", "A pier"),
        ("image: {url: 'https://a.example/a b.png', alt: A pier}", "https://a.example/a%20b.png", "A pier"),
        ("image: {path: /a.png, alt: A pier, lqip: x}", "/a.png", "A pier"),
        ("image: {feature: a.png, credit: Ada}", "a.png", None),
        ("cover: {image: a.png, alt: A pier, relative: true}", "a.png", "A pier"),
        ("cover: /a.png\nthumbnail: /b.png", "/a.png", None),
        ("thumbnail: /b.png\ncover: /a.png", "/a.png", None),
        ("images: [a.png, b.png]", "a.png", None),
        ("images: [{src: a.png, alt: A pier}, {src: b.png, alt: Another}]", "a.png", "A pier"),
        ("heroImage: a.png\nheroImageAlt: A pier", "a.png", "A pier"),
        ("coverImage: a.png\nogImage: {url: b.png}", "a.png", None),
        ("image: {src: a.png, alt: Theirs}\nimage_alt: Ours", "a.png", "Ours"),
        ("image: a.png\ncover: {image: b.png, alt: Another}", "a.png", None),
        ("image: {src: a.png, alt: A pier}\ncover_alt: Another", "a.png", "A pier"),
        ("featured_image_alt: Another\ncover: {image: a.png, alt: A pier}", "a.png", "A pier"),
        ("image: {src: '', url: a.png}", "a.png", None),
        ("images: ['', b.png]", "b.png", None),
        ("cover: {relative: true}\nthumbnail: a.png", "a.png", None),
        ("header: {image: /a.png, image_description: A pier, teaser: /b.png}", "/a.png", "A pier"),
        ("header: {overlay_image: /a.png, overlay_filter: 0.5}", "/a.png", None),
        ("header: {teaser: /b.png}\ncover: /a.png", "/a.png", None),
    ],
)
def test_pictures_in_other_forms(block: str, image: str, alt: str | None) -> None:
    """A picture may be a table or a list; what it shows is taken from its own table alone."""
    found = fields(block)
    assert (found.errors, found.notices) == ((), ())
    assert (found.values["image"], found.values.get("image_alt")) == (image, alt)


@pytest.mark.parametrize(
    ("published", "updated"),
    [
        ("pubDate", "updatedDate"),
        ("pubDatetime", "modDatetime"),
        ("publishedAt", "updatedAt"),
        ("date", "lastModified"),
    ],
)
def test_dates_by_their_names_elsewhere(published: str, updated: str) -> None:
    """As themes of Astro's and sites made with other frameworks have them."""
    found = fields(f"{published}: 2026-03-04\n{updated}: 2026-03-05")
    assert (found.errors, found.notices, found.extra) == ((), (), {})
    assert (found.values["date"].day, found.values["updated"].day) == (4, 5)


def test_what_else_stands_with_a_picture_is_kept() -> None:
    """Templates can have its caption; one without an address, as archetypes leave it, is none."""
    assert fields("cover: {image: a.png, caption: C}").extra == {"cover": {"image": "a.png", "caption": "C"}}
    assert fields("cover: {image: '', alt: '', caption: ''}").values == {}


def test_a_fault_of_a_picture_stands_at_its_line() -> None:
    """Of a table without an address, and of an alternative text that is none."""
    (error,) = fields("x: 1\nimage: {source: a.png}").errors
    assert str(error) == "content/a.md:3: image: must be an address, or a table with `src`"
    (notice,) = fields("image:\n  src: a.png\n  alt: [x]").notices
    assert (notice.location.line, notice.text) == (4, "image.alt can't serve as image_alt: must be text")


@pytest.mark.parametrize("name", ["summary", "excerpt", "post_excerpt", "post-excerpt", "metaDescription", "lead"])
def test_a_description_by_any_name(name: str) -> None:
    """Whatever a theme calls the sentence below the title."""
    assert fields(f"{name}: Short").values == {"description": "Short"}


def test_of_several_names_the_first_of_the_manual_counts() -> None:
    """Not the one that happens to stand first in the file."""
    found = fields("lead: Lead\nsubtitle: Sub\nexcerpt: Excerpt\nsummary: Summary")
    assert found.values == {"description": "Summary"}
    assert found.extra == {"lead": "Lead", "subtitle": "Sub", "excerpt": "Excerpt"}


@pytest.mark.parametrize(
    ("path", "block", "tags"),
    [
        ("content/2026-01-02-a.md", "layout: post\ntags: release news", ("release", "news")),
        ("content/blog/2026-01-02-a.md", "layout: post\ncategories: release news", ("release", "news")),
        ("content/2026-01-02-a.md", "layout: post\ncategory: release news", ("release news",)),
        ("content/2026-01-02-a.md", "layout: post\ntags: release news, more", ("release news", "more")),
        ("content/2026-01-02-a.md", "layout: post\ntags: [release news]", ("release news",)),
        ("content/2026-01-02-a.md", "layout: post.njk\ntags: release news", ("release news",)),
        ("content/2026-01-02-a.md", "tags: release news", ("release news",)),
        ("content/a.md", "layout: post\ntags: release news", ("release news",)),
    ],
)
def test_jekylls_tags_are_words(path: str, block: str, tags: tuple[str, ...]) -> None:
    """A text without a comma is several tags where a file is plainly a post of Jekyll's, else one."""
    assert fields(block, path).values["tags"] == tags
