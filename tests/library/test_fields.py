"""Front matter's fields: each read as its kind, the faults told all at once."""

from contextlib import suppress
from datetime import UTC
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from repurpose.clock import rfc3339
from repurpose.library.fields import KEYS, Fields, line_of_text, read_fields
from repurpose.library.frontmatter import FrontMatter, read_front_matter
from repurpose.model import Access, Author, CallToAction, Quote, Stage, Status
from tests.library.reading import BERLIN, PATH, fields

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates() | st.datetimes()
_NAMES = st.sampled_from(("include", "exclude", "src", "alt", "text", "name", "url", "role", "")) | st.integers(0, 3)
_ANYTHING = st.recursive(
    _LEAVES | st.integers(10**400, 10**401),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES | st.none(), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(KEYS)), _ANYTHING)
@example("channels", {1: "a", "foo": "b"})
@example("cost", 10**400)
def test_whatever_stands_there_is_read_or_refused(name: str, value: Any) -> None:
    """No value ends the reading of the others."""
    with suppress(ValueError):
        KEYS[name].read(value, BERLIN)


def told(block: str) -> list[str]:
    """The errors of YAML front matter."""
    return [str(error) for error in fields(block).errors]


@pytest.mark.parametrize(
    ("block", "key", "value"),
    [
        ("title: ' Two\n\n  words '", "title", "Two words"),
        ("title: 007", "title", "007"),
        ("title: 1.10", "title", "1.10"),
        ("title: no", "title", "no"),
        ("title: 12:30:45", "title", "12:30:45"),
        ("title: 2026-11-22", "title", "2026-11-22"),
        ("title: e\u0301te\u0301", "title", "été"),
        ('title: "a\\r\\nBcc: x"', "title", "a Bcc: x"),
        ("title: \u2067עברית\u2069 x", "title", "\u2067עברית\u2069 x"),
        ("title: Agile&#63; It&rsquo;s R&amp;D", "title", "Agile? It\u2019s R&D"),
        ("title: What &lt;p> and &nbsp; do", "title", "What &lt;p> and &nbsp; do"),
        ("slug: 2026", "slug", "2026"),
        ("tags: a, b ,a,", "tags", ("a", "b")),
        ("tags: [a, 2026, a]", "tags", ("a", "2026")),
        ("tags: one tag", "tags", ("one tag",)),
        ("author: Ada", "authors", (Author("Ada"),)),
        (
            "authors: [Ada, {name: Bo, url: https://bo.example}]",
            "authors",
            (Author("Ada"), Author("Bo", "https://bo.example")),
        ),
        (
            "author: '[Ada](https://ada.example) (X), [Bo](https://bo.example)'",
            "authors",
            (Author("Ada", "https://ada.example"), Author("Bo", "https://bo.example")),
        ),
        ("cta: {text: Read on, url: /more/}", "cta", CallToAction("Read on", "/more/")),
        ("quotes: {text: Fine, name: Ada}", "quotes", (Quote("Fine", "Ada"),)),
        ("quotes: [{text: Fine, name: Ada, role: chief}]", "quotes", (Quote("Fine", "Ada", "chief"),)),
        ("status: Draft", "status", Status.DRAFT),
        ("status: archived", "status", Status.RETIRED),
        ("access: paid", "access", Access.PREMIUM),
        ("visibility: members", "access", Access.REGISTERED),
        ("visibility: public", "access", Access.OPEN),
        ("stages: [cross_sell, Re-ignite]", "stages", (Stage.CROSS_SELL, Stage.RE_IGNITE)),
        ("language: PT_br", "language", "pt-BR"),
        ("lang: ja", "language", "ja"),
        ("cost: 12", "cost", 12.0),
        ("cost: 0.5", "cost", 0.5),
        ("evergreen: yes", "evergreen", True),
        ("draft: 'false'", "draft", False),
        ("channels: [blog, feed]", "channels", {"include": ("blog", "feed")}),
        ("channels: {exclude: social}", "channels", {"exclude": ("social",)}),
        ("image: mailto:a@example.org", "image", "mailto:a@example.org"),
        ("social: {x: Hello, 1: [a]}", "social", {"x": "Hello", "1": ["a"]}),
        ("redirect_from: /old/\naliases: [/older/]", "aliases", ("/older/", "/old/")),
        ("summary: Short", "description", "Short"),
        ("custom_excerpt: Short", "description", "Short"),
        ("subtitle: Short", "description", "Short"),
        ("subtitle: Other\ndescription: Own", "description", "Own"),
        ("series: [Teaching]", "series", "Teaching"),
        ("status: publish", "status", "published"),
        ("feature_image: /a.png", "image", "/a.png"),
        ("permalink: /a/b/", "path", "/a/b/"),
    ],
)
def test_a_field_is_read_as_its_kind(block: str, key: str, value: object) -> None:
    """Each key's value arrives typed, whichever generator's name it has and however it is written."""
    found = fields(block)
    assert (found.errors, found.notices) == ((), ())
    assert found.values[key] == value


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-22", "2026-11-22T00:00:00+01:00"),
        ("'2026-11-22'", "2026-11-22T00:00:00+01:00"),
        ("2026-11-22 09:30", "2026-11-22T09:30:00+01:00"),
        ("2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z"),
        ("2026-11-22 09:30:00 -0500", "2026-11-22T09:30:00-05:00"),
    ],
)
@pytest.mark.parametrize("key", ["date", "updated", "expires", "embargo", "pubDate", "lastmod", "published_at"])
def test_dates_are_aware(key: str, written: str, moment: str) -> None:
    """A date in any key and spelling is a moment, in the site's zone where it names none."""
    (value,) = fields(f"{key}: {written}").values.values()
    assert rfc3339(value) == moment


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-22", "2026-11-22T00:00:00+01:00"),
        ("2026-11-22T09:30:00", "2026-11-22T09:30:00+01:00"),
        ("2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z"),
        ("'2026-11-22'", "2026-11-22T00:00:00+01:00"),
    ],
)
def test_toml_dates_are_aware(written: str, moment: str) -> None:
    """TOML's own dates and datetimes are moments as well."""
    matter = read_front_matter(f"+++\ndate = {written}\n+++\n", PATH)
    assert rfc3339(read_fields(matter, PATH, BERLIN).values["date"]) == moment


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("title: true", "title: must be text"),
        ("title: [a]", "title: must be text"),
        ("title: {a: b}", "title: must be text"),
        ("title: '  '", "title: is empty"),
        ('title: "a\\0b"', "title: holds the control character U+0000"),
        ('title: "\\e[31m"', "title: holds the control character U+001B"),
        ('title: "\\uFFFF"', "title: holds the control character U+FFFF"),
        ("title: a \u202eb", "title: holds U+202E, which turns the direction of the text after it"),
        ("title: \u2069a\u2067", "title: holds U+2069, which turns the direction of the text after it"),
        ("date: 2026-02-30", "date: '2026-02-30' is no date: day is out of range for month"),
        ("date: soon", "date: 'soon' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00"),
        ("date: 2026", "date: '2026' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00"),
        ("date: 12-02-2020", "date: '12-02-2020' has its year last; write 2020-02-12 or 2020-12-02"),
        (
            "date: 2026-11-20T09:00+25:00",
            "date: '2026-11-20T09:00+25:00' is no date: no zone is +25:00 from UTC",
        ),
        ("date: true", "date: True is no date"),
        ("expires: 0000-01-01", "expires: '0000-01-01' is no date: year 0 is out of range"),
        ("status: done", "status: 'done' is none of idea, draft, review, approved, published, retired"),
        ("access: vip", "access: 'vip' is none of open, registered, premium"),
        (
            "stages: {a: b}",
            "stages: must be a list of texts",
        ),
        ("language: English", "language: 'English' is no language tag; write en"),
        ("image: javascript:alert(1)", "image: 'javascript:alert(1)' is no address that begins with https://"),
        ("image: //evil.example/a.png", "image: '//evil.example/a.png' is no address that begins with https://"),
        ("canonical_url: a b", "canonical_url: 'a b' is no address that begins with https://"),
        ("canonical_url: 'http://[x'", "canonical_url: 'http://[x' is no address: Invalid IPv6 URL"),
        ("cta: Read on", "cta: needs `text` and `url`"),
        ("cta: {text: Read on}", "cta: needs `text` and `url`"),
        ("cta: {text: a, url: 'javascript:x'}", "cta: 'javascript:x' is no address that begins with https://"),
        ("quotes: Fine", "quotes: must be a list of `text`, `name` and, if known, `role`"),
        ("quotes: [{text: Fine}]", "quotes: must be a list of `text`, `name` and, if known, `role`"),
        ("authors: [{url: https://a.example}]", "authors: must be text"),
        ("authors: [[Ada]]", "authors: must be text"),
        ("tags: {a: b}", "tags: must be a list of texts"),
        ("tags: [true]", "tags: must be text"),
        ("channels: {inclde: blog}", "channels: knows `include` and `exclude`, not 'inclde'"),
        ("cost: -1", "cost: must be a number, 0 or more"),
        ("cost: 1e999", "cost: must be a number, 0 or more"),
        ("cost: true", "cost: must be a number, 0 or more"),
        ("cost: '12'", "cost: must be a number, 0 or more"),
        ("draft: maybe", "draft: must be true or false"),
        ("evergreen: 1", "evergreen: must be true or false"),
        ("social: Hello", "social: must be a table of keys and values"),
        ("newsletter: [a]", "newsletter: must be a table of keys and values"),
    ],
)
def test_a_bad_field_is_told_with_its_line_and_what_it_does(block: str, message: str) -> None:
    """A fault stands at its key's line; the hint says what the key is for, unless the fault says what to write."""
    (error,) = fields(f"x: 1\n{block}").errors
    key = block.partition(":")[0]
    assert str(error) == f"content/a.md:3: {message}"
    assert (error.hint is None) == ("; write " in message)
    assert error.hint is None or error.hint == f"{key}: {KEYS[key].does}" or f"`{key}: " in error.hint


@pytest.mark.parametrize(
    ("block", "hint"),
    [
        ("title: true", 'write its words in quotes: `title: "..."`'),
        ("date: 2026-02-30", "write it as `date: 2026-11-22`"),
        ("date: 12.11.2026", None),
        ("tags: {a: b}", "write it as `tags: [a, b]`"),
        ("language: xx-1", "write it as `language: de`"),
        ("language: deutsch", None),
        ("cta: Buy", 'write it as `cta: {text: "...", url: "https://..."}`'),
    ],
)
def test_a_bad_field_is_told_with_how_to_write_it(block: str, hint: str | None) -> None:
    """An example says more than what the key is for, and what was meant more than an example."""
    (error,) = fields(block).errors
    assert error.hint == hint


def test_all_faults_are_told_at_once() -> None:
    """One look tells everything that is wrong."""
    assert told("title: true\ndate: soon\nstatus: done\ncost: -1\nslug: fine") == [
        "content/a.md:2: title: must be text",
        "content/a.md:3: date: 'soon' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00",
        "content/a.md:4: status: 'done' is none of idea, draft, review, approved, published, retired",
        "content/a.md:5: cost: must be a number, 0 or more",
    ]


@pytest.mark.parametrize("written", ["", "~", "null", "''", "[]"])
@pytest.mark.parametrize("key", ["title", "date", "tags", "draft", "cta", "cost", "language", "social"])
def test_an_empty_field_is_none(key: str, written: str) -> None:
    """A key without a value says nothing, as if it were not there."""
    assert fields(f"{key}: {written}") == Fields()


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("tilte", "title"),
        ("Title", "title"),
        ("sttus", "status"),
        ("descripton", "description"),
        ("langage", "language"),
    ],
)
def test_a_slip_is_a_notice(key: str, near: str) -> None:
    """A key that looks like a slip of a known one is kept, and asked about."""
    found = fields(f"x: 1\n{key}: value")
    assert found.extra == {"x": 1, key: "value"}
    (notice,) = found.notices
    assert (notice.code, str(notice.location)) == ("unknown-key", "content/a.md:3")
    assert notice.text == f"{key} is no key of repurpose; did you mean {near}?"


@pytest.mark.parametrize("key", ["acces", "Access", "acess"])
@pytest.mark.parametrize(
    ("value", "is_gated"), [("premium", True), ("members", True), ("open", False), ("granted", False)]
)
def test_a_slip_that_would_open_a_gate_is_an_error(key: str, value: str, *, is_gated: bool) -> None:
    """Else what is meant for some would be published for all."""
    found = fields(f"title: x\n{key}: {value}")

    if is_gated:
        (error,) = found.errors
        assert str(error) == f"{PATH}:3: {key} is no key of repurpose, so all of the text would be open"
        assert error.hint == f"write `access: {value}`"
    else:
        assert not found.errors
        assert [notice.code for notice in found.notices] == ["unknown-key"]


@given(st.text(max_size=40))
def test_a_line_of_text_is_one_line(text: str) -> None:
    """What is accepted has no control character, line end or padding, and is read as itself."""
    try:
        line = line_of_text(text)
    except ValueError:
        return
    assert line == " ".join(line.split())
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000 for char in line)
    assert line_of_text(line) == line


PARTS = ["text", "url", "name", "alt", "x"]
NAMES = [*KEYS, "author", "cover", "images", "layout", "summary", "taxonomies", "x"]
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.datetimes() | st.dates(),
    lambda one: (
        st.lists(one, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "url", "name", "alt", "x"]), one, max_size=3)
    ),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from([*KEYS, "author", "cover", "images", "layout", "summary", "taxonomies", "x"]),
        VALUES,
        max_size=6,
    )
)
def test_any_values_are_fields_or_located_errors(values: dict[str, Any]) -> None:
    """Whatever stands in whatever key, it is a field, kept, or told at its place."""
    found = read_fields(FrontMatter(values, dict.fromkeys(values, 7)), PATH, UTC)
    assert all(str(error.location) == "content/a.md:7" and error.hint for error in found.errors)
    assert found.values.keys() <= KEYS.keys()
