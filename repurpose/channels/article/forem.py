"""Markdown as DEV and other sites of Forem read it: each line end is a break, and Liquid runs over what comes out.

Their order is Redcarpet with hard_wrap, a sanitiser, then Liquid (github.com/forem/forem, its Markdown processor), so
that no entity keeps a brace from Liquid, but a `raw` tag does.
"""

from __future__ import annotations

import re

_CODE = re.compile(
    r"(^[ >]*(`{3,}|~{3,})[^\n]*\n.*?^[ >]*\2[`~]*[ ]*$|(?<![`\\])(`+)(?!`).+?(?<!`)\3(?!`))",
    re.M | re.S,
)
_RAW = r"{% raw %}\1{% endraw %}"
_BRACES = re.compile(r"\\?(\{[{%])")


def shown(markdown: str) -> str:
    """Markdown in which `{{` and `{%` are signs of the text; in code Forem leaves them alone."""
    out, start = [], 0
    for code in _CODE.finditer(markdown):
        out += [_BRACES.sub(_RAW, markdown[start : code.start()]), code[0]]
        start = code.end()
    return "".join([*out, _BRACES.sub(_RAW, markdown[start:])])
