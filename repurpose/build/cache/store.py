"""The store: values by kind and key in one SQLite file, each with a digest of its own. Data only, never code.

Nothing in it is trusted: a value whose digest is wrong isn't there, and a file that is no store is begun anew. It may
be deleted at any time. It holds no path but those within the project, so that it can be carried to another checkout
or machine. What a build makes is kept beside it until the end, then written in one transaction (SQLite's rollback
journal: the WAL of SQLite before 3.51.3 can lose commits), so that builds of the same project don't wait for each
other.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from weakref import finalize

FOLDER = ".repurpose"
NAME = "cache.sqlite"

FORMAT = 1
"""Raised when the shape of what is kept changes; a store of another format is begun anew."""

APPLICATION = 0x72657075
"""SQLite's application_id of our stores: `repu`."""

GENERATIONS = 4
"""For so many combinations of settings, program and options what was made is kept, those used last."""

PAGE = 16 * 1024
"""Bytes of a page of the file: of values that have megabytes, SQLite writes few large pages quicker than many small."""

STANDING = "@standing"
"""The generation of how everything stood (`standing`); it always stays."""

LAST = "last"
"""The note that speaks of all that is kept of a generation (`last`)."""

KINDS = ("record", "rows", "entries", "content", "note")

_TABLES = {
    "generation": "CREATE TABLE generation (name TEXT PRIMARY KEY, used INTEGER)",
    **{
        kind: f"CREATE TABLE {kind} (generation TEXT, key TEXT, digest BLOB, value BLOB, PRIMARY KEY (generation, key))"
        for kind in KINDS
    },
}
_NO_STORE = (sqlite3.DatabaseError, ValueError, TypeError, OverflowError)
"""What reading a damaged file raises."""


class Store:
    """The values of one generation, by kind and key; `path` None keeps them for this process alone.

    A generation is all that every value depends on. `damage` says what was wrong with the file, if anything was:
    whatever else is damaged as well, that is one thing to tell.
    """

    def __init__(self, path: Path | None, generation: str) -> None:
        self.damage: str | None = None
        self._path, self._generation = path, generation
        self._made = _begun(_connected(""))
        # Never committed: with a transaction of its own, each value would take five times as long.
        self._made.execute("BEGIN")
        self._kept = self._opened(path) if path is not None else None
        self._others = _others(self._kept) if self._kept else 0
        # Of a build that ends early, or writes nothing, nobody closes the store.
        finalize(self, _let_go, self._made, self._kept)

    def get(self, kind: str, key: str) -> bytes | None:
        """One value; None if it isn't there, or damaged."""
        query = f"SELECT value FROM {kind} WHERE generation = ? AND key = ?"  # noqa: S608 (a kind is one of KINDS)
        if row := self._made.execute(query, (self._generation, key)).fetchone():
            value: bytes = row[0]
            return value
        return self.before(kind, key)

    def before(self, kind: str, key: str) -> bytes | None:
        """One value as an earlier build kept it, whatever was put in its place since."""
        return next((value for _, value in self._read(kind, "AND key = ?", key)), None)

    def some(self, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        """The values of a few keys, those that are there and not damaged: at once, which is quicker than one by one."""
        where = f"AND key IN ({','.join('?' * len(keys))})"
        found = dict(self._read(kind, where, *keys))
        query = f"SELECT key, value FROM {kind} WHERE generation = ? {where}"  # noqa: S608 (a kind is one of KINDS)
        found.update(self._made.execute(query, (self._generation, *keys)))
        return found

    def each(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """All values of a kind, with their keys."""
        query = f"SELECT key, value FROM {kind} WHERE generation = ?"  # noqa: S608 (a kind is one of KINDS)
        made: set[str] = set()
        for key, value in self._made.execute(query, (self._generation,)):
            made.add(key)
            yield key, value
        yield from ((key, value) for key, value in self._read(kind) if key not in made)

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep a value, in the place of an earlier one."""
        row = (self._generation, key, _digest(kind, key, value), value)
        self._made.execute(f"INSERT OR REPLACE INTO {kind} VALUES (?, ?, ?, ?)", row)  # noqa: S608 (a kind is one of KINDS)

    def now(self) -> int:
        """The file system's own time, in nanoseconds: older than all that is changed from now on."""
        if self._path is not None:
            with suppress(OSError), tempfile.TemporaryFile(dir=self._path.parent) as file:
                return os.fstat(file.fileno()).st_mtime_ns
        return 0

    def missed(self) -> None:
        """Tell that a value that must be there is not."""
        self.damage = self.damage or "an entry is missing"

    def close(self, live: Iterable[str] | None = None, gone: Collection[str] = (), last: str | None = None) -> None:
        """Write what was put; of this generation, `live` are the keys that stay (None: all but those that are `gone`).

        `last` is the note of that name, in the place of the earlier one (None: that stays); it isn't kept if another
        process has written meanwhile.
        """
        if self._kept is not None:
            try:
                self._write(self._kept, live, gone, last)
            except _NO_STORE as error:
                self._spoilt(error)
            finally:
                if self._kept is not None:
                    self._kept.close()
        self._made.close()

    def _read(self, kind: str, where: str = "", *values: str) -> Iterator[tuple[str, bytes]]:
        if self._kept is None:
            return
        try:
            query = f"SELECT key, digest, value FROM {kind} WHERE generation = ? {where}"  # noqa: S608 (a kind is one of KINDS)
            for key, digest, value in self._kept.execute(query, (self._generation, *values)):
                if digest == _digest(kind, key, value):
                    yield key, value
                else:
                    self.damage = self.damage or "an entry is not what was written"
        except _NO_STORE as error:
            self._spoilt(error)

    def _write(
        self, kept: sqlite3.Connection, live: Iterable[str] | None, gone: Collection[str], last: str | None
    ) -> None:
        if live is None and not gone and not self._has_made():
            return
        kept.execute("BEGIN IMMEDIATE")
        if last is not None:
            self.put("note", LAST, last.encode(errors="surrogatepass") if self._others == _others(kept) else b"")
        if live is not None:
            self._prune(kept, frozenset(live))
        self._remove(kept, KINDS, gone)
        for kind in KINDS:
            rows = self._made.execute(f"SELECT * FROM {kind}")  # noqa: S608 (a kind is one of KINDS)
            kept.executemany(f"INSERT OR REPLACE INTO {kind} VALUES (?, ?, ?, ?)", rows)  # noqa: S608 (a kind is one of KINDS)
        if self._generation != STANDING:
            self._use(kept)
        kept.execute("COMMIT")

    def _has_made(self) -> bool:
        return any(self._made.execute(f"SELECT 1 FROM {kind}").fetchone() for kind in KINDS)  # noqa: S608 (a kind is one of KINDS)

    def _prune(self, kept: sqlite3.Connection, live: frozenset[str]) -> None:
        """Remove what has other keys; nearly always that is little, and looking for it in the file takes longer."""
        for kind in KINDS:
            keys = kept.execute(f"SELECT key FROM {kind} WHERE generation = ?", (self._generation,)).fetchall()  # noqa: S608 (a kind is one of KINDS)
            self._remove(kept, [kind], [key for (key,) in keys if key not in live])

    def _remove(self, kept: sqlite3.Connection, kinds: Iterable[str], keys: Iterable[str]) -> None:
        gone = [(self._generation, key) for key in keys]
        for kind in kinds:
            kept.executemany(f"DELETE FROM {kind} WHERE generation = ? AND key = ?", gone)  # noqa: S608 (a kind is one of KINDS)

    def _use(self, kept: sqlite3.Connection) -> None:
        """Make this generation the one that was used last; those used long ago go."""
        number, used = kept.execute(
            "SELECT max(used), max(used) FILTER (WHERE name = ?) FROM generation", (self._generation,)
        ).fetchone()
        if used is not None and used == number:
            return
        kept.execute("INSERT OR REPLACE INTO generation VALUES (?, ?)", (self._generation, (number or 0) + 1))
        kept.execute(
            "DELETE FROM generation WHERE name NOT IN (SELECT name FROM generation ORDER BY used DESC LIMIT ?)",
            (GENERATIONS,),
        )
        for kind in KINDS:
            gone = f"DELETE FROM {kind} WHERE generation NOT IN (SELECT name FROM generation UNION SELECT ?)"  # noqa: S608 (a kind is one of KINDS)
            kept.execute(gone, (STANDING,))

    def _opened(self, path: Path) -> sqlite3.Connection | None:
        """The store's file, begun anew if it is none of ours or of another format; None if it can't be used."""
        for _ in range(2):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                is_new = not path.exists() or path.stat().st_size == 0
                connection = _connected(path)
                if is_new:
                    (path.parent / ".gitignore").write_text("*\n")
                    return _begun(connection)
                if connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT and _is_ours(connection):
                    return connection
                connection.close()
                self.damage = self.damage or "it is of another format"
                _discarded(path)
            except (OSError, sqlite3.OperationalError) as error:  # no rights, no space, another build writes
                self.damage = str(error)
                return None
            except _NO_STORE as error:
                self.damage = self.damage or str(error)
                _discarded(path)
        return None

    def _spoilt(self, error: Exception) -> None:
        """Go on without the file; it is begun anew by the next build if it is damaged."""
        self.damage = self.damage or str(error)
        if self._kept is not None:
            with suppress(sqlite3.Error):
                self._kept.close()
            self._kept = None
        if self._path is not None and not _is_busy(error):
            _discarded(self._path)


def _let_go(*connections: sqlite3.Connection | None) -> None:
    for connection in connections:
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()


def _others(kept: sqlite3.Connection) -> int:
    """A number that changes once another connection has written."""
    number: int = kept.execute("PRAGMA data_version").fetchone()[0]
    return number


def _is_busy(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}


def _connected(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5, isolation_level=None)
    # A crash may leave a torn file, and that is well: what is torn has a wrong digest.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _begun(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES.values():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")
    return connection


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the file has our tables and nothing else: a trigger or view of somebody else's would run."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return dict(found) == _TABLES and connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION


def _discarded(path: Path) -> None:
    for name in (path.name, f"{path.name}-journal"):
        with suppress(OSError):
            path.with_name(name).unlink()


def _digest(kind: str, key: str, value: bytes) -> bytes:
    known = hashlib.sha256(f"{kind}\0{key}\0".encode())
    known.update(value)
    return known.digest()
