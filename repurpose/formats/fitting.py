"""A text that is too long for a mail, ended where a block ends; the rest is read online."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise, takewhile

from markdown_it.token import Token

from repurpose.document.document import Document
from repurpose.formats.html import Prepared, as_written, joined, prepare, prepare_document, to_html
from repurpose.formats.style import Style

FITTING = 74_000
"""Bytes of a mail's text with its styles: with head, foot and what a mail system adds, Gmail shows it all."""

ALWAYS_FITTING = 12_000
"""Characters of HTML that fit however they are styled."""

_STYLED = re.compile(r"<(h[1-6]|pre|code|kbd|t[dh]|blockquote|[a-z])")
_BYTES = {"h": 150, "pre": 210, "code": 60, "kbd": 60, "td": 130, "th": 130, "blockquote": 110}
_OTHER = 60
_MARK = "\ue000"
"""Of Unicode's private use: it stands in no text, and where it does, it only misleads a guess."""


def fits(html: str) -> bool:
    """Whether HTML fits into a mail when each element has its styles: an upper bound, as it is styled later."""
    return len(html) <= ALWAYS_FITTING or _styled_size(html) <= FITTING


def _styled_size(html: str) -> int:
    styles = sum(_BYTES.get(name[0] if name[0] == "h" else name, _OTHER) for name in _STYLED.findall(html))
    return len(html.encode()) + styles


def fitting(document: Document, style: Style) -> tuple[Sequence[Token], Prepared]:
    """As many whole blocks from the top as fit, as tokens and ready to be rendered; no heading stands last."""
    tokens = document.tokens
    is_shallow = not document.view(prepare_document).is_too_deep  # then no part of it is deeper
    ends = [index + 1 for index, token in enumerate(tokens) if token.level == 0 and token.nesting <= 0]
    blocks = [prepare(tokens[start:end]) for start, end in pairwise([0, *ends])]
    marked = to_html(joined(blocks, mark=_MARK, is_shallow=is_shallow), as_written, style).text
    sizes = map(_styled_size, marked.split(_MARK)[:-1])
    guess = sum(1 for _ in takewhile(lambda size: size <= FITTING, accumulate(sizes)))
    # Raw HTML may open in one block and close in another: then the text is longer where it ends between them.
    tries = [guess + 1, guess]
    least, most = 0, len(ends)
    while least < most:
        middle = min(max(least + 1, tries.pop() if tries else (least + most + 1) // 2), most)
        if fits(to_html(joined(blocks[:middle], is_shallow=is_shallow), as_written, style).text):
            least = middle
        else:
            most = middle - 1
    while least and tokens[ends[least - 1] - 1].type == "heading_close":
        least -= 1
    return tokens[: ends[least - 1]] if least else (), joined(blocks[:least], is_shallow=is_shallow)
