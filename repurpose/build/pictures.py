"""The media that pieces show, in the places where they will stand, and the smaller versions of pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from repurpose.build.cache.record import File
from repurpose.build.workers import Workers
from repurpose.build.workshop import Narrower, Workshop
from repurpose.document.links import narrower_place
from repurpose.errors import Location
from repurpose.files import read_bytes
from repurpose.ids import piece_id
from repurpose.library.media import MOST_PIXELS, SHRUNK, Media, Medium
from repurpose.manifest import line, row_of
from repurpose.model import Access, Notice, Piece

MEDIA = "media"
"""The channel of pictures and downloads."""

Laid = tuple[Medium, Piece]
"""A medium, and the piece that it is in the outputs, without its content."""


def laid_out(media: Media, places: Iterable[str], access: Access) -> dict[str, Laid]:
    """By path, the media that are shown at these places; two files of the same name and content are one.

    What open pieces show stands in the site, what only members may see beside their pages.
    """
    shown = set(places)
    by_place = {medium.place: medium for medium in media.files.values() if medium.place in shown}
    root = "site" if access is Access.OPEN else "members"
    laid: dict[str, Laid] = {}
    for place, medium in sorted(by_place.items()):
        name = place.removeprefix("assets/")
        slot = name if access is Access.OPEN else f"members-{name}"
        path = f"{root}/{place}"
        named = piece_id(None, MEDIA, slot)
        laid[path] = (
            medium,
            Piece(named, "file", None, MEDIA, slot, path, medium.media_type, b"", "und", access),
        )
    return laid


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A smaller version that a picture is to have: `how` it is made, of which picture, standing where."""

    path: str
    how: Narrower
    medium: Medium
    piece: Piece

    def made(self, content: bytes) -> Laid:
        """The smaller version, laid out beside the picture. One that can't be made is the picture itself."""
        width = self.how.width
        slot, place = narrower_place(self.piece.slot, width), narrower_place(self.medium.place, width)
        small = Medium(self.medium.file, place, "image/webp", len(content), sha256(content).hexdigest())
        path = narrower_place(self.path, width)
        named = piece_id(None, MEDIA, slot)
        return small, replace(self.piece, id=named, slot=slot, path=path, media_type=small.media_type)


def narrowings(laid: Mapping[str, Laid]) -> Iterator[Narrowing]:
    """The smaller versions that pictures are to have."""
    for path, (medium, piece) in laid.items():
        for width in medium.widths if medium.size else ():
            assert medium.size is not None
            how = Narrower(str(medium.file), medium.sha256, medium.size, width)
            yield Narrowing(path, how, medium, piece)


def too_large(laid: Mapping[str, Laid]) -> dict[str, str]:
    """By place, why pictures have no smaller versions that should have some."""
    return {
        medium.place: f"is of {medium.size[0]}x{medium.size[1]} pixels, too many to be drawn smaller"
        for medium, _ in laid.values()
        if medium.size and medium.media_type in SHRUNK and medium.size[0] * medium.size[1] > MOST_PIXELS
    }


class Gallery:
    """The media that pieces show, by the paths of the files that they become, smaller versions of pictures among them.

    Their contents aren't in memory: smaller versions are drawn again, or were kept by the workshop.
    """

    def __init__(self, workshop: Workshop, workers: Workers) -> None:
        self._workshop, self._workers = workshop, workers
        self._laid: dict[str, Laid] = {}
        self._narrowed: dict[str, Narrower] = {}

    def lay_out(self, media: Media, places: Iterable[str], access: Access) -> None:
        """Add the media that are shown at these places."""
        self._laid |= laid_out(media, places, access)

    def narrow(self, names: Mapping[str, str]) -> Iterator[Notice]:
        """Add the smaller versions of the pictures that are laid out, and tell of those that have none.

        `names` are the paths of the sources, by place.
        """
        wanted = list(narrowings(self._laid))
        made = dict(self._workers.run(self._workshop.narrow_all, list(dict.fromkeys(one.how for one in wanted))))
        faults = too_large(self._laid)
        for one in wanted:
            content, fault = made[one.how]
            if fault:
                faults[one.medium.place] = f"can't be drawn smaller, so small windows get it whole: {fault[:200]}"
            small = one.made(content)
            self._laid[small[1].path], self._narrowed[small[1].path] = small, one.how
        for place, fault in faults.items():
            yield Notice("picture", Location(names[place]), fault)

    def __contains__(self, path: str) -> bool:
        return path in self._laid

    @property
    def files(self) -> Iterator[File]:
        """The files that they become."""
        for path, (medium, piece) in self._laid.items():
            yield File(path, medium.bytes, medium.sha256, medium.media_type, str(piece.access))

    @property
    def rows(self) -> bytes:
        """The manifest's lines of them, as they are kept (`listing`)."""
        made = (
            {**row_of(piece), "bytes": medium.bytes, "sha256": medium.sha256} for medium, piece in self._laid.values()
        )
        return b"\n".join(map(line, made))

    def read(self, path: str) -> bytes:
        """The content of a file."""
        if path in self._narrowed:
            return self._workshop.narrow(self._narrowed[path])[0]
        return read_bytes(self._laid[path][0].file)
