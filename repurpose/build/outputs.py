"""How the files of an output folder stood after the last build: by path, stamp and digest of the content.

A file that still has its stamp needn't be read to know what it holds. Stamps hold on one machine only.
"""

from __future__ import annotations

import hashlib
import json
import os
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

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

    @classmethod
    def loads(cls, raw: bytes) -> Outputs:
        """What `dumps` gave; nothing of what is damaged."""
        head, _, rest = raw.partition(b"\n")
        try:
            paths = json.loads(head)
            place = len(paths) * _NUMBERS * 8
            stamps, digests = array("Q", rest[:place]), rest[place:]
        except (ValueError, TypeError):
            return cls()
        return cls(paths, stamps, digests) if len(digests) == len(paths) * _SIZE else cls()

    def dumps(self) -> bytes:
        """As bytes, for this machine."""
        return json.dumps(self.paths).encode() + b"\n" + self._stamps.tobytes() + self._digests

    @property
    def digest(self) -> str:
        """Of all that is known."""
        known = hashlib.sha256("\0".join(self.paths).encode(errors="surrogatepass"))
        known.update(self._stamps.tobytes() + self._digests)
        return known.hexdigest()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.paths)}

    def stand(self, folder: Path) -> bool:
        """Whether every file stands as it did."""
        return bool(self.paths) and _stamps(folder, self.paths) == self._stamps

    def digests(self, folder: Path) -> dict[str, str]:
        """The digests of the files that stand as they did, as far as they are known, by path."""
        text, size = self._digests.hex(), 2 * _SIZE
        known = {path: text[number * size : (number + 1) * size] for number, path in enumerate(self.paths)}
        is_still = self.stand(folder)
        return {
            path: digest
            for path, digest in known.items()
            if digest != UNREAD and (is_still or self.stands(folder, path))
        }

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


def _stamp(state: os.stat_result) -> tuple[int, ...]:
    return state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def _stamps(folder: Path, paths: Iterable[str]) -> array[int] | None:
    def numbers() -> Iterator[int]:
        prefix = f"{folder}{os.sep}"
        for path in paths:
            yield from _stamp(os.lstat(prefix + path))

    try:
        return array("Q", numbers())
    except (OSError, ValueError, OverflowError):  # gone, a name that can't be one, or a time before 1970
        return None
