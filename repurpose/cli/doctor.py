"""`repurpose doctor`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import click

from repurpose.cli.console import Talk, common, open_project
from repurpose.errors import RepurposeError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `fault` is None where it is well, else what is wrong; `remedy` mends it."""

    what: str
    fault: str | None = None
    remedy: str | None = None


@click.command()
@common
def command(talk: Talk, directory: Path | None, as_of: str | None) -> None:
    """Look for faults of this environment, and tell their remedies. Ends with 1 if there are any."""
    findings = [finding for look in _LOOKS for finding in look(directory)]
    lines = [
        f"{'ok  ' if finding.fault is None else 'FAIL'}  {finding.what}"
        + (f": {finding.fault} — {finding.remedy}" if finding.fault else "")
        for finding in findings
    ]
    talk.data(
        "\n".join(lines),
        [{"what": finding.what, "fault": finding.fault, "remedy": finding.remedy} for finding in findings],
    )
    sys.exit(1 if any(finding.fault for finding in findings) else 0)


def _python(directory: Path | None) -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < (3, 11)
    yield Finding(f"Python {found}", "is older than 3.11" if old else None, "install a newer Python")
    utf8 = sys.getfilesystemencoding().lower() == "utf-8"
    yield Finding("file names", None if utf8 else f"are {sys.getfilesystemencoding()}, not UTF-8", "set PYTHONUTF8=1")


def _packages(directory: Path | None) -> Iterator[Finding]:
    """Every dependency at the version we ask for; feedgen above all, which installers gladly take at 0.4."""
    from packaging.requirements import Requirement

    for line in requires("repurpose") or ():
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(requirement.name)
            fault = (
                None
                if requirement.specifier.contains(found, prereleases=True)
                else f"is {found}, not {requirement.specifier}"
            )
        except PackageNotFoundError:
            found, fault = "", "is not installed"
        yield Finding(f"{requirement.name} {found}".strip(), fault, f"pip install '{requirement}'")


def _mail(directory: Path | None) -> Iterator[Finding]:
    """By behaviour, not by version: distributions mend old Pythons (CVE-2024-6923)."""
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(SMTP)
    message["Subject"] = "=?utf-8?q?x=0d=0aBcc:_e@x?="
    try:
        injected = b"\nBcc:" in message.as_bytes()
    except ValueError:  # what a mended Python does
        injected = False
    fault = (
        "lets an encoded line end in a header begin another header (repurpose refuses such subjects itself)"
        if injected
        else None
    )
    yield Finding("mail headers", fault, "update Python: 3.11.10, 3.12.5 or 3.13")


def _sqlite(directory: Path | None) -> Iterator[Finding]:
    import sqlite3

    yield Finding(
        f"SQLite {sqlite3.sqlite_version}",
        "is older than 3.37" if sqlite3.sqlite_version_info < (3, 37) else None,
        "update Python",
    )


def _sanitiser(directory: Path | None) -> Iterator[Finding]:
    import nh3

    safe = nh3.clean('<p onclick="x">a<script>b</script></p>') == "<p>a</p>"
    yield Finding(
        "the sanitiser of raw HTML", None if safe else "lets scripts through", "pip install --force-reinstall nh3"
    )


def _templates(directory: Path | None) -> Iterator[Finding]:
    from repurpose.build.templates import builtin_templates

    folder = builtin_templates()
    fault = None if (folder / "blog/post.html").is_file() else "are missing"
    yield Finding(f"built-in templates in {folder}", fault, "install repurpose again")


def _channels(directory: Path | None) -> Iterator[Finding]:
    from repurpose.channels import registry

    for one in registry.known():
        try:
            registry.load(one.name)
            yield Finding(f"channel {one.name}")
        except RepurposeError as error:
            yield Finding(f"channel {one.name}", error.message, error.hint)


def _project(directory: Path | None) -> Iterator[Finding]:
    try:
        project = open_project(directory, None)
        there = (project.root / "content").is_dir()
        yield Finding(
            f"project {project.root.resolve()}",
            None if there else "has no folder content/",
            "`repurpose init DIR` makes a project",
        )
    except RepurposeError as error:
        yield Finding("project", str(error), error.hint)


_LOOKS: tuple[Callable[[Path | None], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _mail,
    _sqlite,
    _sanitiser,
    _templates,
    _channels,
    _project,
)
