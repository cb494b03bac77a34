"""A whole build: nothing at all where nothing changed, else make, write, and remember how it all stands."""

from __future__ import annotations

import time
from pathlib import Path

from repurpose.build.ahead import reading_ahead
from repurpose.build.order import Order, Progress, Report
from repurpose.build.outputs import Outputs
from repurpose.build.standing import Standing
from repurpose.config import DEFAULT_URL
from repurpose.errors import UsageError
from repurpose.files import read_bytes
from repurpose.manifest import NAME as MANIFEST
from repurpose.manifest import site_of


def run(order: Order, output: Path, progress: Progress | None = None) -> Report:
    """Bring an output folder to what an order asks for. The caller holds the folder (`lock.alone`).

    Raises:
        ConfigError: the settings, a template or a plug-in are at fault.
        UsageError: an asset is asked for that isn't there, or the folder holds another site's outputs.
        DiskError: the disk refused.
    """
    _refuse_others(order, output)
    standing = Standing(order, output) if order.is_cached and not order.assets else None
    if standing and (report := standing.recall()):
        return report

    seen = standing.outputs if standing else Outputs()
    looked = standing.looked if standing else None
    with (
        seen.looked_at(output, is_alone=order.jobs == 1),
        reading_ahead(order, looked.found if looked and standing and standing.is_first else ()) as read,
    ):
        # Heavy, and only needed where something changed.
        from repurpose.build.pipeline import build
        from repurpose.build.release import release
        from repurpose.build.writer import writing

        with writing(output, seen) as writer:
            built = build(order, progress, writer.take, looked, read)
            written = release(built, order, writer)
    released = time.monotonic()
    damage = built.shelf.close(is_whole=not order.assets, listed=written.listed)
    report = Report(
        len(built.library.assets),
        len(built.channels),
        written.changed,
        written.removed,
        written.unchanged,
        built.errors,
        built.notices,
        built.shelf.made,
        built.shelf.kept,
        damage,
        written.pieces,
        written.gone,
    )
    if standing:
        standing.remember(report, written, built.span, built.packages, released)
    return report


def _refuse_others(order: Order, output: Path) -> None:
    """Refuse a folder that another site was built to: its pieces would be removed as ours that are gone.

    Its own `outputs` is a project's own, whatever its site was called before.
    """
    path = output / MANIFEST
    if output.resolve() == (order.root / "outputs").resolve() or not path.is_file():
        return
    theirs, ours = site_of(read_bytes(path)), order.config.site
    if theirs is None or theirs.get("url") == order.config.url != DEFAULT_URL:
        return
    if (theirs.get("url"), theirs.get("title")) != (order.config.url, ours.title):
        raise UsageError(
            f"--output: {output} holds the outputs of another site, {theirs.get('title')!r} at {theirs.get('url')}",
            hint=f"name another folder, or delete {path} to have this site built over them",
        )
