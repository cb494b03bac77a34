"""The preview's server: what it serves, to whom, and what open pages hear."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from repurpose.build.watch import Rebuilt
from repurpose.serve.news import News
from repurpose.serve.server import Preview, bound

PAGE = "<!doctype html><title>x</title><body><p>A page.</p></body>"


class Served:
    """A server of a small site, and requests to it."""

    def __init__(self, output: Path) -> None:
        (output / "site" / "post").mkdir(parents=True)
        (output / "site" / "post" / "index.html").write_text(PAGE)
        (output / "site" / "404.html").write_text("<body>Lost.</body>")
        (output / "mail.html").write_text('<img src="https://site.example/a.png"><script>x</script>')
        self.news = News()
        self.server = bound("127.0.0.1", [0])
        self.server.preview = Preview(output, self.news, self.page, "listen()")
        self.port = self.server.server_address[1]
        self.opened: list[HTTPConnection] = []
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def page(self, asset: str | None) -> str | None:
        return None if asset == "none" else f"<body>{asset}</body>"

    def ask(self, path: str, method: str = "GET", host: str | None = None) -> HTTPResponse:
        connection = self.connect()
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", f"localhost:{self.port}" if host is None else host)
        connection.endheaders()
        return connection.getresponse()

    def connect(self) -> HTTPConnection:
        self.opened.append(HTTPConnection("127.0.0.1", self.port, timeout=10))
        return self.opened[-1]

    def build(self, *errors: str, url: str = "https://site.example") -> None:
        self.news.put(Rebuilt(changed=("site/post/index.html",)), url, errors, ())

    def end(self) -> None:
        self.news.end()
        for connection in self.opened:
            connection.close()
        self.server.shutdown()
        self.server.server_close()

    def read(self, path: str) -> str:
        return self.ask(path).read().decode()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    made.end()


def test_pages_hear_of_the_next_build(served: Served) -> None:
    """By a script that no file has; it knows which build the page is of."""
    served.build()
    text = served.read("/post/")
    assert text == PAGE.replace("</body>", '<script src="/_preview/listen.js" data-number="1" defer></script></body>')
    assert served.read("/_preview/listen.js") == "listen()"


def test_the_site_is_served_as_a_host_does(served: Served) -> None:
    """A folder by its address with a slash, what isn't there by the site's own page."""
    moved = served.ask("/post")
    assert (moved.status, moved.headers["Location"]) == (301, "/post/")
    assert served.ask("//post").headers["Location"] == "/post/"
    assert served.ask("/%2Fpost").status == 404, "it would lead to another host"
    lost = served.ask("/nope/")
    assert (lost.status, lost.read()[:11]) == (404, b"<body>Lost.")
    head = served.ask("/post/", "HEAD")
    assert (head.status, head.read()) == (200, b"")
    assert served.ask("/post/", "POST").status == 501


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "a@b"])
def test_names_that_lead_here_are_refused(served: Served, host: str) -> None:
    """Somebody else's page could read the preview by one of its own names (DNS rebinding)."""
    assert served.ask("/post/", host=host).status == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:8000", "192.168.0.7"])
def test_this_machine_is_served(served: Served, host: str) -> None:
    assert served.ask("/post/", host=host).status == 200


def test_pieces_run_nothing(served: Served) -> None:
    """A mail is shown in a sandbox, with the pictures that will be on the site; nothing outside the folder is."""
    served.build()
    answer = served.ask("/_preview/file/mail.html")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b'<img src="/a.png">' in answer.read()
    assert served.ask("/_preview/file/../x").status == 404
    assert served.ask("/_preview/file/%2e%2e/x").status == 404
    assert "unsafe-inline'; script" not in served.ask("/post/").headers["Content-Security-Policy"]


def test_own_pages(served: Served) -> None:
    assert "<body>None<script" in served.read("/_preview/")
    assert "<body>guides/日本<script" in served.read("/_preview/asset/guides/%E6%97%A5%E6%9C%AC")
    assert served.ask("/_preview/asset/none").status == 404
    assert served.ask("/_preview/other").status == 404


def test_an_open_page_hears_of_a_build_at_once(served: Served) -> None:
    """With what is wrong, also of its own build; a page of an earlier build, or server, hears of the latest."""
    served.build()
    waiting = served.ask("/_preview/events?number=1")
    assert waiting.headers["Content-Type"] == "text/event-stream"
    served.build("a.md:1: is wrong")
    assert json.loads(waiting.readline()[6:]) == {"number": 2, "changed": True, "errors": ["a.md:1: is wrong"]}
    for number in ("1", "2", "77", "x", "9" * 5000):
        assert served.ask(f"/_preview/events?number={number}").readline().startswith(b'data: {"number": 2')


def test_what_waits_goes_home_at_the_end(served: Served) -> None:
    """No open page holds the server."""
    waiting = served.ask("/_preview/events?number=0")
    served.news.end()
    assert b"data" not in waiting.read()


def test_a_port_that_is_taken_is_passed_over(served: Served) -> None:
    free = bound("127.0.0.1", [served.port, 0])
    assert free.server_address[1] != served.port
    free.server_close()
    with pytest.raises(OSError, match="in use"):
        bound("127.0.0.1", [served.port])


def test_a_site_below_a_folder_is_served_there_as_well(served: Served) -> None:
    """As its page of what isn't found links."""
    served.build(url="https://site.example/blog")
    assert served.ask("/blog/post/").status == served.ask("/post/").status == 200
    assert served.ask("/other/post/").status == 404


def test_what_changed_is_marked_from_the_second_build_on(served: Served) -> None:
    """And every server has numbers of its own."""
    assert not served.news.is_built
    served.news.put(Rebuilt(pieces=("a/blog/page",)), "", (), ())
    assert served.news.latest.pieces == frozenset()
    served.news.put(Rebuilt(pieces=("a/blog/page",)), "", (), ())
    assert served.news.latest.pieces == {"a/blog/page"}
    assert News(7).latest.number == 7
