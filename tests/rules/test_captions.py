"""The rules of captions, as they stand in captions.toml."""

from __future__ import annotations

from dataclasses import fields

import pytest

from repurpose.rules.captions import Captions, captions


@pytest.mark.parametrize("language", ["en", "zh", "ja", "ko", "sw"])
def test_each_rule_says_where_it_is_from(language: str) -> None:
    """With its unit, its source and the day."""
    rules = captions(language)
    for spec in fields(Captions):
        rule = getattr(rules, spec.name)
        assert rule.value > 0
        assert rule.unit
        assert rule.source
        assert rule.checked_on.year >= 2026


def test_a_language_has_its_own_and_the_usual_ones() -> None:
    """Japanese lines are short, and their captions stand no longer than others."""
    assert captions("ja").columns.value < captions("en").columns.value
    assert captions("ja").longest == captions("en").longest
