"""How outputs stood: kept as bytes, and a file that was touched is not known any more."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from repurpose.build.outputs import Outputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files."""
    for name in ("a", "é\n"):
        (tmp_path / name).write_text(name)
    return tmp_path


def taken(folder: Path) -> Outputs:
    """How they stand."""
    made = Outputs.taken(folder, {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()})
    assert made is not None
    return made


def test_what_is_kept_reads_back(folder: Path) -> None:
    """It stands as it did, each file with its content."""
    before = taken(folder)
    again = Outputs.loads(before.dumps())
    assert again.key == before.key
    assert again.all_stand(folder)
    wanted = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert {name: again.digest(name) for name in wanted} == wanted


def test_a_touched_file_is_not_known(folder: Path) -> None:
    """The others are; once its stamp is taken anew, it is known again."""
    known = taken(folder)
    os.utime(folder / "a", (1, 1))
    assert not known.all_stand(folder)
    assert [known.stands(folder, name) for name in ("a", "é\n", "none")] == [False, True, False]
    wanted = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    known.again(folder, "a", "ab" * 32)
    assert known.all_stand(folder)
    assert {name: known.digest(name) for name in wanted} == wanted | {"a": "ab" * 32}


def test_what_stands_still_is_not_looked_at_once_more(folder: Path) -> None:
    """It keeps the stamp that it was known to have."""
    known = taken(folder)
    os.utime(folder / "a", (1, 1))
    digests = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    again = Outputs.taken(folder, digests, known, {"a"})
    assert again is not None
    assert [again.stands(folder, name) for name in ("a", "é\n")] == [False, True]


def test_a_file_that_is_gone_is_told(folder: Path) -> None:
    """Nothing is known of outputs that aren't all there."""
    assert Outputs.taken(folder, {"none": "00" * 32}) is None


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]\n", b'["a"]\n123', b'["a"]\n' + bytes(71), b"5\n"])
def test_damage_is_nothing_known(folder: Path, raw: bytes) -> None:
    """Whatever stands there, it is no reason to fail or to trust a file."""
    known = Outputs.loads(raw)
    assert known.paths == []
    assert not known.all_stand(folder)


def test_some_are_exchanged(folder: Path) -> None:
    """As if all were taken anew: changed ones, new ones, and those that are gone."""
    known = taken(folder)
    (folder / "a").write_bytes(b"changed")
    (folder / "new").write_bytes(b"new")
    (folder / "é\n").unlink()
    digests = {name: sha256((folder / name).read_bytes()).hexdigest() for name in ("a", "new")}
    others = Outputs.taken(folder, digests)
    assert others is not None

    now = known.exchanged(others, ["é\n", "never there"])

    assert now.all_stand(folder)
    assert {name: now.digest(name) for name in now.paths} == {
        path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()
    }
    assert not known.all_stand(folder)


def test_it_is_looked_at_beside(folder: Path) -> None:
    """What comes of the look holds for the block, and no longer."""
    known = taken(folder)
    for is_alone in (True, False):
        with known.looked_at(folder, is_alone=is_alone):
            assert known.all_stand(folder)
    os.utime(folder / "a", (1, 1))
    assert not known.all_stand(folder)
