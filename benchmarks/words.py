"""How well a text is described: our description of posts whose authors wrote one, hidden from us, against others'.

ROUGE-1 and ROUGE-L, F1, of stems' surface words, each description cut to the same number of words; 95 % intervals by
bootstrap over posts. Rivals: the title, the first sentence, the first two, and TextRank and LexRank of sumy. Only
posts whose path hashes odd are measured; the others may be tuned on (`--even` measures those).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import results
from repurpose.config import read_config
from repurpose.document.document import Document, parse_asset
from repurpose.document.summary import summary
from repurpose.errors import RepurposeError
from repurpose.library.library import read_library
from repurpose.model import Access, Asset

CORPUS = Path(os.environ.get("REPURPOSE_CORPUS", results.PATH.parent.parent.parent / "shared" / "corpus"))
WORDS = 25
SAMPLES = 2000


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def rouge_1(one: Sequence[str], other: Sequence[str]) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if one or other else 0.0


def rouge_l(one: Sequence[str], other: Sequence[str]) -> float:
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for index, another in enumerate(other, 1):
            kept = row[index]
            row[index] = before + 1 if word == another else max(row[index], row[index - 1])
            before = kept
    return 2 * row[-1] / (len(one) + len(other)) if one or other else 0.0


class Tokenizer:
    """Our own sentences for sumy, so that all choose from the same."""

    def __init__(self, document: Document) -> None:
        self._sentences = [sentence for block in document.blocks for sentence in block.sentences]

    def to_sentences(self, _: str) -> tuple[str, ...]:
        return tuple(self._sentences)

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(words(sentence))


def ranked(document: Document, kind: str) -> str:
    from sumy.nlp.stemmers import Stemmer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer

    summarizer = {"TextRank": TextRankSummarizer, "LexRank": LexRankSummarizer}[kind](Stemmer("english"))
    parsed = PlaintextParser.from_string(document.text, Tokenizer(document))
    return " ".join(str(sentence) for sentence in summarizer(parsed.document, 1))


def posts(half: int) -> list[tuple[Asset, str]]:
    """The English posts of one half that have a description, without it and their tags; and the description."""
    found = []
    for blog in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "content").symlink_to(blog)
            library = read_library(Path(folder), read_config("", {}))
        for asset in library.assets:
            name = f"{blog.name}/{asset.path.removeprefix('content/')}"
            odd = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
            if asset.description and asset.language == "en" and odd == half and len(words(asset.description)) > 4:
                found.append((replace(asset, description=None, tags=()), asset.description))
    return found


def interval(values: Sequence[float]) -> tuple[float, float]:
    chance = random.Random(1)
    means = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(SAMPLES))
    return means[round(SAMPLES * 0.025)], means[round(SAMPLES * 0.975) - 1]


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--even", action="store_true")
    even = parser.parse_args(arguments).even
    scores: dict[str, list[tuple[float, float]]] = {}
    count = 0
    for asset, wanted in posts(0 if even else 1):
        try:
            document = parse_asset(asset).documents[Access.OPEN]
        except RepurposeError:
            continue
        sentences = [sentence for block in document.blocks for sentence in block.sentences]
        if not sentences:
            continue
        count += 1
        reference = words(wanted)
        for name, text in (
            ("repurpose", summary(document)),
            ("title", asset.title),
            ("lead-1", sentences[0]),
            ("lead-2", " ".join(sentences[:2])),
            ("TextRank (sumy)", ranked(document, "TextRank")),
            ("LexRank (sumy)", ranked(document, "LexRank")),
        ):
            said = words(text)[:WORDS]
            scores.setdefault(name, []).append((rouge_1(said, reference), rouge_l(said, reference)))
    lines = [
        f"{count} English posts whose author wrote a description, which was hidden, as were the tags. All are cut to "
        f"{WORDS} words. F1, with 95 % intervals by bootstrap.",
        "",
        "| description | ROUGE-1 | ROUGE-L |",
        "|---|---|---|",
    ]
    for name, pairs in scores.items():
        cells = []
        for column in zip(*pairs, strict=True):
            low, high = interval(column)
            cells.append(f"{sum(column) / len(column):.3f} ({low:.3f} to {high:.3f})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    if even:
        print("\n".join(lines))
    else:
        results.write("words", "Descriptions", lines)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
