"""What an edit does to each piece of an asset, sentence by sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from email import message_from_bytes, policy
from html import unescape

from repurpose.editorial.pasted import pasted
from repurpose.formats.lines import WIDTH, columns
from repurpose.language.sentences import split_sentences
from repurpose.language.tags import is_spaced
from repurpose.library.paste import clean_paste
from repurpose.model import Piece

_HEAD = re.compile(r'<title>(.*?)</title>|<meta name="description" content="(.*?)">', re.S)
_OWN_LINE = re.compile(r"[-*•>|#]|\d+[.)]\s|\[?https?:|\S+: https?:")
"""Begins a line that goes on from none: an entry of a list, a quote, a heading, an address."""

_FILLED = WIDTH - 24
"""Columns of a line that was broken because it was full: what stands below it goes on from it."""

Files = Mapping[str, bytes]
"""What the files of a piece hold, by their roles."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one piece: what it said `before` and says `after`; None where it wasn't or isn't there.

    Both are the same where its files differ and its words don't. `piece` is its id, with `#N` of a later use.
    """

    piece: str
    language: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        """In a word or two."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "changed" if self.before != self.after else "changed, but not in its words"

    def lines(self) -> Iterator[str]:
        """Its sentences, each behind `+`, `-` or a space; `…` stands for what is the same."""
        before, after = (_sentences(text or "", self.language) for text in (self.before, self.after))
        told = list(unified_diff(before, after, lineterm="", n=1))[2:]  # without the names of two files
        for number, line in enumerate(told):
            if not line.startswith("@@"):
                yield line
            elif number:
                yield "…"


def changes(before: Iterable[Piece], after: Iterable[Piece]) -> tuple[list[Change], int]:
    """How the pieces of an asset changed, in order of their ids, and how many are as they were."""
    was, now = _by_piece(before), _by_piece(after)
    found: list[Change] = []
    for name in sorted(was | now):
        (language, new), (known, old) = now.get(name, ("", {})), was.get(name, ("", {}))
        if old != new:
            found.append(Change(name, language or known, _said(old), _said(new)))
    return found, len(was | now) - len(found)


def _by_piece(pieces: Iterable[Piece]) -> dict[str, tuple[str, dict[str, bytes]]]:
    """The language and the files of each piece; of a file of several posts, its own part."""
    found: dict[str, tuple[str, dict[str, bytes]]] = {}
    for piece in pieces:
        name = piece.id if piece.use == 1 else f"{piece.id}#{piece.use}"
        _, files = found.setdefault(name, (piece.language, {}))
        if piece.channel != "social":
            files[piece.role] = piece.content
        elif piece.role == "json" and (post := _post(piece)):
            files["text"] = post
    return {name: one for name, one in found.items() if one[1]}


def _post(piece: Piece) -> bytes:
    """A post as it is pasted; nothing where the network gets none."""
    posts = json.loads(piece.content)["posts"]
    return next((pasted(post).encode() for post in posts if post["id"] == piece.id), b"")


def _said(files: Files) -> str | None:
    """What a piece says, as its readers get it; None where it isn't there."""
    if not files:
        return None
    above = ""
    if "eml" in files:
        above = f"{message_from_bytes(files['eml'], policy=policy.default)['Subject']}\n\n"
    for role in ("markdown", "text"):
        if role in files:
            return above + files[role].decode(errors="replace")
    if "html" not in files:
        return above
    page = files["html"].decode(errors="replace")
    head = [unescape(title or description) for title, description in _HEAD.findall(page)]
    return "\n\n".join((*head, clean_paste(files["html"], "page.html", "")))


def _sentences(text: str, language: str) -> list[str]:
    """The lines to compare: sentences, however their lines are broken."""
    between = " " if is_spaced(language) else ""
    paragraphs: list[str] = []
    goes_on = False
    for line in map(str.strip, text.splitlines()):
        if goes_on and line and not _OWN_LINE.match(line):
            paragraphs[-1] += between + line
        else:
            paragraphs.append(line)
        goes_on = columns(line) >= _FILLED
    return [sentence for paragraph in paragraphs for sentence in split_sentences(paragraph, language)]
