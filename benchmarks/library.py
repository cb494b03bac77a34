"""Libraries to build: Markdown assets of real size and shape, from words of our own or from posts that lie about.

The same number always gives the same text, so that every generator builds the same assets, and a second run builds
them again.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus" / "rust-blog"
FIRST_DAY = date(2010, 1, 1)
TAGS = ("release", "community", "performance", "how-to", "survey", "security", "tooling", "governance")

_WORDS = """time people team reader writer letter market campaign channel figure week month product feature price plan
question answer story draft headline subject audience customer page list link table budget result change cost value
number reason habit test measure meeting review calendar editor newsletter interview quote source summary detail
example mistake promise benefit problem project release version platform service report survey research agency brand
small large early late clear plain useful honest simple quiet recent steady public open common careful longer shorter
better cheaper older newer first second third single whole daily weekly yearly local global shared separate useful
""".split()
_VERBS = """shows tells makes keeps needs costs finds gives helps brings leads changes explains measures repeats answers
improves reaches earns loses saves starts stops follows proves supports""".split()
_JOINERS = ("and", "but", "because", "while", "so that", "although", "which means that", "as long as")
_SMALL = ("the", "a", "our", "every", "this", "one", "their", "another")
_CODE = (
    'def reach(posts):\n    """How many saw them."""\n    return sum(post.views for post in posts if post.is_live)\n',
    "const best = rows\n  .filter((row) => row.clicks > 10)\n  .sort((a, b) => b.rate - a.rate);\nconsole.log(best[0]);\n",
    "$ curl -s https://api.example.org/v1/posts?limit=50 \\\n    | jq '.items[] | {id, views}' > views.json\n",
    '[site]\ntitle = "Notes"\nurl = "https://notes.example.org"\n\n[utm]\nsource = "{network}"\n',
)


@dataclass(frozen=True, slots=True)
class Text:
    """An asset, still without a place of its own: its title and its Markdown."""

    title: str
    body: str


def own_text(number: int) -> Text:
    """A post of about 8 KB, written by chance: headings, links, lists, code, tables, quotes, pictures."""
    return _Author(number).post()


def corpus_texts() -> list[Text]:
    """The posts of the Rust blog, where they lie beside the project; none where they don't."""
    texts: list[Text] = []
    for path in sorted(CORPUS.rglob("*.md")):
        head, _, body = path.read_text(encoding="utf-8").removeprefix("+++\n").partition("\n+++\n")
        # What another generator would take for a call of its own is left to tests that look at it.
        if body and not re.search(r"\{\{[<%]|\{%", body):
            texts.append(Text(str(tomllib.loads(head)["title"]), body.strip() + "\n"))
    return texts


def texts(kind: str) -> Callable[[int], Text]:
    """The text of an asset by its number: `own` or `corpus`, whose posts come again under other titles."""
    if kind == "own":
        return own_text
    found = corpus_texts()

    def again(number: int) -> Text:
        text = found[number % len(found)]
        return Text(f"{text.title} {number // len(found) + 1}", text.body)

    return again


def write_library(folder: Path, kind: str, size: int) -> None:
    """Write `size` assets as `post-N.md`, with front matter that every generator reads."""
    folder.mkdir(parents=True)
    text_of = texts(kind)
    for number in range(size):
        text = text_of(number)
        title = text.title.replace("\\", "").replace('"', "'")
        day = FIRST_DAY + timedelta(number % 5_800)
        tag = TAGS[number % len(TAGS)]
        head = f'---\ntitle: "{title}"\ndate: {day}T{number % 24:02}:{number % 60:02}:00Z\ntags: [{tag}]\nslug: post-{number}\n---\n\n'
        (folder / f"post-{number}.md").write_text(head + text.body, encoding="utf-8")


class _Author:
    def __init__(self, number: int) -> None:
        self._chance = random.Random(number)
        self._links: list[str] = []

    def post(self) -> Text:
        chance = self._chance
        parts = [self._paragraph(), self._paragraph()]
        for section in range(chance.randint(3, 6)):
            parts.append(f"## {self._words(chance.randint(2, 6)).capitalize()}")
            parts += [
                self._block(kind)
                for kind in chance.choices(("p", "l", "n", "c", "t", "q", "i"), (9, 3, 1, 2, 1, 1, 1), k=4)
            ]
            if section % 3 == 2:
                parts += [f"### {self._words(3).capitalize()}", self._paragraph()]
        references = [
            f"[{name}]: https://example.org/{name}/{number}" for number, name in enumerate(dict.fromkeys(self._links))
        ]
        body = "\n\n".join([*parts, self._paragraph(), "\n".join(references)])
        return Text(self._words(chance.randint(4, 8)).capitalize(), body.strip() + "\n")

    def _block(self, kind: str) -> str:
        match kind:
            case "l":
                return self._list("- ")
            case "n":
                return self._list("1. ")
            case "c":
                code = self._chance.choice(_CODE)
                return f"```{self._chance.choice(('python', 'js', 'sh', 'toml', ''))}\n{code * self._chance.randint(1, 3)}```"
            case "t":
                rows = [
                    f"| {self._words(2)} | {self._chance.randint(1, 9999)} | `{self._words(1)}` |"
                    for _ in range(self._chance.randint(3, 8))
                ]
                return "\n".join(["| what | how many | where |", "|---|---:|:-:|", *rows])
            case "q":
                return "\n".join(f"> {line}" for line in self._paragraph().split("\n"))
            case "i":
                return f'![{self._words(4).capitalize()}](https://images.example.org/{self._words(1)}.png "{self._words(2)}")'
        return self._paragraph()

    def _list(self, mark: str) -> str:
        lines: list[str] = []
        for _ in range(self._chance.randint(3, 7)):
            lines.append(mark + self._sentence())
            if self._chance.random() < 0.15:
                lines += [" " * len(mark) + "- " + self._sentence() for _ in range(2)]
        return "\n".join(lines)

    def _paragraph(self) -> str:
        words = " ".join(self._sentence() for _ in range(self._chance.randint(3, 6))).split(" ")
        lines, line = [], ""
        for word in words:
            if line and len(line) + len(word) > 78:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        return "\n".join([*lines, line])

    def _sentence(self) -> str:
        chance = self._chance
        subject = f"{chance.choice(_SMALL)} {self._marked(self._words(chance.randint(1, 2)))}"
        sentence = f"{subject} {chance.choice(_VERBS)} {chance.choice(_SMALL)} {self._marked(self._words(chance.randint(1, 3)))}"
        if chance.random() < 0.6:
            sentence += f" {chance.choice(_JOINERS)} {chance.choice(_SMALL)} {self._words(1)} {chance.choice(_VERBS)} {self._words(2)}"
        if chance.random() < 0.15:
            sentence += f", about {chance.randint(2, 95)} % of them"
        return sentence[0].upper() + sentence[1:] + chance.choice((".", ".", ".", ".", "!", "?"))

    def _marked(self, words: str) -> str:
        dice = self._chance.random()
        name = words.replace(" ", "-")
        if dice < 0.03:
            return f"**{words}**"
        if dice < 0.06:
            return f"*{words}*"
        if dice < 0.10:
            return f"`{name.replace('-', '_')}`"
        if dice < 0.15:
            return f"[{words}](https://www.example.org/{name}/?from=here)"
        if dice < 0.18:
            self._links.append(name)
            return f"[{words}][{name}]"
        return words

    def _words(self, count: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=count))
