"""The workshop: everything that becomes of one asset, and what is made of all of them together.

It travels to other processes, so it holds names and plain data only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from repurpose.build.bench import Bench
from repurpose.build.cache.asked import Asked, Looks
from repurpose.build.cache.drawn import NOTHING, Drawn
from repurpose.build.cache.record import LIBRARY, Packed, Record, pack
from repurpose.build.cache.told import Told
from repurpose.build.earlier import Earlier
from repurpose.build.render import Renderer
from repurpose.build.work import Work
from repurpose.channels.channel import Entry, Project
from repurpose.errors import ConfigError
from repurpose.files import read_bytes
from repurpose.formats.picture import UnreadableError, narrowed
from repurpose.model import Asset, Piece

TOGETHER = 16
"""Assets that are worked on at once: of more there is more to keep in mind, and no time saved."""


class Narrower(NamedTuple):
    """A version of a picture, `width` pixels wide; the picture's file, its digest and its size."""

    file: str
    sha256: str
    size: tuple[int, int]
    width: int


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes one asset's pieces.

    `templates` are the project's own, by name (the built-in ones are here already), `looks` how all of them look.
    """

    project: Project
    channels: tuple[str, ...]
    drafts: bool
    templates: Mapping[str, str]
    looks: Looks
    drawn: Drawn = NOTHING

    def make_all(self, assets: Sequence[Asset]) -> list[Packed]:
        """All pieces of each asset; a channel that fails hinders no other, and what seems to leak is told.

        Each channel makes its part of a few assets before the next one does, and composes it of all of them before one
        is rendered: a processor then has the code at hand.
        """
        made: list[Packed] = []
        for at in range(0, len(assets), TOGETHER):
            works = [Work(self, asset) for asset in assets[at : at + TOGETHER]]
            for channel in self.channels:
                for work in works:
                    work.compose(channel)
                for work in works:
                    work.render(channel)
            finished = [work.finished() for work in works]
            made += [self._packed(*one) for one in finished]
        return made

    def make(self, asset: Asset) -> Packed:
        """All pieces of one asset."""
        return self.make_all([asset])[0]

    def narrow(self, wanted: Narrower) -> tuple[bytes, str | None]:
        """A smaller version of a picture; itself if that can't be made, and why."""
        file, size, width = Path(wanted.file), wanted.size, wanted.width
        try:
            return self.drawn.once(f"{wanted.sha256} {width}", lambda: narrowed(read_bytes(file), size, width)), None
        except UnreadableError as fault:
            return read_bytes(file), str(fault)

    def narrow_all(self, wanted: Sequence[Narrower]) -> list[tuple[Narrower, tuple[bytes, str | None]]]:
        """Several, one after the other."""
        return [(one, self.narrow(one)) for one in wanted]

    def collect(self, channel: str, order: str, entries: Sequence[Entry], earlier: Earlier) -> Packed:
        """What a channel makes of the whole library; `entries` are all it keeps, newest first, `order` their digest.

        What is taken of `earlier` holds as long as that did.
        """
        asked = Asked(self.project, (earlier.trace.span.since, earlier.trace.span.until), None)
        bench = self.bench(asked)
        pieces, notices, fingerprints = bench.collect(channel, entries, earlier)
        trace = asked.trace({*bench.renderer.used, *earlier.trace.templates}, self.looks)
        trace = trace._replace(span=trace.span._replace(known=trace.span.known and not trace.links))
        told = Told(notices=tuple(notices))
        record = Record(f"{LIBRARY}{channel}", None, order, trace, told, fingerprints=fingerprints)
        return self._packed(record, pieces, {})

    def bench(self, asked: Asked) -> Bench:
        """Where what is asked is written down."""
        return Bench(asked.project, self.drafts, Renderer(self.templates, self.drawn))

    def _packed(self, record: Record, pieces: Sequence[Piece], entries: Mapping[str, Entry]) -> Packed:
        try:
            return pack(record, pieces, entries)
        except TypeError as error:
            raise ConfigError(
                f"a channel keeps what is no plain data of {record.owner}: {error}",
                hint="an Entry's data may hold texts, numbers, dates, lists and tables only",
            ) from error
