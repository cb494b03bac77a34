"""What was built -> the output folder and its manifest; of what failed, the last good pieces stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from repurpose.build.cache.record import File
from repurpose.build.gate.gate import Gate
from repurpose.build.gate.openly import is_said
from repurpose.build.order import Order
from repurpose.build.outputs import UNREAD
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
    output = writer.output
    base = _base(built, order, writer)
    paths = {file.path for file in base.files}
    left = [row for row in base.earlier if str(row["path"]) not in paths and (output / str(row["path"])).is_file()]
    gate = Gate(built.marks if left else ())
    kept = [row for row in left if _stays(row, built, order) and not (built.marks and _leaks(row, gate, built, output))]
    hidden = [str(row["path"]) for row in left if row not in kept and _is_hidden(row, built)]
    kept = [row for row in kept if not (hidden and row.get("source") in built.failed and _leads(row, hidden, output))]
    kept += _shown([row for row in left if row["channel"] == MEDIA and row not in kept], kept, output)
    site = {"title": order.config.site.title, "url": order.config.url}
    listed = base.listed
    if kept or listed is None:
        listed = Lines([*built.shelf.lines(), *(line(row) for row in kept)])
    manifest = Manifest(order.moment, site, listed, built.notices)
    stays = [str(row["path"]) for row in kept]
    written = writer.write(base.files, built.shelf.read, base.earlier, stays, manifest)
    stay = {path: writer.known(path) or UNREAD for path in stays}
    others = writer.seen.count_others({*written.files, *stay, *written.removed}) if base.is_part else 0
    return replace(
        written,
        pieces=tuple(sorted(built.shelf.named(written.changed))),
        files={**written.files, **stay},
        listed=None if kept else manifest.listed,
        unchanged=written.unchanged + others,
        is_part=base.is_part,
    )


class _Base(NamedTuple):
    """What a release begins from.

    `files` are those to look at: all of the build, or where it is a part (`is_part`) those that may have changed, while
    all others stand as the last build left them. `earlier` are rows of the last manifest, of pieces that aren't made
    again just so; `listed` is the manifest's list of now, as far as it is to be had of the last one.
    """

    files: tuple[File, ...]
    earlier: Sequence[Row]
    listed: Iterable[bytes] | None = None
    is_part: bool = False


def _base(built: Built, order: Order, writer: Writer) -> _Base:
    output, seen = writer.output, writer.seen
    exchange = None if order.assets else built.shelf.exchange()
    if exchange:
        is_part = writer.is_still
        found = spliced(output / NAME, *exchange, seen.digest(NAME) if is_part else None)
        if found is not None:
            earlier = [row for row in map(row_in, exchange.gone) if is_below(row["path"])]
            return _Base(built.shelf.files_made if is_part else built.files, earlier, found, is_part)
    paths = {file.path for file in built.files}
    if seen.stands(output, NAME) and set(seen.paths) - {NAME} <= paths:
        return _Base(built.files, ())
    return _Base(built.files, earlier_rows(output, but=list(built.shelf.lines())))


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
