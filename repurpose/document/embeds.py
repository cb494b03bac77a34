"""Frames, videos and sounds as links: what is embedded loads from somebody else as soon as a page opens; a link asks.

Each becomes `<a class="embed">` with its poster, if it has one, and its title, else its address. What a sanitiser does
not let through of the rest stays for it to leave out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape

from markdown_it.token import Token

_OPENING = re.compile(r"<(iframe|video|audio)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
_CLOSING = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("iframe", "video", "audio")}
_PART = re.compile(r"</?(?:video|audio|source|track)\b[^>]*>", re.I)
_SOURCE = re.compile(r"<source\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
_ATTRIBUTE = re.compile(r"([a-z][\w-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_ELSEWHERE = re.compile(r"(?:https?:)?//[^\s\\]+", re.I)
_YOUTUBE = re.compile(
    r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)(?:\?(?:.*?&)?start=(\d+)|\?)?.*", re.I
)
_VIMEO = re.compile(r"https?://player\.vimeo\.com/video/(\d+).*", re.I)


def unfold_embeds(tokens: Sequence[Token]) -> None:
    """Write links in place of what is embedded by raw HTML, in tokens that nobody else has yet."""
    for token in tokens:
        if token.type == "html_block":
            token.content = _linked(token.content)
        elif "<" in token.content and token.children and any(map(_is_opening, token.children)):
            token.children = list(_parts(token.children))


def _linked(html: str) -> str:
    """Raw HTML with links for what it embeds."""
    out: list[str] = []
    done, unclosed = 0, set()
    for opening in _OPENING.finditer(html):
        name = opening[1].lower()
        if opening.start() < done:
            continue
        closing = None if name in unclosed else _CLOSING[name].search(html, opening.end())
        if closing is None:
            unclosed.add(name)
        inner = html[opening.end() : closing.start()] if closing else ""
        if link := _link(name, opening[2], inner):
            out += [html[done : opening.start()], link]
            done = closing.end() if closing else opening.end()
    return "".join([*out, html[done:]])


def _parts(children: Sequence[Token]) -> Iterator[Token]:
    """Inline tokens with links for what they embed."""
    for at, child in enumerate(children):
        opening = _OPENING.match(child.content) if _is_raw(child) else None
        inner = "".join(other.content for other in children[at + 1 :] if _is_raw(other)) if opening else ""
        if opening and (link := _link(opening[1].lower(), opening[2], inner)):
            start, words, end = re.split(r"(?<=>)([^<]*)(?=</a>)", link)
            yield _raw(start)
            yield Token("text", "", 0, content=unescape(words))
            yield _raw(end)
        elif not (_is_raw(child) and _PART.fullmatch(child.content)):
            yield child


def _is_raw(token: Token) -> bool:
    return token.type == "html_inline"


def _is_opening(token: Token) -> bool:
    return _is_raw(token) and _OPENING.match(token.content) is not None


def _raw(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)


def _link(name: str, attributes: str, inner: str) -> str | None:
    """The link to what an element embeds; None where that is nothing that a link can lead to."""
    given = _attributes(attributes)
    source = given.get("src", "")
    if name == "iframe":
        if not _ELSEWHERE.fullmatch(source):
            return None
        source = _watched(f"https:{source}" if source.startswith("//") else source)
    elif not source and (found := _SOURCE.search(inner)):
        source = _attributes(found[1]).get("src", "")
    if not source:
        return None
    poster = f'<img src="{escape(given["poster"])}" alt="">' if given.get("poster") else ""
    words = given.get("title") or given.get("aria-label") or source
    return f'<a class="embed" href="{escape(source)}">{poster}{escape(words, quote=False)}</a>'


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape("".join(values)).strip() for name, *values in _ATTRIBUTE.findall(text)}


def _watched(address: str) -> str:
    """Where people watch what a player's address plays: https://developers.google.com/youtube/player_parameters."""
    if found := _YOUTUBE.fullmatch(address):
        return f"https://www.youtube.com/watch?v={found[1]}" + (f"&t={found[2]}" if found[2] else "")
    found = _VIMEO.fullmatch(address)
    return f"https://vimeo.com/{found[1]}" if found else address
