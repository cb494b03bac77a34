"""Players on a page: links to what is embedded become frames, where the project allows their host."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from repurpose.channels.channel import Project
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location

_HOST = re.compile(r"(?=[^.]+\.)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9][a-z0-9-]*[a-z0-9]")
_EMBED = re.compile(r'<a ((?:[a-z-]+="[^"]*" ?)+)>(.*?)</a>', re.S)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_PLAIN = re.compile(r"[!#-;=?-\[\]^-z|~]+")
"""An address in ASCII without space, quote, `<` or backslash: browsers read it as we do."""
_YOUTUBE = re.compile(r"https://(?:www\.youtube\.com/watch\?v=|youtu\.be/)([\w-]+)(?:[&?]t=(\d+)s?)?", re.A)
_VIMEO = re.compile(r"https://vimeo\.com/(\d+)", re.A)

_FRAME = (
    '<span class="player"><iframe src="{src}" title="{title}" loading="lazy" allow="fullscreen; picture-in-picture"'
    ' sandbox="allow-popups allow-presentation allow-same-origin allow-scripts"'
    ' referrerpolicy="strict-origin-when-cross-origin"></iframe> <a {attributes}>{words}</a></span>'
)


def allowed(project: Project) -> Sequence[str]:
    """The hosts whose players may stand in pages.

    Raises:
        ConfigError: one is no host's name.
    """
    hosts = project.options("blog").get("embeds", [])
    if not isinstance(hosts, list) or not all(isinstance(one, str) and _HOST.fullmatch(one) for one in hosts):
        message = f'[channels.blog] embeds must be a list of hosts, such as ["www.youtube-nocookie.com"], not {hosts!r}'
        raise ConfigError(message, Location(FILE_NAME))
    return hosts


def played(html: str, hosts: Sequence[str]) -> str:
    """Finished HTML with a player before each link of class `embed` that leads to one at an allowed host."""

    def frame(match: re.Match[str]) -> str:
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}
        if "embed" not in given.get("class", "").split():
            return match[0]
        address = _player(given.get("href", ""), hosts)
        if address is None:
            return match[0]
        title = given.get("title") or " ".join(unescape(_TAG.sub(" ", match[2])).split())
        return _FRAME.format(src=escape(address), title=escape(title), attributes=match[1], words=match[2])

    return _EMBED.sub(frame, html) if hosts and "embed" in html else html


def _player(address: str, hosts: Sequence[str]) -> str | None:
    """The address of the player for what a link leads to; None where it stands at no allowed host."""
    found = [address]
    if video := _YOUTUBE.fullmatch(address):
        start = f"?start={video[2]}" if video[2] else ""
        found = [f"https://www.{name}.com/embed/{video[1]}{start}" for name in ("youtube-nocookie", "youtube")]
    elif video := _VIMEO.fullmatch(address):
        found = [f"https://player.vimeo.com/video/{video[1]}"]
    # The whole beginning is compared: what looks like a host to us and not to a browser, or the other way, is none.
    known = tuple(f"https://{host}/" for host in hosts)
    return next((one for one in found if one.startswith(known) and _PLAIN.fullmatch(one)), None)
