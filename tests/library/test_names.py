"""Ids, slugs, dates and languages, as keys and paths say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.reading import asset, check, told


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
