"""The last look: no gated sentence stands in a piece of a lower tier, however it is marked up."""

import base64
import html
import json
import re
import textwrap
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.build.encode.docx import docx
from repurpose.build.gate.gate import Gate
from repurpose.build.gate.letters import letters, passages
from repurpose.build.gate.openly import gated, is_said
from repurpose.build.gate.views import unfolded
from repurpose.channels.channel import Draft
from repurpose.document.links import Addresses
from repurpose.model import Access, Asset, Piece
from tests.builders import BASE, parsed

SECRET = "The premium price will rise to forty-two euros in spring."
OPEN_TEXT = "Everybody may read that prices change now and then."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ADDRESSES = Addresses(BASE, posts={"post.md": "post/"})
ASSET = Asset("a", "content/a.md", "A", "a", "en", "", 1, "")


def gate(*sentences: str, tier: Access = Access.PREMIUM, readable: str = OPEN_TEXT, **fields: Any) -> Gate:
    """A gate that knows these sentences as gated, in an asset that everyone may read so much of."""
    body = f"{readable}\n\n:::{tier}\n" + "\n\n".join(sentences) + "\n:::\n"
    return Gate(gated(parsed(body, **fields), ADDRESSES))


def says(known: Gate, some: Piece) -> list[str]:
    """The words that leak."""
    return [leak.words for leak in known.leaks(some)]


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
    leaks = gate(SECRET).leaks(piece(content, media_type))
    assert leaks
    assert leaks[0].piece == "site/a/index.html"
    assert (leaks[0].kind, leaks[0].tier, str(leaks[0].at)) == ("text", Access.PREMIUM, "content/post.md:13")


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
    assert bool(gate(SECRET, tier=tier).leaks(piece(SECRET, access=access))) is leaks


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (OPEN_TEXT, "text/plain"),
        ("the premium price will rise", "text/plain"),
        (SECRET, "image/png"),
        (SECRET, "font/woff2"),
        (b"\xff\xfe\x00", "text/html"),
        ("", "text/html"),
        (base64.b64encode(SECRET.encode()), "text/plain"),
    ],
)
def test_other_pieces_pass(content: str | bytes, media_type: str) -> None:
    """What holds fewer than six words of it, and what holds no text, may be written."""
    assert gate(SECRET).leaks(piece(content, media_type)) == []


def test_what_everyone_may_read_is_no_secret() -> None:
    """What stands in the open text of its asset as well is none, and neither is what is too short to prove anything."""
    assert says(gate(SECRET, readable=f"Before. {SECRET.upper()} After."), piece(SECRET)) == []
    assert says(gate("See the table."), piece("See the table.")) == []
    assert says(Gate([]), piece(SECRET)) == []


def test_six_words_are_enough_and_five_are_not() -> None:
    """A passage is told from six words on; in Chinese or Japanese from twelve characters on."""
    assert says(gate(SECRET), piece("It said: premium price will rise to forty-two.")) == [
        "premium price will rise to forty-two"
    ]
    assert says(gate(SECRET), piece("price will rise to forty-two")) == []
    sentence = "来年の春に価格が四十二円上がります。"
    assert says(gate(sentence, language="ja"), piece(f"<p>{sentence[2:14]}</p>")) == [sentence[2:14]]
    assert says(gate(sentence, language="ja"), piece(f"<p>{sentence[2:13]}</p>")) == []


def test_composed_and_decomposed_letters_are_the_same() -> None:
    """A sentence is found in whichever Unicode form a channel writes it."""
    sentence = "Le prix du café montera à quarante-deux euros."
    decomposed = sentence.replace("é", "e\u0301").replace("à", "a\u0300")
    assert says(gate(sentence), piece(decomposed))
    assert says(gate(decomposed), piece(sentence))


def test_sentences_with_the_same_beginning_are_told_apart() -> None:
    """Of several gated sentences with the same beginning, the one that stands there is found."""
    others = [f"The premium price of {thing} is known to nobody." for thing in ("tea", "coffee", "cocoa")]
    found = says(gate(*others), piece("price of cocoa is known to nobody"))
    assert found == ["price of cocoa is known to"] or "cocoa" in found[0]


@pytest.mark.parametrize(
    "leak",
    [
        "https://files.example.com/secret/sheet?id=5",
        "http://www.files.example.com/secret/sheet/",
        "https://files.example.com/secret/sheet?utm_source=x&id=9#top",
        "https://share.example/?u=https%3A%2F%2Ffiles.example.com%2Fsecret%2Fsheet",
        "files.example.com/secret/sheet",
    ],
)
def test_a_gated_link_is_found_however_it_is_written(leak: str) -> None:
    """Scheme, query, tracking, fragment and encoding don't hide an address."""
    known = gate("See [it](https://files.example.com/secret/sheet?id=5).")
    assert [found.kind for found in known.leaks(piece(f'<a href="{leak}">x</a>'))] != []
    assert known.leaks(piece('<a href="https://files.example.com/secret/other">x</a>')) == []


def test_a_link_is_told_apart_by_what_its_query_asks_for() -> None:
    """Where an open part leads to the same page, the query is the secret."""
    known = gate("See [it](https://video.example/watch?v=2).", readable="See [one](https://video.example/watch?v=1).")
    assert known.leaks(piece("https://video.example/watch?v=1&utm_source=x")) == []
    assert known.leaks(piece("https://video.example/watch?t=9&v=2")) != []


@pytest.mark.parametrize(
    ("name", "leaks"),
    [("chart-2.png", True), ("/assets/chart-2-640.webp", True), ("CHART-2.PNG", True), ("chart-22.png", False)],
)
def test_a_gated_picture_is_found_by_its_name(name: str, leaks: bool) -> None:
    """Its folder, size and format don't hide a picture."""
    assert bool(gate("![x](images/chart-2.png)").leaks(piece(f'<img src="{name}">'))) is leaks


@pytest.mark.parametrize(
    ("text", "leaks"),
    [
        ("<h2>What it costs</h2>", True),
        ('<a href="#what-it-costs">x</a>', True),
        ("WHAT IT COSTS", True),
        ("Somewhat it costs.", False),
        ("What it costs", True),
    ],
)
def test_a_gated_heading_is_found_with_its_anchor(text: str, leaks: bool) -> None:
    """A heading counts from two words on, between words' ends."""
    assert bool(gate("## What it costs\n\nMuch.").leaks(piece(text))) is leaks


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Any day, the premium price will rise. To all.", ("the premium price will rise.", "to")),
        ('<a href="#the-premium-price-will-rise">To</a>', ('the-premium-price-will-rise"', "to")),
        ("**Oslo, the premium price —** will rise to", ("the premium price", "** will rise to")),
        ("x.example/the-premium-price/#will-rise-to", ("the-premium-price", "will-rise-to")),
        ("the premium price will rise to", ()),
    ],
)
def test_sentences_and_elements_that_meet_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    """What a passage goes over is told, since sentences that everyone may read may have met by chance."""
    raw = json.dumps({"content_html": f"{text}\N{COPYRIGHT SIGN}"})
    found = {leak.parts for leak in gate(SECRET).leaks(piece(raw, "application/feed+json"))}
    assert parts in found


def test_a_text_cut_into_shreds_is_no_chance() -> None:
    """Where no part is as long as three words, all of them are said somewhere, and that proves nothing."""
    (leak,) = gate("The premium price will rise soon.").leaks(piece("The premium\nprice will\nrise soon", "text/plain"))
    assert leak.parts == ("the premium", "price will", "rise soon")
    assert not is_said(leak, frozenset())


@given(st.lists(st.sampled_from(["one", "to", "a", "price", "雲", "forty-two", "ไทย", "é"]), max_size=30))
def test_passages_are_as_short_as_they_may_be(words: list[str]) -> None:
    """Passages begin one after the other, and end where they are long enough."""
    text = " ".join(words)
    found = list(passages(text))
    assert found == sorted(set(found))
    assert all(start < end <= len(letters(text).text) for start, end in found)


@given(st.text(max_size=60))
def test_letters_survive_escaping(text: str) -> None:
    """A text and its HTML have the same letters, and letters have the letters they have."""
    plain = re.sub(r"[<&=%\\\\\[]", " ", text)
    known = letters(plain).text
    assert any(known in letters(view).text for view in unfolded(html.escape(plain), is_markup=True))
    assert letters(known).text == known


@given(st.text(alphabet="<>&;\"'= altx/", max_size=200))
def test_letters_of_any_markup_are_read(text: str) -> None:
    """However broken the markup, its texts come to an end, and have letters alone."""
    for view in unfolded(text, is_markup=True):
        said, starts = letters(view)
        assert said.isalnum() or said == ""
        assert list(starts) == sorted(set(starts))


@pytest.mark.parametrize(
    "text", ["<" * 100_000, "<img " * 50_000, "&lt;" * 50_000, '<img alt="' * 30_000, "title =" * 50_000]
)
def test_letters_of_much_markup_are_read_at_once(text: str) -> None:
    """A text made of markup takes no longer than another."""
    assert gate(SECRET).leaks(piece(text)) == []


@pytest.mark.parametrize("shown", ["10<sup>3</sup> litres of H<sub>2</sub>O", "10³ litres of H₂O", "103 litres of H2O"])
def test_raised_and_lowered_letters_are_letters(shown: str) -> None:
    """However a piece writes them."""
    known = gate("The tank holds 10<sup>3</sup> litres of H<sub>2</sub>O in x<sub>max</sub> of all towns.")
    assert says(known, piece(f"<p>The tank holds {shown} in x<sub>max</sub> of all towns.</p>"))
    assert says(known, piece(f"The tank holds {shown} in x_max of all towns.", "text/plain"))
