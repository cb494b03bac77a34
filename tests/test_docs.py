"""What the README and the manual say is so: their commands run, their tables are whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from repurpose import config
from repurpose.channels import registry
from repurpose.cli import _COMMANDS
from repurpose.library.fields import KEYS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_commands_run(tmp_path: Path) -> None:
    """Each command of the README, one after the other in an empty folder, ends with 0."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.S)
    commands = [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    assert len(commands) >= 8
    here = tmp_path
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command in commands:
        if command == "pip install .":  # the wheel has a test of its own
            continue
        if command.startswith("cd "):
            here = here / command.removeprefix("cd ")
            continue
        done = subprocess.run(
            ["/bin/bash", "-c", command], cwd=here, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    assert (tmp_path / "my-site/outputs/site/index.html").is_file()


def test_manual_lists_every_key() -> None:
    """The table of front matter keys says what the reader of front matter says, and lists no other."""
    manual = (ROOT / "docs/front-matter.md").read_text(encoding="utf-8")
    rows = {
        name: (does, foreign) for name, does, foreign in re.findall(r"^\| `([\w.]+)` \| (.+?) \|(.*)\|$", manual, re.M)
    }

    assert {name: does for name, (does, _) in rows.items()} == {name: key.does for name, key in KEYS.items()}
    for name, key in KEYS.items():
        assert re.findall(r"`([^`]+)`", rows[name][1]) == list(key.foreign)


def test_manual_lists_every_channel() -> None:
    """README and manual say of each channel what it says of itself; the manual lists its files as well."""
    manual = (ROOT / "docs/outputs.md").read_text(encoding="utf-8")
    for one in registry.known():
        channel = registry.load(one.name)
        files = ", ".join(f"`{file}`" for file in channel.files)
        assert f"| `{one.name}` | {channel.does} | {files} |" in manual
        assert f"| `{one.name}` | {channel.does} |" in README


def test_links_of_the_manual_lead_somewhere() -> None:
    """Each file that README and manual link to is there."""
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_manual_lists_every_setting() -> None:
    """Every setting that is read is in the manual, and the manual lists no other."""
    listed = set(re.findall(r"^\| `(\w+\.\w+)` \|", (ROOT / "docs/settings.md").read_text(encoding="utf-8"), re.M))
    known = {
        f"{section.name}.{key.name.rstrip('_')}"
        for section in fields(config.Config)
        if hasattr(section.default, "__dataclass_fields__")
        for key in fields(section.default)  # type: ignore[arg-type]
        if key.name not in {"options", "sequences", "descriptions", "boilerplates"}
    }

    assert listed == known


def test_manual_lists_every_notice() -> None:
    """Every notice code that the program can give is explained, and no other."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "repurpose").rglob("*.py"))
    given = set(re.findall(r'Notice\(\s*"([a-z-]+)"', source)) | set(re.findall(r'code="(embargo|expired)"', source))
    given |= set(re.findall(r'\(\s*"((?:link|image|page)-[a-z]+)",', source)) | {"image-unknown", "page-unknown"}
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs/checking.md").read_text(encoding="utf-8"), re.M))

    assert listed == given


@pytest.mark.parametrize("name", list(_COMMANDS))
def test_every_command_has_help(name: str) -> None:
    """Each command tells what it does, and each of its options as well."""
    done = subprocess.run(
        [sys.executable, "-m", "repurpose", name, "--help"], capture_output=True, text=True, check=True
    )

    assert "Usage:" in done.stdout
    for option in re.findall(r"^\s+(-[^\n]*?)(?:\n|\Z)", done.stdout, re.M):
        assert re.search(r"\s{2,}\S", option) or option.endswith(
            ("]", "N", "NAME", "DIR", "REV", "FILE", "WHEN", "ID", "FOLDER")
        )
