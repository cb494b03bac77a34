"""Opening the ledger, and the rules of every transaction.

SQLite: STRICT tables, foreign keys, `BEGIN IMMEDIATE` for what writes, `synchronous=FULL`; WAL only where the linked
library is free of the WAL-reset fault (https://sqlite.org/wal.html#walresetbug: 3.7.0 to 3.51.2, mended in 3.51.3,
3.50.7 and 3.44.6). PostgreSQL: one advisory lock, since batches form one chain.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from repurpose.errors import DiskError, LedgerError, Location
from repurpose.files import create_whole, write_whole
from repurpose.usage.ledger.schema import APPLICATION_ID, VERSION

WAIT = 30
"""Seconds to wait for another process that writes."""

_LOCK = APPLICATION_ID


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger.

    `copied_to` is the copy that was made before the file was brought to a newer schema, if it was.
    `before_commit` is called when all is written and nothing is committed yet: a seam for tests that kill the process
    there.
    """

    engine: Engine
    shown: str
    before_commit: Callable[[], None] | None = None
    copied_to: Path | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads one state of the ledger, whatever others write meanwhile.

        Raises:
            LedgerError: the database refused.
        """
        with _told(self.shown), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is alone in writing; all of it happens or none.

        Raises:
            LedgerError: the database refused; nothing was written.
        """
        with _told(self.shown), self.engine.connect() as connection:
            connection.execution_options(repurpose_writes=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                yield connection
                if self.before_commit is not None:
                    self.before_commit()


def open_ledger(
    database: str, root: Path, *, create: bool = True, before_commit: Callable[[], None] | None = None
) -> Ledger:
    """The ledger at `database`: a path (below `root` if relative) or a PostgreSQL URL. Made if it isn't there.

    Raises:
        LedgerError: it can't be opened, is no ledger, is of a newer repurpose; or isn't there and `create` is False.
    """
    if "://" not in database:
        path = root / database
        shown = database
        _check_file(path, shown, create)
        ledger = Ledger(_sqlite(path), shown, before_commit)
    else:
        url = _url(database)
        shown = url.render_as_string(hide_password=True)
        try:
            ledger = Ledger(create_engine(url, poolclass=NullPool), shown, before_commit)
        except ModuleNotFoundError as error:
            raise LedgerError(
                f"needs the package {error.name}", Location(shown), "pip install 'repurpose[postgres]'"
            ) from None
    return replace(ledger, copied_to=_bring_up(ledger))


def _url(database: str) -> URL:
    try:
        url = make_url(database)
        url.get_backend_name()
        if url.get_backend_name() not in {"postgresql", "postgres"}:
            raise LedgerError(
                f"there is no ledger in {url.get_backend_name()}",
                hint="[usage] database is a file's path, or postgresql://user@host/name",
            )
        if not url.username:
            raise LedgerError("[usage] database names no user", hint="postgresql://user@host/name")
        return url.set(drivername="postgresql+pg8000") if "+" not in url.drivername else url
    except (ArgumentError, NoSuchModuleError, ValueError) as error:  # a port that is no number
        raise LedgerError(f"[usage] database is no address: {error}") from None


def _check_file(path: Path, shown: str, create: bool) -> None:
    """Make the file if it isn't there; refuse one that is no ledger, which SQLite itself would take for a new one."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        if not create:
            raise LedgerError(
                "there is no ledger yet", Location(shown), "`repurpose usage import FILE` begins one"
            ) from None
        create_whole(path, _new_file())
        return
    except OSError as error:
        raise DiskError(f"can't be read: {error.strerror or error}", Location(shown)) from None
    remedy = "put back a copy of the ledger, or name another file in `[usage] database`"
    if not head:
        raise LedgerError("is empty, and an empty file is no ledger", Location(shown), remedy)
    if not head.startswith(b"SQLite format 3\0") or len(head) < 100:
        raise LedgerError("is no ledger, nor any SQLite file", Location(shown), remedy)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise LedgerError("is an SQLite file, but no ledger of repurpose", Location(shown), remedy)


def _new_file() -> bytes:
    """A new ledger as the bytes of its file, so that it is there whole or not at all."""
    from repurpose.usage.ledger.migrate import migrate

    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA page_size = 8192")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    migrate(connection.execute, "sqlite", 0)
    connection.commit()
    content = connection.serialize()
    connection.close()
    return content


def _sqlite(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def settle(connection: Any, record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, not at the first write
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -65536")
        wanted = "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete"
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
            connection.execute(f"PRAGMA journal_mode = {wanted}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("repurpose_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether an SQLite of that version may use a write-ahead log with several connections."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def _bring_up(ledger: Ledger) -> Path | None:
    """Refuse what is no ledger or a newer one; bring an older one up to date, and a file only once it is copied."""
    with ledger.reading() as connection:
        version = _version(connection)
    if version == VERSION:
        return None
    if version > VERSION:
        raise LedgerError(
            f"is of schema {version}; this repurpose knows up to {VERSION}", Location(ledger.shown), "update repurpose"
        )
    from repurpose.usage.ledger.migrate import migrate

    copy: Path | None = None
    with ledger.writing() as connection:
        version = _version(connection)  # another process may have been quicker
        if version < VERSION:
            is_file = connection.dialect.name == "sqlite"
            if is_file:
                copy = _copy(Path(str(ledger.engine.url.database)), version)
            migrate(lambda statement: connection.execute(text(statement)), connection.dialect.name, version)
            if is_file:
                connection.execute(text(f"PRAGMA user_version = {VERSION}"))
    return copy


def _copy(path: Path, version: int) -> Path:
    """Copy a ledger's file beside it, whole, as what is committed in it."""
    copy = path.with_name(f"{path.name}.schema-{version}")
    with closing(sqlite3.connect(path)) as held, closing(sqlite3.connect(":memory:")) as taken:
        held.backup(taken)
        write_whole(copy, taken.serialize())
    return copy


def _version(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        return int(connection.execute(text("PRAGMA user_version")).scalar_one())
    if not inspect(connection).has_table("meta"):
        return 0
    return int(connection.execute(text("SELECT value FROM meta WHERE key = 'version'")).scalar_one())


@contextmanager
def _told(shown: str) -> Iterator[None]:
    """Tell the database's errors as ours."""
    try:
        yield
    except DBAPIError as error:
        why = re.sub(r"\s+", " ", _words(error.orig)).strip()
        raise LedgerError(f"the database refused: {why}", Location(shown), _remedy(why)) from error
    except SQLAlchemyError as error:
        raise LedgerError(f"can't be used: {error}", Location(shown)) from error
    except (sqlite3.Error, ConnectionError) as error:
        raise LedgerError(f"the database refused: {error}", Location(shown), _remedy(str(error))) from error


def _words(error: BaseException | None) -> str:
    """What a database said, in its words; pg8000 gives its server's answer as a mapping of letters."""
    said = error.args[0] if error is not None and error.args else error
    return str(said.get("M", said)) if isinstance(said, dict) else str(said)


def _remedy(why: str) -> str:
    if "locked" in why:
        return f"another process has been writing for more than {WAIT} seconds: try again when it is done"
    if "malformed" in why or "not a database" in why:
        return "the file is damaged: put back a copy, or `usage import` your last export of the ledger"
    if "full" in why:
        return "make room on the disk; nothing was written"
    return "look at the address, the rights and the space of the database"
