"""Sentences -> posts that fit a network: an announcement, one for each sentence or list worth repeating, a thread.

Nothing is cut: what doesn't fit gives up its hashtags, then what only helps, then the post.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from repurpose.channels.channel import Brief, Linker, tracking
from repurpose.channels.social.count import over
from repurpose.channels.social.hashtags import tags_of
from repurpose.channels.social.voice import fill, pattern
from repurpose.document.extract import ASKS, SHORTEST, Snippet, snippets, tells_story
from repurpose.document.listing import Listing, listings
from repurpose.document.outline import Point, outline
from repurpose.document.summary import shorten, statement
from repurpose.language.density import density
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import ends_sentence, split_sentences
from repurpose.language.stems import overlap, stems
from repurpose.language.tags import is_spaced
from repurpose.model import Link, Stage
from repurpose.rules.networks import Network

ROOMY = 1_000
"""A network whose limit is above this takes several points in one post."""

FEWEST, MOST = 4, 8
"""Posts of a thread: fewer are said in one post, more are read by nobody."""

SENTENCES = 4
"""Sentences that make a thread where the text has no list of points: fewer don't hold together."""

STRONG = 0.8
"""What such a sentence must have above one with a post of its own: in a thread the weakest counts."""

COUNTED = 6
"""A thread of so many posts tells readers how far they are."""

BARE = 3
"""Words of a title that is a label, and tells nobody what the asset says: "Sleep", "Training tips"."""

TOLD = 2 / 3
"""How much of the title a sentence must say to do without it; how many points of a thread must have a sentence."""


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


@dataclass(frozen=True, slots=True)
class Material:
    """What an asset gives for posts, found once for all networks."""

    says: str
    best: tuple[Snippet, ...]
    more: tuple[Snippet, ...]
    lists: tuple[Listing, ...]
    points: tuple[Point, ...]

    @property
    def plain(self) -> list[Snippet]:
        """The best sentences that can stand among others, in the order of the text: no questions, no quotes."""
        named = [one for one in self.more if one.angle not in {"question", "quote"}]
        return sorted(named, key=lambda one: one.location.sort_key)


def material(brief: Brief, count: int) -> Material:
    """What there is to post: the `count` best sentences, and further ones for a thread."""
    found = snippets(brief.document, MOST)
    says = statement(brief.document) or _spokesman(brief, found)
    if not says and (brief.asset.is_unnamed or _is_bare(brief)):
        says = next((one.text for one in found if one.angle not in {"question", "quote"}), "")
    return Material(says, found[:count], found, listings(brief.document), brief.document.view(outline))


def _spokesman(brief: Brief, found: Sequence[Snippet]) -> str:
    """The sentence that may speak for the whole, where the text's top has none: no tip, which is one of several."""
    language = brief.asset.language
    title = stems(brief.asset.title, language)
    # Two words of the title; where words don't stand apart, a third of its pairs of characters.
    enough = min(2.0, len(title)) if is_spaced(language) else len(title) / 3
    hedge = rhetoric(language).hedge
    telling = (
        one
        for one in found
        if one.angle in {"figure", "contrast", "claim", "gain"} and not hedge.within(read(one.text, language))
    )
    return next((one.text for one in telling if len(stems(one.text, language) & title) >= enough), "")


def posts_of(brief: Brief, network: Network, given: Material) -> tuple[list[Post], str | None]:
    """The posts for one network; with none, the reason."""
    if network.needs_image and brief.asset.image is None:
        return [], f"{network.title} takes no post without a picture, and the asset has no image"
    if not brief.document.blocks and not brief.asset.description:
        return [], "the asset has no text to post"
    if brief.asset.is_unnamed and (network.form == "title" or not given.says):
        return [], "the asset has no title, and no sentence that speaks for it"
    if network.form == "title":
        return _submission(brief, network)
    announcement = _announcement(brief, network, given)
    posts = [announcement] if announcement else []
    if network.form == "post" and not network.needs_image:
        said = [stems(announcement.text, brief.asset.language)] if announcement else []
        for snippet in given.best:
            post = post_of_snippet(brief, network, snippet)
            # No network hears a sentence twice.
            if post and all(overlap(stems(snippet.text, brief.asset.language), one) < 0.8 for one in said):
                posts.append(post)
        posts += [post for post in (_list(brief, network, given), _thread(brief, network, given)) if post]
    return posts, None if posts else f"nothing in it fits {network.limit.value} {network.limit.unit} with its link"


def post_of(brief: Brief, network: Network, slot: str) -> Post | None:
    """The post of the sentence worth repeating that has this slot, be it among the best or not."""
    for snippet in snippets(brief.document, len(brief.document.blocks) + len(brief.asset.quotes)):
        if snippet.slot == slot:
            return post_of_snippet(brief, network, snippet)
    return None


def post_of_snippet(brief: Brief, network: Network, snippet: Snippet) -> Post | None:
    """The post of one sentence; the title stands with it where the sentence doesn't name the subject."""
    asset = brief.asset
    title = stems(asset.title, asset.language)
    # Two words of a long title don't tell a stranger what it is about; most of them do.
    named = len(stems(snippet.text, asset.language) & title) >= max(2, TOLD * len(title))
    values = {"text": snippet.text, "context": "" if named or asset.is_unnamed else asset.title}
    post = _fitted(brief, network, snippet.slot, snippet.angle, values, kind="snippet")
    return replace(post, why=snippet.why) if post else None


def warning(brief: Brief, network: Network) -> str:
    """The content warning, which Mastodon shows instead of the post, and counts."""
    told = brief.asset.extra.get("content_warning")
    return str(told) if told and network.name == "mastodon" else ""


def _announcement(brief: Brief, network: Network, given: Material) -> Post | None:
    """The title as hook, what the asset says, its points where there is room, link and hashtags.

    Where nobody can follow a link, the points are said at once.
    """
    asset, says = brief.asset, given.says
    hook = "" if says.startswith(asset.title) or asset.is_unnamed else _as_hook(asset.title, says, asset.language)
    points = [one.text for one in given.plain if one in given.best and one.text not in says]
    told = _bullets(points) if network.limit.value > ROOMY and len(points) > 1 else ""
    if given.points and network.links is not None and not network.links.value:
        told = _numbered(given.points)
    values = {"hook": hook, "text": says, "points": told, "cta": _call(brief)}
    first = _first_sentence(says, asset.language)
    label = {"hook": shorten(asset.title, 120, asset.language)}
    for shorter in (
        values,
        {**values, "points": ""},
        {**values, "points": "", "cta": ""},
        {"hook": hook, "text": first},
        *([{"text": first}] if says and (asset.is_unnamed or _is_bare(brief)) else []),
        *([] if asset.is_unnamed else [{"hook": hook or says}, label]),
    ):
        post = _fitted(brief, network, "announcement", "announcement", shorter)
        if post:
            alt = (asset.image_alt,) if asset.image_alt and network.needs_image else ()
            title = _title(brief, network) if network.form == "description" else None
            return replace(post, alt=alt, why=("announces the asset",), title=title)
    return None


def _list(brief: Brief, network: Network, given: Material) -> Post | None:
    """The asset's own points with its title, else the first list that fits as a whole with what announces it."""
    if given.points:
        values = {"intro": _shown_title(brief), "points": _numbered(given.points)}
        post = _fitted(brief, network, "outline", "list", values)
        if post:
            return replace(post, why=("its headings, which are its points",))
    lists = rhetoric(brief.asset.language)
    for listing in given.lists:
        clear = _says_enough(listing.intro, brief)
        # "Common incentives include:" says nothing even under the title; "Use your status liberally:" does.
        if not clear and not lists.doing.at_start(read(listing.intro, brief.asset.language)):
            continue
        values = {
            "hook": "" if clear else _shown_title(brief),
            "intro": listing.intro,
            "points": _bullets(listing.items),
        }
        post = _fitted(brief, network, listing.slot, "list", values)
        if post:
            return replace(post, why=("a list that makes sense alone",))
    return None


def _says_enough(intro: str, brief: Brief) -> bool:
    """Whether what announces a list is clear without the asset's title: it names the subject or is a whole sentence."""
    language = brief.asset.language
    return len(intro) >= SHORTEST * density(language) or bool(
        stems(intro, language) & stems(brief.asset.title, language)
    )


def _thread(brief: Brief, network: Network, given: Material) -> Post | None:
    """A hook, one thought a post in the order of the text, the link where the network wants it."""
    if network.thread_link is None:
        return None
    asset = brief.asset
    if asset.is_unnamed or (_is_bare(brief) and not given.says):
        return None
    title = stems(asset.title, asset.language)
    listing = next((one for one in given.lists if _is_thread(one, asset.language, title)), None)
    if given.points:
        if sum(bool(one.says) for one in given.points) < TOLD * len(given.points):
            return None  # headings alone are a list, and are posted as one
        told = [replace(one, says="") if one.says in given.says else one for one in given.points]
        thoughts, why = [_point(network, *one) for one in enumerate(told, 1)], "its points, one a post"
    elif listing:
        thoughts, why = list(listing.items), "its list, an entry a post"
    else:
        strong = rhetoric(asset.language).enough + STRONG
        best = [one for one in given.plain if one.text not in given.says and one.score >= strong]
        best = sorted(best, key=lambda one: -one.score)[:SENTENCES]
        thoughts = [one.text for one in given.plain if one in best] if len(best) == SENTENCES else []
        why = "its best sentences, one a post"
    size = len(thoughts) + 1
    if size < FEWEST:
        return None
    counted = size >= COUNTED and not given.points
    marks = [f"{number}/{size}" if counted else "" for number in range(1, size + 1)]
    opening = listing.intro if listing and not given.points else given.says
    linker = _linker(brief, network, "thread")
    link = linker.link(brief.url, own=True)
    tags = " ".join(_tags(brief, network))
    hook = _as_hook(asset.title, opening, asset.language)
    first = {"hook": hook if opening else _counted(hook, marks[0]), "text": _counted(opening, marks[0])}
    last = {"text": _counted(thoughts[-1], marks[-1])}
    (first if network.thread_link == "first" else last)["link"] = link
    last["tags"] = tags
    shape = pattern(brief.project.patterns, network.name, "thread", "thread")
    middle = [_counted(text, mark) for text, mark in zip(thoughts[:-1], marks[1:-1], strict=True)]
    for ending in (last, {**last, "tags": ""}):
        texts = [fill(shape, first), *middle, fill(shape, ending)]
        if not any(over(warning(brief, network) + text, network) for text in texts):
            return Post("thread", texts[0], linker.links, why=(why,), angle="thread", rest=tuple(texts[1:]))
    return None


def _point(network: Network, number: int, point: Point) -> str:
    """A numbered point and what its section says of it, where there is room for both."""
    whole = f"{number}. {point.text}\n\n{point.says}".strip()
    return f"{number}. {point.text}" if over(whole, network) else whole


def _is_thread(listing: Listing, language: str, title: frozenset[str]) -> bool:
    """Whether what announces a list opens a thread under the title, and each entry of it is a thought."""
    said = stems(listing.intro, language) & title
    opens = len(listing.intro) >= SHORTEST * density(language) and len(said) >= min(2, len(title))
    return opens and all(_is_thought(item, language) for item in listing.items)


def _is_thought(text: str, language: str) -> bool:
    """Whether an entry of a list says enough for a post of its own, and stands alone."""
    lists, reading = rhetoric(language), read(text, language)
    leans = lists.pronouns.among(reading.words[:1]) or lists.leans.at_start(reading)
    leans = leans or (not is_spaced(language) and lists.opens.at_start(reading))
    asks = text.endswith(ASKS)
    return len(text) >= SHORTEST * density(language) and ends_sentence(text) and not leans and not asks


def _counted(text: str, mark: str) -> str:
    return f"{text} ({mark})" if text and mark else text


def _submission(brief: Brief, network: Network) -> tuple[list[Post], str | None]:
    """The asset's own title, or its part before a colon, for networks that take a title and a link."""
    whole = brief.asset.title
    for title in (whole, re.split(r":\s|：|\s[—–]\s", whole, maxsplit=1)[0]):
        if not over(title, network):
            linker = _linker(brief, network, "announcement")
            url = linker.link(brief.url, own=True)
            return [Post("announcement", title, linker.links, (), ("its title",), "announcement", url=url)], None
    return [], f"its title is longer than {network.limit.value} {network.limit.unit}"


def _title(brief: Brief, network: Network) -> str:
    limit = network.title_limit.value if network.title_limit else network.limit.value
    kept = "".join(char for char in brief.asset.title if char not in network.refuses)
    return shorten(kept, limit, brief.asset.language)


def _call(brief: Brief) -> str:
    """The author's call to action, else one that fits the stage of the customer's life; none without a stage."""
    if brief.asset.cta:
        return brief.asset.cta.text
    stages = brief.asset.stages
    known = next((one for one in stages if one in list(Stage)), None)
    return brief.words(f"cta_{known.replace('-', '_')}") if known else ""


def _linker(brief: Brief, network: Network, slot: str) -> Linker:
    return Linker(brief, tracking=tracking(brief, "social", slot, network=network.name, medium="social"))


def _tags(brief: Brief, network: Network) -> list[str]:
    return tags_of(brief.document, network.hashtags.value if network.hashtags else 0)


def _fitted(
    brief: Brief, network: Network, slot: str, angle: str, values: Mapping[str, str], kind: str | None = None
) -> Post | None:
    """A post with link and hashtags if that fits, else with fewer hashtags, else None."""
    linker = _linker(brief, network, slot)
    takes_links = network.links is None or network.links.value > 0
    link = linker.link(brief.url, own=True)
    shape = pattern(brief.project.patterns, network.name, angle, kind or angle)
    tags = _tags(brief, network)
    counts = range(len(tags), -1, -1)
    for one in ({**values, "tags": " ".join(tags[:count])} for count in counts):
        filled = {"title": _shown_title(brief), "link": link if takes_links else "", **one}
        whole = "".join(char for char in fill(shape, filled) if char not in network.refuses)
        if not over(warning(brief, network) + whole, network):
            url = None if takes_links or network.form == "post" else link
            links = linker.links if takes_links or url else ()
            return Post(slot, whole, links, angle=angle, url=url)
    return None


def _shown_title(brief: Brief) -> str:
    """The title that its author gave it; nobody is shown a file's name."""
    return "" if brief.asset.is_unnamed else brief.asset.title


def _is_bare(brief: Brief) -> bool:
    """Whether its title is a mere label."""
    title, language = brief.asset.title, brief.asset.language
    if title.endswith(ASKS) or any(char.isdigit() for char in title):
        return False
    return len(title.split()) <= BARE if is_spaced(language) else len(title) <= 4 * BARE


def _numbered(points: Sequence[Point]) -> str:
    return "\n".join(f"{number}. {point.text}" for number, point in enumerate(points, 1))


def _bullets(points: Sequence[str]) -> str:
    return "\n".join(f"• {point}" for point in points)


def _as_hook(title: str, says: str, language: str) -> str:
    """The title as the first line; left out where the next line already says the same words."""
    words = stems(title, language)
    repeated = len(words) > 3 and len(words & stems(says, language)) / len(words) > 0.8
    return "" if repeated and ends_sentence(says) else title


def _first_sentence(text: str, language: str) -> str:
    """Its first sentence, if that says something by itself, and doesn't only begin a story."""
    first, *_ = split_sentences(text, language) or [""]
    whole = is_spaced(language) or ends_sentence(first)
    told = first == text or not tells_story(read(first, language), rhetoric(language))
    return first if whole and told and len(first) >= SHORTEST * density(language) else text
