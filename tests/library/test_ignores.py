"""Notices that an author accepts, with a reason."""

import pytest

from repurpose.errors import Location
from repurpose.library.ignores import Ignore, read_ignores, without_ignored
from repurpose.model import Notice


@pytest.mark.parametrize(
    ("text", "ignore"),
    [
        ("<!-- repurpose: ignore alt decoration only -->\n![](a.png)\nmore\n\nnext", Ignore("alt", 1, 3)),
        ("<!-- repurpose: ignore alt decoration only -->\n\n\n![](a.png)\n\nnext", Ignore("alt", 1, 4)),
        ("text <!-- repurpose:ignore alt ok --> text", Ignore("alt", 1, 1)),
        ("---\ntitle: T # repurpose: ignore long-title a quote\ndate: x\n---\nBody", Ignore("long-title", 2, 5)),
        ("# repurpose: ignore press-tk waits for the date", Ignore("press-tk", 1, 1)),
        ("a\n\n<!-- repurpose: ignore alt why -->", Ignore("alt", 3, 3)),
        ("<!-- repurpose: ignore alt why -->\n\n", Ignore("alt", 1, 3)),
    ],
)
def test_an_ignore_covers_its_line_and_the_next_paragraph(text: str, ignore: Ignore) -> None:
    """It reaches from its own line to the end of the paragraph it stands in or above."""
    assert read_ignores(text, "a.md") == ((ignore,), ())


@pytest.mark.parametrize(
    "text", ["<!-- repurpose: ignore alt -->", "<!-- repurpose: ignore alt-->", "# repurpose: ignore alt  "]
)
def test_an_ignore_without_a_reason_does_not_count(text: str) -> None:
    """Without a reason nothing is ignored, and a notice asks for it."""
    ignores, notices = read_ignores(f"\n{text}\nx", "a.md")
    assert ignores == ()
    assert notices == (
        Notice("ignore-reason", Location("a.md", 2), "say why alt is ignored; without a reason it is not"),
    )


@pytest.mark.parametrize("text", ["", "ignore alt x", "repurpose: ignore alt x", "<!-- repurpose: ignored alt x -->"])
def test_what_is_no_comment_ignores_nothing(text: str) -> None:
    """Only a comment that says it ignores."""
    assert read_ignores(text, "a.md") == ((), ())


def test_many_ignores_are_read_as_quickly_as_few() -> None:
    """A file full of them is read in one go, each to the end of the same paragraph."""
    count = 20_000
    ignores, _ = read_ignores("# repurpose: ignore alt why\n" * count + "end", "a.md")
    assert len(ignores) == count
    assert {ignore.last for ignore in ignores} == {count + 1}


def test_only_the_named_code_on_covered_lines_is_left_out() -> None:
    """Another code, a line above or below, stay; a notice without a line is of the asset as a whole."""
    ignores = (Ignore("alt", 3, 5),)
    notices = [Notice("alt", Location("a.md", line), "x") for line in (2, 3, 5, 6)] + [
        Notice("link", Location("a.md", 4), "x"),
        Notice("alt", Location("a.md"), "x"),
    ]
    left = without_ignored(notices, ignores)
    assert [(notice.code, notice.location.line) for notice in left] == [
        ("alt", 2),
        ("alt", 6),
        ("link", 4),
    ]
    assert without_ignored([notices[-1]], [Ignore("alt", 1, 1)]) == ()


def test_a_notice_of_the_whole_asset_is_accepted_anywhere() -> None:
    """What is told of line 1 has no line of its own to stand beside."""
    notice = Notice("press-tk", Location("a.md", 1), "text")
    assert without_ignored([notice], [Ignore("press-tk", 30, 31)]) == ()
    assert without_ignored([notice], [Ignore("undated", 30, 31)]) == (notice,)
