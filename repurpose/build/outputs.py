"""How the files of an output folder stood after the last build: by path, stamp and digest of the content.

A file that still has its stamp needn't be read to know what it holds. Stamps hold on one machine only.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from pathlib import Path

from repurpose.beside import beside

_NUMBERS = 5
"""Numbers of a stamp: mode, size, times of the last change of content and of the file, and number on the disk."""
_SIZE = 32
UNREAD = "00" * _SIZE
"""The digest of a file whose content isn't told by one."""


class Outputs:
    """Files by path, each with its stamp and the SHA-256 of its content."""

    def __init__(self, paths: Iterable[str] = (), stamps: Iterable[int] = (), digests: bytes = b"") -> None:
        self.paths = list(paths)
        self._stamps, self._digests = array("Q", stamps), digests
        self._answer: Callable[[], bool] | None = None

    @classmethod
    def taken(
        cls, folder: Path, files: Mapping[str, str], known: Outputs | None = None, still: Collection[str] = ()
    ) -> Outputs | None:
        """The files as they stand now, each with the digest of what was written; None if one isn't there.

        Those that were seen to stand `still` as they are `known` aren't looked at once more.
        """
        new = _stamps(folder, (path for path in files if path not in still))
        if new is None:
            return None
        looked, stamps = (new[at : at + _NUMBERS] for at in range(0, len(new), _NUMBERS)), array("Q")
        for path in files:
            stamps += known._stamp(path) if known and path in still else next(looked)
        return cls(files, stamps, bytes.fromhex("".join(files.values())))

    def count_others(self, paths: Collection[str]) -> int:
        """How many other files there are."""
        return len(self.paths) - sum(path in self._places for path in paths)

    def exchanged(self, others: Outputs, gone: Iterable[str]) -> Outputs:
        """These files without those that are gone, and with the others, in the places of earlier ones or behind."""
        paths, stamps, digests = list(self.paths), array("Q", self._stamps), bytearray(self._digests)
        for number, path in enumerate(others.paths):
            place = self._places.get(path, len(paths))
            paths[place : place + 1] = [path]
            stamps[place * _NUMBERS : (place + 1) * _NUMBERS] = others._stamps[number * _NUMBERS :][:_NUMBERS]
            digests[place * _SIZE : (place + 1) * _SIZE] = others._digests[number * _SIZE :][:_SIZE]
        for place in sorted((self._places[path] for path in gone if path in self._places), reverse=True):
            del paths[place], stamps[place * _NUMBERS : (place + 1) * _NUMBERS]
            del digests[place * _SIZE : (place + 1) * _SIZE]
        return Outputs(paths, stamps, bytes(digests))

    @classmethod
    def loads(cls, raw: bytes) -> Outputs:
        """What `dumps` gave; nothing of what is damaged."""
        size, _, rest = raw.partition(b"\n")
        try:
            head, rest = rest[: int(size)], rest[int(size) :]
            paths = head.decode(errors="surrogatepass").split("\0") if head else []
            place = len(paths) * _NUMBERS * 8
            stamps, digests = array("Q", rest[:place]), rest[place:]
        except (ValueError, TypeError):
            return cls()
        return cls(paths, stamps, digests) if len(digests) == len(paths) * _SIZE else cls()

    def dumps(self) -> bytes:
        """As bytes, for this machine."""
        head = "\0".join(self.paths).encode(errors="surrogatepass")
        return b"%d\n" % len(head) + head + self._stamps.tobytes() + self._digests

    @property
    def key(self) -> str:
        """A digest of all that is known."""
        known = hashlib.sha256("\0".join(self.paths).encode(errors="surrogatepass"))
        known.update(self._stamps.tobytes() + self._digests)
        return known.hexdigest()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.paths)}

    def all_stand(self, folder: Path) -> bool:
        """Whether every file stands as it did."""
        return self._answer() if self._answer else self._look(folder)

    def _look(self, folder: Path) -> bool:
        return bool(self.paths) and _stamps(folder, self.paths) == self._stamps

    @contextmanager
    def looked_at(self, folder: Path, *, is_alone: bool) -> Iterator[None]:
        """Look whether every file stands as it did, beside the block and for it, unless this process stays alone."""
        with beside(partial(self._look, folder), is_alone=is_alone or not self.paths) as answer:
            self._answer = answer
            try:
                yield
            finally:
                self._answer = None

    def digest(self, path: str) -> str | None:
        """The digest of a file's content, if it is known."""
        if path not in self._places:
            return None
        place = self._places[path] * _SIZE
        found = self._digests[place : place + _SIZE].hex()
        return found if found != UNREAD else None

    def stands(self, folder: Path, path: str) -> bool:
        """Whether one file stands as it did."""
        return path in self._places and _stamps(folder, [path]) == self._stamp(path)

    def _stamp(self, path: str) -> array[int]:
        place = self._places[path] * _NUMBERS
        return self._stamps[place : place + _NUMBERS]

    def again(self, folder: Path, path: str, digest: str) -> None:
        """Take the stamp of one file anew, which was written since with a content of that digest."""
        place = self._places[path]
        self._stamps[place * _NUMBERS : (place + 1) * _NUMBERS] = array("Q", _stamp(os.lstat(folder / path)))
        before, after = self._digests[: place * _SIZE], self._digests[(place + 1) * _SIZE :]
        self._digests = before + bytes.fromhex(digest) + after


_stamp = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
"""The stamp of a file, from what `lstat` tells."""


def _stamps(folder: Path, paths: Iterable[str]) -> array[int] | None:
    prefix = f"{folder}{os.sep}"
    try:
        return array("Q", chain.from_iterable(map(_stamp, map(os.lstat, [prefix + path for path in paths]))))
    except (OSError, ValueError, OverflowError):  # gone, a name that can't be one, or a time before 1970
        return None
