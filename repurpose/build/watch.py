"""Watching a project: built anew whenever its files change, for the preview."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from repurpose.build.lock import alone
from repurpose.build.order import Order
from repurpose.build.run import run
from repurpose.build.templates import FOLDER as TEMPLATES
from repurpose.config import FILE_NAME
from repurpose.errors import RepurposeError
from repurpose.library.folder import glance, stamp_of
from repurpose.library.schedule import FILE_NAME as SCHEDULE
from repurpose.model import Notice

PAUSE = 0.25
"""Seconds between two looks at the files; ten times as long as a look takes, if that is more."""

SETTLED = 0.05
"""Seconds without a change after which a burst of them (a checkout, an editor that saves all) is over."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a build did. Where it failed, the last good outputs stay.

    `changed` are the outputs that came or changed, `removed` those that went; `pieces` and `gone` the ids of the pieces
    in them.
    """

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()


def watch(
    root: Path,
    orders: Callable[[], Order],
    output: Path,
    told: Callable[[str], None],
    *,
    stop: Callable[[], bool] = lambda: False,
    pause: float = PAUSE,
) -> Iterator[Rebuilt]:
    """Build at once, then after every change, until `stop` says so; each build is told, what failed as well.

    Args:
        root: the project.
        orders: gives the order of each build, by the settings as they are then and the moment.
        output: the folder to write.
        told: called with a line where another process holds that folder.
        stop: asked before each look.
        pause: seconds between two looks.
    """
    seen: tuple[object, ...] | None = None
    while not stop():
        began = time.monotonic()
        now = _sight(root)
        if now == seen:
            time.sleep(max(pause, 10 * (time.monotonic() - began)))
            continue
        while True:
            time.sleep(SETTLED)
            later = _sight(root)
            if later == now:
                break
            now = later
        seen = now
        yield _rebuilt(orders, output, told)


def _rebuilt(orders: Callable[[], Order], output: Path, told: Callable[[str], None]) -> Rebuilt:
    try:
        order = orders()
        with alone(output, told):
            report = run(order, output)
    except RepurposeError as error:
        return Rebuilt(errors=error.parts)
    return Rebuilt(report.changed, report.removed, report.pieces, report.gone, report.errors, report.notices)


def _sight(root: Path) -> tuple[object, ...]:
    """How all files that a build reads stand."""
    found: list[object] = [glance(root / name)[0] for name in ("content", TEMPLATES)]
    for name in (FILE_NAME, SCHEDULE):
        try:
            found.append(stamp_of((root / name).stat()))
        except OSError:
            found.append(None)
    return tuple(found)
