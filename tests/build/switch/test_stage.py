"""What a stage refuses: paths that lead elsewhere, and what is the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from repurpose.build.switch import LOCK, STAGE, heal
from repurpose.errors import DiskError
from tests.build.switch.trees import MINE, NEW, OLD, bring, put, switch, tree
from tests.faults import Watched


@pytest.mark.parametrize(
    "path", ["", ".", "..", "/etc/x", "../x", "a/../x", "a//b", "a/./b", "a\\b", "a\0b", "\ud800", STAGE + "/x", LOCK]
)
def test_a_path_that_is_none_of_the_outputs(output: Path, path: str) -> None:
    """It stops the switch if it is to be written, and is passed over if it is to be removed."""
    with pytest.raises(DiskError, match="would be written outside its folder"):
        switch(output, [("site/x", b"x"), (path, b"x")], ())
    assert switch(output, (), {path}) == ()
    assert tree(output) == {**OLD, **MINE}


def test_twice_is_refused(output: Path) -> None:
    """Two files of one path would hide each other."""
    with pytest.raises(DiskError, match="would be written twice"):
        switch(output, [("a", b"1"), ("a", b"2")], ())
    assert tree(output) == {**OLD, **MINE}


def test_what_is_the_users_is_not_overridden(output: Path) -> None:
    """A folder of theirs where a file must be written, or the other way round, is told before anything changes."""
    with pytest.raises(DiskError) as caught:
        switch(output, [("fresh", b""), ("site/a", b"")], {"site/a/index.html"})
    assert str(caught.value) == f"{output / 'site/a'}: is a folder where a file must be written"
    with pytest.raises(DiskError) as caught:
        switch(output, [("CNAME/index.html", b"")], ())
    assert str(caught.value) == f"{output / 'CNAME'}: is a file where a folder must be made"
    assert caught.value.hint == "move it away"
    assert tree(output) == {**OLD, **MINE}


def test_no_symlink_is_followed(output: Path, tmp_path: Path) -> None:
    """A link to a folder stops the switch, one at a file's place is replaced, what they lead to is left alone."""
    precious = put(tmp_path / "precious", {"x": b"precious", "index.html": b"precious"})
    (output / "linked").symlink_to(precious)
    (output / "inner").symlink_to(output / "site")
    for folder in ("linked", "inner"):
        with pytest.raises(DiskError) as caught:
            switch(output, [("site/x", b"new"), (f"{folder}/x", b"new")], ())
        assert str(caught.value) == f"{output / folder / 'x'}: would be written through a symlink"
        assert str(output / folder) in str(caught.value.hint)
        assert switch(output, (), {f"{folder}/x", f"{folder}/index.html"}) == ()
    (output / "site/b/index.html").unlink()
    (output / "site/b/index.html").symlink_to(precious / "x")
    switch(output, [("site/b/index.html", b"new")], {"linked"})
    assert not (output / "linked").is_symlink()
    assert not (output / "site/b/index.html").is_symlink()
    assert tree(precious) == {"x": b"precious", "index.html": b"precious"}


def test_a_symlink_that_comes_between_is_not_followed(output: Path, tmp_path: Path) -> None:
    """Whoever swaps a folder for a link after all was checked gets nothing written where it leads."""
    precious = put(tmp_path / "precious", {"x": b"precious"})

    class Racing(Watched):
        def operate(self, name: str, operation: object, *args: object, **kwargs: object) -> object:
            if name == "open" and args[0] == "journal":
                (output / "site").rename(tmp_path / "aside")
                (output / "site").symlink_to(precious)
            return super().operate(name, operation, *args, **kwargs)  # type: ignore[arg-type]

    with pytest.raises(DiskError, match="Not a directory"):
        bring(output, NEW, OLD, Racing())
    assert tree(precious) == {"x": b"precious"}
    (output / "site").unlink()
    (tmp_path / "aside").rename(output / "site")
    heal(output)
    assert tree(output) == {**NEW, **MINE}
