"""One post: its text as a network takes it, with link and hashtags.

Nothing is cut: what doesn't fit gives up its hashtags, then the post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from repurpose.channels.channel import Brief, Linker, tracking
from repurpose.channels.social.count import over
from repurpose.channels.social.hashtags import tags_of
from repurpose.channels.social.voice import fill, pattern
from repurpose.document.manner import ASKS
from repurpose.document.outline import Point
from repurpose.document.standalone import is_clause
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import ends_sentence
from repurpose.language.stems import stems
from repurpose.language.tags import is_spaced, primary
from repurpose.model import Link
from repurpose.rules.networks import Network

BARE = 3
"""Words of a title that is a label, and tells nobody what the asset says: "Sleep", "Training tips"."""

TELLING = 5
"""Words of meaning with which a title without a verb says what there is to read."""

_COUNT = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d+")
"""A number that is no year."""
_SAYS = frozenset(
    """how why what who when where which announcing announces announced introducing introduces launching launches
    launched released joins adds now available""".split()
)
"""Words with which an English title asks or tells something."""
_GREETS = frozenset("greetings welcome hello hi meet".split())
_OURS = (("why", "we"), ("how", "we"))
"""How an English title begins that tells something only if it says more than a name and what was done to it."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its slot, text, the links in it, texts for those who don't see its pictures, why it was made.

    `angle` is what it is good for; `title` stands where the network has a field for it, and so does `url`. `rest` are
    the further posts of a thread. `use` counts its uses; `planned`: the calendar asks for it, and `due` is when.
    """

    slot: str
    text: str
    links: tuple[Link, ...] = ()
    alt: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    angle: str = "own"
    title: str | None = None
    url: str | None = None
    rest: tuple[str, ...] = ()
    use: int = 1
    planned: bool = False
    due: datetime | None = None


def fitted(
    brief: Brief, network: Network, slot: str, angle: str, said: Iterable[Mapping[str, str]], kind: str | None = None
) -> Post | None:
    """A post of the first of what may be `said` that fits with the link: with hashtags, else fewer; None: none does."""
    linker = linker_of(brief, network, slot)
    link = linker.link(brief.url, own=True)
    shape = pattern(brief.project.patterns, network.name, angle, kind or angle)
    tags, warned = shown_tags(brief, network), warning(brief, network)
    always = {"title": shown_title(brief), "link": link if network.takes_links else ""}
    for values, count in ((values, count) for values in said for count in range(len(tags), -1, -1)):
        whole = fill(shape, {**always, **values, "tags": " ".join(tags[:count])})
        for char in network.refuses:
            whole = whole.replace(char, "")
        if not over(warned + whole, network):
            url = None if network.takes_links or network.form == "post" else link
            links = linker.links if network.takes_links or url else ()
            return Post(slot, whole, links, angle=angle, url=url)
    return None


def warning(brief: Brief, network: Network) -> str:
    """The content warning, which Mastodon shows instead of the post, and counts."""
    told = brief.asset.extra.get("content_warning")
    return str(told) if told and network.name == "mastodon" else ""


def linker_of(brief: Brief, network: Network, slot: str) -> Linker:
    """What makes the links of one post, tracked as that post's."""
    return Linker(brief, tracking=tracking(brief, "social", slot, network=network.name, medium="social"))


def shown_tags(brief: Brief, network: Network) -> list[str]:
    """As many hashtags as the network takes."""
    return tags_of(brief.document, network.hashtags.value if network.hashtags else 0)


def shown_title(brief: Brief) -> str:
    """The title that its author gave it; nobody is shown a file's name."""
    return "" if brief.asset.is_unnamed else brief.asset.title


_DATE = re.compile(
    r"(?:19|20)\d\d年?(?:度版?|版)?|\d{1,2}月(?:\d{1,2}日)?"
    r"|(?:第|エピソード|パート|その|フェーズ|Part|Vol\.?|#)\s?\d{1,3}(?:回|期|弾|部|章)?",
    re.I,
)
"""A year, a month, a number in a series: no figure."""
_JOINS = re.compile("における|に関する|に対する|による|をめぐる|に向けた|という")
_TELLS = re.compile(
    "[はがをも]|ない|でき|しよう|ましょう|には|とは|なぜ|どう|方法|理由|コツ|選$|仕組み|チェックリスト|[きけみりえべせいち]方"
    "|[るたう](?=[一-鿿ァ-ヴーA-Za-z])|[るたう]$"
)
"""What a Japanese title that tells something has: a subject, an object, a verb, or what readers look for."""


def is_bare(brief: Brief) -> bool:
    """Whether its title is a mere label, that neither claims, asks nor counts anything, or its writer's own story."""
    title, language = brief.asset.title, brief.asset.language
    if not is_spaced(language):
        if title.endswith((*ASKS, "!", "！")) or any(char.isdigit() for char in _DATE.sub("", title)):
            return False
        if rhetoric(language).first_person.within(read(title, language)):
            return True
        if primary(language) == "ja" and not title.isascii():
            return _TELLS.search(_JOINS.sub("", title)) is None
        return len(title) <= 4 * BARE or title.isascii()
    reading, lists = read(title, language), rhetoric(language)
    is_short = len(title.split()) <= BARE
    if not reading.words or reading.words[0] in _GREETS:
        return True
    if reading.words[:2] in _OURS and len(stems(title, language)) < BARE:
        return True
    if title.endswith((*ASKS, "!")) or (_COUNT.search(title) and not (is_short and title[0].isdigit())):
        return False
    if is_short or lists.first_person.within(reading):
        return True
    if primary(language) != "en" or is_clause(reading) or not _SAYS.isdisjoint(reading.words):
        return False
    # "Announcing the new team" says what there is to read in a word less.
    return len(stems(title, language)) < TELLING - reading.words[0].endswith("ing")


def as_hook(title: str, says: str, language: str) -> str:
    """The title as the first line; left out where the next line already says the same words."""
    words = stems(title, language)
    repeated = len(words) > 3 and len(words & stems(says, language)) / len(words) > 0.8
    return "" if repeated and ends_sentence(says) else title


def numbered(points: Sequence[Point]) -> str:
    """Points as a numbered list."""
    return "\n".join(f"{number}. {point.text}" for number, point in enumerate(points, 1))


def bulleted(points: Sequence[str]) -> str:
    """Sentences or entries as a list."""
    return "\n".join(f"• {point}" for point in points)
