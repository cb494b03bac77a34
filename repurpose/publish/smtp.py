"""Test mails by SMTP: to one address, over verified TLS."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from urllib.parse import urlsplit

from repurpose.errors import ConfigError, Location, UsageError
from repurpose.publish.outbox import REFUSED, SENT, UNKNOWN

SECONDS = 30
"""How long a server may take to answer."""

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_DOT = re.compile(rb"^\.", re.M)


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `smtps` speaks TLS from the start, `smtp` after STARTTLS, which all but a local one must offer."""

    scheme: str
    host: str
    port: int
    user: str | None = None

    @property
    def name(self) -> str:
        """`host:port`."""
        return f"{self.host}:{self.port}"


def read_server(address: str, path: str = "repurpose.toml") -> Server:
    """The server of an address like `smtps://ada@mail.example.org`.

    Raises:
        ConfigError: it is none, or holds a password, which belongs in no file.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigError(
            f"[newsletter] smtp: {address!r} is no server", Location(path), "write it as smtps://user@mail.example.org"
        )
    if parts.password:
        raise ConfigError(
            "[newsletter] smtp holds a password, which belongs in no file",
            Location(path),
            "set REPURPOSE_SMTP_PASSWORD, or keep it in the keyring",
        )
    return Server(parts.scheme, parts.hostname, port or (465 if parts.scheme == "smtps" else 587), parts.username)


def check_address(text: str) -> str:
    """One address, as it is written in an envelope.

    Raises:
        UsageError: it is none, or several.
    """
    try:
        address = Address(addr_spec=text).addr_spec
    except (ValueError, IndexError, HeaderParseError):
        address = ""
    if address != text or not re.fullmatch(r"[\x21-\x7e]+@[\x21-\x7e]+", text):
        raise UsageError(f"--to: {text!r} is no mail address", hint="write it as ada@example.org")
    return text


def addressed(draft: bytes, to: str) -> bytes:
    """A message file's draft as it is sent: to one address, and no draft any more."""
    head, end, body = draft.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"x-unsent:")]
    return b"\r\n".join([f"To: {to}".encode(), *lines]) + end + body


def send(server: Server, password: str | None, sender: str, to: str, message: bytes) -> tuple[str, str]:
    """Send a message: what became of it (`sent`, `refused`, `unknown`), and what the server said of it.

    It is refused as long as the server hasn't been given all of it; once it has, only its answer tells.
    """
    is_given = False
    try:
        with _connected(server) as session:
            if server.user and password is not None:
                session.login(server.user, password)
            code, said = session.mail(sender)
            if code < 400:
                code, said = session.rcpt(to)
            if code < 400:
                code, said = session.docmd("DATA")
            if code >= 400:
                return REFUSED, _words(code, said)
            is_given = True
            session.send(_DOT.sub(b"..", message) + b".\r\n")
            code, said = session.getreply()
            outcome = (SENT if code == 250 else REFUSED), _words(code, said)
            is_given = False  # whatever happens while we say goodbye, this is what became of it
            return _left(session, outcome)
    except ssl.SSLCertVerificationError as error:
        return REFUSED, f"its certificate can't be trusted: {error.verify_message}"
    except smtplib.SMTPResponseException as error:
        return (UNKNOWN if is_given else REFUSED), _words(error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        return (UNKNOWN if is_given else REFUSED), str(error) or type(error).__name__


def _left(session: smtplib.SMTP, outcome: tuple[str, str]) -> tuple[str, str]:
    try:
        session.quit()
    except (smtplib.SMTPException, OSError):
        session.close()
    return outcome


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    session = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    session.ehlo_or_helo_if_needed()
    if session.has_extn("starttls"):
        session.starttls(context=context)
        session.ehlo()
    elif server.host not in _LOCAL:
        session.close()
        raise smtplib.SMTPNotSupportedError("it offers no TLS")
    return session


def _words(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"
