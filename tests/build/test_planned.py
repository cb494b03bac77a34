"""Approved entries of the calendar are built: with their own link ids, words and day."""

from __future__ import annotations

import email
import json
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from repurpose.build.order import Order
from repurpose.build.pipeline import Built, build
from repurpose.config import read_config
from repurpose.document.document import parse_asset
from repurpose.document.extract import snippets
from repurpose.ids import link_id
from repurpose.library.library import read_library
from repurpose.model import Access, Piece
from tests.builders import CONFIG

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
X, MAIL = "old/social.x/announcement", "old/newsletter/message"
CLAIMS = "\n\n".join(
    (
        "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones.",
        "Most newsletters lose 2% of their subscribers a month without anyone asking why.",
        "Editors spend 9 hours a week on drafts that nobody publishes, and 20 minutes on what sells.",
        "Old pieces bring 76% of the visits that most sites have, although nobody plans their next use.",
        "An old piece costs $40 to send again, and a new one costs $900 to write.",
        "Readers forget an old piece within 30 days, so that its second use finds them fresh.",
    )
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one old asset."""
    (tmp_path / "content").mkdir()
    text = f"---\ntitle: An old piece\ndate: 2024-01-02\ndescription: Still true.\n---\n{CLAIMS}\n"
    (tmp_path / "content" / "old.md").write_text(text)
    return tmp_path


def made(root: Path, calendar: str, settings: str = "") -> Built:
    """A build with this calendar."""
    (root / "calendar.toml").write_text(calendar)
    return build(Order(root, read_config(CONFIG + settings, {}), MOMENT, jobs=1))


def entry(piece: str, use: int = 2, on: str = "2026-12-01", more: str = "") -> str:
    """An approved entry."""
    return f'[[entry]]\npiece = "{piece}"\nuse = {use}\non = {on}\nstate = "approved"\n{more}\n'


def uses(built: Built, piece: str) -> dict[int, list[Piece]]:
    """A piece's files by use."""
    found: dict[int, list[Piece]] = {}
    for one in built.pieces:
        if one.id == piece:
            found.setdefault(one.use, []).append(one)
    return found


def contents(pieces: list[Piece]) -> set[str]:
    """What the tracked links of pieces say they are."""
    return {
        parse_qs(urlsplit(link.url).query)["utm_content"][0] for one in pieces for link in one.links if link.tracked
    }


def posts(built: Built, network: str = "x") -> list[dict[str, object]]:
    """The posts of a network."""
    [piece] = {one.path: one for one in built.pieces if one.path == f"social/old/{network}.json"}.values()
    found: list[dict[str, object]] = json.loads(piece.content)["posts"]
    return found


def test_a_later_use_is_a_post_of_its_own(root: Path) -> None:
    """Beside the first: the same words, its own link id, its day in the manifest; nothing else changes."""
    plain, built = made(root, ""), made(root, entry(X, more='time = "09:30"\nzone = "Europe/Berlin"'))

    first, second = uses(built, X)[1], uses(built, X)[2]
    assert (contents(first), contents(second)) == ({link_id(X)}, {link_id(X, 2)})
    assert {one.not_before for one in second} == {datetime(2026, 12, 1, 8, 30, tzinfo=UTC)}
    assert {one.role for one in second} == {one.role for one in first} == {"json", "text"}
    original, again = [post for post in posts(built) if post["id"] == X]
    assert str(again["text"]) == str(original["text"]).replace(link_id(X), link_id(X, 2))
    assert (again["use"], again["not_before"], "use" in original) == (2, "2026-12-01T08:30:00Z", False)
    assert posts(plain) == [post for post in posts(built) if "use" not in post]
    assert not built.errors


def test_old_assets_are_built_for_the_calendar_alone(root: Path) -> None:
    """What `[build] back` leaves out stays out, but for what is approved."""
    built = made(root, entry(X) + entry(MAIL), "[build]\nback = 30\n")

    handed_over = {
        (one.id, one.use) for one in built.pieces if one.path.startswith(("social/", "newsletter/", "press"))
    }
    assert handed_over == {(X, 2), (MAIL, 2)}
    assert [post["use"] for post in posts(built)] == [2]


def test_far_ahead_is_built_too(root: Path) -> None:
    """An asset of next year, planned for the day after."""
    (root / "content" / "old.md").write_text("---\ntitle: To come\ndate: 2027-06-01\n---\nWords to come.\n")
    built = made(root, entry(X, use=1, on="2027-06-02"))

    assert list(uses(built, X)) == [1]
    assert not uses(built, MAIL)
    assert not built.errors


def test_a_new_angle_is_any_sentence_worth_repeating(root: Path) -> None:
    """By its slot, also one that no build has shown; its first use has the piece's first link id."""
    [asset] = read_library(root, read_config(CONFIG, {})).assets
    document = parse_asset(asset).documents[Access.OPEN]
    all_of_them = snippets(document, limit=99)
    shown = {str(post["id"]) for post in posts(made(root, ""))}
    fresh = next(one for one in all_of_them if f"old/social.x/{one.slot}" not in shown)
    piece = f"old/social.x/{fresh.slot}"

    built = made(root, entry(piece, use=1) + entry(piece, use=2, on="2027-03-01"))

    assert [post["use"] for post in posts(built) if post["id"] == piece] == [1, 2]
    assert all(fresh.text in str(post["text"]) for post in posts(built) if post["id"] == piece)
    assert (contents(uses(built, piece)[1]), contents(uses(built, piece)[2])) == ({link_id(piece)}, {link_id(piece, 2)})


def test_an_editors_words_are_used_as_they_are(root: Path) -> None:
    """With the use's own link; what is too long is told at the entry."""
    built = made(root, entry(X, more='text = "Said anew."') + entry(X, 3, "2027-03-01", f'text = "{"long " * 99}"'))

    [post] = [post for post in posts(built) if post.get("use") == 2]
    assert str(post["text"]).startswith("Said anew.\n\nhttps://example.org/old/?")
    assert contents(uses(built, X)[2]) == {link_id(X, 2)}
    [error] = built.errors
    assert str(error).startswith("calendar.toml:7: social: the post for x has ")
    assert error.exit_code == 1


def test_a_mail_is_sent_again_as_a_message_of_its_own(root: Path) -> None:
    """Other files, subject, id, date and links; the first stays as it was."""
    plain, built = made(root, ""), made(root, entry(MAIL, more='text = "In case you missed it"'))

    first, second = uses(built, MAIL)[1], uses(built, MAIL)[2]
    assert [one.content for one in first] == [one.content for one in uses(plain, MAIL)[1]]
    assert [one.path for one in second] == [f"newsletter/old/message-2.{end}" for end in ("html", "txt", "eml")]
    assert (contents(first), contents(second)) == ({link_id(MAIL)}, {link_id(MAIL, 2)})
    mails = [email.message_from_bytes(some[2].content, policy=default) for some in (first, second)]
    assert [mail["subject"] for mail in mails] == ["An old piece", "In case you missed it"]
    assert mails[0]["message-id"] != mails[1]["message-id"]
    assert mails[1]["date"].datetime == datetime(2026, 12, 1, tzinfo=UTC)


def test_a_page_is_used_again_as_it_is(root: Path) -> None:
    """A post stands on the site already: another use makes nothing, and is no error."""
    built = made(root, entry("old/blog/page"))
    assert not built.errors
    assert list(uses(built, "old/blog/page")) == [1]


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("old/social.x/nosuch22", "there is no piece old/social.x/nosuch22"),
        ("old/social.friendster/announcement", "there is no piece old/social.friendster/announcement"),
        ("old/blog/nosuch22", "there is no piece old/blog/nosuch22"),
        ("old/press_release/release", "makes no later use of old/press_release/release"),
    ],
)
def test_what_is_not_there_is_told_until_its_day(root: Path, piece: str, said: str) -> None:
    """An error at the entry's line; once the day is over, it is history."""
    [error] = made(root, entry(piece)).errors
    assert str(error).startswith("calendar.toml:1: ")
    assert said in str(error)
    assert not made(root, entry(piece, on="2026-11-21")).errors


@pytest.mark.parametrize("state", ["proposed", "refused"])
def test_only_what_is_approved_is_built(root: Path, state: str) -> None:
    """What nobody said yes to makes nothing, and what was said no to neither."""
    assert list(uses(made(root, entry(X).replace("approved", state)), X)) == [1]
    assert made(root, entry("old/social.x/nosuch22").replace("approved", state)).errors == ()


def test_conflicts_are_notices_that_can_be_accepted(root: Path) -> None:
    """A comment with a reason takes one away."""
    plan = '[plan]\nblackout = ["tuesday"]\n'
    accepted = "# repurpose: ignore calendar-blackout it is our own birthday\n"
    [told] = [notice for notice in made(root, entry(X), plan).notices if notice.location.path == "calendar.toml"]
    assert (told.code, told.location.line) == ("calendar-blackout", 1)
    assert not [one for one in made(root, accepted + entry(X), plan).notices if one.location.path == "calendar.toml"]
