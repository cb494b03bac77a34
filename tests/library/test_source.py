"""Files become assets; every fault of every file is told, and the other files are still used."""

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.clock import rfc3339
from repurpose.config import Config, read_config
from repurpose.errors import AssetError, ConfigError, RepurposeError
from repurpose.ids import fold
from repurpose.library.ignores import Ignore
from repurpose.library.library import Library, read_library, settle
from repurpose.library.source import MAX_BYTES, Checked, check_asset, decode
from repurpose.model import Access, Asset, Author, Status

CONFIG = read_config("[site]\ntimezone = 'Europe/Berlin'\n", {})

Read = Callable[[Mapping[str, str | bytes]], Library]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a project that holds these files below content/."""

    def reads(files: Mapping[str, str | bytes]) -> Library:
        for name, content in files.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_library(tmp_path, CONFIG)

    return reads


def check(text: str, name: str = "a.md") -> Checked:
    """One file's text, checked."""
    return check_asset(text, PurePosixPath(name), f"content/{name}", CONFIG)


def asset(block: str = "", name: str = "a.md", body: str = "Body\n") -> Asset:
    """The asset of a file with this front matter, a title given."""
    checked = check(f"---\ntitle: T\n{block}\n---\n{body}", name)
    assert checked.errors == ()
    assert checked.asset is not None
    return checked.asset


def told(errors: tuple[RepurposeError, ...]) -> list[str]:
    """Errors as they are shown."""
    return [str(error) for error in errors]


# --- Bytes


@pytest.mark.parametrize(
    ("raw", "message", "hint"),
    [
        (b"", "content/a.md:1: is empty", "write a title and a text, or delete the file"),
        (b" \n\t\r\n", "content/a.md:1: is empty", "write a title and a text, or delete the file"),
        (b"\xef\xbb\xbf", "content/a.md:1: is empty", "write a title and a text, or delete the file"),
        ("Text".encode("utf-16"), "content/a.md:1: is UTF-16 or UTF-32, not UTF-8", "save it again as UTF-8"),
        ("Text".encode("utf-16-le"), "content/a.md:1: is UTF-16 or UTF-32, not UTF-8", "save it again as UTF-8"),
        ("Text".encode("utf-16-be"), "content/a.md:1: is UTF-16 or UTF-32, not UTF-8", "save it again as UTF-8"),
        ("Text".encode("utf-32"), "content/a.md:1: is UTF-16 or UTF-32, not UTF-8", "save it again as UTF-8"),
        (
            "One\nÄrger".encode("latin-1"),
            "content/a.md:2: byte 0xC4 is no UTF-8 (Latin-1, perhaps)",
            "save the file again as UTF-8",
        ),
        (b"One\n\xc0\xaf", "content/a.md:2: byte 0xC0 is no UTF-8 (Latin-1, perhaps)", "save the file again as UTF-8"),
        (
            b"One\ntwo\n\xed\xa0\x80",
            "content/a.md:3: byte 0xED is half of a character pair (a lone surrogate)",
            "save the file again as UTF-8",
        ),
        (
            b"One\r\ntwo\r\na\0b",
            "content/a.md:3: holds a NUL byte",
            "this is no text file, or a damaged one: save it again as UTF-8",
        ),
    ],
)
def test_what_is_no_text_is_refused(read: Read, raw: bytes, message: str, hint: str) -> None:
    """A file that is empty or no UTF-8 is told with the line of its first bad byte; its neighbour is used."""
    library = read({"a.md": raw, "b.md": "# B\n"})
    assert [(str(error), error.hint) for error in library.errors] == [(message, hint)]
    assert [one.id for one in library.assets] == ["b"]


def test_line_ends_and_byte_order_mark_do_not_matter(read: Read) -> None:
    """A byte order mark hides no front matter; every kind of line end counts as one line."""
    library = read(
        {
            "bom.md": b"\xef\xbb\xbf---\ntitle: T\ndraft: true\n---\nBody",
            "crlf.md": b"---\r\ntitle: T\r\ndraft: true\r\n---\r\nBody",
            "cr.md": b"---\rtitle: T\rdraft: true\r---\rBody",
        }
    )
    assert library.errors == ()
    assert {(one.title, one.status, one.body, one.body_line) for one in library.assets} == {
        ("T", Status.DRAFT, "Body", 5)
    }


def test_control_characters_are_left_out_with_a_notice(read: Read) -> None:
    """What can't be shown isn't, and the first is told with its line."""
    library = read({"a.md": "# T\n\nBell\x07 and\x1b[31m \x85 \uffff colour\n"})
    assert library.assets[0].body == "# T\n\nBell and[31m \x85  colour\n"
    assert [(str(one.location), one.code, one.text) for one in library.notices] == [
        ("content/a.md:3", "control-character", "U+0007 can't be shown and was left out")
    ]


def test_a_file_that_is_too_large_is_refused(read: Read) -> None:
    """Five megabytes are no asset; one is."""
    library = read({"a.md": "# T\n\n" + "a" * (5 * 1024 * 1024), "b.md": ("# T\n\n" + "a" * MAX_BYTES)[:MAX_BYTES]})
    assert told(library.errors) == ["content/a.md:1: is 5.0 MiB large; an asset has at most 1 MiB"]
    assert library.errors[0].hint == "split it, or move data and pictures into files of their own"
    assert [one.id for one in library.assets] == ["b"]


@given(st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_text_or_an_asset_error(raw: bytes) -> None:
    """Whatever the bytes, there is a text without control characters or one error at a line."""
    try:
        text, notices = decode(raw, "content/a.md")
    except AssetError as error:
        assert error.location is not None  # noqa: PT017 (either way is right)
        return
    assert text.strip() or notices
    assert not set(text) & {"\r", "\0", "\x07", "\x1b", "\x7f"}
    assert decode(text.encode(), "a.md")[0] == text if text.strip() else True


# --- Links in the folder


def test_a_symlink_is_followed_only_within_the_folder(read: Read, tmp_path: Path) -> None:
    """A linked file elsewhere is never read; a broken or endless link is told; one within is an asset like others."""
    (tmp_path / "secret.md").write_text("# Secret\n")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "out.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "content" / "up.md").symlink_to("../secret.md")
    (tmp_path / "content" / "in.md").symlink_to("a.md")
    (tmp_path / "content" / "none.md").symlink_to("nothing.md")
    (tmp_path / "content" / "loop.md").symlink_to("loop.md")
    library = read({"a.md": "# A\n"})
    assert told(library.errors) == [
        "content/loop.md:1: can't be read: Too many levels of symbolic links",
        "content/none.md:1: can't be read: No such file or directory",
        "content/out.md:1: is a symlink that leads out of the content folder",
        "content/up.md:1: is a symlink that leads out of the content folder",
    ]
    assert [one.id for one in library.assets] == ["a", "in"]
    assert "Secret" not in {one.title for one in library.assets}


def test_a_linked_folder_is_told(read: Read, tmp_path: Path) -> None:
    """A symlink to a folder isn't followed, and that is said, since its files would be missed."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "linked").symlink_to(tmp_path)
    library = read({"a.md": "# A\n"})
    assert told(library.errors) == ["content/linked:1: is a symlink to a folder, which is not followed"]
    assert [one.id for one in library.assets] == ["a"]


def test_only_markdown_that_is_shown_is_an_asset(read: Read) -> None:
    """Sections' `_index.md`, hidden files and other kinds of files are none."""
    library = read(dict.fromkeys(("a.md", "b.markdown", "C.MD", "_index.md", ".d.md", ".e/f.md", "g.txt"), "# T\n"))
    assert [one.id for one in library.assets] == ["C", "a", "b"]


def test_without_a_content_folder_there_is_no_project(tmp_path: Path) -> None:
    """A project without content/ is told how to begin."""
    with pytest.raises(ConfigError) as caught:
        read_library(tmp_path, CONFIG)
    assert caught.value.message == f"there is no folder content/ in {tmp_path.name}"
    assert caught.value.hint == "`repurpose init DIR` makes a project that builds at once"


# --- Front matter


def test_an_asset_holds_what_its_file_says(read: Read) -> None:
    """Fields, body, lines and digest of a file come together in its asset."""
    raw = """---
title: A title
date: 2026-11-22 09:30
author: Ada
tags: [a, b]
access: premium
channels: {include: [blog], exclude: [social]}
social: {x: Hello}
newsletter: {subject: Hi}
mine: {a: 1}
---

Body
"""
    (one,) = read({"guides/a.md": raw}).assets
    assert (one.id, one.path, one.slug, one.title) == ("guides/a", "content/guides/a.md", "a", "A title")
    assert rfc3339(one.date or datetime.min.replace(tzinfo=UTC)) == "2026-11-22T09:30:00+01:00"
    assert (one.authors, one.tags, one.access) == ((Author("Ada"),), ("a", "b"), Access.PREMIUM)
    assert (one.include, one.exclude) == (("blog",), ("social",))
    assert one.overrides == {"social": {"x": "Hello"}, "newsletter": {"subject": "Hi"}}
    assert one.extra == {"mine": {"a": 1}}
    assert (one.body, one.body_line) == ("\nBody\n", 12)
    assert str(one.at("social.x")) == "content/guides/a.md:8"
    assert str(one.at("nothing")) == str(one.at()) == "content/guides/a.md:1"
    assert one.sha256 == hashlib.sha256(raw.encode()).hexdigest()
    assert one.status is Status.PUBLISHED


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Hello *World*\n\nBody", "Hello World"),
        ("\n\n#  The `code` of __it__ ##\nBody", "The code of it"),
        ("<!-- note -->\n\n<!-- more\nnotes --># Title {#anchor .x}\n", "Title"),
        ("# What is C#\n", "What is C#"),
        ("# snake_case and _emphasis_\n", "snake_case and emphasis"),
        ("# Title", "Title"),
    ],
)
def test_without_a_title_the_first_heading_is_one(body: str, title: str) -> None:
    """A heading that the body begins with is the title, without its markup."""
    checked = check(body)
    assert checked.asset is not None
    assert checked.asset.title == title


@pytest.mark.parametrize(
    "text",
    ["By Ada\n\n# The title\n\nBody", "![](a.png)\n\n# The title #\n\n```\n# no title\n```\n\n## Second level"],
)
def test_an_only_heading_is_the_title_wherever_it_stands(text: str) -> None:
    """Below a byline or a picture, too; of several, none is."""
    checked = check(text)
    assert checked.asset is not None
    assert (checked.asset.title, checked.asset.is_unnamed) == ("The title", False)


def test_bare_dates_are_not_held_to_our_rules() -> None:
    """A date in words, where nothing asked for another form, stops no asset; a status that can't be read does."""
    checked = check("% The title\n% Ada\n% 15 January 2018\n\nBody")
    assert checked.asset is not None
    assert (checked.asset.title, checked.asset.authors[0].name, checked.asset.date) == ("The title", "Ada", None)
    assert [notice.code for notice in checked.notices] == ["foreign-key"]
    assert check("Title: T\nStatus: hold\n\nBody").asset is None


@pytest.mark.parametrize(
    "text",
    [
        "Body",
        "Body\n\n# One\n\n# Two",
        "Body\n\n```\n# a comment\n```",
        "## Second level",
        "#hashtag",
        "# \n",
        "---\ntitle:\n---\nBody",
        "---\ntitle: ''\n---\nB",
    ],
)
def test_without_any_title_the_file_names_it(text: str) -> None:
    """As elsewhere, a text without a title is called after its file; a notice says so."""
    checked = check_asset(text, PurePosixPath("2026-01-02-five_good-lessons.md"), "content/x.md", CONFIG)
    assert checked.asset is not None
    assert checked.asset.title == "Five good lessons"
    assert checked.asset.is_unnamed
    assert [notice.code for notice in checked.notices] == ["untitled"]


def test_without_title_and_text_the_remedy_is_told() -> None:
    """What has neither is no asset."""
    checked = check("---\ndraft: true\n---\n")
    assert checked.asset is None
    assert told(checked.errors) == ["content/a.md:1: has no title and no text"]
    assert checked.errors[0].hint == "add `title: ...` to its front matter, and a text"


@pytest.mark.parametrize(
    "body",
    [
        "# a" + " " * 200_000 + "b",
        "# a" + " #" * 100_000 + "b",
        "<!---->" * 50_000 + "x",
        "<!--" * 50_000,
        "# " + "{" * 200_000,
        "\n" * 200_000 + "x",
    ],
    ids=["spaces", "hashes", "comments", "openings", "braces", "lines"],
)
def test_a_title_is_looked_for_at_once(body: str) -> None:
    """A body made to be slow to search takes no longer than another."""
    checked = check(body)
    assert (checked.asset is None) != (checked.errors == ())


def test_all_faults_of_a_file_are_told_at_once(read: Read) -> None:
    """Fields, id, slug and title are checked together; a file whose block can't be read has that one error."""
    library = read(
        {
            "a.md": "---\nid: ../x\nslug: a b\ndate: soon\n---\n",
            "b.md": "---\ntitle: a: b\n---\n",
            "c.md": "---\ntitle: T\n",
            "d.md": "# D\n",
        }
    )
    assert told(library.errors) == [
        "content/a.md:1: has no title and no text",
        "content/a.md:2: id '../x' has an empty, . or .. part",
        "content/a.md:3: slug 'a b' holds ' '; only letters, digits, - . and _ may stand in a slug",
        "content/a.md:4: date: 'soon' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00",
        "content/b.md:2: the front matter is no YAML: mapping values are not allowed in this context",
        "content/c.md:1: the front matter that --- opens is never closed",
    ]
    assert [one.id for one in library.assets] == ["d"]


@pytest.mark.parametrize(
    ("block", "status"),
    [
        ("", Status.PUBLISHED),
        ("draft: false", Status.PUBLISHED),
        ("draft: true", Status.DRAFT),
        ("draft: yes", Status.DRAFT),
        ("status: review", Status.REVIEW),
        ("status: review\ndraft: false", Status.REVIEW),
    ],
)
def test_without_a_status_an_asset_is_published(block: str, status: Status) -> None:
    """`draft: true` is a draft; a status says it itself."""
    assert asset(block).status is status


def test_what_an_author_accepts_is_kept_by_file(read: Read) -> None:
    """Ignores stand by path; one without a reason is a notice."""
    library = read(
        {"a.md": "# A\n\n<!-- repurpose: ignore alt why -->\nx", "b.md": "# B\n<!-- repurpose: ignore alt -->"}
    )
    assert library.ignores == {"content/a.md": (Ignore("alt", 3, 4),)}
    assert [(str(one.location), one.code) for one in library.notices] == [("content/b.md:2", "ignore-reason")]


# --- Names: ids, slugs, dates, languages


@pytest.mark.parametrize(
    ("name", "asset_id", "slug"),
    [
        ("a.md", "a", "a"),
        ("Guides/Hello World.md", "Guides/Hello World", "Hello-World"),
        ("What is C#?.md", "What is C#?", "What-is-C"),
        ("日本語/記事.md", "日本語/記事", "記事"),
        ("हिन्दी.md", "हिन्दी", "हिन्दी"),
        ("e\u0301te\u0301.md", "été", "été"),
        ("a.b.md", "a.b", "a.b"),
        ("hello/index.md", "hello/index", "hello"),
        ("index.md", "index", "a-title"),
        ("2026-11-22-hello.md", "2026-11-22-hello", "hello"),
        ("blog/2026-11-22-hello/index.md", "blog/2026-11-22-hello/index", "hello"),
    ],
)
def test_id_and_slug_come_from_the_path(name: str, asset_id: str, slug: str) -> None:
    """The id is the path, in one Unicode form; the slug is the file's name, or the folder's, without its date."""
    checked = check("---\ntitle: A title\n---\n", name)
    assert checked.asset is not None
    assert (checked.asset.id, checked.asset.slug, checked.derived) == (asset_id, slug, True)


@pytest.mark.parametrize(
    ("slug", "message", "hint"),
    [
        ("../../x", "slug '../../x' would leave its folder", "write `slug: x`"),
        ("/etc/passwd", "slug '/etc/passwd' would leave its folder", "write `slug: etc-passwd`"),
        ("..", "slug '..' would leave its folder", "write `slug: a-title`"),
        ("a\\b", "slug 'a\\\\b' would leave its folder", "write `slug: a-b`"),
        ("CON", "slug 'CON' is a reserved name", "give it another `slug`"),
        ("assets", "slug 'assets' is a reserved name", "give it another `slug`"),
        (".hidden", "slug '.hidden' begins or ends with a dot", "write `slug: hidden`"),
        ("a" * 300, f"slug '{'a' * 300}' is longer than 200 bytes", f"write `slug: {'a' * 200}`"),
        ("?!", "slug '?!' holds '?'; only letters, digits, - . and _ may stand in a slug", "write `slug: a-title`"),
    ],
)
def test_a_bad_slug_is_told_with_a_good_one(slug: str, message: str, hint: str) -> None:
    """A slug that climbs, hides or is taken by the system is refused, and a good one proposed."""
    checked = check(f"---\ntitle: A title\nslug: '{slug}'\n---\n")
    assert [(str(error), error.hint) for error in checked.errors] == [(f"content/a.md:3: {message}", hint)]


@pytest.mark.parametrize("name", ["con.md", "tags.md", "assets/index.md", "-.md", "___.md"])
def test_a_bad_name_needs_a_slug(name: str) -> None:
    """A file whose name can be no slug is told so, and a written slug mends it."""
    assert [error.message.partition("'")[0] for error in check("# T\n", name).errors] == ["slug "]
    assert asset("slug: fine", name).slug == "fine"


@pytest.mark.parametrize(
    ("name", "block", "day"),
    [
        ("2026-03-04-hello.md", "", "2026-03-04"),
        ("blog/2026-03-04-hello/index.md", "", "2026-03-04"),
        ("2026/03/04/hello.md", "", "2026-03-04"),
        ("blog/2026/3/4/hello.md", "", "2026-03-04"),
        ("ja/2026/03/04/hello/index.md", "", "2026-03-04"),
        ("hello.md", "path: /2026/03/04/hello.html", "2026-03-04"),
        ("2026-03-04-hello.md", "date: 2020-01-01", "2020-01-01"),
        ("2026-03-04-hello.md", "publishDate: 2020-01-01", "2020-01-01"),
        ("2026/03/hello.md", "", None),
        ("20260304-hello.md", "", None),
        ("hello-2026-03-04.md", "", None),
    ],
)
def test_a_date_may_come_from_the_name(name: str, block: str, day: str | None) -> None:
    """A dated file name, path or address dates the asset, unless a date is written."""
    found = asset(block, name)
    assert (found.day.isoformat() if found.day else None) == day
    assert found.date is None or found.date.utcoffset() is not None


@pytest.mark.parametrize(
    ("name", "shown"),
    [("2026-02-30-a.md", "2026-02-30"), ("2026/13/45/a.md", "2026-13-45"), ("0000/1/1/a.md", "0000-01-01")],
)
def test_a_date_in_a_name_must_be_one(name: str, shown: str) -> None:
    """A name that looks dated with no such day is told; a written date mends it."""
    checked = check("# T\n", name)
    assert told(checked.errors) == [f"content/{name}:1: {shown} in its name is no date"]
    assert checked.errors[0].hint == "mend the name, or add `date: ...`"
    assert asset("date: 2026-01-01", name).date is not None


@pytest.mark.parametrize(
    ("block", "slug", "aliases"),
    [
        ("path: /2026/03/04/Hello.html", "Hello", ("/2026/03/04/Hello/",)),
        ("path: blog/hello/", "hello", ("/blog/hello/",)),
        ("permalink: /hello/", "hello", ()),
        ("url: /a/b/index.html\naliases: [/old/]", "b", ("/a/b/", "/old/")),
        ("path: /a/b/\nslug: c", "c", ("/a/b/",)),
        ("permalink: /:year/:title/", "a", ()),
        ("permalink: '/{{ slug }}/'", "a", ()),
        ("permalink: false", "a", ()),
        ("redirect_from: [/x/, /y/]", "a", ("/x/", "/y/")),
    ],
)
def test_an_old_address_gives_the_slug_and_stays(block: str, slug: str, aliases: tuple[str, ...]) -> None:
    """A page's address elsewhere names its slug and is kept as an alias; a pattern is no address."""
    found = asset(block)
    assert (found.slug, found.aliases) == (slug, aliases)


@pytest.mark.parametrize(
    ("name", "block", "language"),
    [
        ("ja/a.md", "", "ja"),
        ("pt-BR/blog/a.md", "", "pt-BR"),
        ("ja/a.md", "language: fr", "fr"),
        ("ja/a.md", "lang: PT_br", "pt-BR"),
        ("docs/a.md", "", "en"),
        ("MIR/a.md", "", "en"),
        ("blog/ja/a.md", "", "en"),
        ("ja.md", "", "en"),
    ],
)
def test_the_language_is_the_key_or_the_first_folder(name: str, block: str, language: str) -> None:
    """The key says it, else a first folder that is a language tag, else the site does."""
    assert asset(block, name).language == language


@given(st.text(alphabet=st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_file_name_is_an_asset_or_located_errors(name: str) -> None:
    """Whatever a file is called, it can be used or is told what to mend."""
    checked = check("# T\n", f"{name}.md")
    assert (checked.asset is None) == bool(checked.errors)
    assert all(error.location and error.hint for error in checked.errors)


# --- What only all files together show


@pytest.mark.parametrize(
    "names",
    [("one", "one"), ("One", "one"), ("STRASSE", "straße"), ("\u212bngstrom", "ångstrom")],
)
def test_two_assets_with_one_id_are_both_refused(read: Read, names: tuple[str, str]) -> None:
    """Ids that differ only in letter case or Unicode form are one; each file's error names the other."""
    library = read({f"{n}.md": f"---\ntitle: T\nid: {name}\n---\n" for n, name in enumerate(names)} | {"z.md": "# Z"})
    ids = [one.id for one in library.unusable]
    assert told(library.errors) == [
        f"content/0.md:3: id {ids[0]!r} is also that of content/1.md",
        f"content/1.md:3: id {ids[1]!r} is also that of content/0.md",
    ]
    assert {error.hint for error in library.errors} == {"give one of them another `id`"}
    assert [one.id for one in library.assets] == ["z"]


@pytest.mark.parametrize(
    "names",
    [("same", "same"), ("Same", "same"), ("straße", "STRASSE"), ("\u00e9", "e\u0301")],
)
def test_two_assets_with_one_written_slug_are_both_refused(read: Read, names: tuple[str, str]) -> None:
    """Slugs that differ only in letter case or Unicode form are one place; each file's error names the other."""
    library = read({f"{n}.md": f"---\ntitle: T\nslug: {name}\n---\n" for n, name in enumerate(names)})
    assert [error.message.partition(" is ")[2] for error in library.errors] == [
        "also that of content/1.md",
        "also that of content/0.md",
    ]
    assert [error.location.line for error in library.errors if error.location] == [3, 3]
    assert {error.hint for error in library.errors} == {"give one of them another `slug`"}
    assert library.assets == ()


def test_one_slug_in_two_languages_is_no_clash(read: Read) -> None:
    """Each language has its own places."""
    library = read({"a.md": "# A\n", "ja/a.md": "# A\n", "de/a.md": "# A\n"})
    assert (library.errors, library.notices) == ((), ())
    assert [(one.language, one.slug) for one in library.assets] == [("en", "a"), ("de", "a"), ("ja", "a")]


def test_of_namesakes_the_oldest_keeps_the_slug(read: Read) -> None:
    """A published address stays when a newer file of the same name comes; that one is told apart by its folder."""
    library = read(
        {
            "new/post.md": "---\ntitle: T\ndate: 2026-01-02\n---\n",
            "old/post.md": "---\ntitle: T\ndate: 2026-01-01\n---\n",
            "undated/post.md": "# T\n",
        }
    )
    assert library.errors == ()
    assert {one.id: one.slug for one in library.assets} == {
        "old/post": "post",
        "new/post": "new-post",
        "undated/post": "undated-post",
    }
    assert [(str(one.location), one.code, one.text) for one in library.notices] == [
        (
            f"content/{name}/post.md:1",
            "slug-taken",
            f"content/old/post.md has the slug 'post', so this one is at '{name}-post'; write a `slug` to choose",
        )
        for name in ("new", "undated")
    ]


def test_a_written_slug_beats_a_name(read: Read) -> None:
    """Who writes a slug has it; the file that only has the name gives way."""
    library = read({"a/post.md": "# T\n", "b.md": "---\ntitle: T\nslug: post\n---\n"})
    assert {one.id: one.slug for one in library.assets} == {"a/post": "a-post", "b": "post"}


def test_a_made_up_slug_may_be_taken_too(read: Read) -> None:
    """When the longer slug is another's already, there is nothing left but to ask."""
    library = read({"a/post.md": "# T\n", "b/post.md": "# T\n", "b-post.md": "# T\n"})
    slugs = [fold(one.slug) for one in library.assets]
    assert len(slugs) == len(set(slugs)) == 2
    (error,) = library.errors
    assert "slug 'b-post' is also that of content/" in error.message


def test_a_translation_of_nothing_is_a_notice(read: Read) -> None:
    """A translation names an asset that there is."""
    library = read(
        {
            "a.md": "# A\n",
            "ja/a.md": "---\ntitle: T\ntranslation_of: a\n---\n",
            "ja/b.md": "---\ntitle: T\ntranslation_of: b\n---\n",
        }
    )
    assert [(str(one.location), one.code, one.text) for one in library.notices] == [
        ("content/ja/b.md:3", "translation-of-nothing", "there is no asset 'b'")
    ]


def test_texts_that_are_no_markdown_are_told_of(read: Read) -> None:
    """Nobody should wonder where their asset is; pictures and hidden files are nobody's asset."""
    library = read({"a.md": "# A\n", "b.mdx": "# B\n", "c/d.RST": "D\n", ".e.mdx": "# E\n", "f.txt": "F\n"})
    assert [one.id for one in library.assets] == ["a"]
    assert [(str(one.location), one.code) for one in library.notices] == [
        ("content/b.mdx", "not-read"),
        ("content/c/d.RST", "not-read"),
    ]


def test_the_library_is_in_order_of_ids(read: Read) -> None:
    """The order of files on the disk, and of checking them, doesn't show."""
    names = ["b.md", "a/z.md", "a.md", "ä.md", "Z.md"]
    library = read(dict.fromkeys(names, "# T\n"))
    assert [one.id for one in library.assets] == sorted(one.removesuffix(".md") for one in names)
    again = settle(reversed([Checked(one, derived=True) for one in library.assets]))
    assert again.assets == library.assets


def test_of_what_is_unusable_its_dates_are_known(read: Read) -> None:
    """A broken asset still tells whether its earlier pieces may stay."""
    library = read(
        {
            "a.md": "---\ntitle: T\nslug: a b\nexpires: 2026-01-01\nstatus: retired\n---\n",
            "b.md": "---\ntitle: T\nexpires: [\n---\n",
        }
    )
    (known,) = library.unusable
    assert (known.path, known.status) == ("content/a.md", Status.RETIRED)
    assert rfc3339(known.expires or datetime.min.replace(tzinfo=UTC)) == "2026-01-01T00:00:00+01:00"
    assert len(library.errors) == 2


@pytest.mark.parametrize(
    ("corpus", "errors"),
    [("rust-blog", ["rust-blog/releases/latest.md:1: has no title and no text"]), ("otel-blog", [])],
)
def test_real_blogs_are_read(corpus: str, errors: list[str]) -> None:
    """Blogs written for Zola and Hugo are read: every post is an asset with its date and its own place."""
    shared = Path(os.environ.get("REPURPOSE_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
    if not (shared / "corpus" / corpus).is_dir():
        pytest.skip("the corpora are not here")
    library = read_library(shared / "corpus", CONFIG, corpus)
    assert told(library.errors) == errors
    assert len(library.assets) > 20
    assert all(one.date for one in library.assets)
    places = [(one.language, fold(one.slug)) for one in library.assets]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("status", ["published", "approved"])
def test_draft_wins_over_a_status(status: str) -> None:
    """What says both is held back: that can be mended, a publication can't."""
    checked = check_asset(
        f"---\ntitle: T\ndraft: true\nstatus: {status}\n---\nText.\n", PurePosixPath("a.md"), "content/a.md", Config()
    )

    assert checked.asset
    assert checked.asset.status is Status.DRAFT


def test_a_later_publish_date_holds_back() -> None:
    """Hugo's publishDate counts where it is later than the date."""
    checked = check_asset(
        "---\ntitle: T\ndate: 2026-01-01\npublishDate: 2026-03-01\n---\nText.\n",
        PurePosixPath("a.md"),
        "content/a.md",
        Config(),
    )

    assert checked.asset
    assert str(checked.asset.day) == "2026-03-01"
