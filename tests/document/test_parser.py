"""The parser: CommonMark with our extensions, safe addresses, ids of headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.parser import is_safe_link, parse
from tests.builders import parsed


def ids(body: str) -> list[str]:
    return [str(token.attrs["id"]) for token in parse(body) if token.type == "heading_open"]


def types(body: str) -> list[str]:
    return [token.type for token in parse(body)]


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x?y#z",
        "HTTP://a.example",
        "mailto:a@b.example",
        "tel:+123",
        "post.md",
        "../x/",
        "#part",
        "?q=a:b",
        "/a:b",
        "a/b:c",
        "./a:b",
        "%6Aavascript:x",
        "",
    ],
)
def test_harmless_addresses_may_stand(address: str) -> None:
    """Relative addresses and those of an allowed scheme are safe."""
    assert is_safe_link(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "\u2028javascript:alert(1)",
        "\u00a0javascript:alert(1)",
        "java\u200bscript:alert(1)",
        "\u1680javascript:alert(1)",
        "data:text/html,x",
        "data:image/png;base64,x",
        "vbscript:x",
        "blob:https://a.example/1",
        "ms-word:ofe|u|https://a.example",
        "file:///etc/passwd",
        "view-source:x",
        "intent:x",
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        " //evil.example",
    ],
)
def test_other_addresses_may_not(address: str) -> None:
    """Unknown schemes, hidden ones, and addresses that leave out the scheme are refused."""
    assert not is_safe_link(address)


@given(st.text(max_size=4), st.sampled_from(["javascript", "data", "vbscript", "file"]), st.text(max_size=8))
def test_no_prefix_that_a_browser_strips_hides_a_scheme(before: str, scheme: str, after: str) -> None:
    """Whatever control characters and spaces stand before it, a forbidden scheme is seen."""
    invisible = "".join(char for char in before if ord(char) <= 0x20)
    assert not is_safe_link(f"{invisible}{scheme}:{after}")


def test_a_heading_has_an_id_of_its_words() -> None:
    """The id is a slug in the heading's own script."""
    assert ids("# Hello, *big* `World`\n\n## 日本語 の 見出し\n\n### Ärger") == [
        "hello-big-world",
        "日本語-の-見出し",
        "ärger",
    ]


def test_a_heading_of_two_lines_has_an_id_of_two_words() -> None:
    """A line end within a heading is a space in its id."""
    assert ids("Foo\nBar\n---\n") == ["foo-bar"]


def test_headings_alike_are_told_apart() -> None:
    """Ids that repeat get a number; an explicit one keeps its name wherever it stands."""
    assert ids("# a\n\n# a\n\n# a\n\n# b {#a-1}\n") == ["a", "a-2", "a-3", "a-1"]


def test_a_heading_without_letters_has_an_id() -> None:
    """What gives no slug is a section."""
    assert ids("# !!!\n\n# ???\n") == ["section", "section-1"]


def test_an_explicit_id_is_no_part_of_the_heading() -> None:
    """`{#id}` sets the id and isn't shown."""
    heading = parsed("## Words of it {#words}\n").documents
    assert [(one.text, one.id) for one in next(iter(heading.values())).headings] == [("Words of it", "words")]


@given(st.lists(st.sampled_from(["a", "a-1", "A!", "b {#a}", "", "a {#a-1}"]), max_size=12))
def test_ids_that_are_made_up_are_unique(names: list[str]) -> None:
    """However often headings repeat, no two ids are the same."""
    found = ids("".join(f"# {name}\n\n" for name in names))
    assert len(found) == len(set(found)) == len(names)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("| a |\n|---|\n| b |\n", "table_open"),
        ("a[^1]\n\n[^1]: b\n", "footnote_block_open"),
        ("a\n: b\n", "dl_open"),
        ("> [!NOTE]\n> a\n", "alert_open"),
        ("::: tip\na\n:::\n", "container_block_open"),
    ],
)
def test_the_extensions_are_on(body: str, wanted: str) -> None:
    """Tables, footnotes, definition lists, alerts and containers are understood."""
    assert wanted in types(body)


@pytest.mark.parametrize(
    ("body", "inside"),
    [
        ("::: a\n1\n:::\n2\n", ["1"]),
        ("::: a\n1\n::: b\n2\n:::\n3\n:::\n4\n", ["1", "2", "3"]),
        (":::: a\n::: b\n1\n::::\n2\n", ["1"]),
        ("::: a\n1\n```\n:::\n```\n2\n:::\n3\n", ["1", "2"]),
        ("::: a\n- 1\n\n  :::\n\n2\n:::\n3\n", ["1", ":::", "2"]),
        ("- ::: a\n  1\n  :::\n  2\n", ["1"]),
        ("> ::: a\n> 1\n\n2\n", ["1"]),
        ("0\n::: a\n1\n", ["1"]),
    ],
)
def test_a_container_ends_at_its_own_mark(body: str, inside: list[str]) -> None:
    """Marks of containers within it, in code or in a list end no container; the end of what it stands in does."""
    depth, found = 0, []
    for token in parse(body):
        depth += token.nesting if token.type.startswith("container_block") else 0
        if depth and token.type == "inline":
            found.append(token.content)
    assert found == inside


def test_attributes_are_those_of_the_list_alone() -> None:
    """`{...}` sets id, class, size, language and direction; no handler, style or address."""
    [inline] = [token for token in parse("![a](b.png){#i .c width=3 onclick=x style=y src=z}") if token.children]
    assert inline.children is not None
    assert dict(inline.children[0].attrs) == {"src": "b.png", "alt": "", "id": "i", "class": "c", "width": "3"}


def test_task_lists_are_understood() -> None:
    """A box before an item is open or ticked."""
    items = [token.meta for token in parse("- [x] a\n- [ ] b\n- c\n") if token.type == "list_item_open"]
    assert [item.get("checked") for item in items] == [True, False, None]


@given(st.text(max_size=200))
def test_any_text_is_parsed(text: str) -> None:
    """No text makes the parser fail, and tokens are balanced."""
    assert sum(token.nesting for token in parse(text)) == 0
