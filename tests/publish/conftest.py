"""Real mail servers on this machine: one that takes mails, and some that fail as servers do."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Box:
    """Takes every mail but those to `nobody@`; `mails` are (from, to, content)."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith("nobody@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    """A server that works, and its port."""
    held = Box()
    controller = Controller(held, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield held, controller.port
    controller.stop()


def _certified(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS for 127.0.0.1; the certificate, which has signed itself, is the file `cert`."""
    made = subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -days 1 -keyout key -out cert"
        " -addext subjectAltName=IP:127.0.0.1".split(),
        cwd=folder,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("needs openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")
    return context


@pytest.fixture
def untrusted(tmp_path: Path) -> Iterator[int]:
    """The port of a server whose certificate nobody has signed."""
    controller = Controller(Box(), hostname="127.0.0.1", port=free_port(), tls_context=_certified(tmp_path))
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Box, int]]:
    """A server that takes mails from `ada` with the password `secret` alone, over TLS; its certificate is trusted."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
        is_right = (told.login, told.password) == (b"ada", b"secret")
        return AuthResult(success=is_right, handled=is_right)  # else the server says 535 itself

    held = Box()
    context = _certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert"))
    controller = Controller(
        held,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=check,
    )
    controller.start()
    yield held, controller.port
    controller.stop()


class Lists:
    """A mail system's API: what was asked of it, and the status and JSON that it answers with; None: it hangs up."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.answer: tuple[int, Any] | None = (200, {"data": {"id": 7}})


@pytest.fixture
def lists() -> Iterator[tuple[Lists, str]]:
    """It, and its address."""
    held = Lists()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.asked.append((self.path, dict(self.headers), json.loads(body)))
            if held.answer is None:
                return
            status, answer = held.answer
            raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield held, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def dropping() -> Iterator[Callable[[bytes], int]]:
    """Starts a server that hangs up when it has read a line that begins so; gives its port."""
    servers: list[socketserver.ThreadingTCPServer] = []

    def start(last: bytes) -> int:
        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 here\r\n")
                is_data = False
                for line in self.rfile:
                    if line.upper().startswith(last):
                        return
                    if line.upper().startswith(b"DATA"):
                        is_data = True
                        self.wfile.write(b"354 go on\r\n")
                    elif not is_data:
                        self.wfile.write(b"250 OK\r\n")

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return int(server.server_address[1])

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
