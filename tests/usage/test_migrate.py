from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from repurpose.usage.ledger.connect import Ledger, open_ledger
from repurpose.usage.ledger.migrate import migrate
from repurpose.usage.ledger.schema import ALL, APPLICATION_ID, VERSION
from repurpose.usage.ledger.verify import verify
from tests.usage.samples import THREE, take_all


def test_the_tables_are_those_that_statements_are_written_against(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        inspector = inspect(connection)
        assert {table.name for table in ALL} == set(inspector.get_table_names())
        for table in ALL:
            there = [column["name"] for column in inspector.get_columns(table.name)]
            assert sorted(there) == sorted(column.name for column in table.columns)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_every_earlier_schema_is_brought_up(tmp_path: Path, version: int) -> None:
    connection = sqlite3.connect(tmp_path / "old.db")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(connection.execute, "sqlite", 0, version)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
    before = (tmp_path / "old.db").read_bytes()
    ledger = open_ledger("old.db", tmp_path)
    assert ledger.copied_to == tmp_path / f"old.db.schema-{version}"
    copy = sqlite3.connect(ledger.copied_to)
    assert copy.execute("PRAGMA user_version").fetchone() == (version,)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert len(ledger.copied_to.read_bytes()) == len(before)
    assert open_ledger("old.db", tmp_path).copied_to is None
    want = take_all(open_ledger("new.db", tmp_path), THREE)
    assert take_all(ledger, THREE) == want
    with ledger.reading() as reading:
        assert verify(reading) == []
    schemas = []
    for name in ("old.db", "new.db"):
        opened = sqlite3.connect(tmp_path / name)
        schemas.append(sorted(row[0] for row in opened.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")))
        assert opened.execute("PRAGMA user_version").fetchone() == (VERSION,)
        opened.close()
    assert schemas[0] == schemas[1]


@pytest.mark.parametrize("version", range(1, VERSION))
def test_every_earlier_schema_is_brought_up_on_every_database(database: str, tmp_path: Path, version: int) -> None:
    """Also on PostgreSQL, whose tables are then those that a new ledger has."""
    ledger = open_ledger(database, tmp_path)
    dialect = ledger.engine.dialect.name
    with ledger.engine.begin() as connection:
        for table in reversed(inspect(connection).get_table_names()):
            connection.exec_driver_sql(f"DROP TABLE {table}" + (" CASCADE" if dialect == "postgresql" else ""))
        migrate(connection.exec_driver_sql, dialect, 0, version)
        if dialect == "sqlite":
            connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    again = open_ledger(database, tmp_path)
    assert take_all(again, THREE) == take_all(open_ledger("new.db", tmp_path), THREE)
    with again.reading() as connection:
        inspector = inspect(connection)
        assert {table.name for table in ALL} == set(inspector.get_table_names())
        assert verify(connection) == []


def test_migrations_are_not_imported_when_the_schema_is_current(tmp_path: Path) -> None:
    open_ledger("usage.db", tmp_path)
    code = (
        "import sys, pathlib; from repurpose.usage.ledger.connect import open_ledger;"
        f"open_ledger('usage.db', pathlib.Path({str(tmp_path)!r}));"
        "assert 'repurpose.usage.ledger.migrate' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from repurpose.cli import main;"
        "r = CliRunner().invoke(main, ['--help']); assert r.exit_code == 0 and 'usage' in r.output;"
        "r = CliRunner().invoke(main, ['usage', '--help']); assert r.exit_code == 0;"
        "assert not {'sqlalchemy', 'python_calamine', 'jinja2', 'markdown_it'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
