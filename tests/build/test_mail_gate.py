"""The mail gate: what would go wrong with a mail is told before it is sent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from repurpose.build.disclaimers import disclaimers
from repurpose.build.mail_gate import mail_gate
from repurpose.config import Required, Style
from repurpose.errors import Location
from repurpose.model import Piece
from repurpose.rules.mail_clients import CLIENTS, mail_clients
from tests.builders import ROOT, asset, brief, compose, kitchen_sink, rendered

LIMIT, RESERVE = (mail_clients().limits[name].value for name in ("html", "html_reserve"))
AT = Location("content/post.md", 1)


def mail(html: str, text: str = "words " * 20) -> list[Piece]:
    """A mail of this HTML and text."""
    made = rendered("newsletter", compose("newsletter", brief(asset())), asset())
    contents = {"message.html": html.encode(), "message.txt": text.encode()}
    return [replace(piece, content=contents.get(name, piece.content)) for name, piece in made.items()]


def told(html: str, text: str = "words " * 20, clients: tuple[str, ...] = CLIENTS) -> list[str]:
    notices, _ = mail_gate(mail(html, text), AT, clients)
    return [f"{notice.code}: {notice.text}" for notice in notices]


def test_our_own_mail_passes() -> None:
    """Every construct, in the built-in look: nothing that a client lacks, nothing faint, no link left out."""
    some = kitchen_sink()
    sizes = dict.fromkeys(some.project.addresses.media.values(), (1200, 800))
    addresses = replace(some.project.addresses, sizes=sizes)
    some = replace(some, project=replace(some.project, addresses=addresses))
    made = rendered("newsletter", compose("newsletter", some), some.asset)
    assert mail_gate(list(made.values()), AT, tuple(mail_clients().names)) == ([], [])


def test_a_mail_that_would_be_cut_is_an_error() -> None:
    """At the size where Gmail cuts; below it, what leaves no room for the sender is a notice."""
    notices, errors = mail_gate(mail("<p>" + "a" * LIMIT), AT, CLIENTS)
    assert [str(error).startswith("content/post.md:1: ") for error in errors] == [True]
    notices, errors = mail_gate(mail("<p>" + "a" * RESERVE), AT, CLIENTS)
    assert "mail-size" in [notice.code for notice in notices]
    assert errors == []


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ('<div style="display:flex">a</div>', "display:flex is unknown to Outlook for Windows"),
        ('<p style="width:calc(100% - 3px)">a</p>', "calc is unknown to Outlook for Windows"),
        ("<video></video>", "<video> is unknown to Gmail, Outlook for Windows"),
        ('<p style="color:var(--x)">a</p>', "var is unknown to Gmail, Outlook for Windows"),
    ],
)
def test_what_a_client_lacks_is_told(html: str, what: str) -> None:
    """With the clients' names; not where nobody asked for them."""
    assert any(what in one for one in told(html))
    assert told(html, clients=("apple_mail",)) == []


@pytest.mark.parametrize(
    ("html", "times"),
    [
        ('<p style="color:#999999">faint</p>', 1),
        ('<p style="color:#595959">fine</p>', 0),
        ('<p style="color:#777;font-size:28px">large</p>', 0),
        ('<table bgcolor="#000000"><tr><td>black on black</td></tr></table>', 1),
        ('<table bgcolor="#000"><tr><td style="color:white">fine</td></tr></table>', 0),
        ('<div style="display:none;color:#fff">unseen</div>', 0),
        ('<p style="color:#fff;background-color:#1d3fbb">fine</p><p>fine</p>', 0),
        ('<p style="color:#fff"><b style="color:#000">fine</b></p>', 0),
    ],
)
def test_text_that_is_hard_to_read_is_told(html: str, times: int) -> None:
    """By the contrast of the colours that stand on the elements around it."""
    assert len([one for one in told(html) if one.startswith("mail-contrast")]) == times


def test_a_picture_without_alt_is_told() -> None:
    """An empty one is an ornament."""
    size = 'width="1" height="1"'
    assert len(told(f'<img src="a" {size}><img src="b" {size} alt="">')) == 1


def test_a_picture_without_a_size_is_told() -> None:
    """Of both width and height, where Outlook for Windows is among the clients."""
    pictures = '<img src="a" alt="" width="9"><img src="b" alt="" width="9" height="9">'
    [one] = told(pictures)
    assert "1 picture has no width and height, so Outlook for Windows keeps no place for it" in one
    [two] = told(pictures * 2)
    assert "2 pictures have no width and height, so Outlook for Windows keeps no place for them" in two
    assert told(pictures, clients=("gmail",)) == []


@pytest.mark.parametrize(("heavy", "times"), [(600_000, 1), (499_999, 0)])
def test_heavy_pictures_are_told(heavy: int, times: int) -> None:
    """By the bytes of all of them, each once however often it is shown; those of others are unknown."""
    shown = [f'<img src="https://a.example/{name}" alt="" width="1" height="1">' for name in "abba"]
    known = {"https://a.example/a": heavy, "https://a.example/b": 500_001}
    notices, _ = mail_gate(mail("".join(shown)), AT, CLIENTS, lambda address: known.get(address, 0))
    assert [notice.code for notice in notices] == ["image-heavy"] * times


_DARK = "<style>@media (prefers-color-scheme: dark) {{ {} }}</style><body>"


@pytest.mark.parametrize(
    ("rules", "html", "times"),
    [
        ("td { background-color: #111 !important; }", "<td><p>black on black</p></td>", 1),
        ("td { background-color: #111 !important; } p { color: #eee }", "<td><p>fine</p></td>", 0),
        ("td, p.a { background: #111; color: #eee }", '<td>fine</td><p class="b a">fine</p>', 0),
        ("td.x p { background: #111; }", '<td class="y"><p>fine</p></td><td class="x"><b><p>black</p></b></td>', 1),
        ("p { background: #111; } p.a { background: white }", '<p class="a">fine</p>', 0),
        ("p { background: #111; }", '<p style="color:#eee;background-color:#222">fine</p>', 0),
        ("p:hover { background: #111; }", "<p>not known</p>", 0),
    ],
)
def test_text_that_is_hard_to_read_in_the_dark_is_told(rules: str, html: str, times: int) -> None:
    """By what the head's rules for the dark scheme make of the colours."""
    found = [one for one in told(_DARK.format(rules) + html) if one.startswith("mail-contrast")]
    assert len(found) == times
    assert all("in the dark scheme" in one for one in found)


def test_a_text_that_says_less_is_told() -> None:
    """A link or half of the words that the HTML has and the text hasn't."""
    assert "lacks 1 links" in told('<a href="https://a.example/?b=c&amp;d">go</a>')[0]
    assert told('<a href="https://a.example/?b=c&amp;d">go</a>', "words https://a.example/?b=c&d") == []
    assert "says less" in told(f"<p>{'words ' * 100}</p>", "few words")[0]


def test_the_rules_are_caniemails() -> None:
    """Each client lacks what its newest version lacks on some platform, by the data of the npm package."""
    file = ROOT / "node_modules" / "caniemail" / "data" / "caniemail.json"
    if not file.is_file():
        pytest.skip("`npm install` brings caniemail's data")
    platforms = {
        "gmail": ("gmail", ("desktop-webmail", "ios", "android")),
        "outlook_windows": ("outlook", ("windows",)),
        "apple_mail": ("apple-mail", ("macos", "ios")),
        "outlook_com": ("outlook", ("outlook-com",)),
        "yahoo": ("yahoo", ("desktop-webmail", "ios", "android")),
    }
    data = {one["slug"]: one["stats"] for one in json.loads(file.read_text(encoding="utf-8"))["data"]}
    for key, feature in mail_clients().features.items():
        lacking = tuple(
            client
            for client, (family, where) in platforms.items()
            if any(
                list(data[feature.name].get(family, {}).get(one, {"": "u"}).values())[-1].startswith("n")
                for one in where
            )
        )
        assert feature.lacks == lacking, key


def test_required_words_are_looked_for_in_every_channel() -> None:
    """In what is read: HTML is told without its tags; a channel that lacks them is named."""
    told = "Past results are no promise."
    some = asset("Past results are *no* promise.\n", tags=("finance",), description=told)
    pieces = [
        piece
        for channel in ("newsletter", "social")
        for piece in rendered(channel, compose(channel, brief(some)), some).values()
    ]
    assert list(disclaimers(pieces, some, Style(required=(Required("Past results"),)))) == []
    missing = Style(required=(Required("Ask a lawyer."),))
    found = list(disclaimers(pieces, some, missing))
    assert {notice.code for notice in found} == {"style-required"}
    assert any(notice.text.startswith("newsletter lacks") for notice in found)
    assert any(notice.text.startswith("social.x lacks") for notice in found)
    only = Style(required=(Required("Ask a lawyer.", channels=("newsletter",), tags=("finance",)),))
    assert len(list(disclaimers(pieces, some, only))) == 1
    assert list(disclaimers(pieces, asset(), only)) == []


def test_a_text_too_long_for_a_mail_ends_with_a_link() -> None:
    """At the end of a block; both parts alike, and small enough."""
    cells = "| a | b | c |\n|---|---|---|\n" + "| `x` | **y** | [z](https://z.example) |\n" * 40
    some = asset("\n\n".join(f"## Part {number}\n\n{cells}" for number in range(60)))
    composed = compose("newsletter", brief(some))
    assert "mail-cut" in [notice.code for notice in composed.notices]
    made = rendered("newsletter", composed, some)
    html, text = made["message.html"].content.decode(), made["message.txt"].content.decode()
    assert 30_000 < len(html.encode()) <= RESERVE
    assert "Part 1" in text
    assert "Part 59" not in text
    assert "Read on" in text
    assert mail_gate(list(made.values()), AT, CLIENTS) == ([], [])
    assert "Read on" in html
