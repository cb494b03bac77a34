"""The error tree. Each error says what is wrong, where, and how to mend it.

RepurposeError
├── AssetError    exit 1  one asset can't be used; the others are still built
├── CalendarError exit 1  an approved entry of calendar.toml can't be kept
├── GateError     exit 1  a piece would show what its readers may not see
├── EventError    exit 1  a line of an events file can't be used; the others still count
├── UsageError    exit 2  the command was called wrongly
├── ConfigError   exit 3  repurpose.toml, a template or a plug-in
├── LedgerError   exit 4  the ledger, or an export it was given
├── DiskError     exit 5  a file can't be read or written
└── Errors                several of them, told at once
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
"""What may stand in a file's name, and would break a message into lines, or a terminal."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: its path as the user knows it, and a line counted from 1 (None: the whole file)."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        path = _BREAKS.sub(lambda found: ascii(found[0])[1:-1], self.path)
        return path if self.line is None else f"{path}:{self.line}"

    @property
    def sort_key(self) -> tuple[str, int]:
        """Orders places by file, then line."""
        return (self.path, self.line or 0)


class RepurposeError(Exception):
    """Something the user can mend.

    Args:
        message: what is wrong, in one line.
        location: where.
        hint: how to mend it, in one line.
    """

    exit_code = 1

    def __init__(self, message: str, location: Location | None = None, hint: str | None = None) -> None:
        super().__init__(message, location, hint)  # all three, so that an error survives the way back from a worker
        self.message = message
        self.location = location
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" if self.location else self.message

    @property
    def parts(self) -> tuple[RepurposeError, ...]:
        """The errors in it: itself, unless it is several."""
        return (self,)


class AssetError(RepurposeError):
    """One asset can't be used."""


class CalendarError(RepurposeError):
    """An approved entry of the calendar can't be kept."""


class GateError(RepurposeError):
    """A piece would show what its readers may not see."""


class EventError(RepurposeError):
    """A line of an events file can't be used."""


class UsageError(RepurposeError):
    """The command was called wrongly."""

    exit_code = 2


class ConfigError(RepurposeError):
    """The project's settings, templates or plug-ins are at fault."""

    exit_code = 3


class LedgerError(RepurposeError):
    """The ledger, or an export that it was given, is at fault."""

    exit_code = 4


class DiskError(RepurposeError):
    """A file can't be read or written."""

    exit_code = 5


class Errors(RepurposeError):  # noqa: N818 (it is several)
    """Several errors, told at once."""

    def __init__(self, errors: Iterable[RepurposeError]) -> None:
        self._parts = tuple(part for error in errors for part in error.parts)
        super().__init__("; ".join(str(part) for part in self._parts))
        self.exit_code = max((part.exit_code for part in self._parts), default=1)

    def __reduce__(self) -> tuple[type[Errors], tuple[tuple[RepurposeError, ...]]]:
        return (Errors, (self._parts,))

    @property
    def parts(self) -> tuple[RepurposeError, ...]:
        """The errors in it."""
        return self._parts


def known_errors() -> dict[str, type[RepurposeError]]:
    """The kinds of one error, by name: for those who keep errors as data."""
    kinds = (AssetError, CalendarError, ConfigError, DiskError, GateError, LedgerError, RepurposeError, UsageError)
    return {kind.__name__: kind for kind in kinds}
