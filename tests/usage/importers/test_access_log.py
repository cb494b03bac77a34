"""Logs of a web server."""

from __future__ import annotations

import gzip
from pathlib import Path

from repurpose.usage.importers import registry
from repurpose.usage.importers.importer import Wish
from tests.usage.importers.reading import export, read, shown, write


def line(clock: str, path: str, agent: str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", client: str = "203.0.113.7", method: str = "GET", status: int = 200) -> str:  # fmt: skip
    return f'{client} - - [17/Aug/2026:{clock} +0000] "{method} {path} HTTP/2.0" {status} 512 "-" "{agent}"\n'


def test_access_logs(tmp_path: Path) -> None:
    text = (
        line("10:00:00", "/launch/") + line("10:00:01", "/launch/index.html?x=1") + line("10:00:02", "/launch/", "Googlebot/2.1 (+http://www.google.com/bot.html)")
        + line("10:00:03", "/style.css") + line("10:00:04", "/launch/", method="HEAD") + line("10:00:05", "/gone/", status=404)
        + line("10:01:00", "/launch/?utm_content=abc") + "no line of a log\n" + line("10:02:00", "/a/", 'Mozilla/5.0 \\"odd\\" Firefox/145.0')
        + line("10:03:00", "/launch/?utm_content=abc", "Mozilla/5.0 (compatible; Proofpoint URL Defense)")
    )  # fmt: skip
    imported = read(write(tmp_path, "access.log", text))
    found = shown(imported)["pages"]["2026-08-17"]
    assert found["/launch"] == {"view": 2}
    assert found["utm_content:abc"] == {"visit": 1}
    assert "/style.css" not in found
    assert found["/a"] == {"view": 1}
    assert imported.reads[0].refused == 1
    assert imported.deliveries[0].grows
    assert "203.0.113" not in repr(imported)


def test_a_client_that_rushes_through_links_is_a_scanner(tmp_path: Path) -> None:
    rush = "".join(line(f"10:00:0{n}", f"/p{n}/?utm_content=link{n}", client="198.51.100.9") for n in range(5))
    calm = "".join(line(f"1{n}:00:00", f"/p{n}/?utm_content=link{n}", client="198.51.100.8") for n in range(5))
    found = shown(read(write(tmp_path, "access.log", rush + calm)))["pages"]["2026-08-17"]
    assert found == {f"utm_content:link{n}": {"visit": 1} for n in range(5)}


def test_gzipped_logs_and_those_of_one_day_together(tmp_path: Path) -> None:
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress(line("09:00:00", "/launch/").encode()))
    write(tmp_path, "access.log", line("10:00:00", "/launch/"))
    exports = [export(tmp_path / "access.log.1.gz"), export(tmp_path / "access.log")]
    imported = registry.load("access_log").read(exports, Wish())
    assert shown(imported)["pages"]["2026-08-17"] == {"/launch": {"view": 2}}
