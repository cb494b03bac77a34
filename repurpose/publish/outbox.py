"""The outbox: what was sent, or was going to be. Intent is written down first, so that nothing goes out twice unseen.

Each message to each address has a file of its own in `.repurpose/outbox/`, which only one process can make.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from repurpose.errors import DiskError
from repurpose.files import create_whole, read_bytes, write_whole

FOLDER = ".repurpose/outbox"
INTENDED, SENT, REFUSED, UNKNOWN = "intended", "sent", "refused", "unknown"


@dataclass(frozen=True, slots=True)
class Sending:
    """One message to one address: since when (RFC 3339), by which server, and what became of it.

    `state` is `sent`, `refused` (it surely did not go out), or `unknown`; `intended` is unknown too, as whoever wanted
    to send it never told.
    """

    piece: str
    to: str
    server: str
    at: str
    state: str = INTENDED
    why: str = ""

    @property
    def may_be_sent(self) -> bool:
        """Whether sending it now sends it for the first time."""
        return self.state == REFUSED


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox of a project."""

    root: Path

    def begin(self, message: bytes, sending: Sending, *, again: bool = False) -> Sending | None:
        """Write down that a message is going to be sent; what stands in the way instead, if anything does.

        With `again`, nothing does.

        Raises:
            DiskError: it can't be written down, so it must not be sent.
        """
        path = self._path(message, sending.to)
        if create_whole(path, _written(sending)):
            return None
        earlier = self._read(path)
        if not (again or earlier.may_be_sent):
            return earlier
        write_whole(path, _written(sending))
        return None

    def end(self, message: bytes, sending: Sending) -> None:
        """Write down what became of it."""
        write_whole(self._path(message, sending.to), _written(sending))

    def _path(self, message: bytes, to: str) -> Path:
        return self.root / FOLDER / f"{hashlib.sha256(message + b'/' + to.encode()).hexdigest()[:32]}.json"

    def _read(self, path: Path) -> Sending:
        shown = f"{FOLDER}/{path.name}"
        try:
            return Sending(**json.loads(read_bytes(path, shown)))
        except (ValueError, TypeError):
            raise DiskError(f"{shown} can't be read, so it isn't known whether this mail was sent") from None


def _written(sending: Sending) -> bytes:
    return (json.dumps(asdict(sending), ensure_ascii=False, indent=2) + "\n").encode()
