"""Releases in ninjs: held against the council's own schema."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest

from repurpose.build.encode.ninjs import SCHEMA
from repurpose.config import read_config
from repurpose.model import Quote
from tests.builders import BASE, MOMENT, ROOT, asset, kitchen_sink, pieces, project

SHARED = ROOT.parent / "shared" / "data" / "ninjs-schema-3.1.json"
UNTOLD = project(read_config('[site]\ntitle = "x"\nurl = "https://example.org"\n', {}))
WHOLE: dict[str, Any] = {
    "title": "The guild opened a school",
    "description": "It is new.",
    "tags": ("schools",),
    "quotes": (Quote("It works.", "Ada"),),
    "overrides": {"press_release": {"city": "Leeds", "notes": "Pictures on request."}},
}


def news(**fields: Any) -> dict[str, Any]:
    where = fields.pop("where", None)
    told: dict[str, Any] = json.loads(pieces("press_release", asset(**fields), where)["release.ninjs.json"])
    return told


def test_a_whole_release_is_usable() -> None:
    """Everything that was told has its place."""
    item = news(body="The guild opened 12 schools.\n", **WHOLE)
    assert item["uri"] == f"{BASE}/post/#press-release"
    assert item["pubStatus"] == "usable"
    assert [one["value"] for one in item["headlines"]] == ["The guild opened a school", "It is new."]
    html, text = item["bodies"]
    assert "The guild opened 12 schools." in html["value"]
    assert "“It works.” — Ada" in html["value"]
    assert text["value"] == "LEEDS, Nov. 20, 2026 — The guild opened 12 schools."
    assert (text["charCount"], text["wordCount"]) == (len(text["value"]), 9)
    assert (item["located"], item["by"], item["edNote"]) == ("Leeds", "Field notes", "Pictures on request.")
    assert item["infoSources"][0]["contactInfo"] == [{"type": "mail", "value": "press@example.org"}]
    assert item["subjects"] == [{"name": "schools"}]
    assert "embargoedUntil" not in item


def test_a_draft_is_withheld() -> None:
    """With [TK] in it no newsroom system should take it for finished; nor is a [TK] told as a fact."""
    item = news(where=UNTOLD)
    assert item["pubStatus"] == "withheld"
    assert not {"by", "located", "organisations", "infoSources"} & item.keys()


def test_an_embargo_is_told() -> None:
    """With its zone; and no more when it has lifted."""
    berlin = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert news(embargo=berlin)["embargoedUntil"] == "2026-12-01T09:00:00+01:00"
    assert "embargoedUntil" not in news(embargo=MOMENT - timedelta(days=1))


def _schema() -> Any:
    if not SHARED.is_file():
        pytest.skip("the schema isn't there")
    return json.loads(SHARED.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "fields",
    [
        WHOLE,
        {"where": UNTOLD},
        {"date": None},
        {"embargo": MOMENT + timedelta(days=3)},
        {"title": 'a\u202e"</script>&\u2028', "language": "ar", "slug": "مقال"},
        {"body": "", "language": "zh-Hant"},
    ],
    ids=["whole", "untold", "undated", "embargo", "hostile", "empty"],
)
def test_the_schema_is_met(fields: dict[str, Any]) -> None:
    """The schema asks for no property that isn't there and knows all that are."""
    jsonschema.Draft202012Validator(_schema(), format_checker=jsonschema.FormatChecker()).validate(news(**fields))


def test_the_reference_meets_the_schema() -> None:
    """So does the asset that uses everything, which names the schema it meets."""
    from tests.builders import compose, rendered

    some = kitchen_sink()
    item = json.loads(
        rendered("press_release", compose("press_release", some), some.asset)["release.ninjs.json"].content
    )
    schema = _schema()
    jsonschema.Draft202012Validator(schema).validate(item)
    assert item["standard"]["schema"] == SCHEMA == schema["$id"]
