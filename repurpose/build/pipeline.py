"""The build: library -> briefs -> drafts -> pieces -> gate. A pure function of files and the told moment.

Each asset goes its way alone, in this process or another (`workshop`); what needs the whole library is collected after.
What earlier builds made isn't made again (`cache`), and stands in the same form as what is made now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from repurpose.build.agenda import CHANNEL as CALENDAR
from repurpose.build.agenda import calendar_pieces, files_of
from repurpose.build.cache import plain
from repurpose.build.cache.asked import Looks
from repurpose.build.cache.drawn import FOLDER as DRAWN
from repurpose.build.cache.drawn import NOTHING, Drawn
from repurpose.build.cache.gist import Gist
from repurpose.build.cache.notes import OTHERS, OWN, RELATED, Notes
from repurpose.build.cache.program import generation, other_packages, program
from repurpose.build.cache.reading import Reading
from repurpose.build.cache.record import File
from repurpose.build.cache.store import FOLDER, NAME, Store
from repurpose.build.cache.told import leak_row
from repurpose.build.gate import report
from repurpose.build.gate.gate import Leak
from repurpose.build.gate.marks import Mark
from repurpose.build.gate.openly import Openly, is_said
from repurpose.build.order import Order, Progress
from repurpose.build.places import addresses, neighbours, translations
from repurpose.build.render import compiling
from repurpose.build.shelf import Shelf, Take
from repurpose.build.templates import digests, own_texts, post_patterns
from repurpose.build.work import origin
from repurpose.build.workers import Workers
from repurpose.build.workshop import Workshop
from repurpose.channels import registry
from repurpose.channels.channel import Project
from repurpose.channels.feed import unfed
from repurpose.channels.groups import FEEDS
from repurpose.errors import RepurposeError
from repurpose.library.agenda import agenda
from repurpose.library.brand import read_brand
from repurpose.library.conflicts import judge
from repurpose.library.fillings import fillings
from repurpose.library.folder import Found, Looked, look
from repurpose.library.ignores import without_ignored
from repurpose.library.library import Library, named, read_library
from repurpose.library.likeness import Likeness, Near, likeness, subject
from repurpose.library.media import Media, read_media
from repurpose.library.schedule import FILE_NAME as SCHEDULE
from repurpose.library.schedule import Schedule, read_schedule
from repurpose.library.source import Checked
from repurpose.library.visibility import Showing, steady, verdict
from repurpose.model import Access, Asset, Notice, Piece

BLOG = "blog"
"""The channel whose pages show related posts, the brand's files, and pictures in several sizes."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, and what was wrong or worth telling.

    `shelf` has all files with their contents; `failed` are the paths of the sources whose earlier pieces stay, as far
    as they hold none of the gated `marks` that isn't said `openly`; `reasons` says, by piece folder, why a channel made
    nothing; `assets` are the ids of those that were asked for, none if that were all. From the first moment of `span`
    until before the second all is the same; `packages` are the folders of other packages whose channels took part.
    """

    shelf: Shelf
    errors: tuple[RepurposeError, ...]
    notices: tuple[Notice, ...]
    failed: frozenset[str]
    library: Library
    channels: tuple[str, ...]
    reasons: Mapping[str, str]
    marks: tuple[Mark, ...] = ()
    openly: Openly | None = None
    assets: tuple[str, ...] = ()
    span: tuple[datetime | None, datetime | None] = (None, None)
    packages: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[File, ...]:
        """All files that are to stand in the output folder, each path once."""
        return self.shelf.files

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces with their contents, media left out: for those who show them."""
        return tuple(self.shelf.pieces())


def build(
    order: Order,
    progress: Progress | None = None,
    take: Take | None = None,
    looked: Looked | None = None,
    read: Callable[[Found], Checked] | None = None,
) -> Built:
    """Make all pieces that an order asks for; nothing is written to the output folder.

    `take` is given the files of each asset as soon as they are made; in the end some of them may not be wanted.
    `looked` is the content folder, if somebody has looked already; `read` tells of its assets, if somebody reads them.

    Raises:
        ConfigError: the settings, a template or a plug-in are at fault.
        UsageError: an asset is asked for that isn't there.
    """
    names = registry.chosen(order.config.channels.enabled, order.channels)
    registry.check_options(order.config.channels.options)
    registry.check_plan(order.config.plan)
    templates = own_texts(order.root)
    folders = names if order.assets or order.channels else (*names, CALENDAR)
    with compiling(templates, folders, is_alone=order.jobs == 1):
        return _built(order, names, templates, progress, take, looked, read)


def _built(
    order: Order,
    names: tuple[str, ...],
    templates: Mapping[str, str],
    progress: Progress | None,
    take: Take | None,
    looked: Looked | None,
    read: Callable[[Found], Checked] | None,
) -> Built:
    patterns = post_patterns(templates)
    brand = read_brand(order.root, order.config)
    made_of = (order.config, order.content, names, order.drafts, patterns, brand.digests)
    store = Store(order.root / FOLDER / NAME if order.is_cached else None, generation(made_of, names))
    looked = looked or _looked(order, store)
    found, reading = looked.found, Reading(store, looked.since)
    library = read_library(order.root, order.config, order.content, found, reading, read)
    media = read_media(order.root / order.content, order.content, found, reading)
    reading.close()
    shown = [asset for asset in library.assets if _is_public(asset, order)]
    places = addresses(library, shown, media, order.config, order.content)
    schedule = read_schedule(order.root)
    named_in = translations(shown, order.config)
    near = neighbours(shown, order.config, _like(store, shown, is_alone=order.jobs == 1)) if BLOG in names else {}
    steps = fillings(library.assets, order.config, schedule)
    project = Project(order.config, order.moment, places, named_in, names, schedule.by_asset(), patterns, near, steps)
    project = replace(project, brand=brand, unfed=unfed(shown, project) if FEEDS in names else {})
    drawn = Drawn(order.root / FOLDER / DRAWN, program()) if order.is_cached else NOTHING
    workshop = Workshop(project, names, order.drafts, templates, Looks(digests(templates)), drawn)
    asked = {named(library, name).id for name in order.assets}
    wanted = [asset for asset in library.assets if not asked or asset.id in asked]
    shelf = Shelf(store, workshop, order.root, Workers(order.jobs, order.executor))
    told = reading.digest()
    world = plain.digest([told, [asset.id for asset in shown], repr(schedule.entries), workshop.looks.all])
    shelf.fill(wanted, world if told else None, progress, take)
    return _finished(order, shelf, library, media, schedule)


def _looked(order: Order, store: Store) -> Looked:
    folder, since = order.root / order.content, store.now()
    return Looked(list(look(folder)) if folder.is_dir() else [], since)


def _like(store: Store, shown: Sequence[Asset], *, is_alone: bool) -> dict[str, Sequence[str]]:
    """By asset, those that are about the same, nearest first."""
    about, notes = plain.digest([list(subject(asset)) for asset in shown]), Notes(store)

    def find() -> Likeness:
        before = {name: Near(*row) for name, row in (notes.last(RELATED) or {}).items()}
        return likeness(shown, before, is_alone=is_alone)

    return {name: ids for name, (_, _, ids) in notes.known(RELATED, about, find).items()}


def _is_public(asset: Asset, order: Order) -> bool:
    return verdict(asset, Showing.PUBLIC, order.moment, order.config.build, order.drafts).made


def _finished(order: Order, shelf: Shelf, library: Library, media: Media, schedule: Schedule) -> Built:
    channels = shelf.channels
    made = list(shelf.gists)
    faults, conflicts = judge(
        schedule, library, order.config, order.moment, registry.chosen(order.config.channels.enabled)
    )
    public = [asset for asset in library.assets if _is_public(asset, order)]
    openly = Openly(public, shelf.whole, shelf.project.addresses, order.config)

    def said() -> str:
        return plain.digest([_told(library.assets), _told(public), sorted(one.place for one in media.files.values())])

    leaks = _leaks(((one.owner, leak) for one in made for leak in one.told.suspects), openly, shelf, OWN, said)
    shelf.withhold({owner for owner, _ in leaks})
    if not order.assets:
        shelf.collect()
    if not order.assets and not order.channels:
        shelf.add(CALENDAR, _calendar(order, shelf.project, library, schedule, shelf))
    gists = list(shelf.gists)
    made = [one for one in gists if one.asset]
    gallery = shelf.gallery
    gallery.lay_out(media, (place for one in made for place in one.told.media), Access.OPEN)
    gallery.lay_out(media, (place for one in made for place in one.told.gated_media), Access.PREMIUM)
    narrowed: list[Notice] = []
    if BLOG in channels and shelf.project.options(BLOG).get("srcset", True):
        narrowed += gallery.narrow({one.place: f"{order.content}/{name}" for name, one in media.files.items()})
    if BLOG in channels and not order.assets:
        own = {medium.place: medium for medium in shelf.project.brand.media}
        gallery.lay_out(Media(own), own, Access.OPEN)
    shelf.add_media()
    notices = [*library.notices, *media.notices, *narrowed, *conflicts]
    notices += [notice for one in gists for notice in one.told.notices]
    errors = [*library.errors, *faults, *(error for one in gists for error in one.told.errors)]
    known = tuple(mark for one in made for mark in one.told.marks)
    others = _leaks(shelf.look_over(known), openly, shelf, OTHERS, said)
    for owner, leak in others:
        shelf.refuse(owner, leak.piece)
    leaks = [*leaks, *others]
    errors += report.errors(leaks, {asset.path: asset for asset in library.assets})
    errors += shelf.part()
    failed = {error.location.path for error in errors if error.location} - {owner for owner, _ in leaks}
    notices += _unknown_channels(library, channels)
    by_path: dict[str, list[Notice]] = {}
    for notice in dict.fromkeys(notices):
        by_path.setdefault(notice.location.path, []).append(notice)
    ignores = {**library.ignores, SCHEDULE: schedule.ignores}
    told_notices = [notice for path, some in by_path.items() for notice in without_ignored(some, ignores.get(path, ()))]
    return Built(
        shelf,
        tuple(sorted(errors, key=lambda error: error.location.sort_key if error.location else ("", 0))),
        tuple(sorted(told_notices, key=lambda notice: notice.sort_key)),
        frozenset(failed),
        library,
        channels,
        {f"{one.asset}/{name}": why for one in made for name, why in one.told.reasons.items()},
        known,
        openly,
        tuple(one.asset for one in made if one.asset) if order.assets else (),
        _span(order, library, schedule, made, failed),
        other_packages(channels),
    )


def _leaks(
    suspects: Iterable[tuple[str, Leak]], openly: Openly, shelf: Shelf, name: str, told: Callable[[], str]
) -> list[tuple[str, Leak]]:
    """Those that are not said openly elsewhere, with the owners of their pieces.

    `name` is under which note that is kept; `told` gives a digest of all that may say it.
    """
    suspects = list(suspects)
    if not suspects:
        return []

    def judge() -> list[int]:
        said = openly.said(leak for _, leak in suspects)
        return [number for number, (_, leak) in enumerate(suspects) if not is_said(leak, said)]

    under = plain.digest([told(), [leak_row(leak) for _, leak in suspects]])
    return [suspects[number] for number in shelf.notes.known(name, under, judge)]


def _told(assets: Iterable[Asset]) -> list[list[str]]:
    """What assets are, as far as their own sources and places tell."""
    return [[asset.path, origin(asset), asset.title] for asset in assets]


def _span(
    order: Order, library: Library, schedule: Schedule, made: Iterable[Gist], failed: Collection[str]
) -> tuple[datetime | None, datetime | None]:
    """The moments for which a build is the same: all between two turns; this one alone, if the calendar has entries."""
    second = timedelta(seconds=1)
    coming = any(asset.date and asset.date > order.moment for asset in library.assets)
    if schedule.entries or coming or failed:
        return order.moment, order.moment + second
    midnight = datetime.combine(order.moment.astimezone(order.config.zone).date(), time(), order.config.zone)
    turns = [(one.span.since, one.span.until) for one in made]
    known = {one.asset for one in made}  # what was made of an asset turns with it
    turns += [steady(one, order.moment, order.config.build) for one in library.assets if one.id not in known]
    since = max([midnight, *(turn[0] for turn in turns if turn[0])])
    return since, min([midnight + timedelta(days=1), *(turn[1] for turn in turns if turn[1])])


def _calendar(order: Order, project: Project, library: Library, schedule: Schedule, shelf: Shelf) -> list[Piece]:
    """The calendar of what may be seen by now or will be; what is not finished, or under embargo, isn't in it."""
    planned = {one.asset for one in schedule.entries}
    seen = []
    for asset in library.assets:
        if asset.id not in planned and not (asset.date and asset.date > order.moment):
            continue  # nothing of it is in a calendar
        answer = verdict(asset, Showing.HANDED_OVER, order.moment, order.config.build, order.drafts)
        if answer.made or answer.code in {"old", "scheduled"}:
            seen.append(asset)
    told = planned | {asset.id for asset in seen if asset.date and asset.date > order.moment}
    items = agenda(
        schedule,
        seen,
        order.config,
        order.moment,
        lambda asset: project.addresses.url(project.post(asset)),
        files_of((row["id"], row.get("use", 1), row["role"], row["path"]) for row in shelf.rows(told)),
        order.moment + timedelta(days=order.config.build.ahead),
    )
    return calendar_pieces(items, project, own_texts(order.root))


def _unknown_channels(library: Library, built: Sequence[str]) -> Iterator[Notice]:
    installed = {*registry.names(), *built}
    for asset in library.assets:
        for name in (*(asset.include or ()), *asset.exclude):
            if name not in installed:
                yield Notice(
                    "unknown-channel",
                    asset.at("channels"),
                    f"there is no channel {name!r}; `repurpose channels` lists them",
                )
