"""Hashtags: an asset's tags, and where there are none the names in its title that its text keeps coming back to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from repurpose.document.document import Document
from repurpose.language.graphemes import graphemes
from repurpose.language.tags import is_spaced

LONGEST = 40
"""Graphemes of a tag that can still be read."""

AGAIN = 3
"""A name that stands so often in the text is what the text is about."""

_SHELVES = frozenset(
    (
        "all announcement announcements archive article articles blog blogs company default draft drafts featured "
        "general home index info main meta misc miscellaneous news notes other others page pages post posts site test "
        "uncategorised uncategorized update updates website "
        "allgemein sonstiges général divers varios otros geral outros общее разное عام أخرى "
        "未分類 その他 お知らせ 未分类 默认 其他 公告 일반 기타"
    ).split()
)
"""Tags by which a site sorts its posts, and which tell nobody what one is about."""

_TITLE_WORD = re.compile(r"\w[\w+#-]*\w")
_RUN = re.compile(r"[ァ-ヴー]{3,}|[A-Za-z][A-Za-z0-9-]{2,}")


def hashtags(tags: Sequence[str], limit: int) -> list[str]:
    """Tags in the networks' form: words run together, each with a capital, so that screen readers tell them apart.

    Arabic and Hebrew, which have no capitals, set a low line between words.
    """
    found: dict[str, str] = {}
    for tag in tags:
        words = [word for word in re.split(r"[\W_]+", tag) if word]
        glue = "_" if words and unicodedata.bidirectional(words[0][0]) in {"R", "AL"} else ""
        name = glue.join(
            word if any(char.isupper() for char in word) else word[:1].upper() + word[1:] for word in words
        )
        is_shelf = tag.casefold().strip() in _SHELVES
        if name and not name.isdigit() and not is_shelf and len(graphemes(name)) <= LONGEST:
            found.setdefault(name.casefold(), f"#{name}")
    return list(found.values())[:limit]


def tags_of(document: Document, limit: int) -> list[str]:
    """The hashtags of an asset: its own tags, else at most two names that its text is about."""
    if limit == 0:
        return []
    return hashtags(document.asset.tags, limit) or hashtags(names(document), min(2, limit))


def names(document: Document) -> tuple[str, ...]:
    """Names in the title that stand often in the text, the longest run of words first."""
    return _names(document.asset.title, document.text, document.asset.language)


@lru_cache(maxsize=4)  # every post of an asset asks for them
def _names(title: str, text: str, language: str) -> tuple[str, ...]:
    found: list[str] = []
    for name in _runs(title, language):
        small = name[:1].lower() + name[1:]
        count = text.count(name)
        often = count >= AGAIN and (small == name or count > 2 * text.count(small))
        if often and not any(name in longer or longer in name for longer in found):
            found.append(name)
    return tuple(found)


def _runs(title: str, language: str) -> Iterator[str]:
    if not is_spaced(language):
        yield from sorted(set(_RUN.findall(title)), key=lambda run: (-len(run), run))
        return
    words = list(_TITLE_WORD.finditer(title))
    for size in (3, 2, 1):
        for first in range(len(words) - size + 1):
            run = words[first : first + size]
            name = title[run[0].start() : run[-1].end()]
            if all(word[0][:1].isupper() for word in run) and name == " ".join(word[0] for word in run):
                yield name
