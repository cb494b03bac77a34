"""What a collecting reads of the entries of assets: fetched when it is asked for, and remembered by key.

A list shows a post's title and not its text: as long as what it reads of the posts is the same, so is the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from repurpose.build.cache import plain
from repurpose.build.cache.record import Read


class Data(Mapping[str, Any]):
    """The data of one entry; `fetch` is called once somebody looks into it.

    `digest` is that of the whole; `keys_read` are those that were asked for, `is_read` whether any was.
    """

    def __init__(self, owner: str, digest: str, fetch: Callable[[], Mapping[str, Any]]) -> None:
        self.owner, self.digest = owner, digest
        self.keys_read: set[str] | None = set()
        """None: all."""
        self._fetch = fetch
        self._data: Mapping[str, Any] | None = None

    @property
    def is_read(self) -> bool:
        """Whether somebody looked into it."""
        return self.keys_read is None or bool(self.keys_read)

    def __getitem__(self, key: str) -> Any:
        if self.keys_read is not None:
            self.keys_read.add(key)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        self.keys_read = None
        return iter(self._known)

    def __len__(self) -> int:
        self.keys_read = None
        return len(self._known)

    @property
    def _known(self) -> Mapping[str, Any]:
        if self._data is None:
            self._data = self._fetch()
        return self._data


def reads(data: Iterable[Data]) -> tuple[Read, ...]:
    """What was read of each."""
    found: dict[tuple[str, ...] | None, dict[str, str]] = defaultdict(dict)
    for one in data:
        if one.is_read:
            found[None if one.keys_read is None else tuple(sorted(one.keys_read))][one.owner] = one.digest
    return tuple(Read(keys, owners) for keys, owners in found.items())


def is_alike(before: Mapping[str, Any], now: Mapping[str, Any], keys: Iterable[str]) -> bool:
    """Whether two versions of an entry say the same under some keys."""
    return all(_told(before, key) == _told(now, key) for key in keys)


def _told(data: Mapping[str, Any], key: str) -> str | None:
    return plain.dumps(data[key]) if key in data else None
