"""Search without a server: an index of each language, a page, and a small script that looks through the index.

Words are compared folded: without case, accents and vowel signs. Where words stand apart, the index has each word of a
post once; where they don't, as in Chinese and Japanese, the text itself. What is looked for may stand within a word, as
behind an Arabic article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from repurpose.channels.blog.frame import frame, relative_to
from repurpose.channels.channel import Brief, Draft, Project
from repurpose.document.links import relative
from repurpose.language.interface import Interface, interface
from repurpose.language.tags import is_spaced

INDEX, SCRIPT = "search.json", "search.js"
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """A text as it is compared; templates/blog/search.js does the same."""
    parts = unicodedata.normalize("NFKD", text.lower().replace("\u0640", ""))
    kept = (char for char in parts if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", "".join(kept))


def words_of(brief: Brief) -> str:
    """What of a post is looked through, beside its title, description and tags: what everyone may read."""
    words = _WORD.findall(folded(brief.document.text))
    return " ".join(sorted(set(words)) if is_spaced(brief.asset.language) else words)


def drafts(project: Project, posts: Sequence[Mapping[str, Any]], languages: Sequence[str]) -> Iterator[Draft]:
    """The page and the index of each language, and the script."""
    yield Draft("search-script", "script", f"site/{SCRIPT}", "text/javascript", {}, template="blog/search.js")
    for language in languages:
        folder = project.folder(language)
        place = f"{folder}search/"
        tail = f".{language}" if folder else ""
        words = interface(language)
        index = [_row(place, post, words) for post in posts if post["language"] == language]
        path = f"site/{folder}{INDEX}"
        fields = {"posts": index}
        yield Draft(
            f"search-index{tail}", "json", path, "application/json", fields, encoder="compact", language=language
        )
        page = frame(project, language, place, words("search"), relative_to(place)) | {
            "index": relative(place, f"{folder}{INDEX}"),
            "script": relative(place, SCRIPT),
        }
        path = f"site/{place}index.html"
        yield Draft(f"search{tail}", "html", path, "text/html", page, template="blog/search.html", language=language)


def _row(place: str, post: Mapping[str, Any], words: Interface) -> list[str]:
    """Where a post stands, its title, description and tags, the words of its text, and its day, plain and in words."""
    day = post["date"]
    return [
        relative(place, post["place"]),
        post["title"],
        post["description"],
        folded(" ".join((*post["tags"], *post["authors"]))),
        post["words"],
        day.date().isoformat() if day else "",
        words.date(day) if day else "",
    ]
