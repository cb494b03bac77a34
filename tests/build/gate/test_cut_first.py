"""The law: a document is cut before any channel sees it. A channel is given nothing of what its tier may not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from repurpose.build.cache.asked import Asked
from repurpose.build.order import Order
from repurpose.build.pipeline import build
from repurpose.channels import registry
from repurpose.channels.channel import Brief, Channel, Composed
from repurpose.config import read_config
from repurpose.document.access import TIERS
from repurpose.model import Access
from tests.build.gate.planting import SETTINGS
from tests.builders import MOMENT

BODY = """Open words that all may read.

:::registered
Registered words, an [address](https://registered.example/), and a note.[^r]
:::

:::premium
## Premium heading

Premium words, an [address](https://premium.example/), and a note.[^p]
:::

[^r]: A registered note.
[^p]: A premium note.
"""


class Spy:
    """A channel that writes down what it is given, and passes it on."""

    def __init__(self, channel: Channel, seen: list[Brief]) -> None:
        self._channel, self._seen = channel, seen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    def compose(self, brief: Brief) -> Composed:
        """Compose as the channel does."""
        self._seen.append(brief)
        return self._channel.compose(brief)


def told(value: Any, known: set[int]) -> Iterator[str]:
    """Every text that can be reached from a value."""
    if isinstance(value, str):
        yield value
        return
    if id(value) in known or isinstance(value, (int, float, bytes, type, Asked)) or value is None:
        return
    known.add(id(value))
    if isinstance(value, Mapping):
        for item in (*value.keys(), *value.values()):
            yield from told(item, known)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from told(item, known)
    elif is_dataclass(value):
        for spec in fields(value):
            yield from told(getattr(value, spec.name), known)
        yield from told(getattr(value, "__dict__", None), known)


@pytest.mark.parametrize("name", [one.name for one in registry.known() if one.package == "repurpose"])
def test_no_channel_is_given_what_is_gated(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a channel could look into, there is no word in it that readers of its tier may not read."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text(f"---\ntitle: One\ndate: 2026-11-20\n---\n\n{BODY}", "utf-8")
    seen: list[Brief] = []
    channel = registry.load(name)
    monkeypatch.setattr(registry, "load", lambda _: Spy(channel, seen))
    order = Order(tmp_path, read_config(SETTINGS, {}), MOMENT, channels=(name,), jobs=1, is_cached=False)
    assert build(order).errors == ()
    assert seen
    for brief in seen:
        text = "\n".join(told(replace(brief, project=replace_addresses(brief)), set())).lower()
        assert "open words" in text
        for tier in TIERS[1:]:
            may = TIERS.index(tier) <= TIERS.index(brief.tier)
            assert (f"{tier} words" in text) is may, (name, brief.tier, tier)
            assert (f"https://{tier}.example" in text) is may
            assert (f"a {tier} note" in text) is may
        assert ("premium heading" in text) is (brief.tier is Access.PREMIUM)


def replace_addresses(brief: Brief) -> Any:
    """What a brief's project tells of one asset; the rest of it is places and settings."""
    return brief.project.of(brief.asset.id)
