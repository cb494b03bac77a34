"""Zips, encodings and files that are something else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from repurpose.errors import LedgerError, UsageError
from repurpose.usage.importers.parts import parts_of
from tests.usage.importers.reading import HEAD, plain_file, read, shown, write
from tests.usage.importers.test_plausible import PLAUSIBLE_SOURCES


def test_a_zip_that_leads_out_is_refused(tmp_path: Path) -> None:
    for name in ("../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv"):
        with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
            archive.writestr(name, "date\n")
        with pytest.raises(LedgerError, match="leads out"):
            parts_of(tmp_path / "slip.zip")


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imported_pages_20260801_20260804.csv", b"0" * 64 * 1024 * 1024)
    with pytest.raises(LedgerError, match="unfold"):
        parts_of(tmp_path / "bomb.zip")


def test_a_zip_that_lies_of_its_size_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imported_sources_20260801_20260804.csv", PLAUSIBLE_SOURCES * 50)
    size = len(PLAUSIBLE_SOURCES * 50).to_bytes(4, "little")
    (tmp_path / "lie.zip").write_bytes(buffer.getvalue().replace(size, (9).to_bytes(4, "little")))
    with pytest.raises(LedgerError, match=r"lie\.zip: is damaged: Bad CRC-32 for file 'imported_sources"):
        read(tmp_path / "lie.zip", "plausible")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no book", b"\xff" * 500, b"a\n" * 3]
)
def test_a_file_that_is_nothing_known_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "what.csv"
    path.write_bytes(content)
    with pytest.raises((LedgerError, UsageError)):
        read(path)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_without_a_mark_are_told_by_a_few_bytes(tmp_path: Path, encoding: str) -> None:
    text = HEAD + "2026-08-01,a,1,2\n"
    path = write(tmp_path, "own.csv", text, encoding)
    mapping = {"date": "day", "link_id": "link", "metrics": {"view": "views"}}
    assert shown(read(path, mappings={"mine": mapping})) == {"mine": {"2026-08-01": {"utm_content:a": {"view": 1}}}}


def test_a_line_without_end_and_bytes_of_another_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_bytes(HEAD.encode() + b"x" * 3_000_000)
    with pytest.raises(LedgerError, match="more than 1,048,576 characters"):
        plain_file(tmp_path / "own.csv")
    rows = b"".join(b"2026-08-01,a,%d,2\n" % number for number in range(5000))
    (tmp_path / "own.csv").write_bytes(HEAD.encode() + rows + "2026-08-01,größe,1,2\n".encode("cp1252") + rows)
    with pytest.raises(LedgerError, match="no utf-8") as caught:
        plain_file(tmp_path / "own.csv")
    assert caught.value.location is not None
    assert caught.value.location.line == 5002
