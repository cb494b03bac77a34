"""Tiers through the channels: what stands where a text is cut, and what each tier gets of its own."""

from __future__ import annotations

import json
import re

import pytest

from repurpose.document.document import parse_asset
from repurpose.errors import RepurposeError
from repurpose.model import Access
from tests.builders import asset, brief, collected, compose, config, pieces, project, rendered

BODY = "Open words.\n\n:::registered\nRegistered words.\n:::\n\n:::premium\nPremium words.\n:::\n"
SETTINGS = '[access]\nregister_url = "https://example.org/register"\njoin_url = "https://join.example/"\n'


def test_a_page_says_what_is_behind_the_gate_and_leads_there() -> None:
    """For whom the rest is, what it is, and a button; in JSON-LD, that a part isn't free and where it stands."""
    page = pieces("blog", asset(BODY, offer="A <worksheet>."), project(config(SETTINGS)))["index.html"]
    gate = page.partition('<section class="gate">')[2].partition("</section>")[0]
    assert "The rest of this piece is for registered readers." in gate
    assert "A &lt;worksheet&gt;." in gate
    assert '<a href="https://example.org/register">Register to read on</a>' in gate
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    posting = json.loads(found[1])
    assert posting["isAccessibleForFree"] is False
    assert posting["hasPart"] == {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".gate"}


def test_without_an_address_nothing_is_promised() -> None:
    """Without a way to register there is no button; an open text has no gate at all."""
    page = pieces("blog", asset(BODY))["index.html"]
    assert "Register to read on" not in page
    assert "The rest of this piece is for registered readers." in page
    page = pieces("blog", asset("Open words.\n"), project(config(SETTINGS)))["index.html"]
    assert 'class="gate"' not in page
    assert "isAccessibleForFree" not in page


def test_the_words_are_the_languages_or_the_settings_own() -> None:
    """Words of `[access]` hold in the site's language; others have the interface's."""
    where = project(config(f'{SETTINGS}registered = "More awaits you."\nregister = "Come in"\n'))
    page = pieces("blog", asset(BODY), where)["index.html"]
    assert "More awaits you." in page
    assert ">Come in</a>" in page
    page = pieces("blog", asset(BODY, language="de"), where)["index.html"]
    assert ">Registrieren und weiterlesen</a>" in page


def test_each_tier_has_a_mail_of_its_own() -> None:
    """In a folder of its own, with an id of its own, holding what the tier may read and the way on."""
    some = asset(BODY)
    where = project(config(SETTINGS))
    for tier, folder, slot in (
        (Access.OPEN, "newsletter/post", "message"),
        (Access.REGISTERED, "members/newsletter/registered/post", "message-registered"),
        (Access.PREMIUM, "members/newsletter/premium/post", "message-premium"),
    ):
        composed = compose("newsletter", brief(some, where, tier))
        assert {draft.path.rpartition("/")[0] for draft in composed.drafts} == {folder}
        made = rendered("newsletter", composed, some)
        assert {piece.id for piece in made.values()} == {f"post/newsletter/{slot}"}
        assert {piece.access for piece in made.values()} == {tier}
        text = made["message.txt"].content.decode()
        assert ("Registered words." in text) is (tier is not Access.OPEN)
        assert ("Premium words." in text) is (tier is Access.PREMIUM)
        assert ("Become a member to read on:\nhttps://join.example/" in text) is (tier is Access.REGISTERED)
    assert parse_asset(some).documents[Access.PREMIUM].gate is None


def test_who_registers_by_a_mail_is_counted() -> None:
    """The way to register is tracked where it is the site's own."""
    text = pieces("newsletter", asset(BODY), project(config(SETTINGS)))["message.txt"]
    assert "Register to read on:\nhttps://example.org/register?utm_source=newsletter" in text


def test_a_feed_says_what_is_behind_the_gate() -> None:
    """Its readers come by the page, where the gate is."""
    feed = json.loads(collected("feed", [asset(BODY, offer="A sheet.")])["site/feed.json"])
    content = feed["items"][0]["content_html"]
    assert "<p>A sheet.</p>" in content
    assert "Registered words" not in content
    assert '<a href="https://example.org/post/">Read on</a>' in content


@pytest.mark.parametrize("value", ["register", "javascript:alert(1)", 'https://x.example/"><b>'])
def test_an_address_of_the_gate_is_whole(value: str) -> None:
    """What isn't an address is refused."""
    with pytest.raises(RepurposeError, match="register_url"):
        config(f"[access]\nregister_url = '{value}'\n")
