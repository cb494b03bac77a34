"""What was built -> the output folder and its manifest; of what failed, the last good pieces stay."""

from __future__ import annotations

from pathlib import Path

from repurpose.build.pipeline import Built, Order
from repurpose.build.writer import Written, earlier_rows, write_pieces
from repurpose.library.visibility import Showing, verdict
from repurpose.manifest import Row, rows, write_manifest


def release(built: Built, order: Order, output: Path) -> Written:
    """Write a build.

    Raises:
        DiskError: the disk refused.
    """
    earlier = earlier_rows(output)
    made = rows(built.pieces)
    paths = {str(row["path"]) for row in made}
    kept = [row for row in earlier if str(row["path"]) not in paths and _stays(row, built, order)]
    kept = [row for row in kept if (output / str(row["path"])).is_file()]
    manifest = write_manifest(order.moment, [*made, *kept], built.notices)
    return write_pieces(output, built.pieces, earlier, [str(row["path"]) for row in kept], manifest)


def _stays(row: Row, built: Built, order: Order) -> bool:
    """Whether a piece of an earlier build, not made by this one, is still good."""
    if row["channel"] not in built.channels and row["channel"] != "media":
        return bool(order.channels)  # this build was asked for other channels
    if order.assets and (row["asset"] not in order.assets):
        return True  # or for other assets
    if order.channels and row["channel"] == "media":
        return True
    if row["source"] not in built.failed:
        return False
    asset = next((asset for asset in built.library.assets if asset.path == row["source"]), None)
    # An asset that is known to be expired, under embargo or withdrawn keeps nothing, whatever else is wrong with it.
    showing = Showing.PRESS if row["channel"] == "press_release" else Showing.HANDED_OVER
    return asset is None or verdict(asset, showing, order.moment, order.config.build, order.drafts).made
