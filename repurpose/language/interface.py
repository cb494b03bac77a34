"""The interface's own words, dates and plurals, in the piece's language; they stand in `interface_words/<tag>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from repurpose.language.tags import ISO_639_1, primary

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Interface:
    """One language's words. `asked` is the tag it was asked for, `language` the one whose words it has."""

    asked: str
    language: str
    words: Mapping[str, Any]

    @property
    def is_missing(self) -> bool:
        """Whether the words of another language stand in."""
        return primary(self.asked) != self.language

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`; where they have plural forms, `count` chooses."""
        form = self.words[key]
        if isinstance(form, dict):
            form = form.get(_locale(self.language).plural_form(values["count"]), form["other"])
        return str(form).format(**values)

    def date(self, day: date | datetime) -> str:
        """A day as the language writes it out."""
        return _date(self.language, day.date() if isinstance(day, datetime) else day)


@cache
def interface(tag: str) -> Interface:
    """The interface words for a language, English where there are none."""
    language = primary(tag)
    folder = files("repurpose.language") / "interface_words"
    found = language if (folder / f"{language}.toml").is_file() else FALLBACK
    return Interface(tag, found, tomllib.loads((folder / f"{found}.toml").read_text(encoding="utf-8")))


@cache
def _locale(language: str) -> Any:
    from babel import Locale

    return Locale.parse(language)


@lru_cache(maxsize=4096)  # the same day stands on every page that names its post
def _date(language: str, day: date) -> str:
    from babel.dates import format_date

    return str(format_date(day, format="long", locale=_locale(language)))


@cache
def language_name(tag: str) -> str:
    """What speakers call the language: `ja` -> 日本語; the tag itself where nobody has told."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:] if name else tag


def tag_named(name: str) -> str | None:
    """The tag of a language by its name, in English or its own: `german` and `Deutsch` -> `de`."""
    from babel import Locale, UnknownLocaleError

    wanted = name.strip().casefold()
    english = Locale("en").languages
    for tag in sorted(ISO_639_1):
        if str(english.get(tag, "")).casefold() == wanted:
            return tag
    for tag in sorted(ISO_639_1):
        try:
            own = Locale(tag).languages.get(tag)
        except UnknownLocaleError:
            continue
        if own and own.casefold() == wanted:
            return tag
    return None
