"""What was built -> the output folder and its manifest; of what failed, the last good pieces stay."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from repurpose.build.gate import Gate
from repurpose.build.pipeline import Built, Order
from repurpose.build.writer import Written, earlier_rows, write_pieces
from repurpose.channels import registry
from repurpose.disk import SYSTEM, Disk
from repurpose.files import read_bytes
from repurpose.library.visibility import verdict
from repurpose.manifest import Row, rows, write_manifest
from repurpose.model import Access, Piece

MEDIA = "media"


def release(built: Built, order: Order, output: Path, disk: Disk = SYSTEM) -> Written:
    """Write a build. The caller holds the folder (`lock.alone`).

    Raises:
        DiskError: the disk refused.
    """
    earlier = earlier_rows(output)
    made = rows(built.pieces)
    paths = {str(row["path"]) for row in made}
    left = [row for row in earlier if str(row["path"]) not in paths and (output / str(row["path"])).is_file()]
    gate = Gate(built.marks)
    kept = [row for row in left if _stays(row, built, order) and not (built.marks and _leaks(row, gate, output))]
    kept += _shown([row for row in left if row["channel"] == MEDIA and row not in kept], kept, output)
    manifest = write_manifest(order.moment, [*made, *kept], built.notices)
    return write_pieces(output, built.pieces, earlier, [str(row["path"]) for row in kept], manifest, disk)


def _stays(row: Row, built: Built, order: Order) -> bool:
    """Whether a piece of an earlier build, not made by this one, is still good."""
    if row["channel"] not in built.channels and row["channel"] != MEDIA:
        return bool(order.channels or order.assets)  # this build was asked for others
    if order.assets and row.get("asset") not in order.assets:
        return True  # or for other assets
    if order.channels and row["channel"] == MEDIA:
        return True
    if row.get("source") not in built.failed:
        return False
    known = (*built.library.assets, *built.library.unusable)
    asset = next((asset for asset in known if asset.path == row.get("source")), None)
    # An asset that is known to be expired, under embargo or withdrawn keeps nothing, whatever else is wrong with it.
    showing = registry.load(row["channel"]).showing
    return asset is None or verdict(asset, showing, order.moment, order.config.build, order.drafts).made


def _leaks(row: Row, gate: Gate, output: Path) -> bool:
    """Whether text that has become gated since stands in a piece of an earlier build."""
    content = read_bytes(output / str(row["path"]))
    piece = Piece(
        row["id"],
        row["role"],
        row.get("asset"),
        row["channel"],
        row["slot"],
        row["path"],
        row["media_type"],
        content,
        row["language"],
        Access(row["access"]),
    )
    return gate.leak(piece) is not None


def _shown(media: Iterable[Row], kept: Iterable[Row], output: Path) -> list[Row]:
    """The media of an earlier build that its kept pieces show."""
    media = list(media)
    if not media:
        return []
    texts = [read_bytes(output / str(row["path"])) for row in kept if row["channel"] != MEDIA]
    return [row for row in media if any(quote(str(row["slot"])).encode() in text for text in texts)]
