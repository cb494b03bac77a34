"""Front matter -> the fields of an Asset, every one checked, all faults told at once.

`KEYS` is the list of what is understood: repurpose's own keys, and under which names other generators keep the same.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum
from html import unescape
from typing import Any, TypeVar
from urllib.parse import urlsplit

from repurpose.clock import parse_when
from repurpose.errors import AssetError, Location
from repurpose.language.tags import canonical_tag
from repurpose.library.frontmatter import FrontMatter
from repurpose.model import Access, Author, CallToAction, Notice, Quote, Status
from repurpose.tables import did_you_mean

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Key:
    """A front matter key: how it is read, what it does, and its names elsewhere (Hugo, Zola, Jekyll, Pelican, ...).

    Of several names in one file the key's own counts, else the first of those elsewhere.
    """

    read: Callable[[Any, tzinfo], Any]
    does: str
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """What the front matter says, by key; and what is wrong or worth telling."""

    values: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[AssetError, ...] = ()
    notices: tuple[Notice, ...] = ()


_REFERENCE = re.compile(
    r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|amp|quot|apos|[lr][sd]quo|[nm]dash|hellip|[a-zA-Z](?:acute|grave|circ|uml|tilde|cedil));"
)
"""Character references of letters and signs that HTML authors type; what may be told of for itself, `&lt;`, stays."""

# --- How each kind of value is read. A ValueError says what it should have been.


def line_of_text(value: Any, zone: tzinfo | None = None) -> str:
    """One line: white space runs become one space; control characters and half characters are refused.

    Generators that write titles into their pages as they stand have authors type `&#8217;` or `&amp;`: that is read.
    """
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        raise ValueError("must be text")
    text = getattr(value, "text", None) or str(value)
    text = _REFERENCE.sub(lambda found: unescape(found[0]), text)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cs"} or ord(char) & 0xFFFE == 0xFFFE:
            raise ValueError(f"holds the control character U+{ord(char):04X}")
        if char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" and not _is_balanced(text):
            raise ValueError(f"holds U+{ord(char):04X}, which turns the direction of the text after it")
    if not text:
        raise ValueError("is empty")
    return text


def _is_balanced(text: str) -> bool:
    """Whether each bidirectional embedding and isolate is closed again."""
    open_embeddings = open_isolates = 0
    for char in text:
        open_embeddings += (char in "\u202a\u202b\u202d\u202e") - (char == "\u202c")
        open_isolates += (char in "\u2066\u2067\u2068") - (char == "\u2069")
        if open_embeddings < 0 or open_isolates < 0:
            return False
    return open_embeddings == 0 and open_isolates == 0


def _texts(value: Any, zone: tzinfo) -> tuple[str, ...]:
    if isinstance(value, str) and "," in value:  # Pelican's and Eleventy's `tags: a, b`
        value = [part for part in value.split(",") if part.strip()]
    if isinstance(value, dict):
        raise ValueError("must be a list of texts")
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(dict.fromkeys(line_of_text(item, zone) for item in items))


def _words(value: Any) -> Any:
    """What Jekyll takes a text without a comma for: a list of words."""
    return value.split() if isinstance(value, str) and "," not in value else value


def _series(value: Any, zone: tzinfo) -> str:
    return line_of_text(value[0] if isinstance(value, list) and value else value, zone)  # Hugo's is a list


def _moment(value: Any, zone: tzinfo) -> Any:
    return parse_when(getattr(value, "text", value), zone)


def _true_or_false(value: Any, zone: tzinfo) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    answer = value if isinstance(value, bool) else words.get(str(value).lower())
    if answer is None:
        raise ValueError("must be true or false")
    return answer


def _amount(value: Any, zone: tzinfo) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise ValueError("must be a number, 0 or more")
    return float(value)


def _language(value: Any, zone: tzinfo) -> str:
    text = line_of_text(value, zone)
    tag = canonical_tag(text)
    if tag is None:
        raise ValueError(f"{text!r} is no language tag like en or pt-BR")
    return tag


def _address(value: Any, zone: tzinfo) -> str:
    text = line_of_text(value, zone)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address: {error}") from None
    if " " in text or parts.scheme not in {"http", "https", "mailto", ""} or text.startswith("//"):
        raise ValueError(f"{text!r} is no address that begins with https://")
    return text


def _web_address(value: Any, zone: tzinfo) -> str:
    text = _address(value, zone)
    if not urlsplit(text).scheme.startswith("http"):
        raise ValueError(f"{text!r} is no whole address that begins with https://")
    return text


def _picture(value: Any, zone: tzinfo) -> str:
    if isinstance(value, dict):
        raise ValueError("must be an address, or a table with `src`")
    return _address(line_of_text(value, zone).replace(" ", "%20"), zone)


def _pictured(value: Any) -> tuple[Any, Any]:
    """A picture's address and what it shows: of a text, of a table such as `{src, alt}`, or of the first of a list.

    Astro writes `url`, Jekyll `path`, its themes `feature`, Hugo's themes `image`; Hugo itself has a list `images`.
    """
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, dict):
        return first, None
    parts = (first[part] for part in ("src", "url", "path", "image", "feature") if part in first)
    return next(parts, first), first.get("alt")


def _one_of(kind: type[Choice], synonyms: Mapping[str, str] | None = None) -> Callable[[Any, tzinfo], Choice]:
    def read(value: Any, zone: tzinfo) -> Choice:
        text = line_of_text(value, zone).lower()
        try:
            return kind((synonyms or {}).get(text, text))
        except ValueError:
            raise ValueError(f"{text!r} is none of {', '.join(kind)}") from None

    return read


def _stages(value: Any, zone: tzinfo) -> tuple[str, ...]:
    """The names of stages as they are written; which there are, the settings say."""
    synonyms = {"reignite": "re-ignite", "crosssell": "cross-sell"}
    names = (item.lower().replace("_", "-") for item in _texts(value, zone))
    return tuple(dict.fromkeys(synonyms.get(name, name) for name in names))


def _authors(value: Any, zone: tzinfo) -> tuple[Author, ...]:
    items = value if isinstance(value, (list, tuple)) else [value]
    authors: list[Author] = []
    for item in items:
        if isinstance(item, dict):
            url = item.get("url")
            authors.append(Author(line_of_text(item.get("name"), zone), _web_address(url, zone) if url else None))
            continue
        text = line_of_text(item, zone)
        linked = re.findall(r"\[([^\]]+)\]\((https?://[^)\s]+)\)", text)  # Hugo blogs sign `[Name](url) (Company)`
        authors.extend(Author(name, url) for name, url in linked) if linked else authors.append(Author(text))
    return tuple(dict.fromkeys(authors))


def _call_to_action(value: Any, zone: tzinfo) -> CallToAction:
    if not isinstance(value, dict) or not {"text", "url"} <= value.keys():
        raise ValueError("needs `text` and `url`")
    return CallToAction(line_of_text(value["text"], zone), _address(value["url"], zone))


def read_quotes(value: Any, zone: tzinfo | None = None) -> tuple[Quote, ...]:
    """A list of `text`, `name` and, if known, `role`."""
    quotes = []
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict) or not {"text", "name"} <= item.keys():
            raise ValueError("must be a list of `text`, `name` and, if known, `role`")
        role = item.get("role")
        quotes.append(
            Quote(
                line_of_text(item["text"], zone),
                line_of_text(item["name"], zone),
                line_of_text(role, zone) if role else None,
            )
        )
    return tuple(quotes)


def _channels(value: Any, zone: tzinfo) -> dict[str, tuple[str, ...]]:
    if isinstance(value, dict):
        if unknown := set(value) - {"include", "exclude"}:
            raise ValueError(f"knows `include` and `exclude`, not {', '.join(sorted(unknown))!r}")
        return {key: _texts(names, zone) for key, names in value.items()}
    return {"include": _texts(value, zone)}


def _table(value: Any, zone: tzinfo) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("must be a table of keys and values")
    return {str(key): item for key, item in value.items()}


KEYS: Mapping[str, Key] = {
    "id": Key(line_of_text, "the asset's lasting id; without it, its path below content/"),
    "title": Key(
        line_of_text, "the headline; else the `#` heading that the text begins with, or its only one, or its file"
    ),
    "slug": Key(line_of_text, "its folder in the site; without it, the file's name"),
    "date": Key(_moment, "when it is published", ("published", "publishDate", "pubDate", "published_at", "created")),
    "updated": Key(_moment, "when it was last changed", ("lastmod", "modified", "updated_at", "last_modified_at")),
    "authors": Key(_authors, "who signs it: names, or `name` and `url`", ("author",)),
    "tags": Key(_texts, "its subjects", ("categories", "category", "taxonomies.tags", "taxonomies.categories")),
    "description": Key(
        line_of_text,
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
        _picture,
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
        ),
    ),
    "image_alt": Key(
        line_of_text,
        "what the picture shows, for those who don't see it",
        ("imageAlt", "feature_image_alt", "featured_image_alt", "cover_alt", "heroImageAlt"),
    ),
    "language": Key(
        _language,
        "its language; without it, its first folder if that is a language tag, else the site's",
        ("lang", "locale"),
    ),
    "translation_of": Key(line_of_text, "the id of the asset it translates"),
    "series": Key(_series, "the series it belongs to; of a list, the first"),
    "campaign": Key(line_of_text, "the campaign named in its tracked links"),
    "cost": Key(_amount, "what it cost to make"),
    "status": Key(
        _one_of(Status, {"hidden": "retired", "archived": "retired", "publish": "published", "pending": "review"}),
        "idea, draft, review, approved, published or retired; without it, published",
    ),
    "access": Key(
        _one_of(Access, {"public": "open", "members": "registered", "paid": "premium", "free": "open"}),
        "open, registered or premium: who may read it whole",
        ("visibility", "post_access"),
    ),
    "offer": Key(line_of_text, "what is behind the gate, in a line that stands where the text is cut"),
    "stages": Key(
        _stages,
        "the customer's stages it serves: acquisition, adoption, cross-sell, advocacy, repeat, referral, re-ignite",
        ("stage",),
    ),
    "channels": Key(_channels, "a list of channels to make, or `include` and `exclude`"),
    "canonical_url": Key(
        _web_address, "where its original stands, if elsewhere", ("canonical", "canonicalUrl", "original_url")
    ),
    "originally_published": Key(line_of_text, "where it was published first, for readers"),
    "cta": Key(_call_to_action, "the call to action: `text` and `url`", ("call_to_action",)),
    "quotes": Key(read_quotes, "what people said: `text`, `name`, `role`; press releases quote nobody else"),
    "expires": Key(_moment, "from when on it is no longer true", ("expiryDate", "expires_at")),
    "evergreen": Key(_true_or_false, "whether it stays true"),
    "season": Key(line_of_text, "the time of the year it fits"),
    "embargo": Key(_moment, "until when nothing but the press release is made"),
    "aliases": Key(_texts, "addresses it had before", ("redirect_from", "redirects")),
    "press_release": Key(_table, "the author's own words for the press release"),
    "newsletter": Key(_table, "`subject` and `preheader` of its mail"),
    "social": Key(_table, "by network, the author's own post, or a list of them"),
    "video": Key(_table, "the author's own words for the video"),
    "draft": Key(_true_or_false, "true is `status: draft`"),
    "path": Key(line_of_text, "Zola's address of the page: gives slug and date", ("permalink", "url")),
}

_FOREIGN = {name: key for key, spec in KEYS.items() for name in spec.foreign}
_RANK = {name: rank for spec in KEYS.values() for rank, name in enumerate(spec.foreign)}
_KNOWN_ELSEWHERE = frozenset(
    """layout template type weight menu linkTitle link_title comments math toc taxonomies extra build params
    cascade outputs markup headless resources sitemap featured pin keywords cssclass eleventyNavigation
    eleventyExcludeFromCollections pagination translationKey videos audio robots noindex cSpell cspell
    generate_feeds sort_by in_search_index insert_anchor_links render page_template template_url save_as""".split()
)
"""Keys that mean something elsewhere and nothing here, so that none is taken for a slip of ours."""

_SHELVES = {"categories", "category", "taxonomies.categories"}
"""Keys that sort a site's posts; what only they say is kept apart as well."""

_ANYHOW = {"date", "updated"}
"""Keys that are written in any form where no generator asked for one."""

_JOINED = {"tags", "aliases"}
"""Keys whose foreign names add to them instead of standing in for them."""

_JEKYLLS = re.compile(r"(?:^|/)\d{4}-\d{2}-\d{2}-[^/]+$")
"""How Jekyll has its posts named."""

_HOLDS_BACK = {"publishDate"}
"""Hugo shows nothing before this date, whatever its `date`: the later one counts."""


def read_fields(matter: FrontMatter, path: str, zone: tzinfo) -> Fields:
    """Check a file's front matter. Dates without a zone are in `zone`."""
    errors: list[AssetError] = []
    notices: list[Notice] = []
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    found = dict(matter.values)
    if _JEKYLLS.search(path) and isinstance(found.get("layout"), str) and "." not in found["layout"]:
        found |= {name: _words(found[name]) for name in ("tags", "categories") if name in found}
    if isinstance(taxonomies := found.get("taxonomies"), dict):
        found |= {f"taxonomies.{name}": taxonomies[name] for name in ("tags", "categories") if name in taxonomies}
    # repurpose's own names are read first, so that they win over a foreign one that says the same.
    names = sorted(found, key=lambda name: -1 if name in KEYS else _RANK.get(name, 0))
    waiting: list[tuple[str, str | None, Any]] = [
        (name, name if name in KEYS else _FOREIGN.get(name), found[name]) for name in names
    ]
    for name, key, value in waiting:
        location = Location(path, matter.lines.get(name) or matter.lines.get(name.partition(".")[0], 1))
        if key is None:
            extra[name] = value
            if name not in _KNOWN_ELSEWHERE and (near := did_you_mean(name, KEYS)):
                notices.append(Notice("unknown-key", location, f"{name} is no key of repurpose; did you mean {near}?"))
            continue
        said, shows = _pictured(value) if key == "image" else (value, None)
        if said in (None, "", []):
            continue
        is_switch = isinstance(said, bool) and (key in {"path", "image"} or name == "lead")  # as themes have them
        if is_switch or (key in values and key not in _JOINED and name not in _HOLDS_BACK):
            extra[name] = value
            continue
        try:
            read = KEYS[key].read(said, zone)
        except ValueError as error:
            if name in KEYS and not (matter.is_bare and key in _ANYHOW):
                errors.append(AssetError(f"{name}: {error}", location, f"{key}: {KEYS[key].does}"))
            else:  # another generator's key is not held to our rules
                extra[name] = value
                notices.append(Notice("foreign-key", location, f"{name} can't serve as {key}: {error}"))
            continue
        if name in _SHELVES:
            values["shelves"] = tuple(
                one for one in (*values.get("shelves", ()), *read) if one not in values.get("tags", ())
            )
        if key in _JOINED:
            read = tuple(dict.fromkeys(values.get(key, ()) + read))
        values[key] = max(values.get(key, read), read) if name in _HOLDS_BACK else read
        if said is not value:  # what else stands with a picture is for templates
            extra[name] = value
        if shows:
            waiting.append((f"{name}.alt", "image_alt", shows))
    return Fields(values, extra, tuple(errors), tuple(notices))
