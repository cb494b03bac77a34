"""The content folder in one look."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repurpose.errors import DiskError
from repurpose.library.folder import look, stamp_of


def test_a_look_goes_in_name_order_and_skips_what_is_hidden(tmp_path: Path) -> None:
    """Files come folder by folder in order of names; hidden ones are left out, links told of but not entered."""
    for name in ("b.md", "a/z.md", "a/.hidden.md", ".git/x.md", "a.md", "c/d/e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "linked.md").symlink_to(tmp_path / "a.md")
    (tmp_path / "broken.md").symlink_to(tmp_path / "none")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.md")
    found = {one.name: one for one in look(tmp_path)}
    assert list(found) == ["a/z.md", "a.md", "b.md", "broken.md", "c/d/e.md", "linked.md", "loop"]
    assert [name for name, one in found.items() if one.is_link] == ["broken.md", "linked.md", "loop"]
    assert [name for name, one in found.items() if one.is_folder] == ["loop"]
    assert found["broken.md"].stamp is None
    assert found["linked.md"].stamp == found["a.md"].stamp == stamp_of((tmp_path / "a.md").stat())


def test_a_look_tells_of_a_folder_it_can_not_list(tmp_path: Path) -> None:
    """A folder that isn't there is a disk error."""
    with pytest.raises(DiskError, match="can't be listed: No such file or directory"):
        list(look(tmp_path / "none"))
