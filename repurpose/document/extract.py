"""The sentences worth repeating: word for word the author's, clear without what stands around them.

Chosen by what a reader gains: a figure, a contrast, a claim, an instruction, a question, something new; near the
asset's subject; short enough to quote. A text that has nothing of the kind gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from math import fsum

from repurpose.document import standalone
from repurpose.document.document import Block, Document
from repurpose.document.standalone import (
    fault,
    is_called_by_instruction,
    is_fragment,
    is_labelled,
    lacks_subject,
    names_subject,
)
from repurpose.errors import Location
from repurpose.ids import block_slot
from repurpose.language.density import density
from repurpose.language.punctuation import listed, quoted
from repurpose.language.rhetoric import Reading, Rhetoric, read, rhetoric
from repurpose.language.stems import overlap, stems
from repurpose.model import Asset

ALIKE = 0.5
"""The overlap of stems from which on two sentences say the same."""

BEST_LENGTH = 110
"""Characters of a sentence that is taken in at a glance; sentences are marked down the further they are from it."""

ASKS = ("?", "？", "؟")
"""How a question ends."""

SHORTEST = 32
"""Graphemes of an English sentence that says enough for a post of its own."""

NEW = 3
"""Words that a sentence must add to the title beside which it stands."""

OPENING = 8
"""Words within which a sentence shows whether it tells a story."""

MOST = 2.2
"""What purposes can add up to."""

ALONE = 0.4
"""What an entry of a list must have above other sentences: it was written to stand among its like."""

STEP = 0.9
"""The same for an entry that instructs: it may be one step of several."""

TELLING = ("figure", "contrast", "quote")
"""Angles of what says something even where a list goes on from it."""

LINE = 40
"""Characters of a Chinese or Japanese sentence whose halves are heard as answering each other."""

SKIPPED = 3
"""Words of a heading that names what kind of section stands below it; longer ones say something."""

ASKED = 6
"""The same of a heading that asks: "Do you have questions?"."""

_FIGURE = re.compile(
    r"""(?:[$€£¥₹]\s?\d[\d.,]*|(?<![\w.,#v:/-])\d[\d.,]*(?:\s?[%٪]|[xX×]\b|\s?(?:percent|per\ cent|times|fold|prozent
    |million\w*|billion\w*
    |milliarden?|mille|millones|k\b|ms\b
    |[kKMGT]i?B\b|hours?|minutes?|seconds?|days|weeks|months|years|people|users
    |teams
    |customers|companies|contributors|Stunden?|Minuten?|Tagen?|heures?|jours|horas?|días|часов|минут|дней))
    |(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d.]))
    |(?<![第A-Za-z–-])\d[\d.,]*\s?(?:倍|個|件|人(?!の)|分|秒|時間|日間|年間|万|億|割|回|文字|か国|カ国|社|店|台|冊|杯|ドル|ポイント|家|位|名|平方米|公里
    |天|小时|小時|分钟|分鐘|次|个|個|亿|億|萬|元|円|(?<!\d{4})(?<!\d{4}\s)年(?!前)|[かヶカ]月|个月|명|개|배|시간|분|%)
    |[٠-٩]+|\d[\d.,]*\s+(?:ساعة|ساعات|دقيقة|دقائق|يوم|يوما|يومًا|أيام|أسبوع|أسابيع|مرة|مرات|شهر|أشهر|سنة|سنوات|ألف|مليون|مليار
    |ريال|دولار|جنيه|درهم|دينار|شخص|عميل|مستخدم|موظف|بالمئة|بالمائة|في\ المئة|في\ المائة)""",
    re.X,
)
_DAY = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,4}(?:st|nd|rd|th)?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\.?\s(?:of\s)?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)\b|\d\s?月\s?\d{1,2}\s?[日号號]"
    r"|\d\s(?:يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر)"
)
"""A day: what happens or happened on it is news for that day."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TO_READERS = frozenset("you your why how what who which when where".split())
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNSIGNED = re.compile(r"[\"“„«「『].*[\"”“»」』]", re.S)
_HALVES = frozenset(("half", "twice", "double", "triple", "thirds", "tenfold", "hälfte", "doppelt", "moitié", "mitad"))
_NAMES = re.compile(r"^(?:\w+\sthe|The)\s(?:[\w-]+\s){0,2}?[A-Z]")
_PAUSE = re.compile(r"[,，،、]")
_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_TOPICS = ("は", "が", "では", "には")
"""What ends the topic of a Japanese sentence, which no second half answers."""

_ENDING = " .。!！"
_DID = re.compile(r"(?!need$|feed$|speed$|embed$|hundred$|exceed$|proceed$|succeed$|based$|used$)[a-z]{2,}ed$")
_NOT_DONE = frozenset(
    """a an the your our their my its and or of to for in on by with is are be been being was were has have had get gets
    more most less well highly newly fully more so as when if not than no any all every each""".split()
)
_THING = re.compile(r"(?<=[a-z,;—–-] )the (?=((?:[\w'’.-]+(?:,? |\b)){1,5}))")
_MORE_ON_IT = frozenset("of that who which to where when for in on behind between with from at whose".split())
_SAID_OF_IT = _MORE_ON_IT | {"you", "your", "we", "i", "they"}
_OTHER = re.compile(
    r"\bthe (?:wider|broader|larger|bigger|smaller|safer|newer|older|higher|lower|faster|slower|longer|shorter|easier"
    r"|harder|simpler|cheaper|closer|deeper|greater|earlier|later|stronger|weaker|lighter|heavier|younger) ([\w'’-]+)",
    re.I,
)
_UNIVERSAL = frozenset("always every everyone everybody all".split())
_WORTHY = frozenset("best vital essential crucial critical important must-have invaluable key".split())
_REASONED = frozenset(
    "because so if when than but not without instead don't isn't can't never no only until unless while since".split()
)
_INTRODUCED = re.compile(
    r"((?:[A-Z][\w.-]+ ?){1,4})(?:(?:\([^)]*\))|, (?:headquartered|based|founded|located|an?|the)\b[^.]*?,)?"
    r" is (?:an?|one of|the)\b"
)
_HALVED = re.compile(r".{20,}[,;] (?:but|yet) .{20,}")
_BEFORE_THE = frozenset(
    "when if once since because after before while for in on at with by during from as through under where".split()
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A sentence worth repeating.

    `slot` is the digest of its block; `angle` says what it is good for: figure, contrast, claim, gain, news, tip,
    question or quote. `why` says what it was chosen for.
    """

    text: str
    slot: str
    location: Location
    score: float
    angle: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an asset is about: the stems of its title, tags, description and headings, by how much each tells.

    `is_dull`: its title is about what is housekeeping elsewhere, as meetings are.
    """

    weights: Mapping[str, float]
    title: frozenset[str]
    is_dull: bool = False

    def told(self, said: frozenset[str]) -> float:
        """How much of it these stems tell."""
        return fsum(self.weights[stem] for stem in said & self.weights.keys())


def snippets(document: Document, limit: int = 5) -> tuple[Snippet, ...]:
    """The best sentences of a document, best first, at most one of a block, none saying what another says."""
    asset = document.asset
    subject = document.view(subject_of)
    found = [*_quotes(asset), *_best_of_blocks(document, subject)]
    chosen: list[Snippet] = []
    known: list[frozenset[str]] = []
    # The order of equals is that of the text, so that the same text gives the same choice.
    for snippet in sorted(found, key=lambda one: -one.score):
        if len(chosen) == limit:
            break
        said = stems(snippet.text, asset.language)
        if _counts_again(snippet, asset.title):
            continue
        if len(said - subject.title) >= NEW and all(overlap(said, other) < ALIKE for other in known):
            chosen.append(snippet)
            known.append(said)
    return tuple(chosen)


def _counts_again(snippet: Snippet, title: str) -> bool:
    """Whether its figures are those of the title, which stands beside it."""
    counted = {*_NUMBER.findall(snippet.text)}  # none in "twice as many"
    return snippet.angle == "figure" and bool(counted) and counted <= {*_NUMBER.findall(title)}


def subject_of(document: Document) -> Subject:
    """What the asset is about."""
    asset = document.asset
    weights: dict[str, float] = {}
    title = frozenset[str]() if asset.is_unnamed else stems(asset.title, asset.language)
    for text, weight in (
        (" ".join(heading.text for heading in document.headings), 0.15),
        (asset.description or "", 0.25),
        (" ".join(asset.tags), 0.35),
    ):
        weights |= dict.fromkeys(stems(text, asset.language), weight)
    is_dull = rhetoric(asset.language).dull.within(read(asset.title, asset.language))
    return Subject(weights | dict.fromkeys(title, 0.4), title, is_dull)


def names_unknown(sentence: str, reading: Reading, subject: Subject, language: str) -> bool:
    """Whether an English sentence begins with "the", or "when the", and something nobody has introduced."""
    words = reading.words
    after = 1 if words[:1] == ("the",) else 2 if words[1:2] == ("the",) and words[0] in _BEFORE_THE else 0
    if not after or _NAMES.match(sentence):
        return False
    near = words[after : after + 3]
    return not (
        rhetoric(language).superlative.among(near)
        or any(word.endswith("est") for word in near)
        or stems(" ".join(near), language) & subject.title
    )


def points_at_unknown(sentence: str, subject: Subject, language: str) -> bool:
    """Whether an English sentence says "the" of something that neither it nor the title has told of before."""
    lists = rhetoric(language)
    for found in _THING.finditer(sentence):
        near = found[1].lower().split()[:3]
        if found[1][0].isupper() or not (_SAID_OF_IT.isdisjoint(near[1:2]) and _MORE_ON_IT.isdisjoint(near[2:])):
            continue
        if lists.superlative.among(near) or lists.generic.among(near) or any(word.endswith("est") for word in near):
            continue
        thing = stems(" ".join(near[:2]), language)
        if not thing & subject.title and not thing & stems(sentence[: found.start()], language):
            return True
    return False


def compares_with_unknown(sentence: str, language: str) -> bool:
    """Whether an English sentence says "the wider park" of a park that it has not told of before."""
    found = list(_OTHER.finditer(sentence))
    if len(found) > 1 and not found[0].start():  # "The longer the text, the fewer readers" compares within itself
        return False
    generic = rhetoric(language).generic
    for one in found:
        noun = one[1].lower()
        if noun not in _SAID_OF_IT and not generic.among((noun,)):
            return stems(noun, language).isdisjoint(stems(sentence[: one.start()], language))
    return False


def is_truism(sentence: str, reading: Reading) -> bool:
    """Whether an English sentence says of all that they want the best, with no figure, reason or contrast to it."""
    if _UNIVERSAL.isdisjoint(reading.bag) or _WORTHY.isdisjoint(reading.words[2:]):
        return False
    return _REASONED.isdisjoint(reading.bag) and not _DIGIT.search(sentence)


def is_by_guest(document: Document) -> bool:
    """Whether an English text begins by introducing whom its title names: "We" is then not who publishes it."""
    first = next((block.sentences[0] for block in document.blocks if block.sentences), "")
    found = _INTRODUCED.match(first)
    return found is not None and bool(stems(found[1], document.asset.language) & document.view(subject_of).title)


def answers_itself(sentence: str) -> bool:
    """Whether a sentence is two halves of like length and shape: "数字让人相信，故事让人行动。"."""
    halves = _PAUSE.split(sentence)
    if len(halves) != 2 or halves[0].endswith(_TOPICS):
        return False
    short, long = sorted((half.strip(_ENDING) for half in halves), key=len)
    if len(short) < 0.6 * len(long):
        return False
    if " " in short:
        return any(len(word) > 3 for word in {*short.lower().split()} & {*long.lower().split()})
    # The same word in the same place, counted from the start or the end: "让人" here and there.
    there = {found[1]: found.start() for found in _PAIR.finditer(long)}
    apart = len(long) - len(short)
    shifts = [there[found[1]] - found.start() for found in _PAIR.finditer(short) if found[1] in there]
    return len(sentence) <= LINE and any(abs(shift) <= 1 or abs(shift - apart) <= 1 for shift in shifts)


def tells_story(reading: Reading, lists: Rhetoric) -> bool:
    """Whether a sentence begins by telling what somebody did: a story that is over."""
    if not reading.words:
        return lists.narrates.within(reading)
    words = reading.words[:OPENING]
    if lists.narrates.among(words):
        return True
    return any(_DID.match(word) is not None and before not in _NOT_DONE for before, word in pairwise(words[:4]))


def has_day(sentence: str) -> bool:
    """Whether it names a day of the calendar, or a month of a year."""
    return _DIGIT.search(sentence) is not None and _DAY.search(sentence) is not None


def counts_besides_day(sentence: str) -> bool:
    """Whether it has a number that is no day and no year."""
    return _DIGIT.search(_YEAR.sub("", _DAY.sub("", sentence))) is not None


def is_unsigned(sentence: str) -> bool:
    """Whether it is a quote as a whole, and nobody is said to have said it."""
    return _UNSIGNED.fullmatch(sentence) is not None


def _quotes(asset: Asset) -> Iterator[Snippet]:
    """What people said, from the front matter: the only words of others that have a name to them."""
    for quote in asset.quotes:
        who = listed(filter(None, (quote.name, quote.role)), asset.language)
        text = quote.text.strip().strip('"“”„«»「」')
        said = quoted(text, asset.language)
        yield Snippet(
            f"{said} — {who}", block_slot(quote.text), asset.at("quotes"), 3.0, "quote", ("what somebody said",)
        )


def _best_of_blocks(document: Document, subject: Subject) -> Iterator[Snippet]:
    lists = rhetoric(document.asset.language)
    skipped: dict[str | None, bool] = {None: False}
    seen: set[str] = set()
    position = 0
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        if block.heading not in skipped:
            heading = read(block.heading or "", document.asset.language)
            # "Thanks" and "Release notes" name a section of that kind, "Thanks to you we doubled our list" doesn't.
            most = ASKED if (block.heading or "").endswith(ASKS) else SKIPPED
            skipped[block.heading] = len(heading.words) <= most and lists.skip.within(heading)
        if skipped[block.heading] or block.kind in {"quote", "about"}:
            continue
        best = max(_candidates(block, document, subject, lists, position), key=lambda one: one.score, default=None)
        position += 1
        if best and best.angle not in TELLING and _introduces(block, after):
            continue
        if best is not None and best.slot not in seen:
            seen.add(best.slot)
            yield best


def _introduces(block: Block, after: Block | None) -> bool:
    """Whether a paragraph of one sentence only leads to the list below it."""
    if after is None or after.kind != "item" or after.heading != block.heading:
        return False
    return block.kind == "paragraph" and len(block.sentences) == 1


def _candidates(
    block: Block, document: Document, subject: Subject, lists: Rhetoric, position: int
) -> Iterator[Snippet]:
    language, by_guest = document.asset.language, document.view(is_by_guest)
    for index, sentence in enumerate(block.sentences):
        if not 12 <= len(sentence) <= 300 or (not lists.known and index):  # unread, only openings are safe
            continue
        reading = read(sentence.lstrip("\"'“‘«「『【*_(（¿¡ "), language)
        shortest = SHORTEST if reading.words else standalone.SHORTEST
        if fault(sentence, language, shortest=shortest) or _is_unwanted(sentence, reading, lists, block, language):
            continue
        after = read(block.sentences[index + 1], language) if index + 1 < len(block.sentences) else None
        if after and lists.concedes.at_start(reading) and lists.concludes.at_start(after):
            continue
        if compares_with_unknown(sentence, language) or (by_guest and lists.ours.within(reading)):
            continue
        scored = _Score(sentence, reading, lists, language)
        scored.by_purpose(is_stressed=sentence in block.stressed)
        if not scored.angle:
            continue
        scored.by_place(opens=index == 0, early=position < 3)
        scored.by_subject(subject)
        scored.by_manner(subject)
        alone = 0.0 if block.kind != "item" else STEP if scored.angle == "tip" else ALONE
        if scored.total >= lists.enough + alone:
            yield Snippet(
                sentence, block_slot(block.text), block.location, scored.total, scored.angle, tuple(scored.why)
            )


def _is_unwanted(sentence: str, reading: Reading, lists: Rhetoric, block: Block, language: str) -> bool:
    """Whether nobody would repeat it: thanks, signposts, what was true on its day only, entries of a log."""
    if lists.calls.at_start(reading) or lists.usually.at_start(reading) or is_unsigned(sentence):
        return True
    if lists.chatter.within(reading) or lists.stale.within(reading) or has_day(sentence):
        return True
    if lists.first_person.within(reading) or is_fragment(sentence, reading, language) or is_truism(sentence, reading):
        return True
    if lists.doing.at_start(reading) and is_called_by_instruction(reading):
        return True
    if block.kind == "item" and sentence.endswith(ASKS):
        return True  # one of several that are asked together
    if sentence.endswith("?") and "the" in reading.bag and _TO_READERS.isdisjoint(reading.bag):
        return True  # an English question that asks no reader is the writer's own
    return is_labelled(sentence) or (block.kind == "item" and lacks_subject(reading))


class _Score:
    """Adds up what speaks for and against one sentence."""

    def __init__(self, sentence: str, reading: Reading, lists: Rhetoric, language: str) -> None:
        self._sentence, self._reading, self._lists, self._language = sentence, reading, lists, language
        self.total, self.angle, self.why = 0.0, "", list[str]()

    def _add(self, gain: float, why: str, angle: str = "") -> None:
        self.total += gain
        self.why.append(why)
        self.angle = self.angle or angle

    def by_purpose(self, *, is_stressed: bool) -> None:
        """What a reader gains; the first purpose that is found names the angle."""
        lists, reading, sentence = self._lists, self._reading, self._sentence
        if sentence.endswith(ASKS):
            self._add(0.7, "a question", "question")
        if (_DIGIT.search(sentence) and _FIGURE.search(sentence)) or not _HALVES.isdisjoint(reading.bag):
            self._add(1.3, "a figure", "figure")
        if lists.doing.at_start(reading) and not names_subject(reading):
            self._add(0.9, "an instruction", "tip")
        if lists.contrast.within(reading) or _HALVED.match(sentence):
            self._add(0.8, "a contrast", "contrast")
        elif answers_itself(sentence):
            self._add(0.8, "two halves that answer each other", "contrast")
        elif lists.denial.within(reading):
            self._add(0.5 if lists.is_full else 0.8, "what isn't so", "claim")
        if is_stressed:
            self._add(0.7, "in bold", "claim")
        for phrases, gain, why, angle in (
            (lists.claim, 0.6, "a claim", "claim"),
            (lists.defines, 0.3, "what something is", ""),
            (lists.gain, 0.7, "a gain for the reader", "gain"),
            (lists.news, 0.3, "something new", "news"),
        ):
            if phrases.within(reading):
                self._add(gain, why, angle)
        self.total = min(self.total, MOST)  # words of every kind make no sentence better
        if not lists.known:
            self._add(0.6, "opens its paragraph", "claim")

    def by_place(self, *, opens: bool, early: bool) -> None:
        """Where it stands."""
        if opens:
            self._add(0.3, "opens its paragraph")
        if early:
            self._add(0.3, "near the top")

    def by_subject(self, subject: Subject) -> None:
        """Whether it is about what the asset is about; a thing named as if it were known must be."""
        said = stems(self._sentence, self._language)
        shared = said & subject.weights.keys()
        if shared:
            self._add(min(1.0 if self._lists.is_full else 1.2, subject.told(said)), "on the subject")
        astray = 0.7 if self._lists.is_full else 0.4
        if subject.title and not shared & subject.title:
            self.total -= astray
        if subject.title and not shared and self._lists.is_full:
            self.total -= 0.5
        if names_unknown(self._sentence, self._reading, subject, self._language):
            self.total -= 0.9
        if points_at_unknown(self._sentence, subject, self._language):
            self.total -= 0.9

    def by_manner(self, subject: Subject) -> None:
        """How it says it: what is long, hedged, bracketed, told as a story or about the writer is marked down."""
        lists, reading, sentence = self._lists, self._reading, self._sentence
        size = len(sentence) / density(self._language)
        self.total -= abs(size - BEST_LENGTH) / BEST_LENGTH * 0.6
        for found, loss in (
            (lists.hedge.within(reading), 0.4),
            (not subject.is_dull and lists.dull.within(reading), 0.8),
            (self.angle != "figure" and tells_story(reading, lists), 0.6),
            (lists.ours.within(reading), 0.6),
            ("(" in sentence or "（" in sentence, 0.3),
            (";" in sentence, 0.2),
            (sentence.count(",") > 3, 0.4),
            (":" in sentence, 0.3),
            (sentence.endswith("!"), 0.2),
        ):
            if found:
                self.total -= loss
