"""`repurpose serve`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repurpose.cli.console import EXAMPLES, Talk, common, open_project, plural, project_root, shown
from repurpose.errors import RepurposeError, UsageError

if TYPE_CHECKING:
    from repurpose.build.order import Order
    from repurpose.build.watch import Rebuilt
    from repurpose.model import Notice
    from repurpose.serve.news import News
    from repurpose.serve.server import Preview

PORT, TRIED = 8000, 20
"""The first port that is tried, and how many from it on."""

FOLDER = ".repurpose/preview"
"""Where a preview is built, in the project's folder: never in outputs/."""
_NAMED = 5


@click.command()
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(1, 65535),
    help=f"Serve at this port; else at {PORT} or the next free one.",
)
@click.option(
    "--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Serve at this address of the machine."
)
@click.option("--drafts/--no-drafts", default=True, show_default=True, help="Make what is not finished yet, too.")
@common
def command(talk: Talk, directory: Path | None, as_of: str | None, port: int | None, host: str, drafts: bool) -> None:
    """Show the site and all other pieces in the browser, built anew whenever a file changes.

    It is built in .repurpose/preview; outputs/ stays as it is. Pages load themselves anew after each build, or say what
    is wrong. Stop it with Ctrl-C.
    """
    root = project_root(directory)
    output = root / FOLDER

    from repurpose.build.watch import watch
    from repurpose.serve.news import News

    def order() -> Order:
        from repurpose.build.order import Order

        project = open_project(directory, as_of)
        return Order(project.root, project.config, project.moment, drafts=drafts, is_cached=True)

    news = News()
    told: set[str] = set()
    with _serving(_preview(root, directory, as_of, output, news), host, port) as address, _ended_by_term():
        talk.say(f"{address} shows the site, {address}_preview/ all pieces; Ctrl-C ends it")
        try:
            for rebuilt in watch(root, order, output, talk.say):
                _tell(talk, rebuilt, news, told)
        except KeyboardInterrupt:
            talk.say("ended")
        finally:
            news.end()


def _tell(talk: Talk, rebuilt: Rebuilt, news: News, told: set[str]) -> None:
    """A build in a few lines: what is wrong, notices that weren't told before, what was made anew."""
    is_first = news.latest.number == 0
    notices = [_line(one) for one in rebuilt.notices]
    news.put(rebuilt, [shown(one) for one in rebuilt.errors], notices)
    talk.errors(rebuilt.errors)
    fresh = [one for one in rebuilt.notices if _line(one) not in told]
    talk.notices(fresh, EXAMPLES)
    told.update(notices)
    if is_first:
        talk.say(f"{plural(len(set(rebuilt.pieces)), 'piece')} built")
    else:
        names = sorted(set(rebuilt.pieces), key=lambda name: (name.startswith("@"), name))  # what all share comes last
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        gone = f"; gone: {', '.join(rebuilt.gone[:_NAMED])}" if rebuilt.gone else ""
        talk.say(f"changed: {', '.join(names[:_NAMED]) or 'nothing'}{more}{gone}")


def _line(notice: Notice) -> str:
    return f"{notice.location}: {notice.text} [{notice.code}]"


def _preview(root: Path, directory: Path | None, as_of: str | None, output: Path, news: News) -> Preview:
    from repurpose.build.templates import builtin_texts, own_texts
    from repurpose.serve.server import Preview

    def page(asset: str | None) -> str | None:
        from repurpose.build.render import Renderer
        from repurpose.library.library import read_library
        from repurpose.manifest import NAME, read_manifest
        from repurpose.serve.review import reviewed

        project = open_project(directory, as_of)
        library = read_library(project.root, project.config)
        if asset is not None and all(one.id != asset for one in library.assets):
            return None
        manifest = output / NAME
        rows = read_manifest(manifest.read_bytes()) if manifest.is_file() else []
        bulletin = news.latest
        assets = reviewed(library.assets, rows, output, bulletin.pieces, texts_of=asset)
        chosen = next((one for one in assets if one.asset.id == asset), None)
        fields: dict[str, Any] = {
            "site": project.config.site,
            "assets": assets,
            "chosen": chosen,
            "bulletin": bulletin,
        }
        return Renderer(own_texts(root)).text("preview/review.html", fields)

    def told(asset: str | None) -> str | None:
        try:
            return page(asset)
        except RepurposeError as error:  # the settings or a template are at fault until they are mended
            return f"<!doctype html><title>preview</title><body><pre>{escape(shown(error))}</pre></body>"

    try:
        url = open_project(directory, as_of).config.url
    except RepurposeError:
        url = ""
    return Preview(output, news, told, builtin_texts()["preview/listen.js"], url)


@contextmanager
def _serving(preview: Preview, host: str, port: int | None) -> Iterator[str]:
    """A server at work beside the block; its address."""
    from repurpose.serve.server import bound

    ports = [port] if port else range(PORT, PORT + TRIED)
    try:
        made = bound(preview, host, ports)
    except OSError as error:
        hint = "name another one" if port else "name one: --port"
        told = error.strerror or str(error)
        raise UsageError(f"--port: {ports[0]} of {host} can't be had: {told}", hint=hint) from None
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{made.server_address[1]}/"
    finally:
        made.shutdown()
        made.server_close()


@contextmanager
def _ended_by_term() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
