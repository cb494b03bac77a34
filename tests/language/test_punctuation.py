"""Quotation marks and commas, as each language writes them."""

import pytest

from repurpose.language.punctuation import listed, quoted, signed


@pytest.mark.parametrize(
    ("language", "said", "who"),
    [
        ("en", "“a”", "A, b"),
        ("de-AT", "„a“", "A, b"),
        ("fr", "«\u202fa\u202f»", "A, b"),
        ("ja", "「a」", "A、b"),
        ("zh", "“a”", "A，b"),
        ("zh-TW", "「a」", "A，b"),
        ("ar", "“a”", "A، b"),
    ],
)
def test_each_language_has_its_own(language: str, said: str, who: str) -> None:
    """A quote, and its speaker with a role."""
    assert quoted("a", language) == said
    assert listed(["A", "b"], language) == who
    dash = "——" if language.startswith("zh") else " — "
    assert signed("a", "A", language) == f"a{dash}A"
