"""What an author writes reaches the reader as it was written, whatever mail system it goes through."""

from __future__ import annotations

import re
from html import unescape

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.formats.merge import field, merge_html, merge_text
from repurpose.rules.mail_systems import mail_systems

SYSTEMS = sorted(set(mail_systems()) - {"generic"})
_PIECES = st.lists(st.sampled_from(["{", "}", "%", "#", "*", "|", "{{", "}}", "{%", "%}", "*|X|*", " a ", "x", "ä"]))


def received(text: str, name: str) -> str:
    """What a reader gets of a text that went through a system: Jinja stands in for the three that speak alike."""
    if name == "mailchimp":
        assert not re.search(r"\*\|[A-Z:_]+\|\*", text)
        return text.replace("\u2060", "")
    if name == "listmonk":  # Go's templates know `{{` alone, and print a text in quotes as it is
        assert not re.search(r'\{\{(?! "(?:\{\{|TrackLink)" \}\})', re.sub(r'\{\{ "[^"]*" \}\}', "", text))
        return re.sub(r'\{\{ "([^"]*)" \}\}', r"\1", text)
    return jinja2.Environment(autoescape=False, keep_trailing_newline=True).from_string(text).render()


@pytest.mark.parametrize("name", SYSTEMS)
@given(parts=_PIECES)
def test_plain_text_comes_out_as_it_was_written(name: str, parts: list[str]) -> None:
    """Whatever stands beside whatever."""
    text = "".join(parts)
    assert received(merge_text(text, mail_systems()[name]), name) == text


@pytest.mark.parametrize("name", SYSTEMS)
@given(parts=_PIECES)
def test_html_holds_no_field_and_reads_the_same(name: str, parts: list[str]) -> None:
    """A browser shows what was written; the system finds nothing to fill in."""
    text, system = "".join(parts), mail_systems()[name]
    made = merge_html(f"<p>{text}</p>", system)
    assert unescape(made) == f"<p>{text}</p>"
    assert not any(opener in made for opener in system.literals)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_mark_becomes_the_systems_field(name: str) -> None:
    """In HTML, in its addresses, and in text; what an author wrote beside it stays text."""
    system = mail_systems()[name]
    written = system.fields["unsubscribe"].value
    assert merge_html(f'<a href="{field("unsubscribe")}">{{{{ x }}}}</a>', system).startswith(f'<a href="{written}">')
    assert merge_text(f"{field('unsubscribe')}", system) == written


def test_an_address_has_its_own_form_in_html() -> None:
    """Where the system has one."""
    system = mail_systems()["mailchimp"]
    assert merge_html(field("address"), system) == "*|HTML:LIST_ADDRESS_HTML|*"
    assert merge_text(field("address"), system) == "*|LIST:ADDRESS|*"


def test_a_style_sheet_stays_one() -> None:
    """A character reference would break it, so a space parts what looks like a field."""
    made = merge_html("<style>@media x{#a{color:red}}</style>{#a", mail_systems()["brevo"])
    assert made == "<style>@media x{ #a{color:red}}</style>&#123;#a"


def test_any_other_system_gets_what_was_written() -> None:
    """Nothing is known of it."""
    system = mail_systems()["generic"]
    assert merge_text("{{ a }} *|B|*", system) == merge_html("{{ a }} *|B|*", system) == "{{ a }} *|B|*"
