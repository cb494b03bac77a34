"""A ledger on every database that there is: SQLite, and PostgreSQL where REPURPOSE_POSTGRES names a server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repurpose.usage.ledger.connect import Ledger, open_ledger

POSTGRES = os.environ.get("REPURPOSE_POSTGRES", "")


def _run(statement: str) -> None:
    import pg8000.dbapi
    from sqlalchemy import make_url

    url = make_url(POSTGRES)
    connection = pg8000.dbapi.connect(
        user=url.username or "postgres", password=url.password, host=url.host or "localhost", port=url.port or 5432,
        database=url.database,
    )  # fmt: skip
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address where no ledger is yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "usage.db")
        return
    if not POSTGRES:
        pytest.skip("REPURPOSE_POSTGRES names no server")
    name = f"repurpose_{uuid.uuid4().hex[:12]}"
    _run(f"CREATE DATABASE {name}")
    yield f"{POSTGRES.rsplit('/', 1)[0]}/{name}"
    _run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def ledger(database: str, tmp_path: Path) -> Ledger:
    """A new ledger."""
    return open_ledger(database, tmp_path)


@pytest.fixture
def sqlite(tmp_path: Path) -> Callable[[str], Ledger]:
    """Makes ledgers in SQLite, by name."""
    return lambda name: open_ledger(name, tmp_path)
