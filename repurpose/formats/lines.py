"""Lines of plain text: how wide one is, where it may be broken, words and code in lines that fit into a mail."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WIDTH = 72
"""Leaves room for two levels of reply marks below `MOST`."""

MOST = 78
"""The columns of a line that no mail should go beyond (RFC 5322, 2.1.1). Only an address may, which works whole."""

GOES_ON = "↪ "
"""What a line of code begins with that goes on from the line above."""

_NARROW = re.compile("[\x00-\u02ff\u2010-\u205e\u20a0-\u20bf\u2100-\u218b\u2190-\u22ff]*")
"""Latin and its punctuation: blocks in which every character takes one column."""

_OPENING = frozenset("（「『【《〈［｛〔“‘([{")
_CLOSING = frozenset("、。，．・：；？！」』）】〉》］｝〕”’ー々…‥%％)]},.:;?!")
_GAP = re.compile(r"[^\S\u00a0\u2007\u202f]+")
"""Where words part: not at a no-break space."""

_KEPT = re.compile(r"(?<![^ (]«)(?<=«) | (?=[:;!?»](?: |$))")
"""A space that French has between a word and a sign, and that no line ends at."""

_HELD = "\x1f"
"""Stands for such a space while lines are made."""

_JOINER = "\u200d"
_ADDRESS = re.compile(r"[\w+.-]+://|mailto:", re.I)
_PART = re.compile(r"[/\\._\-&=?,:;|)\]}>](?=.)")
_LEAST = 20
"""Columns that a line has for its words at least, however deep it is nested."""


def wrap(text: str, width: int = WIDTH, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `width` columns, the first with `first` before it and the others with `rest`.

    Wide characters count two and may part almost anywhere. A longer word stands alone, and is parted if it is longer
    than `MOST`, unless it is an address.
    """
    if text.isascii():  # as many are
        plain = " ".join(text.split())
        if not (" :" in plain or " ;" in plain or " !" in plain or " ?" in plain):
            return _filled(plain, width, first, rest)
    plain = _KEPT.sub(_HELD, _GAP.sub(" ", text).strip(" "))
    make = _filled if _is_narrow(plain) else _parted
    return [line.replace(_HELD, " ") for line in make(plain, width, first, rest)]


def folded(line: str, width: int) -> list[str]:
    """A line of code as lines of at most `width` columns, broken at spaces where it has some."""
    lines: list[str] = []
    mark = ""
    while columns(mark + line) > width:
        indent = len(line) - len(line.lstrip(" "))
        end = _fitting(line, width - len(mark))
        space = line.rfind(" ", indent + 1, end + 1)
        if space != -1:
            end = space
        elif _ADDRESS.search(line[indent:].partition(" ")[0]):
            end = line.find(" ", indent)
            if end == -1:
                break
        lines.append(mark + line[:end].rstrip())
        line, mark = line[end:].lstrip(" "), GOES_ON
    return [*lines, mark + line]


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes: wide characters two, combining ones none."""
    if _is_narrow(text):
        return len(text)
    return sum(0 if unicodedata.combining(char) else 2 if is_wide(char) else 1 for char in text)


def _filled(text: str, width: int, first: str, rest: str) -> list[str]:
    """`wrap` for words whose every character takes one column, single spaces between them."""
    lines: list[str] = []
    line, used, start = first, columns(first), 0
    indent = columns(rest)
    while len(text) - start > width - used:
        end = text.rfind(" ", start, max(start, start + width - used + 1))
        if end == -1:
            end = text.find(" ", start)
            word = text[start : end if end != -1 else len(text)]
            if (some := _standing(word, width - used, used)) < len(word):
                lines.append(line + word[:some])
                line, used, start = rest, indent, start + some
                continue
            if end == -1:
                break
        lines.append(line + text[start:end])
        line, used, start = rest, indent, end + 1
    lines.append((line + text[start:]).rstrip())
    return lines


def _parted(text: str, width: int, first: str, rest: str) -> list[str]:
    """`wrap` for any words, single spaces between them."""
    lines: list[str] = []
    line, used = first, columns(first)
    fresh = True
    for whole, spaced in _units(text):
        unit, size = whole, columns(whole)
        gap = 1 if spaced and not fresh else 0
        if not fresh and used + gap + size > width:
            lines.append(line.rstrip())
            line, used, gap = rest, columns(rest), 0
        while (end := _standing(unit, width - used, used)) < len(unit):
            lines.append(line + unit[:end])
            line, used, unit = rest, columns(rest), unit[end:]
            size = columns(unit)
        line += " " * gap + unit
        used += gap + size
        fresh = False
    lines.append(line.rstrip())
    return lines


def _units(text: str) -> list[tuple[str, bool]]:
    """What a line may be broken between: words, and wide characters; with whether a space stood before it."""
    units: list[tuple[str, bool]] = []
    for word in text.split(" "):
        start, spaced = 0, True
        for index in range(1, len(word)):
            if _may_part(word[index - 1], word[index]):
                units.append((word[start:index], spaced))
                start, spaced = index, False
        units.append((word[start:], spaced))
    return units


@lru_cache(maxsize=8192)
def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters: next to wide ones, unless they belong together.

    No line of Chinese or Japanese begins with a stop or ends with an opening bracket.
    """
    if not (is_wide(before) or is_wide(after)) or before in _OPENING or after in _CLOSING:
        return False
    return _JOINER not in {before, after} and unicodedata.category(after) not in {"Mn", "Mc", "Me", "Sk", "Cf"}


def _standing(word: str, room: int, used: int) -> int:
    """How many characters of a word stand on a line: all of them, unless it is longer than any line may be."""
    if used + columns(word) <= MOST or _ADDRESS.search(word):
        return len(word)
    end = _fitting(word, max(room, _LEAST))
    parts = [match.end() for match in _PART.finditer(word, 0, end + 1) if match.end() <= end]
    return parts[-1] if parts and parts[-1] > end // 2 else end


def _fitting(text: str, room: int) -> int:
    """How many characters fit into `room` columns, with the marks that belong to the last; at least one."""
    end = used = 0
    for char in text:
        used += columns(char)
        if used > room and end and unicodedata.category(char)[0] != "M":
            break
        end += 1
    return end


@lru_cache(maxsize=8192)
def is_wide(char: str) -> bool:
    """Whether a character takes two columns."""
    return unicodedata.east_asian_width(char) in "WF"


def _is_narrow(text: str) -> bool:
    return text.isascii() or _NARROW.fullmatch(text) is not None
