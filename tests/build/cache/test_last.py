"""How the last build left the store."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from repurpose.build.cache.asked import Span
from repurpose.build.cache.gist import Gist, Slip
from repurpose.build.cache.last import Last
from repurpose.build.cache.told import Told
from repurpose.build.gate.gate import Leak
from repurpose.build.gate.marks import Kind, Mark
from repurpose.errors import AssetError, Location
from repurpose.manifest import Listed
from repurpose.model import Access, Notice

PLACE = Location("content/ä.md", 3)
TOLD = Told(
    (AssetError("is wrong", PLACE, "mend it"),),
    (Notice("code", PLACE, "worth\nknowing"),),
    {"social": "nothing to say"},
    frozenset({"a.png"}),
    frozenset({"b.png"}),
    (Mark(Kind.TEXT, "gated", Access.PREMIUM, "ä", "content/ä.md", (3,), frozenset({"said"})),),
    (Leak("ä", Kind.TEXT, "key", "words", Access.PREMIUM, "piece", Access.OPEN, PLACE, ("part",)),),
)
SPAN = Span(datetime(2026, 11, 1, tzinfo=UTC), None)
GISTS = [
    Gist(
        "content/ä.md",
        "ä",
        "0" * 32,
        SPAN,
        {"blog": Slip("de", 1.5, "f" * 32), "feed": Slip("de", None, "")},
        TOLD,
        "abc",
    ),
    Gist("content/b.md", "b", "1" * 32, Span(known=False)),
    Gist("@library/blog", None, "", Span()),
]


def last(*gists: Gist) -> Last:
    return Last("world", "ground", Listed("a", "b"), {one.owner: one for one in gists})


def test_what_is_kept_reads_back() -> None:
    """In order; errors are the same by what they say."""
    again = Last.loads(last(*GISTS).dumps().encode())

    assert again is not None
    assert (again.world, again.ground, again.listed) == ("world", "ground", ("a", "b"))
    assert [one._replace(told=Told()) for one in again.gists.values()] == [one._replace(told=Told()) for one in GISTS]
    [told, *others] = [one.told for one in again.gists.values()]
    assert told._replace(errors=()) == TOLD._replace(errors=())
    assert [(type(one), *one.args, one.location) for one in told.errors] == [(AssetError, *TOLD.errors[0].args, PLACE)]
    assert others == [Told(), Told()]


def test_lines_taken_from_before_are_those_that_would_be_written() -> None:
    """Whichever gists are the same, changed, new or gone."""
    before = Last.loads(last(*GISTS).dumps().encode())
    assert before is not None
    first, second, _ = before.gists.values()
    now = last(first, second._replace(origin="2" * 32, told=TOLD), GISTS[0]._replace(owner="content/new.md"))

    assert now.dumps(before) == now.dumps()


@pytest.mark.parametrize(
    "raw",
    [
        None,
        b"",
        b"{}",
        b"\xff",
        b'["world", "", 5, {}]',
        b'["world", "", null, {}]\n["a"]',
        b'["world", "", null, {"k": "1"}]',
    ],
)
def test_what_is_nothing_of_the_kind_is_not_read(raw: bytes | None) -> None:
    assert Last.loads(raw) is None
