"""Ids and slugs: valid whatever they are made from, and never from titles, positions or URLs."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.ids import (
    LIBRARY,
    MAX_SLUG_BYTES,
    block_slot,
    clip_bytes,
    derive_slug,
    fold,
    id_fault,
    link_id,
    piece_id,
    slug_fault,
    slugify,
)

TEXTS = st.text(max_size=300)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("It's the reader’s choice", "its-the-readers-choice"),
        ("  spaces   and -- dashes  ", "spaces-and-dashes"),
        ("Ärger mit Ölen", "ärger-mit-ölen"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("हिन्दी लेख", "हिन्दी-लेख"),
        ("إعادة الاستخدام", "إعادة-الاستخدام"),
        ("ﬁne print", "fine-print"),
        ("a/b\\c..d", "a-b-c-d"),
        ("!!! ???", ""),
        ("", ""),
    ],
)
def test_slugify_keeps_each_script(text: str, slug: str) -> None:
    """A title becomes a slug in its own script; without letters there is none."""
    assert slugify(text) == slug


@given(TEXTS)
def test_slugify_is_idempotent(text: str) -> None:
    """A slug is its own slug."""
    assert slugify(slugify(text)) == slugify(text)


@given(TEXTS)
def test_slugify_makes_what_slug_fault_accepts(text: str) -> None:
    """What slugify makes can be used, unless it is empty or a reserved word."""
    assert slug_fault(slugify(text)) in {None, "is empty", "is a reserved name"}


@given(TEXTS)
def test_derive_slug_makes_what_slug_fault_accepts(name: str) -> None:
    """What is derived from a file's name can be used, unless it is empty or a reserved word."""
    slug = derive_slug(name)
    assert slug_fault(slug) in {None, "is empty", "is a reserved name"}
    assert derive_slug(slug) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rust-1.0@0", "Rust-1.0-0"),
        ("snake_case.v2", "snake_case.v2"),
        ("../../etc/passwd", "etc-passwd"),
        ("हिन्दी", "हिन्दी"),
        ("ภาษาไทยดี", "ภาษาไทยดี"),
        ("e\u0301te\u0301", "été"),
        ("What is C#", "What-is-C"),
        ("-._", ""),
    ],
)
def test_derive_slug_keeps_case_dots_and_marks(name: str, slug: str) -> None:
    """A file's name keeps its case, dots, underscores and vowel signs."""
    assert derive_slug(name) == slug


@pytest.mark.parametrize(
    ("slug", "fault"),
    [
        ("", "is empty"),
        (" a", "begins or ends with a space"),
        (".", "would leave its folder"),
        ("..", "would leave its folder"),
        ("../../x", "would leave its folder"),
        ("a/b", "would leave its folder"),
        ("a\\b", "would leave its folder"),
        ("a b", "holds ' '; only letters, digits, - . and _ may stand in a slug"),
        ("a\0b", "holds 'U+0000'; only letters, digits, - . and _ may stand in a slug"),
        ("a\nb", "holds 'U+000A'; only letters, digits, - . and _ may stand in a slug"),
        ("a\u202eb", "holds 'U+202E'; only letters, digits, - . and _ may stand in a slug"),
        ("a%2e", "holds '%'; only letters, digits, - . and _ may stand in a slug"),
        ("a?b", "holds '?'; only letters, digits, - . and _ may stand in a slug"),
        (".hidden", "begins or ends with a dot"),
        ("end.", "begins or ends with a dot"),
        ("a" * 201, "is longer than 200 bytes"),
        ("語" * 67, "is longer than 200 bytes"),
        *((name, "is a reserved name") for name in ("CON", "nul", "aux.txt", "Com1", "lpt9.tar", "assets", "Tags")),
        *((name, "is a reserved name") for name in ("members", "404", "page", "archive", "authors", "search")),
    ],
)
def test_slug_fault_says_why(slug: str, fault: str) -> None:
    """A slug that would climb, hide, break or clash is refused with its reason."""
    assert slug_fault(slug) == fault


@pytest.mark.parametrize("slug", ["a", "Hello-World_1.0", "日本語", "हिन्दी", "com", "com10", "console", "a" * 200])
def test_slug_fault_accepts_any_script(slug: str) -> None:
    """Letters and digits of any script, and - . _ within, are fine."""
    assert slug_fault(slug) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Post", "post"), ("\u00e9", "e\u0301"), ("STRASSE", "straße"), ("\u212bngström", "ångström"), ("Σας", "σασ")],
)
def test_fold_makes_namesakes_equal(one: str, other: str) -> None:
    """Letter case and Unicode form don't tell two names apart."""
    assert fold(one) == fold(other)


@given(TEXTS)
def test_fold_is_idempotent_for_composed_text(text: str) -> None:
    """What is folded folds to itself, and the form it came in doesn't matter."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("asset_id", "fault"),
    [
        ("", "is empty"),
        ("@library", "begins with @"),
        ("../x", "has an empty, . or .. part"),
        ("a//b", "has an empty, . or .. part"),
        ("/a", "has an empty, . or .. part"),
        ("a/./b", "has an empty, . or .. part"),
        ("a\nb", "holds '\\n'"),
        ("a\u2028b", "holds '\\u2028'"),
        ("a\\b", "holds '\\\\'"),
        ("a<b", "holds '<'"),
        ('a"b', "holds '\"'"),
        ("a" * 401, "is longer than 400 bytes"),
    ],
)
def test_id_fault_says_why(asset_id: str, fault: str) -> None:
    """An id that would climb, break a line or a quote is refused with its reason."""
    assert id_fault(asset_id) == fault


@pytest.mark.parametrize(
    "asset_id", ["a", "guides/a-b", "日本/語", "Hello World", "What is C#", "a?", "2024/05/06/x.y"]
)
def test_id_fault_accepts_paths(asset_id: str) -> None:
    """The path of any ordinary file can be an id."""
    assert id_fault(asset_id) is None


def test_piece_id_names_asset_channel_and_slot() -> None:
    """A piece's id is its asset, channel and slot; one of the whole library stands below @library."""
    assert piece_id("guides/a", "social.x", "post") == "guides/a/social.x/post"
    assert piece_id(None, "feed", "rss") == f"{LIBRARY}/feed/rss" == "@library/feed/rss"


def test_block_slot_ignores_spacing_and_form_only() -> None:
    """A snippet's slot stays when it is rewrapped, and changes with its words."""
    assert block_slot("One  café\nline") == block_slot("One cafe\u0301 line")
    assert block_slot("One line") != block_slot("Two lines")
    assert re.fullmatch("[a-z2-7]{8}", block_slot("One line"))


def test_link_id_tells_uses_apart() -> None:
    """A link id is ten lower-case letters and digits, the same for the same piece and use."""
    assert link_id("a/blog/page") == link_id("a/blog/page", 1)
    assert len({link_id("a/blog/page", use) for use in range(1, 50)} | {link_id("b/blog/page")}) == 50
    assert re.fullmatch("[a-z2-7]{10}", link_id("日本/blog/page"))


@given(TEXTS, st.integers(min_value=0, max_value=400))
def test_clip_bytes_is_the_longest_head_that_fits(text: str, limit: int) -> None:
    """Nothing longer than the limit stays, no character is halved, and none is lost without need."""
    head = clip_bytes(text, limit)
    assert text.startswith(head)
    assert len(head.encode()) <= limit
    assert head == text or len(text[: len(head) + 1].encode()) > limit


def test_slugs_fit_a_file_name() -> None:
    """A slug from a very long title leaves room for a suffix."""
    assert len(slugify("語 " * 500).encode()) <= MAX_SLUG_BYTES
    assert len(derive_slug("語" * 500).encode()) <= MAX_SLUG_BYTES
