"""Language tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.language.tags import canonical_tag, direction, is_spaced, is_tag, primary


@pytest.mark.parametrize("text", ["ja", "en", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "yue", "sr-Latn-RS", "ar"])
def test_is_tag_takes_languages(text: str) -> None:
    """A folder named after a language, in the usual letter case, is one."""
    assert is_tag(text)


@pytest.mark.parametrize(
    "text", ["", "MIR", "docs", "JA", "xx", "api", "img", "blog", "en_US", "pt-br", "2024", "e", "en-"]
)
def test_is_tag_leaves_other_folders_alone(text: str) -> None:
    """Folders with names of their own are no languages."""
    assert not is_tag(text)


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("PT_br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        (" EN ", "en"),
        ("es-419", "es-419"),
        ("de-1996", None),
        ("english", None),
        ("", None),
        ("en-", None),
        ("日本", None),
    ],
)
def test_canonical_tag(written: str, tag: str | None) -> None:
    """A tag is put into its usual letter case; what is none has none."""
    assert canonical_tag(written) == tag


@given(st.text(alphabet="abzAZ09-_ ", max_size=12))
def test_canonical_tag_is_idempotent(written: str) -> None:
    """A canonical tag is its own canonical tag."""
    tag = canonical_tag(written)
    assert tag is None or canonical_tag(tag) == tag


@pytest.mark.parametrize(
    ("tag", "way"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("pa-Arab", "rtl"), ("pa", "ltr"), ("en", "ltr"), ("ja", "ltr")],
)
def test_direction(tag: str, way: str) -> None:
    """Right-to-left languages and scripts run right to left."""
    assert direction(tag) == way


@pytest.mark.parametrize(
    ("tag", "spaced"), [("zh-Hant", False), ("ja", False), ("th", False), ("ko", True), ("en", True)]
)
def test_is_spaced(tag: str, spaced: bool) -> None:
    """Chinese, Japanese and Thai write their words together; Korean doesn't."""
    assert is_spaced(tag) is spaced


def test_primary() -> None:
    """The language without script and region."""
    assert (primary("zh-Hant-TW"), primary("en")) == ("zh", "en")
