"""The quick rules give the tokens of the stock ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink

from benchmarks.library import own_text
from repurpose.document.parser import markdown
from repurpose.document.rules import CHECKED, links, speed_up, stands_in
from tests.builders import spec_examples
from tests.test_corpora import CORPUS

PARTS = (
    *"_ ** ` `` [ ] ( ) < > ! ![ ]( \\ &amp; & ~~ ~ ^[ [^1] {.a} {#b} { } www. http:// https://a.b/c a@b.co :".split(),
    *"* w <b> </b> <!-- --> [a] [b][a] [a](<b>) . 1 é 日本 \" ' - = + # | word [x] \0 mailto: \u00a0".split(" "),
    *(" ", "\n", "\n\n", "  \n", "\n    ", "\n  ", "\n\t", "\n> ", "\n- ", "\n1. ", "\n2) ", "\n* ", "\n+ ", "\n# "),
    *("\n===\n", "\n---\n", "\n***\n", "\n```\n", "\n~~~\n", "\n:::x\n", "\n:::\n", "\n[a]: /u\n", "\n[^1]: n\n"),
    *("\n| a | b |\n", "\n|---|---|\n", "\n: d\n", "\n~ d\n", "\nterm\n", "\n<div>\n", "\n> [!NOTE]\n> x", "\n- [x] y"),
    *("`a`", "` a `", "[a](https://a.b/c)", "\n[a]: https://a.b/c\n", "\n[A]: /v \n't'\n", "\n \t[b]: w\n"),
    *('![a](b "t")', "[a](b 'x')", "two words ", "\r\n"),
)
"""What Markdown is made of."""


def said(md: MarkdownIt, text: str) -> list[Any]:
    """Everything that a parser says of a text."""
    env: dict[str, Any] = {}
    tokens = [token.as_dict() for token in md.parse(text, env)]
    return [tokens, env.get("references"), env.get("duplicate_refs")]


def check(text: str) -> None:
    assert said(markdown(), text) == said(markdown(quick=False), text)


def test_the_locked_parser_is_one_that_was_compared() -> None:
    """Another version works by its stock rules: compare them (`make torture`), then add it to `CHECKED`."""
    assert (version("markdown-it-py"), version("mdit-py-plugins")) in CHECKED
    assert stands_in(markdown(quick=False))


def test_a_parser_with_other_rules_keeps_them() -> None:
    """What has not been compared is not touched."""
    other = MarkdownIt()
    assert speed_up(other.disable("table", ignoreInvalid=True)) is other
    assert type(other.block).__module__.startswith("markdown_it.")
    other = MarkdownIt("commonmark").enable("table")
    other.inline.ruler.push("mine", lambda state, silent: False)
    assert type(speed_up(other).inline).__module__.startswith("markdown_it.")


def test_commonmark() -> None:
    for _, source, _ in spec_examples():
        check(source)


@pytest.mark.parametrize("number", range(20))
def test_posts(number: int) -> None:
    check(own_text(number).body)


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the blogs lie beside the project only in its own workplace")
def test_blogs() -> None:
    for path in sorted(CORPUS.rglob("*.md")):
        check(path.read_text(encoding="utf-8"))


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("count", [19, 20, 21, 45])
def test_nested_without_end(part: str, count: int) -> None:
    """Both stop at the same depth."""
    check(part * count)
    check(part * count + "a](b)")
    check(part * count + "a\n===\nb")


@given(
    st.text(st.sampled_from("abcXYZ09./:?#&=%-_~()[]@ \\é日\"'<>+,;!$*|{}^`"), max_size=40),
    st.sampled_from(["", "https://", "http://", "../", "//", "mailto:", "https://a.example/", "#"]),
)
@settings(max_examples=500, deadline=None)
def test_what_is_taken_for_a_normal_address_is_one(address: str, start: str) -> None:
    assert links.normalized(start + address) == normalizeLink(start + address)


def _changed(chance: random.Random, bodies: Sequence[str]) -> str:
    """A piece of a post with some parts of Markdown put in, or taken out."""
    body = chance.choice(bodies)
    start = chance.randrange(max(1, len(body) - 20))
    text = body[start : start + chance.randint(20, 1_500)]
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice((*PARTS, "")) + text[at + chance.randint(0, 12) :]
    return text


def _bodies() -> list[str]:
    found = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.md"))] if CORPUS.is_dir() else []
    return found + [own_text(number).body for number in range(50)]


@pytest.mark.parametrize("seed", range(4))
def test_changed_posts(seed: int) -> None:
    chance, bodies = random.Random(seed), [own_text(number).body for number in range(10)]
    for _ in range(40):
        check(_changed(chance, bodies))


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(20))
def test_changed_posts_at_length(seed: int) -> None:
    chance, bodies = random.Random(f"long {seed}"), _bodies()
    for _ in range(5_000):
        text = _changed(chance, bodies)
        check(text)
        check("".join(chance.choices(PARTS, k=chance.randint(1, 40))))
