"""Signs that DEV's Liquid would run: in a text they are shown, in code it leaves them alone."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"(^[ >]*(`{3,}|~{3,})[^\n]*\n.*?^[ >]*\2[`~]*[ ]*$|(?<![`\\])(`+)(?!`).+?(?<!`)\3(?!`))",
    re.M | re.S,
)
_TAG = re.compile(r"\\?\{(?=[{%])")


def shown(markdown: str) -> str:
    """Markdown in which `{{` and `{%` are signs of the text."""
    out, start = [], 0
    for code in _CODE.finditer(markdown):
        out += [_TAG.sub("&#123;", markdown[start : code.start()]), code[0]]
        start = code.end()
    return "".join([*out, _TAG.sub("&#123;", markdown[start:])])
