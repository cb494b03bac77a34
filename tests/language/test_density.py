"""Density: how many characters say the same."""

from repurpose.language.density import density


def test_density() -> None:
    """Chinese says in three what English says in ten; of others we know no better than that they are alike."""
    assert density("zh-Hant") == 0.3
    assert density("ja") < density("ko") < density("ar") < density("en") == density("qq")
