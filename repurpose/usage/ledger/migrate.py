"""Older schemas -> the current one: numbered SQL files, each applied once, all in one transaction.

Imported only when a ledger's schema is not current. The files are written once and never changed; `{...}` stands for
what SQLite and PostgreSQL spell differently.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from repurpose.usage.ledger.schema import VERSION

_WORDS = {
    "sqlite": {
        "integer": "INTEGER",
        "real": "REAL",
        "strict": "STRICT",
        "clustered": "STRICT, WITHOUT ROWID",
        "deferred": "DEFERRABLE INITIALLY DEFERRED",
    },
    "postgresql": {
        "integer": "BIGINT",
        "real": "DOUBLE PRECISION",
        "strict": "",
        "clustered": "",
        "deferred": "DEFERRABLE INITIALLY DEFERRED",
    },
}


def migrate(run: Callable[[str], object], dialect: str, version: int, target: int = VERSION) -> None:
    """Bring a ledger from schema `version` (0: nothing there) to `target` by running statements."""
    words = _WORDS[dialect]
    for number in range(version + 1, target + 1):
        text = (files("repurpose.usage.ledger") / "migrations" / f"{number:04}.sql").read_text(encoding="utf-8")
        written = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
        for statement in written.split(";"):
            if statement.strip():
                run(statement.format(**words))
    if version == 0:
        run(f"INSERT INTO meta (key, value) VALUES ('version', '{target}')")  # noqa: S608 (a number of ours)
        run("INSERT INTO meta (key, value) VALUES ('head', '')")
    else:
        run(f"UPDATE meta SET value = '{target}' WHERE key = 'version'")  # noqa: S608 (a number of ours)
