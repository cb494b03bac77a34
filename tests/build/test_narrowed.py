"""Pictures of several sizes in a build."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from repurpose.build import workshop
from repurpose.formats.picture import narrowed
from tests.cli.conftest import Run, project, run
from tests.formats.test_picture import picture

__all__ = ["project", "run"]

WHEN = ("--as-of", "2026-11-22")


def test_pages_offer_smaller_pictures(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that a page offers is there and in the manifest; members' stand beside their pages; none is drawn twice."""
    drawn: list[int] = []
    draw = narrowed

    def drawing(raw: bytes, size: tuple[int, int], width: int) -> bytes:
        drawn.append(width)
        return draw(raw, size, width)

    monkeypatch.setattr(workshop, "narrowed", drawing)
    (project / "content/open.jpg").write_bytes(picture("JPEG"))
    (project / "content/gated.png").write_bytes(picture("PNG", (700, 300)))
    (project / "content/hurt.png").write_bytes(picture("PNG", (600, 300))[:150])
    post = project / "content/hello.md"
    typed = "<img src='open.jpg' alt='B' srcset='https://evil.example/x 1w'>"
    low = "<img src='open.jpg' alt='L' height='60'>"
    words = f"\n![A](open.jpg){{width=300}}\n\n{typed}\n\n{low}\n\n![H](hurt.png)\n"
    post.write_text(post.read_text() + words + "\n:::premium\nSecret words stand here.\n\n![C](gated.png)\n:::\n")

    result = run("build", "-C", project, *WHEN)

    assert result.exit_code == 0, result.stderr
    assert "content/hurt.png" in result.stderr
    assert "can't be drawn smaller" in result.stderr
    outputs = project / "outputs"
    page = (outputs / "site/hello/index.html").read_text()
    first, second, third, _ = re.findall(r"<img [^>]*>", page)
    name = r"\.\./assets/open\.[0-9a-f]{10}"
    offered = rf'srcset="{name}-480\.webp 480w, {name}-800\.webp 800w, {name}\.jpg 1000w"'
    assert re.search(rf'{offered} sizes="\(min-width: 300px\) 300px, 100vw">', first)
    assert re.search(rf'{offered} sizes="\(min-width: 697px\) 697px, 100vw">', second)
    sizes = [re.findall(r' (?:width|height)="(\d+)"', tag) for tag in (first, second, third)]
    # The file's own, where the author says none.
    assert sizes == [["300", "150"], ["1000", "500"], ["60", "120"]]
    assert 'loading="lazy"' in second
    assert 'loading="lazy"' not in first
    assert "evil.example" not in page
    files = {file.relative_to(outputs).as_posix() for file in outputs.rglob("*.webp")}
    listed = {row["path"] for row in json.loads((outputs / "manifest.json").read_text())["pieces"]}
    assert files <= listed
    assert sorted(re.sub(r"\.[0-9a-f]{10}", "", file) for file in files) == [
        "members/assets/gated-480.webp",
        "members/assets/hurt-480.webp",
        "members/assets/open-480.webp",
        "members/assets/open-800.webp",
        "site/assets/hurt-480.webp",
        "site/assets/open-480.webp",
        "site/assets/open-800.webp",
    ]
    drawn.clear()
    post.write_text(post.read_text().replace("worth ten", "worth twelve"))
    assert run("build", "-C", project, *WHEN).exit_code == 0
    assert set(drawn) == {480}  # the damaged one alone
    assert {file.relative_to(outputs).as_posix() for file in outputs.rglob("*.webp")} == files


def test_a_project_may_do_without(run: Run, project: Path) -> None:
    """No smaller version, and none offered."""
    (project / "repurpose.toml").write_text("[channels.blog]\nsrcset = false\n")
    (project / "content/open.jpg").write_bytes(picture("JPEG"))
    post = project / "content/hello.md"
    post.write_text(post.read_text() + "\n![A](open.jpg)\n")
    assert run("build", "-C", project, *WHEN, "--channel", "blog").exit_code == 0
    assert "srcset" not in (project / "outputs/site/hello/index.html").read_text()
    assert not list((project / "outputs").rglob("*.webp"))
