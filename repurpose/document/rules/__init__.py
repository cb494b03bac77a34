"""markdown-it-py's own rules, told the same tokens sooner.

The stock parser offers every rule each line and each character. Here a rule is only asked where its first character
stands, a paragraph's lines are read once for both kinds of it, and what is plain (text, emphasis, links) is found by
regular expressions. Whatever isn't plain goes to the stock rule. Tokens stay equal to the stock ones: tests compare
them on CommonMark's and GFM's examples, on whole blogs and on random text.

The rules stand in for those of the versions in `CHECKED`; beside any other version the stock parser works alone.
"""

from __future__ import annotations

from types import SimpleNamespace

import markdown_it
import mdit_py_plugins
from markdown_it import MarkdownIt

from repurpose.document.rules import block, inline, links

CHECKED = frozenset({("4.3.0", "0.7.0")})
"""Versions of markdown-it-py and mdit-py-plugins whose rules these have been compared with."""


def stands_in(md: MarkdownIt) -> bool:
    """Whether all that a parser is made of has been compared: its versions, and each of its rules."""
    rules = md.get_active_rules()
    return (
        (markdown_it.__version__, mdit_py_plugins.__version__) in CHECKED
        and not md.options.get("store_labels")
        and block.KNOWN >= set(rules["block"]) >= block.NEEDED
        and set(rules["inline"]) <= inline.KNOWN
        and set(rules["inline2"]) <= inline.PAIRING
    )


def speed_up(md: MarkdownIt) -> MarkdownIt:
    """Put the quick rules into a parser that has all its plug-ins already, where they can stand in for its own."""
    if not stands_in(md):
        return md
    md.block.ruler.at("reference", links.reference)
    md.block = block.Block(md.block)
    # Their states are all made by the inline parser here.
    md.inline.ruler.at("link", links.link)  # type: ignore[arg-type]
    md.inline.ruler.at("backticks", inline.code)
    md.inline.ruler.at("emphasis", inline.emphasis)  # type: ignore[arg-type]
    md.inline = inline.Inline(md.inline)
    md.core.ruler.at("normalize", block.normalize)
    md.core.ruler.at("text_join", inline.text_join)
    md.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=links.destination,
        parseLinkLabel=links.label,
        parseLinkTitle=md.helpers.parseLinkTitle,
    )
    md.normalizeLink = links.normalized  # type: ignore[method-assign]
    return md
