"""The baseline: known notices are told no more, new ones are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.baseline import read_baseline, without_known, write_baseline
from repurpose.errors import ConfigError, Location
from repurpose.model import Notice

NOTICES = st.builds(
    Notice,
    st.text(max_size=5),
    st.builds(Location, st.text(max_size=5), st.none() | st.integers(1, 9)),
    st.text(max_size=5),
)


def test_lines_do_not_count() -> None:
    """A known notice stays known when lines above it come or go; another text, code or file is new."""
    known = read_baseline(write_baseline([Notice("alt", Location("content/a.md", 3), "no text")]))
    moved = Notice("alt", Location("content/a.md", 9), "no text")
    new = [
        Notice("alt", Location("content/b.md", 3), "no text"),
        Notice("alt", Location("content/a.md", 3), "other text"),
        Notice("link", Location("content/a.md", 3), "no text"),
    ]
    assert without_known([moved, *new], known) == tuple(new)


@given(st.lists(NOTICES, max_size=5))
def test_a_baseline_knows_all_it_was_written_from(notices: list[Notice]) -> None:
    """After writing, none of the notices is new; the order they came in doesn't show."""
    raw = write_baseline(notices)
    assert without_known(notices, read_baseline(raw)) == ()
    assert raw == write_baseline(reversed(notices))


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"{}", b"\xff", b'{"notices": 5}', b'{"notices": [{}]}', b'{"notices": [5]}', b"[" * 100_000],
)
def test_what_is_no_baseline_is_a_config_error(raw: bytes) -> None:
    """A damaged baseline is told, with how to write it anew."""
    with pytest.raises(ConfigError) as caught:
        read_baseline(raw)
    assert str(caught.value) == "repurpose-baseline.json: is no baseline"
    assert caught.value.hint == "write it anew: repurpose check --update-baseline"
