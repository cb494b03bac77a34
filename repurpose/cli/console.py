"""What every command shares: its options, where its project is, how it talks, and how it ends.

Data goes to stdout, talk to stderr. An error is one line, `path:line: what is wrong — how to mend it`; the exit code
is that of the gravest error.
"""

from __future__ import annotations

import functools
import io
import json
import os
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ParamSpec

import click

from repurpose.cli import in_project
from repurpose.cli.settings import at_its_line
from repurpose.clock import told_moment
from repurpose.config import FILE_NAME, Config, read_config
from repurpose.errors import ConfigError, Location, RepurposeError, UsageError
from repurpose.files import read_bytes
from repurpose.model import Notice

P = ParamSpec("P")

EXAMPLES = 3
"""Notices of one kind that a build lists before it sums up the rest."""


@dataclass(frozen=True, slots=True)
class Talk:
    """How much a command says (-1 errors only, 0, 1 all), and whether as JSON."""

    level: int = 0
    as_json: bool = False

    def say(self, text: str, level: int = 0) -> None:
        """Talk, on stderr."""
        if self.level >= level and not self.as_json:
            click.echo(text, err=True)

    def data(self, text: str, value: Any) -> None:
        """The command's data, on stdout: `value` as JSON if asked for, else `text`."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=2) if self.as_json else text)

    def errors(self, errors: Iterable[RepurposeError]) -> None:
        """Every error in one line."""
        for error in errors:
            if not self.as_json:
                click.echo(shown(error), err=True)

    def notices(self, notices: Sequence[Notice], examples: int | None = None, *, strict: bool = False) -> None:
        """Every notice in one line; with `examples`, of each kind so many at most, and how many more there are.

        Where they are what a `strict` command fails for, they are told even when it is to be quiet.
        """
        level = -1 if strict else 0
        counts: Counter[str] = Counter()
        for notice in notices:
            counts[notice.code] += 1
            if examples is None or self.level > 0 or counts[notice.code] <= examples:
                self.say(f"{notice.location}: notice: {notice.text} [{notice.code}]", level)
        if examples is not None and self.level == 0:
            more = [f"{count - examples} {code}" for code, count in sorted(counts.items()) if count > examples]
            if more:
                self.say(f"... and more notices ({', '.join(more)}); `repurpose check` tells all", level)


@dataclass(frozen=True, slots=True)
class Project:
    """A project on disk: its folder, settings and the moment of this run."""

    root: Path
    config: Config
    moment: datetime

    @property
    def today(self) -> date:
        """The day of the moment, where the site is at home."""
        return self.moment.astimezone(self.config.zone).date()


def shown(error: RepurposeError) -> str:
    """An error as one line."""
    return f"{error} — {error.hint}" if error.hint else str(error)


def common(command: Callable[P, None]) -> Callable[..., None]:
    """Give a command the options that all have, and turn its errors into lines and an exit code."""

    @in_project
    @click.option("--as-of", metavar="WHEN", help="The moment to build for: a date, or an RFC 3339 moment.")
    @click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong: no notices.")
    @click.option("-v", "--verbose", is_flag=True, help="Say all there is to say.")
    @click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
    @click.option("--json", "as_json", is_flag=True, help="Give the data as JSON.")
    @functools.wraps(command)
    def wrapped(*args: Any, quiet: bool, verbose: bool, debug: bool, as_json: bool, **kwargs: Any) -> None:
        talk = Talk(-1 if quiet else 1 if verbose else 0, as_json)
        try:
            command(*args, talk=talk, **kwargs)  # type: ignore[arg-type]
        except RepurposeError as error:
            if debug:
                traceback.print_exc()
            parts = [at_its_line(part, lambda: project_root(kwargs["directory"])) for part in error.parts]
            if as_json:
                click.echo(json.dumps({"errors": [as_data(part) for part in parts]}, ensure_ascii=False, indent=2))
            else:
                Talk().errors(parts)
            sys.exit(error.exit_code)
        except BrokenPipeError:  # the reader of a pipe has had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    return wrapped


def as_data(error: RepurposeError) -> dict[str, Any]:
    """An error as plain data."""
    location = error.location or Location("")
    return {"path": location.path or None, "line": location.line, "message": error.message, "hint": error.hint}


def notice_data(notice: Notice) -> dict[str, Any]:
    """A notice as plain data."""
    return {"code": notice.code, "path": notice.location.path, "line": notice.location.line, "text": notice.text}


def open_project(directory: Path | None, as_of: str | None, environ: Mapping[str, str] | None = None) -> Project:
    """The project that a command runs in: `-C`, else the nearest folder upwards with a repurpose.toml, else here.

    Raises:
        ConfigError: the folder or its settings are at fault.
        UsageError: the moment is none.
    """
    environ = os.environ if environ is None else environ
    root = project_root(directory)
    path = root / FILE_NAME
    text = ""
    if path.is_file():
        try:
            text = read_bytes(path, FILE_NAME).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ConfigError("is no UTF-8", Location(FILE_NAME), "save it again as UTF-8") from None
    config = read_config(text, environ, FILE_NAME, default_title=root.resolve().name)
    return Project(root, config, told_moment(as_of, environ, datetime.now(UTC), config.zone))


def project_root(directory: Path | None) -> Path:
    """The folder that a command runs in, as `open_project` finds it.

    Raises:
        UsageError: there is no such folder.
    """
    if directory is not None:
        if not directory.is_dir():
            raise UsageError(f"-C: there is no folder {directory}")
        return directory
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / FILE_NAME).is_file()), here)


@contextmanager
def progress(talk: Talk, what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar, on a terminal and outside CI; else None."""
    if talk.level < 0 or talk.as_json or os.environ.get("CI") or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    # Drawn only when something is done: a thread that draws by itself and forked workers don't go together.
    with Progress(console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            bar.refresh()

        yield advance


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, equal: bool = False) -> str:
    """A table as wide as the terminal; `equal`: of columns of one width, rows ruled, lines cut and not wrapped.

    Cells are plain text, of several lines where they hold line ends. No word is broken if there is room for the
    longest of each column; columns stand closer together for that.
    """
    from rich.box import SIMPLE_HEAD, SQUARE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = list(rows)
    each = (width() - len(head) - 1) // len(head)
    columns = list(zip(head, *rows, strict=True))
    words = [max((len(word) for cell in cells for word in cell.split()), default=1) for cells in columns]
    gap = next((one for one in (3, 1) if sum(words) + one * len(words) <= width()), 0)
    written = io.StringIO()
    shown = Table(
        box=SQUARE if equal else SIMPLE_HEAD,
        show_lines=equal,
        pad_edge=equal,
        padding=(0, 0 if equal or gap == 1 else 1),
    )
    for name, word in zip(head, words, strict=True):
        if equal:
            shown.add_column(name, width=each, no_wrap=True, overflow="ellipsis")
        else:
            shown.add_column(name, overflow="fold", min_width=word if gap else None)
    for row in rows:
        shown.add_row(*(Text(cell, no_wrap=equal, overflow="ellipsis" if equal else "fold") for cell in row))
    Console(file=written, width=width(), color_system=None).print(shown)
    return "\n".join(line.rstrip() for line in written.getvalue().rstrip().split("\n"))


def width() -> int:
    """Columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def channel_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Completes a channel's name in the shell."""
    from repurpose.channels import registry

    return [name for name in sorted(registry.names()) if name.startswith(incomplete)]


of_channels = click.option(
    "--channel",
    "channels",
    metavar="NAME",
    multiple=True,
    shell_complete=channel_names,
    help="Only this channel's pieces; may be given again.",
)
"""The option of a command that looks at pieces, and not at all of them."""


def asset_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Completes an asset's id in the shell, by the files there are."""
    folder = project_root(ctx.params.get("directory")) / "content"
    ids = (path.relative_to(folder).with_suffix("").as_posix() for path in sorted(folder.rglob("*.md")))
    return [name for name in ids if name.startswith(incomplete)]


def check_channels(names: Iterable[str]) -> None:
    """Refuse names that are no channels.

    Raises:
        UsageError: one is none.
    """
    names = tuple(names)
    if not names:
        return
    from repurpose.channels import registry
    from repurpose.tables import did_you_mean

    installed = registry.names()
    for name in names:
        if name not in installed:
            near = did_you_mean(name, installed)
            raise UsageError(
                f"--channel: there is no channel {name!r}",
                hint=f"did you mean {near}?" if near else f"known: {', '.join(sorted(installed))}",
            )


def check_stage(option: str, stage: str | None, config: Config) -> None:
    """Refuse a stage that neither all have nor the project.

    Raises:
        UsageError: it is none.
    """
    known = config.lifecycle.all_stages
    if stage is not None and stage not in known:
        from repurpose.tables import did_you_mean

        near = did_you_mean(stage, known)
        hint = f"did you mean {near}?" if near else f"known: {', '.join(known)}"
        raise UsageError(f"{option}: there is no stage {stage!r}", hint=hint)


def check_file(option: str, path: Path) -> None:
    """Refuse a file to read that isn't there.

    Raises:
        UsageError: it isn't.
    """
    if not path.exists():
        raise UsageError(f"{option}: there is no file {path}")


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 asset`, `2 assets`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
