"""Digests: one mail of several assets, of a week or of a tag."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from repurpose.channels import registry
from repurpose.channels.channel import Project
from repurpose.config import read_config
from repurpose.errors import Errors, RepurposeError
from repurpose.ids import LIBRARY, link_id
from repurpose.library.fields import line_of_text
from repurpose.model import Asset
from tests.build.encode.test_mail_readers import strings
from tests.builders import asset, brief, collected, compose, config, entry, project, rendered


def digesting(*names: str) -> Project:
    """The project with these digests."""
    chosen = config()
    return project(replace(chosen, newsletter=replace(chosen.newsletter, digest=names)))


def post(name: str, day: datetime, **fields: Any) -> Asset:
    own: dict[str, Any] = {"id": name, "slug": name, "path": f"content/{name}.md", "title": f"On {name}", "date": day}
    return asset(f"{name} says something that is worth a sentence.\n", **own | fields)


MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
EARLIER = datetime(2026, 11, 12, 9, tzinfo=UTC)


def test_a_week_is_one_mail_of_three_files() -> None:
    """What was published from Monday to Sunday, in that order, in HTML, text and message."""
    made = collected(
        "newsletter", [post("friday", FRIDAY), post("monday", MONDAY), post("earlier", EARLIER)], digesting("weekly")
    )
    assert sorted(made) == sorted(
        f"newsletter/digest/2026-W{week}/message.{suffix}" for week in (46, 47) for suffix in ("html", "txt", "eml")
    )
    for suffix in ("html", "txt"):
        text = made[f"newsletter/digest/2026-W47/message.{suffix}"].decode()
        assert text.index("monday says something") < text.index("friday says something")
        assert "earlier" not in text
        assert "1 Example Street" in text
        assert "https://example.org/unsubscribe" in text
        assert "November 16, 2026 – November 22, 2026" in text
    message = message_from_bytes(made["newsletter/digest/2026-W47/message.eml"], policy=default)
    assert message["Subject"] == "On monday · On friday"
    assert not message.defects


def test_a_digests_links_are_its_own() -> None:
    """They carry the digest's id, so that what it does is told from what the assets' own mails do."""
    where = digesting("weekly")
    composed = registry.load("newsletter").collect([entry("newsletter", post("monday", MONDAY), where)], where)
    draft = composed.drafts[0]
    assert draft.slot == "digest.2026-W47"
    for link in draft.links:
        assert parse_qs(urlsplit(link.url).query)["utm_content"] == [link_id(f"{LIBRARY}/newsletter/digest.2026-W47")]


def test_a_tag_holds_its_newest() -> None:
    """Newest first, whatever the tag's case; twelve at most."""
    some = [post(f"n{number:02}", MONDAY.replace(day=number), tags=("Field Work",)) for number in range(1, 15)]
    made = collected("newsletter", [*some, post("other", FRIDAY)], digesting("field work"))
    text = made["newsletter/digest/field-work/message.txt"].decode()
    assert text.startswith("Field Work\n==========\n")
    assert [f"On n{number:02}\n" in text for number in range(1, 15)] == [False] * 2 + [True] * 12
    assert text.index("On n14\n") < text.index("On n03\n")
    assert "On other" not in text


def test_languages_stand_apart() -> None:
    """A digest speaks one language."""
    some = [post("one", MONDAY), post("zwei", MONDAY, language="de")]
    made = collected("newsletter", some, digesting("weekly"))
    assert "zwei" not in made["newsletter/digest/2026-W47/message.txt"].decode()
    assert "one says" not in made["newsletter/de/digest/2026-W47/message.txt"].decode()
    assert "Weiterlesen" in made["newsletter/de/digest/2026-W47/message.txt"].decode()


def test_what_is_gated_stays_out() -> None:
    """A digest says what everyone may read."""
    some = asset("Open words of it, enough for a sentence.\n\n<!-- premium -->\n\nSecret words.\n", date=MONDAY)
    made = collected("newsletter", [some], digesting("weekly"))
    assert not any(b"Secret" in content for content in made.values())


def test_without_assets_there_is_no_digest() -> None:
    """No empty mail for a week without posts, or a tag that nothing has."""
    assert collected("newsletter", [], digesting("weekly", "news")) == {}
    assert collected("newsletter", [post("one", MONDAY)], digesting("news")) == {}


def test_a_digest_waits_for_its_last_asset() -> None:
    """It is built ahead, but not to be sent before all of it may be seen."""
    where, later = digesting("weekly"), datetime(2026, 11, 27, 9, tzinfo=UTC)
    some = [entry("newsletter", post("next", later), where), entry("newsletter", post("now", MONDAY), where)]
    due = {draft.slot: draft.not_before for draft in registry.load("newsletter").collect(some, where).drafts}
    assert due == {"digest.2026-W47": None, "digest.2026-W48": later}


def test_a_digest_of_nothing_is_refused() -> None:
    """A name must be `weekly` or hold a letter."""
    with pytest.raises(Errors, match="neither weekly nor a tag"):
        read_config('[newsletter]\ndigest = "--"\n', {})


def test_no_title_writes_a_header_of_its_own() -> None:
    """Whatever strings the titles of a week are made of, its mail has the headers of any other, or is refused."""
    where = digesting("weekly")
    name = "newsletter/digest/2026-W47/message.eml"
    wanted = message_from_bytes(collected("newsletter", [post("a", MONDAY)], where)[name], policy=default).keys()
    for text in strings()[::5]:
        try:
            title = line_of_text(text)
            made = collected("newsletter", [post("a", MONDAY, title=title), post("b", FRIDAY, title=title)], where)
        except (ValueError, RepurposeError):
            continue
        found = message_from_bytes(made[name], policy=default)
        assert found.keys() == wanted, text
        assert not found.defects


def test_a_lists_name_is_one_header() -> None:
    """Any string as the list's name is refused with the settings, or is that header and no other."""
    for text in strings()[::3]:
        try:
            toml = f"[newsletter]\nlist_id = {json.dumps(f'{text} <a.example>')}\n"
            settings = read_config(f'[site]\nurl = "https://example.org"\n{toml}', {})
        except (ValueError, RepurposeError):
            continue
        chosen = replace(config(), newsletter=replace(config().newsletter, list_id=settings.newsletter.list_id))
        some = asset()
        made = rendered("newsletter", compose("newsletter", brief(some, project(chosen))), some)["message.eml"]
        head = made.content.partition(b"\r\n\r\n")[0].decode().split("\r\n")
        assert [line for line in head if line.startswith("List-Id")] == [f"List-Id: {settings.newsletter.list_id}"]
        assert not any(line.startswith("Bcc") for line in head)
