"""Shortcodes: what can be said in Markdown is, the rest is left out and told; lines stay where they were."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.shortcodes import unfold_shortcodes
from repurpose.errors import Location

AT = Location("content/post.md", 10)


def unfolded(body: str, **fields: Any) -> str:
    return unfold_shortcodes(body, fields, AT)[0]


def told(body: str) -> list[tuple[int | None, str]]:
    return [(notice.location.line, notice.text) for notice in unfold_shortcodes(body, {}, AT)[1]]


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ('{{< param "version" >}}', "1.2"),
        ("{{% param version %}}", "1.2"),
        ("{{< param team.name >}}", "Docs"),
        ('{{< figure src="a.png" alt="A [map]" >}}', "![A  map ](<a.png>)"),
        ("{{< figure src='a b.png' caption='Words' >}}", "![Words](<a b.png>)"),
        ('{% img src="a.png" %}', "![](<a.png>)"),
        ("{{< youtube dQw4w9WgXcQ >}}", "<https://www.youtube.com/watch?v=dQw4w9WgXcQ>{.embed}"),
        ('{{ youtube(id="dQw4w9WgXcQ") }}', '{{ youtube(id="dQw4w9WgXcQ") }}'),
        ('{% youtube(id="dQw4w9WgXcQ") %}', "<https://www.youtube.com/watch?v=dQw4w9WgXcQ>{.embed}"),
        ("{{< vimeo 123 >}}", "<https://vimeo.com/123>{.embed}"),
        ('{{< vimeo id=123 title="A talk" >}}', "[A talk](<https://vimeo.com/123>){.embed}"),
        ('[a]({{< ref "other.md" >}})', "[a](other.md)"),
        ("[a]({{% relref other.md#part %}})", "[a](other.md#part)"),
        ("{{< raw >}}text{{< /raw >}}", "text"),
    ],
)
def test_what_can_be_said_in_markdown_is(call: str, written: str) -> None:
    """Values, figures, films, references and raw text become Markdown."""
    assert unfolded(call, version="1.2", team={"name": "Docs"}) == written


def test_highlight_becomes_a_code_block() -> None:
    """Hugo's highlight is a fence of its language."""
    assert unfolded("{{< highlight python >}}\nx = 1\n{{< /highlight >}}\n") == "```python\nx = 1\n```\n"


def test_text_between_halves_stays() -> None:
    """Of an unknown pair only the halves are left out, and told once."""
    body = "a\n\n{{% alert title=x %}}\nwords\n{{% /alert %}}\n"
    assert unfolded(body) == "a\n\n\nwords\n\n"
    assert told(body) == [(12, "the shortcode 'alert' was left out")]


@pytest.mark.parametrize(
    "body",
    [
        "a {{< comment >}}b\nc{{< /comment >}} d",
        "a {% comment %}b\nc{% endcomment %} d",
        "a {{% comment %}}b\nc{{%/comment%}} d",
    ],
)
def test_what_is_commented_out_is_not_for_readers(body: str) -> None:
    """Between the halves of a comment nothing stays but its line ends."""
    assert unfolded(body) == "a \n d"


def test_a_comment_that_never_ends_swallows_nothing() -> None:
    """A lone comment tag leaves the text after it alone."""
    assert unfolded("a {{< comment >}} b") == "a  b"


@pytest.mark.parametrize(
    "body", ["{{< param nothing >}}", "{{< youtube >}}", '{{< youtube "a/../b" >}}', "{{< figure >}}"]
)
def test_what_cannot_be_said_is_told(body: str) -> None:
    """A shortcode that gives nothing is left out with a notice."""
    assert unfolded(body) == ""
    assert len(told(body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "```\n{{< x >}}\n```\n",
        "~~~~ md\n{{% x %}}\n```\n~~~~\n",
        "> ```\n> {% x %}\n> ```\n",
        "`{{< x >}}`",
        "`` ` {% x %} ``",
        "```\n{{< x >}}\n",
        "no tags at all { % } {{ x }}",
    ],
)
def test_nothing_in_code_is_touched(body: str) -> None:
    """Fences, even open ones, and code spans keep what they show."""
    assert unfold_shortcodes(body, {}, AT) == (body, ())


def test_an_escaped_shortcode_is_shown() -> None:
    """Hugo's `/* */` shows the call itself."""
    assert unfolded("{{</* figure src=x */>}} {{%/* y */%}}") == "{{< figure src=x >}} {{% y %}}"


def test_a_notice_names_its_line() -> None:
    """Lines are counted in the file, shortcodes over several lines included."""
    body = 'a\n\n{{< figure\n  src="x.png"\n  alt="y" >}}\n\n{{< gone >}}\n'
    assert told(body) == [(16, "the shortcode 'gone' was left out")]
    assert unfolded(body).split("\n").index("") == 1


_PIECES = st.sampled_from(
    [
        "a\n",
        "`",
        "```\n",
        "~~~\n",
        "{{< x >}}",
        "{{% x\ny %}}",
        "{% comment %}",
        "{% endcomment %}",
        "{{< highlight py >}}",
        "{{< /highlight >}}",
        "{{<",
        ">}}",
        "\n\n",
        "{{< raw >}}",
        "{{< comment >}}",
        "{{< /comment >}}",
        '{{< param "x" >}}',
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_lines_keep_their_numbers(body: str) -> None:
    """Whatever is unfolded, the text has as many lines as before."""
    assert unfolded(body, x="v").count("\n") == body.count("\n")
