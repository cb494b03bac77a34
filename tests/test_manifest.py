"""manifest.json: sorted, clockless, read back whatever has become of it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.errors import Location
from repurpose.manifest import Lines, Manifest, Row, line, read_manifest, row_of
from repurpose.model import Access, Link, Notice, Piece

MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
SITE = {"title": "Notes", "url": "https://example.org"}


def piece(path: str, **fields: Any) -> Piece:
    """A page of the asset a."""
    known: dict[str, Any] = {
        "id": "a/blog/page",
        "role": "html",
        "asset": "a",
        "channel": "blog",
        "slot": "page",
        "path": path,
        "media_type": "text/html",
        "content": b"hello",
        "language": "en",
    }
    return Piece(**known | fields)


def rows(pieces: Iterable[Piece]) -> list[Row]:
    """The row of each piece."""
    return [row_of(piece) for piece in pieces]


def written(rows: Iterable[Row], notices: Iterable[Notice] = ()) -> bytes:
    """The manifest of some rows."""
    return b"".join(Manifest(MOMENT, SITE, Lines(map(line, rows)), notices))


def test_a_row_holds_what_the_contract_names() -> None:
    """Each piece's row has every key, its size and its digest."""
    (row,) = rows(
        [
            piece(
                "site/a/index.html",
                access=Access.PREMIUM,
                not_before=MOMENT,
                source="content/a.md",
                source_sha256="f" * 64,
                links=(Link("https://example.org", tracked=True),),
            )
        ]
    )
    assert row == {
        "id": "a/blog/page",
        "role": "html",
        "asset": "a",
        "channel": "blog",
        "slot": "page",
        "path": "site/a/index.html",
        "media_type": "text/html",
        "bytes": 5,
        "sha256": hashlib.sha256(b"hello").hexdigest(),
        "language": "en",
        "access": "premium",
        "not_before": "2026-11-22T00:00:00Z",
        "source": "content/a.md",
        "source_sha256": "f" * 64,
        "links": [{"url": "https://example.org", "tracked": True}],
    }


def test_the_manifest_is_sorted() -> None:
    """Pieces stand by path, notices by place, whatever order they came in; other scripts are written plainly."""
    pieces = [piece(path, id=f"日本/{path}") for path in ("b", "a", "c")]
    notices = [
        Notice("z", Location("b.md", 2), "x"),
        Notice("a", Location("b.md", 2), "x"),
        Notice("m", Location("a"), ""),
    ]
    raw = written(rows(pieces), notices)
    assert raw == written(rows(reversed(pieces)), reversed(notices))
    document = json.loads(raw)
    assert (document["version"], document["as_of"], document["site"]) == (1, "2026-11-22T00:00:00Z", SITE)
    assert [row["path"] for row in document["pieces"]] == ["a", "b", "c"]
    assert [(told["path"], told["line"], told["code"]) for told in document["notices"]] == [
        ("a", None, "m"),
        ("b.md", 2, "a"),
        ("b.md", 2, "z"),
    ]
    assert "日本".encode() in raw
    assert raw.endswith(b"}\n")


def test_the_manifest_reads_back() -> None:
    """The rows of one build are those that the next reads."""
    made = rows([piece("a"), piece("b", asset=None, source=None)])
    assert read_manifest(written(made)) == made


def test_lines_that_are_made_again_are_left_out() -> None:
    """Whichever they are, the others are read as ever."""
    made = rows([piece("a"), piece("b"), piece("c")])
    raw = written(made)
    for known in ([], made[:1], made[1:], made, [{**made[1], "bytes": 7}]):
        left = [one for one in made if one not in known]
        assert read_manifest(raw, [line(one) for one in known]) == left


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b"{}",
        b'{"version": 1}',
        b'{"version": 2, "pieces": []}',
        b'{"version": 1, "pieces": 5}',
        b'{"version": 1, "pieces": [5, null, "x", []]}',
        b'{"version": 1, "pieces": [{"path": "a"}]}',
        b'{"version": 1, "pieces": [{"path": 1}]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_manifest_is_an_empty_one(raw: bytes) -> None:
    """What can't be read never stops a build."""
    assert read_manifest(raw) == []


def test_a_damaged_row_leaves_the_others() -> None:
    """Rows with a tier that is none, or without what they need, are passed over."""
    good, bad = rows([piece("a"), piece("b")])
    raw = written([good, {**bad, "access": "secret"}, {**bad, "channel": None, "path": "c"}])
    assert read_manifest(raw) == [good]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda one: st.lists(one) | st.dictionaries(st.sampled_from(["version", "pieces", "path"]), one),
    )
)
def test_any_json_is_rows_or_none(value: object) -> None:
    """Whatever JSON stands in the file, reading it gives rows."""
    assert all(isinstance(row["path"], str) for row in read_manifest(json.dumps(value).encode()))
