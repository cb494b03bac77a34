"""Rows -> pieces: by link id, by the post's own address, by the page's, by subject line, by the post's text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from difflib import SequenceMatcher

from repurpose.ids import channel_of, link_id
from repurpose.usage.addresses import bare_text, bare_url, path_of, utm_content
from repurpose.usage.delivery import Target
from repurpose.usage.ledger.book import Known, Match, PieceFacts, Placed
from repurpose.usage.placing import Lineage

ALIKE = 0.9
"""How alike two posts' texts must be: difflib's ratio. Exports cut texts and rewrite links, but change few words."""
LEAST_HEAD = 30
"""Characters that a cut text must have to be told by its beginning."""

_URL = re.compile(r"https?://\S+")


class Finder:
    """Finds the piece of a target. `channels` are, by a source's kind, the channels that it can tell of."""

    def __init__(
        self,
        pieces: Iterable[PieceFacts],
        placed: Mapping[tuple[str, int], Placed],
        lineage: Lineage,
        channels: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._channels = channels
        self._days: dict[str, list[tuple[date, int]]] = defaultdict(list)
        self._links: dict[str, tuple[str, int]] = {}
        self._posts: dict[str, tuple[str, int]] = {}
        self._urls: dict[str, set[str]] = defaultdict(set)
        self._subjects: dict[str, set[str]] = defaultdict(set)
        self._texts: dict[str, set[str]] = defaultdict(set)
        for (root, use), one in placed.items():
            self._days[root].append((one.placement.on or date.min, use))
            for form in lineage.forms(root):
                self._links[link_id(form, use)] = (root, use)
            if one.url:
                self._posts[bare_url(one.url)] = (root, use)
        for piece in pieces:
            root = lineage.root(piece.id)
            self._links.setdefault(link_id(piece.id), (root, 1))
            if piece.url:
                self._urls[bare_url(piece.url)].add(root)
                self._urls[path_of(bare_url(piece.url))].add(root)
            if piece.subject:
                self._subjects[bare_text(piece.subject)].add(root)
            if piece.text:
                self._texts[bare_text(piece.text)].add(root)

    def find(self, known: Known) -> Match | None:
        """The piece of a target, or None."""
        target = known.target
        if exact := self._by_link(target):
            return Match(known.id, *exact, "link id")
        if exact := self._posts.get(bare_url(target.url)) if target.url else None:
            return Match(known.id, *exact, "permalink")
        allowed = self._channels.get(known.kind, ())
        if target.url and (root := _one(self._allowed(self._urls.get(bare_url(target.url), set()), allowed))):
            return Match(known.id, root, None, "address")
        if target.subject:
            named = self._allowed(self._subjects.get(bare_text(target.subject), set()), allowed)
            if root := self._one_by_day(named, target):
                return Match(known.id, root, self._use(root, target), "subject")
        if target.text and (root := self._by_text(target, allowed)):
            return Match(known.id, root, self._use(root, target), "text")
        return None

    def _by_link(self, target: Target) -> tuple[str, int] | None:
        written = [target.link, utm_content(target.url), *map(utm_content, _URL.findall(target.text))]
        for content in written:
            # `[utm] content` may put more around the id.
            for word in (content.lower(), *re.split(r"[^a-z0-9]+", content.lower())):
                if word in self._links:
                    return self._links[word]
        return None

    def _by_text(self, target: Target, allowed: tuple[str, ...]) -> str | None:
        text = bare_text(target.text)
        if not text:
            return None
        if root := self._one_by_day(self._allowed(self._texts.get(text, set()), allowed), target):
            return root
        if len(text) >= LEAST_HEAD:
            cut = {root for known, roots in self._texts.items() if known.startswith(text) for root in roots}
            if root := self._one_by_day(self._allowed(cut, allowed), target):
                return root
        matcher = SequenceMatcher(None, b=text, autojunk=False)
        alike: dict[str, float] = {}
        for known, roots in self._texts.items():
            matcher.set_seq1(known)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                for root in self._allowed(roots, allowed):
                    alike[root] = max(alike.get(root, 0.0), matcher.ratio())
        best = max(alike.values(), default=0.0)
        if best < ALIKE:
            return None
        return self._one_by_day({root for root, ratio in alike.items() if ratio == best}, target)

    def _allowed(self, roots: set[str], channels: tuple[str, ...]) -> set[str]:
        return {root for root in roots if not channels or channel_of(root) in channels}

    def _one_by_day(self, roots: set[str], target: Target) -> str | None:
        """The only one; of several, the only one that was used on the day, or the day before or after."""
        if len(roots) <= 1 or not target.dated:
            return _one(roots)
        day = date.fromisoformat(target.dated)
        return _one({root for root in roots if any(abs(on - day) <= timedelta(1) for on, _ in self._days[root])})

    def _use(self, root: str, target: Target) -> int | None:
        """The use that a post is: the last that began by its day (zones may put it a day later)."""
        if not target.dated:
            return None
        day = date.fromisoformat(target.dated) + timedelta(1)
        begun = [(on, use) for on, use in self._days.get(root, []) if on <= day]
        return max(begun)[1] if begun else 1


def _one(roots: set[str]) -> str | None:
    return next(iter(roots)) if len(roots) == 1 else None
