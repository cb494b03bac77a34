"""`repurpose serve`: a real process, a real edit, and the page that hears of it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEXT = "---\ntitle: A lock & <its> key\ndate: 2026-11-01\n---\n\nA lock holds for five minutes.\n"


class Preview:
    """A preview of a project with one asset, at work."""

    def __init__(self, root: Path) -> None:
        (root / "content").mkdir()
        (root / "content" / "a.md").write_text(TEXT)
        (root / "repurpose.toml").write_text('[site]\ntitle = "T"\n[channels.blog]\ncards = false\n')
        command = [sys.executable, "-m", "repurpose", "serve", "-C", str(root), "--as-of", "2026-11-20"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.lines = self.process.stderr
        found = re.match(r"http://127\.0\.0\.1:(\d+)/ shows the site", self.lines.readline())
        assert found
        self.port = int(found[1])

    def until(self, words: str) -> str:
        """What is told up to the line that has these words."""
        told = ""
        for line in self.lines:
            told += line
            if words in line:
                break
        return told

    def read(self, path: str) -> str:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", path)
            return connection.getresponse().read().decode()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    made = Preview(tmp_path)
    yield made
    made.process.kill()
    made.process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_edit_is_built_and_shown(preview: Preview, tmp_path: Path) -> None:
    """What is wrong is told, and shown above the last good build; outputs/ stays as it was; SIGTERM ends it with 0."""
    preview.until("pieces built")
    assert "A lock holds for five minutes." in preview.read("/a/")
    waiting = HTTPConnection("127.0.0.1", preview.port, timeout=20)
    number = re.search(r'data-number="(\d+)"', preview.read("/a/"))[1]  # type: ignore[index]
    waiting.request("GET", f"/_preview/events?number={number}")
    events = waiting.getresponse()
    (tmp_path / "content" / "a.md").write_text(TEXT.replace("five", "six"))
    assert json.loads(events.readline()[6:])["errors"] == []
    assert "changed: a/" in preview.until("changed:")
    assert "for six minutes." in preview.read("/a/")
    review = preview.read("/_preview/asset/a")
    assert "A lock &amp; &lt;its&gt; key" in review
    assert '<span class="mark new">changed</span>' in review
    assert "A lock holds for six minutes." in review
    (tmp_path / "repurpose.toml").write_text("[site\n")
    assert "repurpose.toml:1: is no TOML" in preview.until("changed:")
    assert "repurpose.toml:1: is no TOML" in preview.read("/_preview/")
    assert "for six minutes." in preview.read("/a/")
    (tmp_path / "repurpose.toml").write_text('[site]\ntitle = "Mended"\n[channels.blog]\ncards = false\n')
    preview.until("changed:")
    assert "is no TOML" not in preview.read("/_preview/")
    assert not (tmp_path / "outputs").exists()
    began = time.monotonic()
    preview.process.send_signal(signal.SIGTERM)
    assert preview.process.wait(20) == 0
    assert time.monotonic() - began < 15, "an open page held it"
    events.close()
    waiting.close()


def test_a_told_port_that_is_taken_is_told(preview: Preview, run: Run, tmp_path: Path) -> None:
    """In a line, with the way out."""
    preview.until("pieces built")
    done = run("serve", "-C", tmp_path, "--port", str(preview.port))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"--port: {preview.port} of 127.0.0.1 can't be had: ")
