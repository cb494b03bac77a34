"""The video: a script to speak, with what is on the screen meanwhile, its captions, and its chapters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, tracking
from repurpose.channels.video import stamps
from repurpose.channels.video.own_words import own_words
from repurpose.channels.video.scenes import Scene, scenes
from repurpose.channels.video.voice import SCENE_PAUSE, Cue, Voice
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location
from repurpose.formats.markdown import escape, to_markdown
from repurpose.language.sentences import split_sentences
from repurpose.language.tags import canonical_tag, in_language, is_spaced, primary
from repurpose.language.words import reading_length
from repurpose.library.visibility import Showing
from repurpose.model import Access
from repurpose.rules.captions import captions

SECONDS = 90
"""How long a video is, if nobody says otherwise: an editorial choice."""

SPOKEN = 0.93
"""The part of it that is spoken; the rest are pauses."""

FEWEST, SHORTEST = 3, 10_000
"""Chapters of a video, and milliseconds of each: YouTube shows none where there are fewer, or shorter ones."""

_FILES = (
    ("markdown", "script.md", "text/markdown"),
    ("srt", "captions.srt", "application/x-subrip"),
    ("vtt", "captions.vtt", "text/vtt"),
    ("chapters", "chapters.txt", "text/plain"),
)
"""Role, file and media type of each; each has a template of its name."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A scene, and the captions that stand in it."""

    scene: Scene
    cues: tuple[Cue, ...]

    @property
    def start(self) -> int:
        """When it begins, in milliseconds."""
        return self.cues[0].start


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the video that viewers can go to."""

    start: int
    title: str


class Video:
    """A script of one asset, as short as the project wants it."""

    name = "video"
    does = "a script to speak, captions that keep its pace, and chapters"
    files = tuple(f"video/<slug>/{name}" for _, name, _ in _FILES)
    showing = Showing.HANDED_OVER
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {
        "seconds": f"how long a video is about ({SECONDS})",
        "pace": "words a minute, characters in Chinese, Japanese and Korean; or a table of both by language (150)",
    }

    def compose(self, brief: Brief) -> Composed:
        """The script, its captions in two formats, and its chapters if there are enough."""
        asset = brief.asset
        own = own_words(asset)
        voice = _voice(brief)
        closing = Scene(brief.words("read_on"), tuple(split_sentences(_closing(brief, own), asset.language)))
        seconds = int(own.get("seconds", _seconds(brief))) * SPOKEN
        seconds -= sum(map(voice.milliseconds, closing.sentences)) / 1000
        found = scenes(brief, own, seconds * _rate(brief, voice))
        if not found:
            return Composed(reason="nothing in its text can be read out")
        found.append(closing)
        linker = Linker(brief, tracking=tracking(brief, self.name, "script", medium="video"))
        timed = list(_timed(found, voice))
        glue = " " if is_spaced(asset.language) else ""
        fields: dict[str, Any] = {
            "asset": asset,
            **brief.project.fields(asset.language),
            "title": found[0].title,
            "scenes": [
                {
                    "start": one.start,
                    "title": one.scene.title,
                    "shown": to_markdown(one.scene.shows, linker).strip(),
                    "text": glue.join(one.scene.sentences),
                }
                for one in timed
            ],
            "cues": [cue for one in timed for cue in one.cues],
            "chapters": _chapters(timed, brief.words("video_start")),
            "length": timed[-1].cues[-1].end,
            "pace": brief.words("words_a_minute" if voice.counts_words else "characters_a_minute", count=voice.pace),
            "url": linker.link(brief.url, own=True),
            "shown_url": brief.url,
            "cta": linker.call_to_action(),
            "escape": escape,
            "stamps": stamps,
        }
        folder = f"video/{brief.folder}"
        return Composed(
            tuple(
                Draft("script", role, f"{folder}/{file}", media, fields, f"video/{file}", links=linker.links)
                for role, file, media in _FILES
                if role != "chapters" or fields["chapters"]
            ),
            notices=linker.notices,
            media=linker.media,
        )

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Nothing: a script is made from one asset."""
        return Composed()


def _voice(brief: Brief) -> Voice:
    """The voice that reads a text of the asset's language.

    Raises:
        ConfigError: the project's pace is no number.
    """
    language = brief.asset.language
    rules = captions(primary(language))
    told = brief.project.options("video").get("pace", {})
    # A number is the pace of the site's own language.
    paces = told if isinstance(told, dict) else {brief.project.language: told}
    for tag, pace in paces.items():
        if canonical_tag(tag) is None:
            raise ConfigError(f"[channels.video] pace: {tag!r} is no language", Location(FILE_NAME))
        _counted(pace, "pace")
    pace = in_language(paces, language) or in_language({primary(tag): one for tag, one in paces.items()}, language)
    return Voice(language, rules, int(pace or rules.pace.value))


def _seconds(brief: Brief) -> int:
    return _counted(brief.project.options("video").get("seconds", SECONDS), "seconds")


def _counted(value: object, setting: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        message = f"[channels.video] {setting} must be a whole number from 1 up, not {value!r}"
        raise ConfigError(message, Location(FILE_NAME))
    return value


def _rate(brief: Brief, voice: Voice) -> float:
    """How many English words, as reading counts them, the voice says of this text in a second."""
    sample = brief.document.text[:2000] or brief.asset.title
    spoken = voice.milliseconds(sample)
    return reading_length(sample, brief.asset.language) * 1000 / spoken if spoken else 1.0


def _closing(brief: Brief, own: Mapping[str, Any]) -> str:
    """What is said last: where the whole text stands; of one that is cut at a gate, for whom the rest is."""
    usual = brief.invitation.says if brief.invitation else brief.words("video_close")
    return str(own.get("close", usual))


def _timed(found: Sequence[Scene], voice: Voice) -> Iterator[Timed]:
    start = 0
    for scene in found:
        if cues := tuple(voice.cues(scene.sentences, start)):
            yield Timed(scene, cues)
            start = cues[-1].end + SCENE_PAUSE


def _chapters(timed: Sequence[Timed], first: str) -> list[Chapter]:
    """The chapters: scenes, the short ones with those before them; none where there are too few."""
    end = timed[-1].cues[-1].end
    found = [Chapter(0, first)]
    for one in timed[1:]:
        if one.start - found[-1].start >= SHORTEST and end - one.start >= SHORTEST:
            found.append(Chapter(one.start, one.scene.title))
    return found if len(found) >= FEWEST else []
