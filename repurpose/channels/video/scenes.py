"""What is said in a video, and what is seen meanwhile: whole sentences of the text, in its own order.

A text that is a list of points gives a scene for each; any other its lead, then the tops of its sections, as releases
have them. But a video may speak to its viewer. Code, tables and pictures are shown, not read out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, takewhile
from typing import Any

from repurpose.channels.channel import Brief
from repurpose.document.document import Document
from repurpose.document.outline import Point, outline
from repurpose.document.pyramid.blocks import units
from repurpose.document.pyramid.choice import Choice
from repurpose.document.pyramid.unit import ANNOUNCES, Unit
from repurpose.document.sections import sections_of
from repurpose.document.standalone import SHORTEST
from repurpose.document.statement import statement
from repurpose.document.subject import subject_of
from repurpose.language.density import density
from repurpose.language.rhetoric import Rhetoric, rhetoric
from repurpose.language.sentences import ends_sentence, split_sentences
from repurpose.language.tags import is_spaced
from repurpose.language.words import reading_length

ENTRIES = 6
"""Entries of a list that are listened to."""

_UNSPEAKABLE = re.compile(r"[{}<>|\\=~^`\[\]]|://|\(\)|::|\w_\w|(?<!\w)[$#@](?!\d)\w|(?<!\S)--?[A-Za-z]")
_IDENTIFIER = re.compile(r"[a-z\d]+(?:[-.][a-z\d]+)+\.?")
_HEADING = re.compile(r"#{1,6}\s+(.+)")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is said in one go below a `title` that stands on the screen, and the blocks of the text that are shown."""

    title: str
    sentences: tuple[str, ...]
    shows: tuple[Any, ...] = ()


def scenes(brief: Brief, own: Mapping[str, Any], room: float) -> list[Scene]:
    """The scenes of an asset, which take the time of `room` English words to read; none where nothing can be said."""
    title = str(own.get("title", brief.asset.title))
    if "script" in own:
        return list(_written(str(own["script"]), title, brief.asset.language))
    document = brief.document
    hook = (str(own["hook"]),) if "hook" in own else ()
    room -= sum(reading_length(one, brief.asset.language) for one in hook)
    points = document.view(outline)
    found = _of_points(document, points, title, room) if points else _of_sections(document, title, room)
    if not found:
        return [Scene(title, hook)] if hook else []
    return [replace(found[0], sentences=(*hook, *found[0].sentences)), *found[1:]]


def _written(script: str, title: str, language: str) -> Iterator[Scene]:
    """An author's own script: a paragraph a scene, each below the heading above it."""
    for paragraph in re.split(r"\n\s*\n", script.strip()):
        first, _, rest = paragraph.strip().partition("\n")
        if heading := _HEADING.fullmatch(first.strip()):
            title, paragraph = heading[1], rest  # noqa: PLW2901
        if text := " ".join(paragraph.split()):
            yield Scene(title, tuple(split_sentences(text, language)))


def _of_points(document: Document, points: Sequence[Point], title: str, room: float) -> list[Scene]:
    """The points of a list, one a scene, with what their sections say of them as far as there is room."""
    language = document.asset.language
    opening = split_sentences(statement(document) or _as_sentence(title, language), language)
    says = [_as_sentence(point.text, language) for point in points]
    room -= sum(reading_length(one, language) for one in (*opening, *says))
    sections = document.view(sections_of)
    found = [Scene(title, tuple(opening), sections[0].shows)]
    for point, said in zip(points, says, strict=True):
        size = reading_length(point.says, language)
        is_told = bool(point.says) and size <= room and _is_speakable(point.says)
        room -= size if is_told else 0
        shows = next((one.shows for one in sections[1:] if one.title.endswith(point.text)), ())
        found.append(Scene(point.text, (said, point.says) if is_told else (said,), shows))
    return found


def _of_sections(document: Document, title: str, room: float) -> list[Scene]:
    """The lead, then the tops of the sections, each section a scene."""
    choice = Choice(list(_spoken(document)), document.view(subject_of), None, room, strict=False)
    choice.fill(room)
    sections = document.view(sections_of)
    # The lead opens the video, wherever in the text it stands.
    told = [(unit.section if index else 0, _first(unit, count)) for index, (unit, count) in enumerate(choice.kept())]
    made: list[Scene] = []
    for number, some in groupby(told, key=lambda one: one[0]):
        sentences = tuple(sentence for _, said in some for sentence in said)
        made.append(Scene(sections[number].title if number else title, sentences, sections[number].shows))
    if not made and (said := statement(document)):
        return [Scene(title, tuple(split_sentences(said, document.asset.language)))]
    return made


def _first(unit: Unit, count: int) -> tuple[str, ...]:
    """The first sentences of a unit. Where it is cut, no short one comes last: such a one but leads to the next."""
    kept = unit.sentences[:count]
    shortest = SHORTEST * density(unit.language)
    while 1 < len(kept) < len(unit.sentences) and len(kept[-1]) < shortest:
        kept = kept[:-1]
    return kept


def _spoken(document: Document) -> Iterator[Unit]:
    """The units of a text as far as they can be read out; none that leans on what can't."""
    is_whole = True
    for unit in units(document, None):
        said = _speakable(unit)
        if said is None or (said.leans and not is_whole):
            is_whole = False
        else:
            is_whole = len(said.sentences) == len(unit.sentences)
            yield said


def _speakable(unit: Unit) -> Unit | None:
    """A unit as far as it can be read out; None where it can't. Quotes need a second voice, and long lists a screen."""
    if unit.tokens[0].type == "blockquote_open":
        return None
    if not unit.is_paragraph:
        texts = tuple(_entries(unit.sentences, unit.language))
        entries = sum(token.type == "list_item_open" for token in unit.tokens)
        is_said = entries <= ENTRIES and all(_is_speakable(one) and not _IDENTIFIER.fullmatch(one) for one in texts)
        return unit._replace(sentences=texts) if is_said else None
    count = sum(1 for _ in takewhile(partial(_is_said, lists=rhetoric(unit.language)), unit.sentences))
    return unit._replace(sentences=_first(unit, count)) if count else None


def _is_said(sentence: str, lists: Rhetoric) -> bool:
    """Whether a sentence of running text is read out: no greeting or signpost, and nothing that announces a list."""
    is_talk = lists.chatter.at_start(lists.read(sentence))
    return not is_talk and not sentence.endswith(ANNOUNCES) and _is_speakable(sentence)


def _is_speakable(sentence: str) -> bool:
    """Whether a voice can say it: no code, no address, no markup."""
    return _UNSPEAKABLE.search(sentence) is None


def _entries(texts: Sequence[str], language: str) -> Iterator[str]:
    """What announces a list, and its entries: sentences each, or parts of one where one begins with a small letter."""
    goes_on = any(one[:1].islower() for one in texts)
    for text in texts[:-1]:
        said = _as_sentence(text, language)
        yield f"{said[:-1]};" if goes_on and said != text and said.endswith(".") else said
    yield _as_sentence(texts[-1], language)


def _as_sentence(text: str, language: str) -> str:
    """A heading or entry of a list as a sentence, so that a voice comes to rest."""
    text = text.rstrip(" ;,，；、")
    if ends_sentence(text) or text.endswith(ANNOUNCES):
        return text
    return f"{text}{'.' if is_spaced(language) else '。'}"
