"""repurpose itself."""

from __future__ import annotations

import compileall
import shutil
import sys
from pathlib import Path

import repurpose

_SETTINGS = '[site]\ntitle = "Bench"\nurl = "https://bench.example"\ndescription = "A library to build."\n'
_NO_CARDS = "\n[channels.blog]\ncards = false\n"
_FIVE = """
[channels]
enabled = ["blog", "feed", "newsletter", "press_release", "social"]

[social]
networks = ["mastodon"]

[channels.newsletter]
files = ["*.html", "*.txt"]

[channels.press_release]
files = ["*.html"]

[channels.social]
files = ["*.json"]
"""


class Repurpose:
    """repurpose as it stands here. `all` is what it makes by default: every channel, every network."""

    NAME = "repurpose"
    SOURCES = frozenset({"content", "repurpose.toml"})

    def prepare(self, tools: Path) -> None:
        """It is here; its bytecode is made as pip makes that of the peers."""
        compileall.compile_dir(Path(repurpose.__file__).parent, quiet=1)

    def lay_out(self, folder: Path, assets: Path, artefacts: str) -> Path:
        folder.mkdir()
        page = '\n[channels]\nenabled = ["blog", "feed"]\n'
        (folder / "repurpose.toml").write_text(
            _SETTINGS + {"page": page + _NO_CARDS, "five": _FIVE + _NO_CARDS, "all": ""}[artefacts]
        )
        shutil.copytree(assets, folder / "content")
        return folder / "content"

    def command(self, folder: Path) -> list[str]:
        return [sys.executable, "-m", "repurpose", "build", "-q", "-C", str(folder), "--as-of", "2026-11-01"]

    def pages(self, folder: Path) -> int:
        site = folder / "outputs" / "site"
        others = folder / "outputs"
        found = {path.parent.name for path in site.glob("post-*/index.html")}
        for pattern in ("newsletter/*/message.html", "press_release/*/release.html", "social/*/mastodon.json"):
            if made := {path.parent.name for path in others.glob(pattern)}:
                found &= made
        return len(found)
