"""Merge fields: a mail system's own written out, and an author's text that looks like one kept from being one.

Until a mail is finished, a field stands in it as a mark that no mail system knows, so that it can be told from what an
author wrote.
"""

from __future__ import annotations

import re

from repurpose.rules.mail_systems import MailSystem

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: no template, style or address holds them
_MARK = re.compile(f"{_OPEN}(\\w+){_CLOSE}")
_STYLE = re.compile(r"(<style\b.*?</style>)", re.I | re.S)


def field(name: str) -> str:
    """The mark of a field; the finished mail has the system's own words in its place."""
    return f"{_OPEN}{name}{_CLOSE}"


def merge_text(text: str, system: MailSystem) -> str:
    """Plain text for a mail system: what looks like a field is printed as it was written, the marks become fields."""
    if system.literals:
        openers = re.compile("|".join(map(re.escape, system.literals)))
        text = openers.sub(lambda match: system.literals[match[0]], text)
    return _fields(text, system, "")


def merge_html(html: str, system: MailSystem) -> str:
    """HTML for a mail system, as `merge_text`. Character references hide from it what isn't its own.

    A style sheet knows none: there a space does, which changes no rule.
    """
    if system.literals:
        # Only the first character of each is taken, so that those which overlap are found.
        openers = re.compile("|".join(f"{re.escape(one[0])}(?={re.escape(one[1:])})" for one in system.literals))
        parts = _STYLE.split(html)
        for index, part in enumerate(parts):
            hide = _spaced if index % 2 else _referenced
            parts[index] = openers.sub(hide, part)
        html = "".join(parts)
    return _fields(html, system, "_html")


def _referenced(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _spaced(match: re.Match[str]) -> str:
    return f"{match[0]} "


def _fields(text: str, system: MailSystem, suffix: str) -> str:
    def written(match: re.Match[str]) -> str:
        found = system.fields.get(match[1] + suffix) or system.fields.get(match[1])
        return found.value if found else match[0]

    return _MARK.sub(written, text) if _OPEN in text else text
