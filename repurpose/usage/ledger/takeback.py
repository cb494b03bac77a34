"""What `usage export` wrote -> a ledger: restored into a new one, merged into one that holds something."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from repurpose.usage.ledger.apply import Applied
from repurpose.usage.ledger.connect import Ledger, open_ledger
from repurpose.usage.ledger.dump import OtherHistoryError, merge_csv, restore, write_csv
from repurpose.usage.ledger.seal import Batch


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many batches were restored, history and all; or, if the ledger wasn't empty, what was merged."""

    batches: int = 0
    merged: Applied | None = None


def take_back(ledger: Ledger, path: Path, at: str) -> TakenBack:
    """Restore JSON Lines into an empty ledger, or merge them, or a CSV, into one that isn't; `at` is the moment.

    A merge takes what is in force and decides by the rules of every import: equal days stay, newer ones win. The
    history of the merged ledger stays behind in its file.

    Raises:
        LedgerError: the file is damaged; nothing was written.
    """
    with path.open("rb") as file:
        has_history = file.read(1) == b"{"
    with path.open(encoding="utf-8", newline="") as lines:
        if not has_history:
            return TakenBack(merged=_merge(ledger, lines, path, at))
        try:
            with ledger.writing() as connection:
                return TakenBack(restore(connection, lines, str(path)))
        except OtherHistoryError:
            lines.seek(0)
            with tempfile.TemporaryDirectory() as folder:
                copy = open_ledger("copy.db", Path(folder))
                with copy.writing() as connection:
                    restore(connection, lines, str(path))
                with copy.reading() as connection:
                    return TakenBack(merged=_merge(ledger, write_csv(connection), path, at))


def _merge(ledger: Ledger, lines: Iterable[str], path: Path, at: str) -> Applied:
    with ledger.writing() as connection:
        batch = Batch(connection, "merge", at, path.name)
        applied = merge_csv(batch, lines, str(path))
        batch.close()
    return applied
