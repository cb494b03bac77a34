"""Releases as newsroom systems read them: ninjs 3.1, the IPTC's news in JSON.

https://iptc.org/std/ninjs/ninjs-schema_3.1.json
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from repurpose.channels.channel import Draft
from repurpose.clock import rfc3339
from repurpose.language.words import count_words

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"


def ninjs(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The release as one news object; its HTML body is the draft's template, filled.

    A release that still lacks something has the status `withheld`.
    """
    assert draft.template is not None
    item = _item(draft.fields, fill(draft.template, draft.fields).strip())
    told = {key: value for key, value in item.items() if value not in (None, [], "")}
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _item(fields: Mapping[str, Any], html: str) -> dict[str, Any]:
    asset, text, embargo = fields["asset"], fields["text"], fields["embargo_until"]
    organisation = None if "organisation" in fields["missing"] else fields["organisation"]
    return {
        "uri": f"{fields['shown_url']}#press-release",
        "standard": {"name": "ninjs", "version": "3.1", "schema": SCHEMA},
        "type": "text",
        "representationType": "full",
        "profile": "text-only",
        "firstCreated": rfc3339(asset.date) if asset.date else None,
        "versionCreated": rfc3339(asset.updated or asset.date) if asset.updated or asset.date else None,
        "embargoedUntil": rfc3339(embargo) if embargo else None,
        "pubStatus": "withheld" if fields["missing"] else "usable",
        "language": fields["language"],
        "genres": [{"name": "press release"}],
        "headlines": list(_texts(main=fields["headline"], subhead=fields["subhead"])),
        "descriptions": list(_texts(summary=fields["subhead"])),
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": html},
            {
                "role": "main",
                "contentType": "text/plain",
                "charCount": len(text),
                "wordCount": count_words(text),
                "value": text,
            },
        ],
        "by": organisation,
        "located": fields["city"],
        "slugline": asset.slug,
        "organisations": [{"name": organisation, "rel": "issuer"}] if organisation else [],
        "infoSources": [] if "contact" in fields["missing"] else list(_contacts(fields["contacts"])),
        "subjects": [{"name": tag} for tag in asset.tags],
        "edNote": "\n".join(fields["notes"]),
    }


def _texts(**told: str | None) -> Iterator[dict[str, str]]:
    for role, value in told.items():
        if value:
            yield {"role": role, "contentType": "text/plain", "value": value}


def _contacts(contacts: Any) -> Iterator[dict[str, Any]]:
    for lines in contacts:
        ways = [{"type": line.kind, "value": line.text} for line in lines if line.kind != "name"]
        name = next((line.text for line in lines if line.kind == "name"), lines[0].text)
        yield {"name": name, "role": "press contact"} | ({"contactInfo": ways} if ways else {})
