"""The interface's own words."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from repurpose.language.interface import interface, language_name, tag_named

LANGUAGES = ["ar", "de", "en", "es", "fr", "ja", "ko", "pt", "ru", "zh"]
PLURALS = {"ar": 6, "de": 2, "en": 2, "es": 2, "fr": 2, "ja": 1, "ko": 1, "pt": 2, "ru": 3, "zh": 1}


def words(language: str) -> dict[str, Any]:
    """One language's words as they stand in its file."""
    path = files("repurpose.language") / "interface_words" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def names(form: str) -> set[str]:
    """What a text has filled in."""
    return {name for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_word(language: str) -> None:
    """No language lacks a word that English has, none has one too many, and all fill in the same names."""
    english, own = words("en"), words(language)
    assert own.keys() == english.keys()
    for key, form in own.items():
        assert isinstance(form, dict) == isinstance(english[key], dict), key
        wanted = names(english[key]["other"] if isinstance(english[key], dict) else english[key])
        for text in form.values() if isinstance(form, dict) else [form]:
            assert names(text) <= wanted, key
        assert names(form["other"] if isinstance(form, dict) else form) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_count_has_its_form(language: str) -> None:
    """Every number finds words, and shows itself where the language says it in digits."""
    told = interface(language)
    for key, form in told.words.items():
        if isinstance(form, dict):
            assert "other" in form
            assert all(told(key, count=count) for count in range(120)), key
            assert "57" in told(key, count=57), key


def test_a_missing_language_is_english_and_says_so() -> None:
    """Where there are no words of a language, English stands in."""
    told = interface("sw-KE")
    assert (told.asked, told.language, told.is_missing) == ("sw-KE", "en", True)
    assert not interface("pt-BR").is_missing


def test_dates_are_written_as_the_language_writes_them() -> None:
    """Each language writes a day out in its own way."""
    day = date(2026, 11, 22)
    assert interface("en").date(day) == "November 22, 2026"
    assert interface("de").date(day) == "22. November 2026"
    assert interface("ja").date(day) == "2026年11月22日"
    assert "نوفمبر" in interface("ar").date(day)


@pytest.mark.parametrize(
    ("tag", "name"), [("ja", "日本語"), ("de", "Deutsch"), ("fr", "Français"), ("qq", "qq"), ("not a tag", "not a tag")]
)
def test_language_name(tag: str, name: str) -> None:
    """A language is called what its speakers call it; one that nobody knows is its tag."""
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "a: "), ("de", "a: "), ("fr", "a\u00a0: "), ("zh-TW", "a："), ("ja", "a："), ("ar", "a: ")],
)
def test_what_stands_before_an_address_ends_as_the_language_has_it(language: str, label: str) -> None:
    """French keeps a space before the colon; Chinese and Japanese have a wide one, and no space behind it."""
    assert interface(language)("label", text="a") == label


def test_no_french_line_ends_before_a_sign() -> None:
    """The space before a French sign is one that doesn't break."""
    for key, form in words("fr").items():
        for text in form.values() if isinstance(form, dict) else [form]:
            assert not re.search(" [:;!?»]|« ", text), key


@pytest.mark.parametrize(
    ("name", "tag"), [("german", "de"), ("Deutsch", "de"), (" ENGLISH", "en"), ("日本語", "ja"), ("Klingon", None)]
)
def test_a_language_has_its_tag_by_its_name(name: str, tag: str | None) -> None:
    """In English, or as its speakers call it."""
    assert tag_named(name) == tag
