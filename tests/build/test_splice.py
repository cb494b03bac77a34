"""The manifest's list of pieces with lines exchanged: as if it were made of all lines anew."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from repurpose.build.splice import spliced
from repurpose.errors import Location
from repurpose.manifest import Lines, Manifest, line
from repurpose.model import Notice

MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
NOTICES = [Notice("x", Location("a.md", 1), 'says\n"pieces": [\n],\n"site": ')]

names = st.text("ab/é\n\0", min_size=1, max_size=3)
rows = st.builds(
    lambda path, name, use, size: line({"path": path, "id": name, "role": "html", "use": use, "bytes": size}),
    names,
    names,
    st.integers(1, 12),
    st.integers(0, 2),
)


def written(folder: Path, lines: Collection[bytes]) -> Manifest:
    """A manifest of some lines, in its file."""
    manifest = Manifest(MOMENT, {"title": "],", "url": ""}, Lines(lines), NOTICES)
    (folder / "manifest.json").write_bytes(b"".join(manifest))
    return manifest


@given(before=st.frozensets(rows, max_size=12), now=st.frozensets(rows, max_size=12))
def test_lines_are_exchanged(tmp_path_factory, before: frozenset[bytes], now: frozenset[bytes]) -> None:  # type: ignore[no-untyped-def]
    """What goes is gone, what comes stands where it belongs, and the rest is as it was."""
    folder = tmp_path_factory.mktemp("m")
    manifest = written(folder, before)
    found = spliced(folder / "manifest.json", manifest.listed, before - now, now - before)
    assert found is not None
    assert b"".join(found) == b"".join(Lines(now)) == b"".join(found)


def test_another_manifest_is_not_taken(tmp_path: Path) -> None:
    """One that was changed by others, is gone, empty, or lacks what is to go."""
    path = tmp_path / "manifest.json"
    one, other = (line({"path": path, "id": "a", "role": "html"}) for path in "ab")
    manifest = written(tmp_path, [one])
    assert spliced(path, manifest.listed, [other], []) is None
    assert spliced(path, manifest.listed, [one], [other]) is not None
    path.write_bytes(path.read_bytes().replace(b'"role": "html"', b'"role": "text"'))
    assert spliced(path, manifest.listed, [one], [other]) is None
    path.write_bytes(b"")
    assert spliced(path, manifest.listed, [one], [other]) is None
    path.unlink()
    assert spliced(path, manifest.listed, [one], [other]) is None
