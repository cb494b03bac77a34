"""The preview's server: the site, a page to review all pieces on, and the news of each build.

It reads and serves what the latest build wrote, to this machine alone unless it is told otherwise. A request whose Host
is a name that somebody could have pointed at this machine (DNS rebinding) is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from repurpose.serve.news import Bulletin, News
from repurpose.serve.places import file_at, media_type, path_of

BESIDE = "/_preview/"
"""Where the preview's own pages stand, beside the site's."""

PULSE = 15.0
"""Seconds after which an open page hears that the server is still there."""

_SITE_POLICY = (
    "default-src 'none'; img-src 'self' https: data:; media-src 'self' https:; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self' https:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_PIECE_POLICY = "sandbox; default-src 'none'; img-src 'self' https: http: data:; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Preview:
    """What is served: the folder of the latest build, its news, and how the preview's own pages are made.

    `page` makes one of the asset of that id, or of all (None); `script` is what each page listens with.
    """

    output: Path
    news: News
    page: Callable[[str | None], str | None]
    script: str


class Server(ThreadingHTTPServer):
    """A server of a preview, which is told it before it serves."""

    preview: Preview
    daemon_threads = True
    allow_reuse_address = True

    def server_bind(self) -> None:
        """As its base, without asking the network for the machine's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is no fault of the preview's."""


def bound(host: str, ports: Sequence[int]) -> Server:
    """A server at the first of these ports that is free.

    Raises:
        OSError: none can be had.
    """
    for number, port in enumerate(ports, 1):
        try:
            return Server((host, port), _Handler)
        except OSError:
            if number == len(ports):
                raise
    raise OSError("no port was named")


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; all else is refused by its base."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60
    server_version = "repurpose"
    sys_version = ""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its base's name)
        """Say nothing: builds are told of, not requests."""

    def do_HEAD(self) -> None:
        """As GET, without the content."""
        self.do_GET()

    def do_GET(self) -> None:
        """A page of the preview, a file of a piece, or one of the site."""
        try:
            if not _is_ours(self.headers.get("Host", "")):
                self._text(HTTPStatus.MISDIRECTED_REQUEST, "This preview answers to localhost and addresses alone.")
                return
            path = self._below(path_of(self.path))
            if not path.startswith(BESIDE):
                self._site(path)
                return
            match path.removeprefix(BESIDE).partition("/"):
                case ("events", "", ""):
                    self._events()
                case ("listen.js", "", ""):
                    self._send(HTTPStatus.OK, "text/javascript; charset=utf-8", self.server.preview.script.encode())
                case ("file", "/", name):
                    self._piece(name)
                case ("", "", ""):
                    self._page(None)
                case ("asset", "/", name):
                    self._page(name)
                case _:
                    self._text(HTTPStatus.NOT_FOUND, "There is no such page of the preview.")
        except (BrokenPipeError, ConnectionError, TimeoutError):
            self.close_connection = True  # the browser has gone

    def _below(self, path: str) -> str:
        """A path without what the site's address has before it, as the page of what isn't found links."""
        above = urlsplit(self.server.preview.news.latest.url).path.rstrip("/")
        return path[len(above) :] if above and path.startswith(f"{above}/") else path

    def _page(self, asset: str | None) -> None:
        page = self.server.preview.page(asset)
        if page is None:
            self._text(HTTPStatus.NOT_FOUND, "There is no such asset.")
        else:
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", self._listening(page).encode())

    def _site(self, path: str) -> None:
        root = self.server.preview.output / "site"
        # Two slashes at a start name another host, where a browser is sent to that address.
        found, status = None if path.startswith("//") else file_at(root, path), HTTPStatus.OK
        if found is not None and found.name == "index.html" and not path.endswith(("/", "/index.html")):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{quote(path)}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if found is None:
            found, status = file_at(root, "404.html"), HTTPStatus.NOT_FOUND
        if found is None:
            self._text(HTTPStatus.NOT_FOUND, f"Nothing is built here yet. See {BESIDE}")
            return
        content, kind = found.read_bytes(), media_type(found)
        if kind.startswith("text/html"):
            content = self._listening(content.decode(errors="replace")).encode()
        self._send(status, kind, content)

    def _piece(self, name: str) -> None:
        """A file of a piece, that runs nothing; pictures that will be on the site are taken from here."""
        found = file_at(self.server.preview.output, name)
        if found is None:
            self._text(HTTPStatus.NOT_FOUND, "There is no such file.")
            return
        content, kind = found.read_bytes(), media_type(found)
        if kind.startswith("text/html"):
            content = content.replace(f' src="{self.server.preview.news.latest.url}/'.encode(), b' src="/')
        self._send(HTTPStatus.OK, kind, content, policy=_PIECE_POLICY)

    def _listening(self, page: str) -> str:
        """A page that hears of the next build; the file that it is has no such script."""
        script = (
            f'<script src="{BESIDE}listen.js" data-number="{self.server.preview.news.latest.number}" defer></script>'
        )
        return re.sub(r"(?i)(?=</body\s*>)|\Z", script, page, count=1)

    def _events(self) -> None:
        """Server-sent events (html.spec.whatwg.org, 9.2): each build after the one that the page is of."""
        told = parse_qs(urlsplit(self.path).query).get("number", [""])[0]
        number = int(told) if told.isdecimal() and len(told) < 12 else -1
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        news = self.server.preview.news
        if self.command == "GET" and news.latest.errors:
            number = self._tell(news.latest)  # of the page's own build as well: its file doesn't say what was wrong
        while self.command == "GET" and not news.is_over:
            if latest := news.after(number, PULSE):
                number = self._tell(latest)
            else:
                self.wfile.write(b": still here\n\n")
                self.wfile.flush()

    def _tell(self, latest: Bulletin) -> int:
        """Send a bulletin; its number."""
        told = {"number": latest.number, "changed": latest.has_changed, "errors": latest.errors}
        self.wfile.write(f"data: {json.dumps(told)}\n\n".encode())
        self.wfile.flush()
        return latest.number

    def _text(self, status: HTTPStatus, text: str) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{text}\n".encode())

    def _send(self, status: HTTPStatus, kind: str, content: bytes, policy: str = _SITE_POLICY) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _is_ours(host: str) -> bool:
    """Whether a Host header names this machine, not a name that leads here today and elsewhere tomorrow."""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    try:
        return name.lower() == "localhost" or bool(ip_address(name.strip("[]")))
    except ValueError:
        return False
