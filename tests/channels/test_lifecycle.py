"""Sequences, built from files: their mails, their data, their picture."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from xml.etree import ElementTree

import pytest

from repurpose.build.order import Order
from repurpose.build.pipeline import Built, build
from repurpose.channels.channel import Project
from repurpose.channels.lifecycle.mails import mails
from repurpose.config import read_config
from repurpose.document.links import Addresses
from repurpose.ids import link_id
from repurpose.language.tones import LEADING, tones
from repurpose.library.fillings import fillings
from repurpose.library.library import read_library
from repurpose.library.schedule import Schedule
from repurpose.lifecycle.sequence import Tone
from repurpose.lifecycle.trigger import KINDS
from repurpose.model import Access
from tests.builders import CONFIG
from tests.conftest import Golden

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LANGUAGES = "ar de en es fr ja ko pt ru zh".split()
CART = """
[lifecycle.cart]
trigger = "cart-filled"
[[lifecycle.cart.steps]]
asset = "guide"
tone = "education"
delay = "4 hours"
[[lifecycle.cart.steps]]
name = "again"
asset = "other"
delay = "3 days"
condition = "not use: chat"
tone = "reminder"
subject = "=still here?"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two assets, one of them old, gated in part and translated."""
    folder = tmp_path / "content"
    (folder / "de").mkdir(parents=True)
    (folder / "guide.md").write_text(
        "---\ntitle: The guide\ndate: 2020-01-02\ndescription: What a guide says.\n"
        "cta: {text: Go on, url: /other/}\n---\n"
        "Everybody may read this first paragraph of the guide.\n\n"
        ":::registered\nOnly those who signed up may read this second one.\n:::\n\n"
        ":::premium\nOnly those who pay may read this third paragraph.\n:::\n"
    )
    (folder / "other.md").write_text("---\ntitle: The other\ndate: 2026-01-02\n---\nAnother text that is short.\n")
    (folder / "de" / "leitfaden.md").write_text(
        "---\ntitle: Der Leitfaden\ndate: 2026-01-02\ntranslation_of: guide\n---\nDas steht im Leitfaden.\n"
    )
    return tmp_path


def made(root: Path, settings: str = CART, moment: datetime = MOMENT) -> Built:
    return build(Order(root, read_config(CONFIG + settings, {}), moment, jobs=1))


def texts(built: Built) -> dict[str, str]:
    return {
        piece.path.removeprefix("lifecycle/"): piece.content.decode()
        for piece in built.pieces
        if piece.channel == "lifecycle"
    }


def test_each_step_is_a_mail_of_three_files(root: Path) -> None:
    """An old asset, too, whatever `[build] back` says; a translation makes the mail in its language."""
    found = texts(made(root, "[build]\nback = 30\n" + CART))

    assert sorted(found) == sorted(
        [f"cart/{name}.{suffix}" for name in ("01-guide", "02-other") for suffix in ("html", "txt", "eml")]
        + [f"de/cart/01-leitfaden.{suffix}" for suffix in ("html", "txt", "eml")]
        + [f"{folder}cart/sequence.{suffix}" for folder in ("", "de/") for suffix in ("json", "csv", "svg")]
    )
    assert "Your cart is as you left it." in found["cart/01-guide.txt"]
    assert "Only those" not in found["cart/01-guide.txt"]
    assert "Ihr Warenkorb steht noch so da" in found["de/cart/01-leitfaden.txt"]
    message = message_from_bytes(found["cart/02-other.eml"].encode(), policy=default)
    assert message["Subject"] == "=still here?"
    assert not message.defects


def test_a_mail_is_whole_or_leads_to_the_post(root: Path) -> None:
    found = texts(made(root))

    assert "first paragraph of the guide" in found["cart/01-guide.txt"]
    assert "Go on:\nhttps://example.org/other/" in found["cart/01-guide.txt"]
    assert "A reminder of something" in found["cart/02-other.txt"]
    assert f"utm_content={link_id('other/lifecycle/cart.again')}" in found["cart/02-other.html"]
    assert re.search(
        r"Take another look:\nhttps://example.org/other/\?utm_source=lifecycle", found["cart/02-other.txt"]
    )


def test_a_text_names_an_address_once(root: Path) -> None:
    """A teaser's call to action leads to the post already; a whole text has no other way there."""
    found = texts(made(root))

    teaser = found["cart/02-other.txt"]
    assert teaser.count("/other/") == 1
    assert "Read this online" not in teaser
    assert "Read this online" in found["cart/01-guide.txt"]


def test_readers_of_a_tier_get_what_they_may_read(root: Path) -> None:
    for access, seen in (("registered", ["second one"]), ("premium", ["second one", "third paragraph"])):
        built = made(root, CART.replace("trigger", f'access = "{access}"\ntrigger', 1))
        text = texts(built)["cart/01-guide.txt"]
        assert not built.errors
        assert [part for part in ("second one", "third paragraph") if part in text] == seen
        assert {one.access for one in built.pieces if one.path.endswith("01-guide.eml")} == {Access(access)}
        assert {one.access for one in built.pieces if one.path.endswith("02-other.eml")} == {Access.OPEN}


def test_a_mail_that_is_cut_at_a_gate_leads_through_it(root: Path) -> None:
    guide = root / "content" / "guide.md"
    guide.write_text(guide.read_text().replace("cta:", "offer: The whole guide, for nothing.\ncta:"))
    found = texts(made(root, f'{CART}\n[access]\nregister_url = "https://example.org/register"\n'))
    told = "The whole guide, for nothing.\n\nRegister to read on:\nhttps://example.org/register?utm_source=lifecycle"
    assert told in found["cart/01-guide.txt"]
    assert 'href="https://example.org/register?utm_source=lifecycle' in found["cart/01-guide.html"]
    assert "Read on:" not in found["cart/01-guide.txt"]


def test_own_words_take_the_place_of_ours(root: Path) -> None:
    own = 'intro = { en = "Own intro.", de = "Eigenes." }\nwhole = false\n'
    own += 'cta = { text = "Act", url = "https://x.example/act" }\n'
    found = texts(made(root, CART.replace('tone = "education"\n', own, 1)))

    assert found["cart/01-guide.txt"].startswith("Own intro.\n\nThe guide")
    assert "Act:\nhttps://x.example/act\n" in found["cart/01-guide.txt"]
    assert found["de/cart/01-leitfaden.txt"].startswith("Eigenes.\n")


def test_a_projects_template_takes_the_place_of_ours(root: Path) -> None:
    (root / "templates" / "lifecycle").mkdir(parents=True)
    (root / "templates" / "lifecycle" / "message.txt").write_text("{{ step.tone }}: {{ asset.title }}\n")

    assert texts(made(root))["cart/02-other.txt"] == "reminder: The other\n"


def test_the_data_for_mail_systems(root: Path) -> None:
    """JSON says all of it; in the CSV no cell is a formula."""
    found = texts(made(root))

    data = json.loads(found["cart/sequence.json"])
    rows = list(csv.DictReader(io.StringIO(found["cart/sequence.csv"].removeprefix("\ufeff"))))
    assert data["trigger"] == {"kind": "cart-filled", "event": "cart"}
    assert data["stop"] == ["purchase"]
    assert [(one["name"], one["delay_minutes"]) for one in data["steps"]] == [("guide", 240), ("again", 4320)]
    assert data["steps"][1]["mails"][0]["subject"] == "=still here?"
    assert rows[1]["subject"] == "'=still here?"
    assert {path for row in rows for path in (row["html"], row["text"], row["eml"])} <= {
        f"lifecycle/{name}" for name in found
    }


def test_the_data_tells_hours_and_minutes(root: Path) -> None:
    """A span shorter than a day is one, too."""
    sequence = (
        'trigger = { kind = "inactive", after = "12 hours" }\nagain = "36 hours"\nsteps = [{ asset = "other" }]\n'
    )
    found = texts(made(root, f"[lifecycle.s]\n{sequence}"))

    data = json.loads(found["s/sequence.json"])
    assert data["trigger"] == {"kind": "inactive", "event": "contact", "span": "12 hours"}
    assert data["again"] == "36 hours"
    assert "again after 36 hours" in found["s/sequence.svg"]


def test_a_language_is_taken_in_the_form_there_is(tmp_path: Path) -> None:
    """Who just wants Chinese gets the one there is; who wants another script than that gets the site's language."""
    (tmp_path / "content").mkdir()
    for name, language, more in (
        ("a", "en", ""),
        ("b", "zh-Hans", "translation_of: a\n"),
        ("c", "pt", "translation_of: a\n"),
    ):
        head = f"title: T {language}\ndate: 2026-01-02\nlanguage: {language}\n{more}"
        (tmp_path / "content" / f"{name}.md").write_text(f"---\n{head}---\nText.\n")
    config = read_config(f'{CONFIG}[lifecycle.s]\ntrigger = "first-login"\nsteps = [{{ asset = "a" }}]\n', {})
    assets = read_library(tmp_path, config).assets
    steps = fillings(assets, config, Schedule())
    mail = mails(assets, Project(config, MOMENT, Addresses(config.url), steps=steps))
    sequence = config.lifecycle.sequences["s"]

    def language_for(wanted: str) -> str | None:
        found = mail(sequence, sequence.steps[0], wanted, MOMENT)
        return found.language if found else None

    assert {one: language_for(one) for one in ("zh", "zh-hans", "zh-hant", "pt-br", "fr")} == {
        "zh": "zh-Hans", "zh-hans": "zh-Hans", "zh-hant": "en", "pt-br": "pt", "fr": "en",
    }  # fmt: skip


def test_the_picture_is_text_that_nothing_is_active_in(root: Path, golden: Golden) -> None:
    """A title, a description, the words as text; no script, link, or anything from elsewhere."""
    hostile = CART.replace("=still here?", "<b onload=x>&amp;")
    found = texts(made(root, hostile))["cart/sequence.svg"]

    tree = ElementTree.fromstring(found)
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    said = " ".join(text.strip() for text in tree.itertext() if text.strip())
    assert names == {"svg", "title", "desc", "style", "rect", "line", "path", "text"}
    assert not [key for element in tree.iter() for key in element.attrib if key.startswith("on") or "href" in key]
    assert "<b onload=x>&amp;" in said
    assert "Starts with cart-filled. 1. after 4 hours, education: guide" in said
    golden("lifecycle/sequence.svg", texts(made(root))["cart/sequence.svg"].encode())


def test_the_reference(root: Path, golden: Golden) -> None:
    found = texts(made(root))
    for name in ("01-guide.txt", "02-other.txt", "sequence.json"):
        golden(f"lifecycle/{name}", found[f"cart/{name}"].partition("-- \n")[0].encode())


def test_the_calendar_puts_a_winner_into_a_step(root: Path) -> None:
    """From its day on; before it, both are made, and the data says until when the old one holds."""
    (root / "calendar.toml").write_text(
        '[[entry]]\npiece = "other/lifecycle/cart.guide"\non = 2026-12-01\nstate = "approved"\n'
    )
    before, after = made(root), made(root, moment=MOMENT + timedelta(days=20))

    mails = json.loads(texts(before)["cart/sequence.json"])["steps"][0]["mails"]
    assert [(one["asset"], one["since"], one["until"]) for one in mails] == [
        ("guide", None, "2026-12-01T00:00:00Z"),
        ("other", "2026-12-01T00:00:00Z", None),
    ]
    coming = next(one for one in before.pieces if one.path == "lifecycle/cart/01-other.eml")
    assert coming.not_before == datetime(2026, 12, 1, tzinfo=UTC)
    assert "cart/01-guide.html" not in texts(after)
    assert not before.errors
    assert not after.errors


def test_a_step_without_a_mail_is_told(root: Path) -> None:
    built = made(root, CART.replace('"other"', '"gone"') + "[[lifecycle.cart.steps]]\nname = 'winner'\n")

    line = CONFIG.count("\n") + 8
    assert [(one.location.line, one.text) for one in built.notices if one.code == "step-empty"] == [
        (
            line,
            "[lifecycle.cart] step 2 (again) has no mail: no asset has the id 'gone', or it is unfinished, retired, "
            "expired or under embargo",
        ),
        (line + 7, "[lifecycle.cart] step 3 (winner) has no mail: it waits for an entry of calendar.toml"),
    ]


def test_a_step_with_a_mail_in_another_language_alone_is_told_so(root: Path) -> None:
    (root / "content" / "de" / "neues.md").write_text("---\ntitle: Neues\ndate: 2026-01-02\n---\nEs gibt Neues.\n")
    built = made(root, CART.replace('"other"', '"de/neues"'))
    told = [one.text for one in built.notices if one.code == "step-empty"]
    assert [one.partition(": ")[2] for one in told] == ["there is one in de, and none in en, the site's language"]


def test_without_sequences_there_is_nothing(root: Path) -> None:
    assert texts(made(root, "")) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_words_for_every_moment_and_tone(language: str) -> None:
    words = tones(language)

    assert words.language == language
    assert set(words.moments) == set(KINDS)
    assert set(words.intros) == set(words.calls) == set(Tone)
    assert all((*words.moments.values(), *words.intros.values(), *words.calls.values()))
    assert "{site}" in words.because
    assert set(KINDS) > LEADING
    assert words.intro("cart-filled", Tone.TIP) == [words.moments["cart-filled"]]
    assert words.intro("cart-filled", Tone.QUESTION) == [words.moments["cart-filled"], words.intros["question"]]
    assert words.intro("inactive", Tone.TIP) == [words.moments["inactive"], words.intros["tip"]]
    assert words.intro(None, Tone.TIP) == [words.intros["tip"]]


def test_a_build_of_what_changed_is_a_clean_one(root: Path) -> None:
    """After an edit, a change of the calendar, and a day that comes, the kept pieces are those of a clean build."""
    settings = read_config(CONFIG + CART, {})

    def same(moment: datetime) -> bool:
        kept = build(Order(root, settings, moment, jobs=1, is_cached=True))
        kept_texts = texts(kept)
        kept.shelf.close(is_whole=True)
        return kept_texts == texts(build(Order(root, settings, moment, jobs=1, is_cached=False)))

    assert same(MOMENT)
    (root / "content" / "guide.md").write_text("---\ntitle: The guide, anew\ndate: 2020-01-02\n---\nAnother text.\n")
    assert same(MOMENT)
    (root / "calendar.toml").write_text(
        '[[entry]]\npiece = "other/lifecycle/cart.guide"\non = 2026-12-01\nstate = "approved"\ntext = "Look"\n'
    )
    assert same(MOMENT)
    assert same(MOMENT + timedelta(days=20))
    (root / "content" / "other.md").unlink()
    assert same(MOMENT)
