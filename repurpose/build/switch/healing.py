"""A switch that was cut short is finished, or never was."""

from __future__ import annotations

from pathlib import Path

from repurpose.build.switch.journal import committed
from repurpose.build.switch.moves import carry_out, clean_up
from repurpose.build.switch.places import JOURNAL, STAGE, told
from repurpose.disk import SYSTEM, Disk, Folder


def is_torn(output: Path) -> bool:
    """Whether a switch was begun and not ended; by a process that is still at work, or by one that was killed."""
    return _stands(output / STAGE)


def is_between(output: Path) -> bool:
    """Whether a switch was committed and not ended, so that the outputs may be partly old, partly new."""
    return _stands(output / STAGE / JOURNAL)


def _stands(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:
        return False
    return True


def heal(output: Path, disk: Disk = SYSTEM) -> None:
    """End a switch that was cut short: finish it if it was committed, else throw it away. The caller holds the folder.

    Raises:
        DiskError: the disk refused.
    """
    if not is_torn(output):
        return
    with told(output, "; then an earlier build, cut short there, can be finished"), Folder.at(output, disk) as top:
        gone = committed(top)
        if gone is None:
            clean_up(top)
        else:
            carry_out(top, gone, flush_each=not disk.flushes_all)
