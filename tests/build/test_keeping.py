"""What is kept of each owner."""

from __future__ import annotations

import tracemalloc
import zlib

import pytest

from repurpose.build.cache.asked import Trace
from repurpose.build.cache.record import Packed, Record, pack
from repurpose.build.cache.store import Store
from repurpose.build.keeping import Keeping
from repurpose.errors import AssetError
from repurpose.model import Piece

OWNER = "content/a.md"


def packed(content: bytes) -> Packed:
    """An asset's one piece."""
    piece = Piece("a/blog/post", "html", "a", "blog", "post", "site/a/index.html", "text/html", content, "en")
    return pack(Record(OWNER, "a", "", Trace()), [piece], {})


def test_what_is_lost_is_made_again() -> None:
    """Record and content, and told once."""
    store = Store(None, "generation")
    keeping = Keeping(store, lambda _: (packed(b"words"), ()))

    assert keeping.content(OWNER, "site/a/index.html") == b"words"
    assert keeping.record(OWNER).asset == "a"
    assert set(keeping.owners_made) == {OWNER}
    assert store.damage == "an entry is missing"


def test_of_a_crafted_content_no_more_is_unpacked_than_was_written() -> None:
    """The store may come from somebody else, with digests that are right."""
    store = Store(None, "generation")
    keeping = Keeping(store, lambda _: (packed(b"words"), ()))
    keeping.keep(packed(b"words"))
    store.put("content", OWNER, zlib.compress(b"words" + bytes(64 * 1024 * 1024)))

    tracemalloc.start()
    assert keeping.content(OWNER, "site/a/index.html") == b"words"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 1024 * 1024


def test_what_was_promised_is_never_exchanged_for_something_else() -> None:
    """Where its content is lost, and its source has changed since it was told of."""
    store = Store(None, "generation")
    keeping = Keeping(store, lambda _: (packed(b"other words"), ()))
    keeping.keep(packed(b"words"))
    store.put("content", OWNER, b"spoilt")

    with pytest.raises(AssetError, match="changed while it was built"):
        keeping.content(OWNER, "site/a/index.html")
