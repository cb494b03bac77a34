"""What was told in the making of one asset, as plain data: what was wrong, what it shows, what it gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from repurpose.build.gate.gate import Leak
from repurpose.build.gate.marks import Kind, Mark
from repurpose.errors import Location, RepurposeError, known_errors
from repurpose.model import Access, Notice


class Told(NamedTuple):
    """What came of one owner beside its files.

    `reasons` says, by channel, why it made nothing; `media` are the places of what its pieces show, `gated_media` of
    what its gated ones do; `marks` is what it gates, `suspects` what it gates itself and seems to stand in its own
    pieces all the same.
    """

    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()
    reasons: Mapping[str, str] = MappingProxyType({})
    media: frozenset[str] = frozenset()
    gated_media: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    suspects: tuple[Leak, ...] = ()

    def row(self) -> list[Any]:
        """As JSON has it."""
        return [
            [_error_row(error) for error in self.errors],
            [[one.code, one.location.path, one.location.line, one.text] for one in self.notices],
            dict(self.reasons),
            sorted(self.media),
            sorted(self.gated_media),
            [_mark_row(mark) for mark in self.marks],
            [leak_row(leak) for leak in self.suspects],
        ]

    @classmethod
    def of(cls, row: Sequence[Any]) -> Told:
        """What `row` gave."""
        errors, notices, reasons, media, gated, marks, suspects = row
        kinds = known_errors() if errors else {}
        return cls(
            tuple(kinds[kind](text, Location(*at) if at else None, hint) for kind, text, at, hint in errors),
            tuple(Notice(code, Location(path, line), text) for code, path, line, text in notices),
            reasons,
            frozenset(media),
            frozenset(gated),
            tuple(
                Mark(Kind(kind), text, Access(tier), asset, path, tuple(lines), frozenset(openly))
                for kind, text, tier, asset, path, lines, openly in marks
            ),
            tuple(map(leak_of, suspects)),
        )


def _error_row(error: RepurposeError) -> list[Any]:
    at = [error.location.path, error.location.line] if error.location else None
    return [type(error).__name__, error.message, at, error.hint]


def _mark_row(mark: Mark) -> tuple[Any, ...]:
    return mark.kind, mark.text, mark.tier, mark.asset, mark.path, mark.lines, sorted(mark.openly)


def leak_row(leak: Leak) -> tuple[Any, ...]:
    """A leak as plain data."""
    at = leak.at
    return leak.asset, leak.kind, leak.key, leak.words, leak.tier, leak.piece, leak.access, at.path, at.line, leak.parts


def leak_of(row: Sequence[Any]) -> Leak:
    """The leak that `leak_row` wrote down."""
    asset, kind, key, words, tier, piece, access, path, line, parts = row
    at = Location(path, line)
    return Leak(asset, Kind(kind), key, words, Access(tier), piece, Access(access), at, tuple(parts))
