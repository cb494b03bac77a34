"""The build: library -> briefs -> drafts -> pieces -> gate. A pure function of files and the told moment.

Each asset goes its way alone, in this process or another (`workshop`); what needs the whole library is collected after.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from repurpose.build.agenda import calendar_pieces, files_of
from repurpose.build.gate import Gate, Mark
from repurpose.build.places import addresses, translations
from repurpose.build.workshop import Made, Workshop
from repurpose.channels import registry
from repurpose.channels.channel import Entry, Project
from repurpose.config import Config
from repurpose.errors import AssetError, GateError, Location, RepurposeError, UsageError
from repurpose.files import read_bytes
from repurpose.ids import fold, piece_id
from repurpose.library.agenda import agenda
from repurpose.library.conflicts import judge
from repurpose.library.ignores import without_ignored
from repurpose.library.library import Library, read_library
from repurpose.library.media import Media, read_media
from repurpose.library.schedule import FILE_NAME as SCHEDULE
from repurpose.library.schedule import Schedule, read_schedule
from repurpose.library.visibility import Showing, verdict
from repurpose.model import Access, Asset, Notice, Piece

FEW = 40
"""Assets below which a second process takes longer to start than it saves."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. `channels` and `assets` narrow it down; empty: all."""

    root: Path
    config: Config
    moment: datetime
    content: str = "content"
    channels: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    drafts: bool = False
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, and what was wrong or worth telling.

    `failed` are the paths of the sources whose earlier pieces stay, as far as they hold none of the gated `marks`;
    `reasons` says, by piece folder, why a channel made nothing.
    """

    pieces: tuple[Piece, ...]
    errors: tuple[RepurposeError, ...]
    notices: tuple[Notice, ...]
    failed: frozenset[str]
    library: Library
    channels: tuple[str, ...]
    reasons: Mapping[str, str]
    marks: tuple[Mark, ...] = ()


def build(order: Order, progress: Progress | None = None) -> Built:
    """Make all pieces that an order asks for; nothing is written.

    Raises:
        ConfigError: the settings, a template or a plug-in are at fault.
        UsageError: an asset is asked for that isn't there.
    """
    names = registry.chosen(order.config.channels.enabled, order.channels)
    registry.check_options(order.config.channels.options)
    library = read_library(order.root, order.config, order.content)
    media = read_media(order.root / order.content, order.content)
    shown = [asset for asset in library.assets if _is_public(asset, order)]
    places = addresses(library, shown, media, order.config, order.moment, order.content)
    schedule = read_schedule(order.root)
    project = Project(order.config, order.moment, places, translations(shown, order.config), names, schedule.by_asset())
    workshop = Workshop(order.root, project, names, order.drafts)
    wanted = [asset for asset in library.assets if not order.assets or asset.id in order.assets]
    if missing := set(order.assets) - {asset.id for asset in library.assets}:
        raise UsageError(
            f"there is no asset {sorted(missing)[0]!r}", hint="an asset's id is its path below content/ without .md"
        )
    made = sorted(_made(workshop, wanted, order.jobs, progress), key=lambda one: one.asset.id)
    return _finished(order, workshop, library, media, schedule, made)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else multiprocessing.cpu_count()


def _is_public(asset: Asset, order: Order) -> bool:
    return verdict(asset, Showing.PUBLIC, order.moment, order.config.build, order.drafts).made


def _made(workshop: Workshop, assets: Sequence[Asset], jobs: int | None, progress: Progress | None) -> Iterator[Made]:
    count = jobs if jobs is not None else 1 if len(assets) < FEW else _processors()
    if count <= 1 or len(assets) < 2:
        for number, asset in enumerate(assets, 1):
            yield workshop.make(asset)
            if progress:
                progress(number, len(assets))
        return
    size = max(1, min(50, len(assets) // (count * 4) + 1))
    chunks = [assets[start : start + size] for start in range(0, len(assets), size)]
    # Forked workers have everything imported already; elsewhere than on Linux, forking isn't safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(count, mp_context=context) as executor:
        done = 0
        for future in as_completed([executor.submit(workshop.make_all, chunk) for chunk in chunks]):
            made = future.result()
            yield from made
            done += len(made)
            if progress:
                progress(done, len(assets))


def _finished(
    order: Order, workshop: Workshop, library: Library, media: Media, schedule: Schedule, made: Sequence[Made]
) -> Built:
    pieces = [piece for one in made for piece in one.pieces]
    faults, conflicts = judge(
        schedule, library, order.config, order.moment, registry.chosen(order.config.channels.enabled)
    )
    notices = [*library.notices, *media.notices, *conflicts, *(notice for one in made for notice in one.notices)]
    errors = [*library.errors, *faults, *(error for one in made for error in one.errors)]
    leaked = {one.asset.path for one in made if any(isinstance(error, GateError) for error in one.errors)}
    if not order.assets:
        entries: dict[str, list[Entry]] = {}
        for one in made:
            for name, entry in (one.entries or {}).items():
                entries.setdefault(name, []).append(entry)
        collected, told = workshop.collect(entries)
        pieces += collected
        notices += told
    pieces += _media_pieces(media, (place for one in made for place in one.media), Access.OPEN)
    pieces += _media_pieces(media, (place for one in made for place in one.gated_media), Access.PREMIUM)
    if not order.assets and not order.channels:
        pieces += _calendar(order, workshop.project, library, schedule, pieces)
    known = tuple(mark for one in made for mark in one.marks)
    gate = Gate(known)
    checked: list[Piece] = []
    for piece in pieces:
        if error := gate.leak(piece):
            errors.append(error)
            leaked.add(piece.source or "")
        else:
            checked.append(piece)
    single, clashes = _one_a_path(checked)
    errors += clashes
    failed = {error.location.path for error in errors if error.location} - leaked
    notices += _unknown_channels(library, workshop.channels)
    by_path: dict[str, list[Notice]] = {}
    for notice in dict.fromkeys(notices):
        by_path.setdefault(notice.location.path, []).append(notice)
    ignores = {**library.ignores, SCHEDULE: schedule.ignores}
    told_notices = [notice for path, some in by_path.items() for notice in without_ignored(some, ignores.get(path, ()))]
    return Built(
        tuple(single),
        tuple(sorted(errors, key=lambda error: error.location.sort_key if error.location else ("", 0))),
        tuple(sorted(told_notices, key=lambda notice: notice.sort_key)),
        frozenset(failed),
        library,
        workshop.channels,
        {f"{one.asset.id}/{name}": why for one in made for name, why in (one.reasons or {}).items()},
        known,
    )


def _calendar(
    order: Order, project: Project, library: Library, schedule: Schedule, pieces: Sequence[Piece]
) -> list[Piece]:
    """The calendar of what may be seen by now or will be; what is not finished, or under embargo, isn't in it."""
    seen = []
    for asset in library.assets:
        answer = verdict(asset, Showing.HANDED_OVER, order.moment, order.config.build, order.drafts)
        if answer.made or answer.code in {"old", "scheduled"}:
            seen.append(asset)
    items = agenda(
        schedule,
        seen,
        order.config,
        order.moment,
        lambda asset: project.addresses.url(project.post(asset)),
        files_of((piece.id, piece.use, piece.role, piece.path) for piece in pieces),
        order.moment + timedelta(days=order.config.build.ahead),
    )
    return calendar_pieces(items, project, order.root)


def _media_pieces(media: Media, places: Iterable[str], access: Access) -> Iterator[Piece]:
    """The media that are shown at these places; two files of the same name and content are one.

    What open pieces show stands in the site, what only members may see beside their pages.
    """
    shown = set(places)
    by_place = {medium.place: medium for medium in media.files.values() if medium.place in shown}
    root = "site" if access is Access.OPEN else "members"
    for place, medium in sorted(by_place.items()):
        name = place.removeprefix("assets/")
        slot = name if access is Access.OPEN else f"members-{name}"
        content = read_bytes(medium.file)
        yield Piece(
            piece_id(None, "media", slot),
            "file",
            None,
            "media",
            slot,
            f"{root}/{place}",
            medium.media_type,
            content,
            language="und",
            access=access,
        )


def _one_a_path(pieces: Iterable[Piece]) -> tuple[list[Piece], list[RepurposeError]]:
    """Refuse a piece whose file is another's already, by letter case and Unicode form as well, or another's folder."""
    owners: dict[str, Piece] = {}
    folders: dict[str, Piece] = {}
    kept: list[Piece] = []
    errors: list[RepurposeError] = []
    for piece in pieces:
        path = fold(piece.path)
        above = [path[:at] for at, char in enumerate(path) if char == "/"]
        owner = owners.get(path) or folders.get(path) or next((owners[one] for one in above if one in owners), piece)
        if owner is not piece and (owner.path, owner.content) != (piece.path, piece.content):
            where = Location(piece.source or owner.source or piece.path, 1)
            what = f"{piece.path} would be written by {piece.id} and by {owner.id}"
            errors.append(AssetError(what, where, "give one of their assets another `slug`"))
            continue
        owners.setdefault(path, piece)
        for one in above:
            folders.setdefault(one, piece)
        kept.append(piece)
    return kept, errors


def _unknown_channels(library: Library, built: Sequence[str]) -> Iterator[Notice]:
    installed = {one.name for one in registry.known()} | set(built)
    for asset in library.assets:
        for name in (*(asset.include or ()), *asset.exclude):
            if name not in installed:
                yield Notice(
                    "unknown-channel",
                    asset.at("channels"),
                    f"there is no channel {name!r}; `repurpose channels` lists them",
                )
