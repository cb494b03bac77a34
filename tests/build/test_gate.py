"""The last look: no gated sentence stands in a piece of a lower tier, however it is marked up."""

import base64
import html
import json
import textwrap
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.build.encode.docx import docx
from repurpose.build.gate import SHORTEST, Gate, letters, marks
from repurpose.channels.channel import Draft
from repurpose.model import Access, Asset, Piece

SECRET = "The premium price will rise to forty-two euros in spring."
OPEN_TEXT = "Everybody may read that prices change now and then."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ASSET = Asset("a", "content/a.md", "A", "a", "en", "", 1, "")


def gate(*sentences: str, tier: Access = Access.PREMIUM, readable: str = OPEN_TEXT, asset: Asset = ASSET) -> Gate:
    """A gate that knows these sentences as gated."""
    return Gate(marks(asset, {tier: sentences}, readable))


def piece(content: str | bytes, media_type: str = "text/html", access: Access = Access.OPEN) -> Piece:
    """A file of that type and tier."""
    raw = content if isinstance(content, bytes) else content.encode()
    return Piece("a/blog/page", "html", "a", "blog", "page", "site/a/index.html", media_type, raw, "en", access)


def mail(text: str, encoding: str, subject: str = "Hello") -> bytes:
    """A mail with that text."""
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content("plain part")
    message.add_alternative(f"<p>{html.escape(text)}</p>", subtype="html", cte=encoding)
    return message.as_bytes()


LEAKS: dict[str, tuple[str | bytes, str]] = {
    "plain": (SECRET, "text/plain"),
    "html": (f"<p>{SECRET}</p>", "text/html"),
    "within markup": (f"<p>{SECRET.replace('price', '<em>pri</em>ce')}</p>", "text/html"),
    "entities": (f"<p>{''.join(f'&#{ord(char)};' for char in SECRET)}</p>", "text/html"),
    "link between": (SECRET.replace("will", '<a href="https://x.example/y">will</a>'), "text/html"),
    "soft hyphens": (SECRET.replace("euros", "eu\u00adros"), "text/plain"),
    "wrapped": (textwrap.fill(SECRET, 20), "text/plain"),
    "quoted": ("> " + "\n> ".join(textwrap.wrap(SECRET, 25)), "text/markdown"),
    "emphasised": (f"**{SECRET.replace(' ', '** _', 1)}_", "text/markdown"),
    "upper case": (SECRET.upper(), "text/plain"),
    "meta description": (f'<meta name="description" content="{html.escape(SECRET)}">', "text/html"),
    "title attribute": (f"<a title='{SECRET}' href='/'>x</a>", "text/html"),
    "alternative text": (f'<img src="a.png" alt="{SECRET}">', "text/html"),
    "feed": (
        f"<item><description>{html.escape(f'<p>{html.escape(SECRET)}</p>')}</description></item>",
        "application/rss+xml",
    ),
    "feed attribute": (
        f"<summary>{html.escape(f'<img alt={chr(34)}{SECRET}{chr(34)}>')}</summary>",
        "application/atom+xml",
    ),
    "cdata": (f"<summary><![CDATA[<p>x</p>]]></summary><p>{SECRET}</p>", "application/xml"),
    "json": (
        json.dumps({"posts": [{"text": ["x", 5, None]}, {"y": {"z": SECRET}}]}),
        "application/json",
    ),
    "json escapes": (json.dumps({"content_html": f"<p>{SECRET}</p>"}), "application/feed+json"),
    "damaged json": ('{"text": "' + SECRET, "application/json"),
    "word": (
        docx(
            Draft(
                "a",
                "word",
                "a.docx",
                WORD,
                {"asset": ASSET, "headline": "A", "organisation": "B", "language": "en"},
                "a",
            ),
            lambda name, _: SECRET.replace("will", "**will**") if name == "a" else "",
        ),
        WORD,
    ),
    "mail base64": (mail(SECRET, "base64"), "message/rfc822"),
    "mail quoted-printable": (mail(SECRET, "quoted-printable"), "message/rfc822"),
    "mail subject": (mail("x", "7bit", subject=SECRET), "message/rfc822"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_gated_sentence_is_found_in_any_clothes(name: str) -> None:
    """Markup, escapes, wrapping, encodings and attributes hide no gated sentence."""
    content, media_type = LEAKS[name]
    error = gate(SECRET).leak(piece(content, media_type))
    assert error is not None
    assert str(error) == (
        "content/a.md:1: premium text would stand in site/a/index.html: "
        "'thepremiumpricewillrisetofortytwoeurosinspring'"
    )
    assert error.hint == "take the sentence out of the open text, description or override that repeats it"
    assert error.exit_code == 1


@pytest.mark.parametrize(
    ("tier", "access", "leaks"),
    [
        (Access.PREMIUM, Access.OPEN, True),
        (Access.PREMIUM, Access.REGISTERED, True),
        (Access.PREMIUM, Access.PREMIUM, False),
        (Access.REGISTERED, Access.OPEN, True),
        (Access.REGISTERED, Access.REGISTERED, False),
        (Access.REGISTERED, Access.PREMIUM, False),
    ],
)
def test_each_tier_may_read_its_own_and_what_is_below(tier: Access, access: Access, leaks: bool) -> None:
    """A sentence leaks only into a piece of a lower tier than its own."""
    assert (gate(SECRET, tier=tier).leak(piece(SECRET, access=access)) is not None) is leaks


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (OPEN_TEXT, "text/plain"),
        (SECRET[: len(SECRET) // 2], "text/plain"),
        (SECRET, "image/png"),
        (SECRET, "font/woff2"),
        (b"\xff\xfe\x00", "text/html"),
        ("", "text/html"),
        (base64.b64encode(SECRET.encode()), "text/plain"),
    ],
)
def test_other_pieces_pass(content: str | bytes, media_type: str) -> None:
    """What holds no whole gated sentence, and what holds no text, may be written."""
    assert gate(SECRET).leak(piece(content, media_type)) is None


def test_what_everyone_may_read_is_no_secret() -> None:
    """A gated sentence that stands in the open text as well, or is too short to prove anything, is no mark."""
    assert marks(ASSET, {Access.PREMIUM: [SECRET]}, f"Before. {SECRET.upper()} After.") == ()
    assert marks(ASSET, {Access.PREMIUM: ["See the table.", "a" * (SHORTEST - 1) + "."]}, "") == ()
    assert len(marks(ASSET, {Access.PREMIUM: ["a" * SHORTEST + "."]}, "")) == 1
    assert Gate([]).leak(piece(SECRET)) is None


def test_short_sentences_count_where_characters_are_words() -> None:
    """In Chinese or Japanese ten characters say as much as a sentence does."""
    sentence = "来年の春に価格が上がります。"
    ja = Asset("a", "content/ja/a.md", "A", "a", "ja", "", 1, "")
    assert gate(sentence, asset=ja).leak(piece(f"<p>{sentence}</p>")) is not None
    assert gate(sentence).leak(piece(sentence)) is None


def test_composed_and_decomposed_letters_are_the_same() -> None:
    """A sentence is found in whichever Unicode form a channel writes it."""
    sentence = "Le prix du café montera à quarante-deux euros."
    decomposed = sentence.replace("é", "e\u0301").replace("à", "a\u0300")
    assert gate(sentence).leak(piece(decomposed)) is not None
    assert gate(decomposed).leak(piece(sentence)) is not None


def test_the_first_of_several_is_told() -> None:
    """Of several gated sentences, also with the same beginning, the one that stands there is found."""
    others = [f"The premium price of {thing} is known to nobody." for thing in ("tea", "coffee", "cocoa")]
    error = gate(*others).leak(piece(f"<p>{others[2]}</p>"))
    assert error is not None
    assert "cocoa" in error.message


@given(st.text(max_size=60))
def test_letters_survive_escaping(text: str) -> None:
    """A text and its HTML have the same letters, and letters have the letters they have."""
    plain = text.replace("<", " ").replace("&", " ").replace("=", " ")
    assert letters(html.escape(plain)) == letters(plain)
    assert letters(letters(plain)) == letters(plain)


@given(st.text(alphabet="<>&;\"'= altx/", max_size=200))
def test_letters_of_any_markup_are_read(text: str) -> None:
    """However broken the markup, there are letters."""
    assert letters(text).isalnum() or letters(text) == ""


@pytest.mark.parametrize(
    "text", ["<" * 100_000, "<img " * 50_000, "&lt;" * 50_000, '<img alt="' * 30_000, "title =" * 50_000]
)
def test_letters_of_much_markup_are_read_at_once(text: str) -> None:
    """A text made of markup takes no longer than another."""
    assert SECRET not in letters(text)
