"""What a paragraph's marks tell: labels and sentences in bold, mere pictures, paragraphs about who writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from markdown_it.token import Token

from repurpose.language.sentences import ends_sentence

_SAID = (".", "!", "?", ":", ",", ";")
"""What ends words in bold that are no name."""
_LABEL = re.compile(r"([^:：]{2,60}[:：])\s*(\S.{11,})", re.S)


def without_label(inline: Token, sentences: Sequence[str]) -> Sequence[str]:
    """The sentences, with a label in bold before the first as one of its own: "**Cost:** It takes an hour."."""
    if not inline.content.startswith(("**", "__")) or not (found := _LABEL.match(sentences[0])):
        return sentences
    bold = "".join(child.content for child in takewhile(lambda one: one.type != "strong_close", inline.children or ()))
    label = found[1].rstrip(":：")
    return (found[1], found[2], *sentences[1:]) if bold.strip().rstrip(":：") == label else sentences


def is_picture(inline: Token) -> bool:
    """Whether a paragraph has pictures, linked or not, and no words of its own."""
    if "![" not in inline.content:
        return False
    return not any(child.content.strip() for child in inline.children or () if child.type != "image")


def in_bold(inline: Token, sentences: Sequence[str]) -> tuple[str, ...]:
    """Those of the sentences that stand in bold as a whole; questions are headings of what follows."""
    if "**" not in inline.content and "__" not in inline.content:
        return ()
    runs = [""]
    depth = 0
    for child in inline.children or ():
        depth += (child.type == "strong_open") - (child.type == "strong_close")
        if depth:
            runs[-1] += child.content or (" " if child.type.endswith("break") else "")
        elif child.type == "strong_close":
            runs.append("")
    bold = [" ".join(run.split()) for run in runs]
    return tuple(
        one for one in sentences if ends_sentence(one) and one[-1] not in "?？؟" and any(one in run for run in bold)
    )


def is_about(inline: Token) -> bool:
    """Whether a paragraph opens with a name in bold and goes on in italics: "**Acme** *is the leading ...*"."""
    if not inline.content.startswith(("*", "_")):
        return False
    opened: set[str] = set()
    name = ""
    for child in inline.children or ():
        if child.type.endswith("_open"):
            opened.add(child.type)
        elif child.type.endswith("_close"):
            opened.discard(child.type.replace("close", "open"))
        elif "strong_open" in opened:
            name += child.content
        elif child.content.strip():
            return bool(name) and not name.rstrip().endswith(_SAID) and "em_open" in opened
    return False
