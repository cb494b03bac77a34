"""CSV in which no cell is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def line_of_csv(cells: Iterable[str]) -> str:
    """One line of CSV, every cell in quotes, with the line end that RFC 4180 asks for."""
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; what is guarded, or looks so, gets one apostrophe more."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def unsafe(cell: str) -> str:
    """A cell as it was before `safe`."""
    return cell[1:] if cell.startswith("'") else cell
