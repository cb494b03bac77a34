"""A file's text -> its front matter and body: YAML `---`, TOML `+++`, JSON `{`, or bare lines (Pelican, Pandoc).

python-frontmatter loads the block, behind a guard. The raw library can be crashed by deep nesting, and made to fill
memory by aliases and merge keys; it publishes the front matter as text when there is a byte order mark or no closing
line. So the block is cut out here, measured as a stream of events, and only then loaded.
"""

from __future__ import annotations

import re

from repurpose.errors import AssetError, Location
from repurpose.library.frontmatter.bare import read_bare
from repurpose.library.frontmatter.json import load_json
from repurpose.library.frontmatter.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES, measure
from repurpose.library.frontmatter.matter import FrontMatter
from repurpose.library.frontmatter.toml import load_toml
from repurpose.library.frontmatter.yaml import WrittenFloat, WrittenInt, load_yaml

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "FrontMatter", "WrittenFloat", "WrittenInt", "read_front_matter"]

_OPENING = re.compile(r"((?:[ \t]*\n)*)(---|\+\+\+)[ \t]*(?:\n|$)")
_FIRST_KEY = re.compile(r"[ \t]*[\w\"'-]+[ \t]*:|(?:[ \t]*(?:#[^\n]*)?\n)+[a-z][\w-]*:")
_CLOSING = {"---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M), "+++": re.compile(r"^\+\+\+[ \t]*$", re.M)}
_JSON_OPENING = re.compile(r"\s*\{\s*(?:\"|\}\s*(?:\n|$))")


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Cut `text` (line ends as line feeds, no byte order mark) into front matter and body.

    Raises:
        AssetError: the front matter is at fault, with its line.
    """
    if opening := _OPENING.match(text):
        above, fence = opening[1].count("\n"), opening[2]
        closing = _CLOSING[fence].search(text, opening.end())
        if closing is None:
            if fence == "---" and not _FIRST_KEY.match(text, opening.end()):
                return FrontMatter(body=text)  # a thematic break above a text that has no front matter
            raise AssetError(
                f"the front matter that {fence} opens is never closed",
                Location(path, above + 1),
                f"put a line {fence} below its last key",
            )
        block, body = text[opening.end() : closing.start()], text[closing.end() :].removeprefix("\n")
        body_line = text.count("\n", 0, closing.end()) + 2
        measure(block, path)
        block = "\n" * above + block  # keeps the lines true
        values, lines = load_yaml(block, path) if fence == "---" else load_toml(block, path)
    elif _JSON_OPENING.match(text):
        values, lines, end = load_json(text, path)
        rest = text[end:]
        body = rest.lstrip(" \t").removeprefix("\n")
        body_line = text.count("\n", 0, end) + (2 if rest.lstrip(" \t").startswith("\n") else 1)
    else:
        return read_bare(text) or FrontMatter(body=text)
    return FrontMatter(values, lines, body, body_line)
