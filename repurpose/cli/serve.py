"""`repurpose serve`."""

from __future__ import annotations

import secrets
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
    from repurpose.serve.server import Preview, Server

PORT, TRIED = 8000, 20
"""The first port that is tried, and how many from it on."""

FOLDER = ".repurpose/preview"
"""Where previews are built, in the project's folder, each below its port: never in outputs/."""
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

    It is built below .repurpose/preview; outputs/ stays as it is. Pages load themselves anew after each build, and say
    what is wrong. Stop it with Ctrl-C.
    """
    root = project_root(directory)

    from repurpose.build.watch import watch
    from repurpose.serve.news import News

    news = News(secrets.randbelow(10**6) * 1000)
    told: set[str] = set()
    latest: dict[str, str] = {}

    def order() -> Order:
        from repurpose.build.order import Order

        project = open_project(directory, as_of)
        latest["url"] = project.config.url
        return Order(project.root, project.config, project.moment, drafts=drafts, is_cached=True)

    with _serving(host, port) as server, _ended_by_term():
        output = root / FOLDER / str(server.server_port)
        server.preview = _preview(root, directory, as_of, output, news)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        address = f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}/"
        talk.say(f"{address} shows the site, {address}_preview/ all pieces; Ctrl-C ends it")
        try:
            for rebuilt in watch(root, order, output, talk.say):
                _tell(talk, rebuilt, latest.get("url", ""), news, told)
        except KeyboardInterrupt:
            talk.say("ended")
        finally:
            news.end()
            server.shutdown()


def _tell(talk: Talk, rebuilt: Rebuilt, url: str, news: News, told: set[str]) -> None:
    """A build in a few lines: what is wrong, notices that weren't told before, what was made anew."""
    is_first = not news.is_built
    notices = [_line(one) for one in rebuilt.notices]
    news.put(rebuilt, url, [shown(one) for one in rebuilt.errors], notices)
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

    return Preview(output, news, told, builtin_texts()["preview/listen.js"])


@contextmanager
def _serving(host: str, port: int | None) -> Iterator[Server]:
    """A server that has its port, and is closed after the block."""
    from repurpose.serve.server import bound

    ports = [port] if port else range(PORT, PORT + TRIED)
    try:
        made = bound(host, ports)
    except OSError as error:
        hint = "name another one" if port else "name one: --port"
        told = error.strerror or str(error)
        raise UsageError(f"--port: {ports[0]} of {host} can't be had: {told}", hint=hint) from None
    try:
        yield made
    finally:
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
