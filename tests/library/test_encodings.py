"""Bytes become a text: what is no text is told, with the line of its first bad byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.errors import AssetError
from repurpose.library.source import MAX_BYTES, decode
from repurpose.model import Status
from tests.library.reading import Read, told


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
