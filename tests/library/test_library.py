"""All files of a project together: each is used or told of, and none is taken for another."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repurpose.clock import rfc3339
from repurpose.errors import ConfigError
from repurpose.ids import fold
from repurpose.library.ignores import Ignore
from repurpose.library.library import read_library, settle
from repurpose.library.source import Checked
from repurpose.model import Status
from tests.library.reading import CONFIG, Read, told


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


def test_what_an_author_accepts_is_kept_by_file(read: Read) -> None:
    """Ignores stand by path; one without a reason is a notice."""
    library = read(
        {"a.md": "# A\n\n<!-- repurpose: ignore alt why -->\nx", "b.md": "# B\n<!-- repurpose: ignore alt -->"}
    )
    assert library.ignores == {"content/a.md": (Ignore("alt", 3, 4),)}
    assert [(str(one.location), one.code) for one in library.notices] == [("content/b.md:2", "ignore-reason")]


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
