"""What was built -> the output folder and its manifest; of what failed, the last good pieces stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from repurpose.build.gate.gate import Gate
from repurpose.build.gate.openly import is_said
from repurpose.build.order import Order
from repurpose.build.outputs import UNREAD, Outputs
from repurpose.build.pictures import MEDIA
from repurpose.build.pipeline import Built
from repurpose.build.splice import spliced
from repurpose.build.switch import is_below
from repurpose.build.writer import Writer, Written, earlier_rows
from repurpose.channels import registry
from repurpose.document.links import relative
from repurpose.files import read_bytes
from repurpose.library.visibility import verdict
from repurpose.manifest import NAME, Lines, Manifest, Row, line, piece_of, row_in


def release(built: Built, order: Order, writer: Writer) -> Written:
    """Write a build.

    Raises:
        DiskError: the disk refused.
    """
    output, paths = writer.output, {file.path for file in built.files}
    earlier, listed = _listed(built, order, output, paths, writer.seen)
    left = [row for row in earlier if str(row["path"]) not in paths and (output / str(row["path"])).is_file()]
    gate = Gate(built.marks if left else ())
    kept = [row for row in left if _stays(row, built, order) and not (built.marks and _leaks(row, gate, built, output))]
    hidden = [str(row["path"]) for row in left if row not in kept and _is_hidden(row, built)]
    kept = [row for row in kept if not (hidden and row.get("source") in built.failed and _leads(row, hidden, output))]
    kept += _shown([row for row in left if row["channel"] == MEDIA and row not in kept], kept, output)
    site = {"title": order.config.site.title, "url": order.config.url}
    if kept or listed is None:
        listed = Lines([*built.shelf.lines(), *(line(row) for row in kept)])
    manifest = Manifest(order.moment, site, listed, built.notices)
    stays = [str(row["path"]) for row in kept]
    written = writer.write(built.files, built.shelf.read, earlier, stays, manifest)
    stay = {str(row["path"]): str(row.get("sha256") or UNREAD) for row in kept}
    return replace(
        written,
        pieces=tuple(sorted(built.shelf.named(written.changed))),
        files={**written.files, **stay},
        listed=None if kept else manifest.listed,
    )


def _listed(
    built: Built, order: Order, output: Path, paths: Collection[str], seen: Outputs
) -> tuple[list[Row], Iterable[bytes] | None]:
    """What the last build's manifest tells: rows of pieces that aren't made again just so, and the list of those now.

    Rows may be missing whose files are made again; the list is None where it isn't to be had of the last one.
    """
    exchange = None if order.assets else built.shelf.exchange()
    if exchange and (found := spliced(output / NAME, *exchange)):
        return [row for row in map(row_in, exchange.gone) if is_below(row["path"])], found
    if seen.stands(output, NAME) and set(seen.paths) - {NAME} <= set(paths):
        return [], None
    return earlier_rows(output, but=list(built.shelf.lines())), None


def _stays(row: Row, built: Built, order: Order) -> bool:
    """Whether a piece of an earlier build, not made by this one, is still good."""
    if row["channel"] not in built.channels and row["channel"] != MEDIA:
        return bool(order.channels or order.assets)  # this build was asked for others
    if built.assets and row.get("asset") not in built.assets:
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


def _is_hidden(row: Row, built: Built) -> bool:
    """Whether it is the page of an asset that is still there, and no longer seen."""
    known = {asset.path for asset in (*built.library.assets, *built.library.unusable)}
    shown = {piece.asset for piece in built.pieces if piece.channel == row["channel"]}
    return row["role"] == "html" and row.get("source") in known and row.get("asset") not in shown


def _leads(row: Row, hidden: Iterable[str], output: Path) -> bool:
    """Whether an earlier page names one that nobody may see any more, as posts name those that stand near them."""
    if row["role"] != "html" or not str(row["path"]).startswith("site/"):
        return False
    text = read_bytes(output / str(row["path"])).decode(errors="replace")
    here = str(row["path"]).removesuffix("index.html")
    return any(f'href="{relative(here, path.removesuffix("index.html"))}"' in text for path in hidden)


def _leaks(row: Row, gate: Gate, built: Built, output: Path) -> bool:
    """Whether text that has become gated since stands in a piece of an earlier build."""
    content = read_bytes(output / str(row["path"]))
    leaks = gate.leaks(piece_of(row, content))
    said = built.openly.said(leaks) if built.openly else frozenset()
    return not all(is_said(leak, said) for leak in leaks)


def _shown(media: Iterable[Row], kept: Iterable[Row], output: Path) -> list[Row]:
    """The media of an earlier build that its kept pieces show."""
    media = list(media)
    if not media:
        return []
    texts = [read_bytes(output / str(row["path"])) for row in kept if row["channel"] != MEDIA]
    return [row for row in media if any(quote(str(row["slot"])).encode() in text for text in texts)]
