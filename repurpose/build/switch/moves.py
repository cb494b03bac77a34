"""What a switch does once it is committed. Each step can be done again."""

from __future__ import annotations

import errno
import stat
from collections.abc import Sequence

from repurpose.build.switch.places import JOURNAL, NEW, OLD, STAGE
from repurpose.disk import NOTHING_THERE, Folder

_STAYS = {errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.EACCES, errno.EPERM}
"""What a folder answers that is not to be removed: it holds something, or is not ours to remove."""


def carry_out(top: Folder, gone: Sequence[str], flush_each: bool) -> None:
    """Do all that was committed, from wherever it was left, and clean up."""
    with top.enter(STAGE) as stage, stage.enter(OLD) as old, stage.enter(NEW) as new:
        for number, path in enumerate(gone):
            _take(top, path, old, str(number), flush_each)
        _bring(new, top, flush_each)
        if not flush_each:
            top.flush_all()
    clean_up(top)


def clean_up(top: Folder) -> None:
    """Remove the stage, the journal first and for good: with a part of the stage it would stand for another switch."""
    with top.entered([STAGE]) as (*_, stage):
        if stage is not top and stage.mode(JOURNAL) is not None:
            stage.discard(JOURNAL)
            stage.flush()
    top.discard(STAGE)


def _take(top: Folder, path: str, old: Folder, number: str, flush_each: bool) -> None:
    """Move a file into `old`, and remove the folders that it leaves empty.

    What stands in `old` already isn't moved again: by then the path may be another file's, on a disk for which names
    that differ in case are one.
    """
    *names, name = path.split("/")
    with top.entered(names) as folders:
        if len(folders) > len(names) and old.mode(number) is None:
            try:
                folders[-1].move(name, old, number)
            except FileNotFoundError:
                pass
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                folders[-1].remove(name)
                old.write(number, b"")
        emptied = folders[-1]
        for above, inner in reversed(list(zip(folders, names, strict=False))):
            try:
                above.remove_folder(inner)
            except OSError as error:
                if error.errno in _STAYS:
                    break
                if error.errno not in NOTHING_THERE:
                    raise
            emptied = above
        if flush_each:
            emptied.flush()


def _bring(source: Folder, target: Folder, flush_each: bool) -> None:
    """Move all that stands in one folder to where it belongs in another; a folder at once where there is none yet."""
    moved = False
    for entry in source.entries():
        name, is_folder = entry.name, entry.is_dir(follow_symlinks=False)
        if is_folder and target.mode(name) is not None:
            _bring_into(source, target, name, flush_each)
        elif is_folder or entry.is_file(follow_symlinks=False):  # else it is nothing that we stage
            _move(source, target, name, is_folder)
            moved = True
    if flush_each and moved:
        target.flush()


def _bring_into(source: Folder, target: Folder, name: str, flush_each: bool) -> None:
    with source.enter(name) as inner, target.enter(name) as there:
        _bring(inner, there, flush_each)


def _move(source: Folder, target: Folder, name: str, is_folder: bool) -> None:
    """Move a file or a folder; by way of a copy where another disk is mounted within the outputs."""
    if not is_folder and stat.S_ISDIR(target.mode(name) or 0):
        _remove_folders(target, name)
    try:
        source.move(name, target, name)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        if is_folder:
            target.make(name)
            _bring_into(source, target, name, flush_each=True)
        else:
            target.discard(STAGE)  # of an attempt that was cut short
            target.write(STAGE, source.read(name), flush=True)
            target.move(STAGE, target, name)
        target.flush()


def _remove_folders(above: Folder, name: str) -> None:
    """Remove a folder that holds nothing but empty folders."""
    with above.enter(name) as folder:
        for entry in folder.entries():
            _remove_folders(folder, entry.name)
    above.remove_folder(name)
