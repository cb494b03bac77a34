"""A library whose blocks are gated at random, by seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from repurpose.build.gate.letters import letters, passages
from repurpose.document.parser import parse

_FRONT = re.compile(r"\A(?:---\n.*?\n---\n|\+\+\+\n.*?\n\+\+\+\n)", re.S)
_HEADING = re.compile(r"^#+ (.*)$", re.M)


def gate_at_random(source: Path, target: Path, seed: int, share: float = 0.5) -> int:
    """Copy a folder; gate runs of whole blocks in so many of its Markdown files. Returns how many parts were gated.

    What some front matter says stays open: it would be a leak indeed.
    """
    rng = random.Random(seed)
    told = _Told(
        [found[0] for path in sorted(source.rglob("*.md")) if (found := _FRONT.match(path.read_text("utf-8")))]
    )
    gated = 0
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif path.suffix == ".md" and path.name != "_index.md" and rng.random() < share:
            place.parent.mkdir(parents=True, exist_ok=True)
            text, count = _gated(path.read_text(encoding="utf-8"), rng, told)
            place.write_text(text, encoding="utf-8")
            gated += count
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    return gated


class _Told:
    """What front matters say."""

    def __init__(self, fronts: Sequence[str]) -> None:
        self._letters = "\n".join(letters(front).text for front in fronts)
        self._passages = {one for front in fronts for one in _passages(front)}

    def says(self, block: str) -> bool:
        """Whether they say six words of a block, or a heading in it."""
        headings = [letters(found[1]).text for found in _HEADING.finditer(block)]
        return any(one in self._letters for one in headings) or not self._passages.isdisjoint(_passages(block))


def _passages(text: str) -> Iterator[str]:
    run = letters(text).text
    return (run[start:end] for start, end in passages(text))


def _gated(text: str, rng: random.Random, told: _Told) -> tuple[str, int]:
    front = found[0] if (found := _FRONT.match(text)) else ""
    lines = text[len(front) :].split("\n")
    blocks = [token.map for token in parse("\n".join(lines)) if token.level == 0 and token.map and token.nesting != -1]
    blocks = [one for one in blocks if lines[one[0]].strip()]
    marks: list[tuple[int, int, str]] = []
    for _ in range(rng.randrange(1, 4)):
        if not blocks:
            break
        first = rng.randrange(len(blocks))
        last = min(len(blocks) - 1, first + rng.randrange(4))
        start, end = blocks[first][0], blocks[last][1]
        is_free = not any(start < other_end and other_start < end for other_start, other_end, _ in marks)
        if is_free and not told.says("\n".join(lines[start:end])):
            marks.append((start, end, rng.choice(["premium", "registered"])))
    for start, end, tier in sorted(marks, reverse=True):
        lines[end:end] = ["", "::::::", ""]
        lines[start:start] = ["", f":::::: {tier}", ""]
    return front + "\n".join(lines), len(marks)
