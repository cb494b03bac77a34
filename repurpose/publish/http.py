"""One request to a mail system: over verified TLS, following no redirect, tried once."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Any
from urllib.parse import urlsplit

from repurpose.errors import ConfigError, Location
from repurpose.publish.campaign import Request
from repurpose.publish.outbox import REFUSED, SENT, UNKNOWN

SECONDS = 30
"""How long a system may take to answer."""

MOST = 1 << 20
"""Bytes of an answer that are read."""

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def host_of(url: str) -> str:
    """`host` or `host:port` of a system's address.

    Raises:
        ConfigError: it is no https address, but for one of this machine, which may be http; or holds a password.
    """
    try:
        parts = urlsplit(url)
        is_good = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
        if is_good and parts.hostname and parts.username is None and url.isascii() and url.isprintable():
            return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    except ValueError:
        pass
    raise ConfigError(
        f"[newsletter] api: {url!r} is no https address", Location("repurpose.toml"), "https://lists.example.org"
    )


def post(request: Request) -> tuple[str, str, Any]:
    """Send a request: what became of it (`sent`, `refused`, `unknown`), what the system said, its answer's JSON.

    It is refused as long as nothing of it was given, and where the system says so (3xx, 4xx). Once it was given, only
    the answer tells: without one, or with a 5xx, nobody knows.
    """
    host_of(request.url)
    parts = urlsplit(request.url)
    body = json.dumps(request.body, ensure_ascii=False).encode()
    heads = {"Authorization": request.authorization, "Content-Type": "application/json", "Accept": "application/json"}
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    is_given = False
    try:
        connection.connect()
        is_given = True
        connection.request("POST", parts.path, body, heads)
        answer = connection.getresponse()
        raw = answer.read(MOST)
    except ssl.SSLCertVerificationError as error:
        return REFUSED, f"its certificate can't be trusted: {error.verify_message}", None
    except ValueError:  # a line end in a header, before anything of it went out
        return REFUSED, "the token holds what no header may", None
    except (http.client.HTTPException, OSError) as error:
        return (UNKNOWN if is_given else REFUSED), str(error) or type(error).__name__, None
    finally:
        connection.close()
    told = f"{answer.status} {answer.reason}"
    if answer.status >= 500:
        return UNKNOWN, told, None
    if not 200 <= answer.status < 300:
        return REFUSED, f"{told}: {' '.join(raw[:300].decode(errors='replace').split())}", None
    try:
        return SENT, told, json.loads(raw)
    except ValueError:
        return SENT, told, None


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)
