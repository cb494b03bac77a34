"""Frames, videos and sounds of raw HTML become links, in every channel and at their lines."""

from __future__ import annotations

import pytest

from tests.builders import asset, entry, parsed, pieces, tokens_of

WATCH = "https://www.youtube.com/watch?v=abc"


def written(body: str) -> str:
    """The post's text on its page."""
    page = pieces("blog", asset(body))["index.html"]
    return page.partition('<div class="text">\n')[2].partition("</div>\n<footer")[0]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://www.youtube.com/embed/abc?x=1", WATCH),
        ("https://www.youtube.com/embed/abc?rel=0&amp;start=30", f"{WATCH}&amp;t=30"),
        ("//www.youtube-nocookie.com/embed/abc", WATCH),
        ("HTTP://YouTube.com/embed/abc/", WATCH),
        ("https://player.vimeo.com/video/123?h=1", "https://vimeo.com/123"),
        ("https://maps.example/?q=a&amp;b", "https://maps.example/?q=a&amp;b"),
    ],
)
def test_a_frame_becomes_a_link_to_what_it_shows(source: str, address: str) -> None:
    """A film is linked where people watch it; all else as it is."""
    made = written(f'<div class="wide">\n<IFRAME allow="autoplay" src="{source}"></IFRAME>\n</div>\n')
    assert f'<a class="embed" href="{address}">' in made
    assert "iframe" not in made.lower()


@pytest.mark.parametrize("source", ["javascript:alert(1)", "data:text/html,x", "demo.html", "", "\\\\evil.example\\x"])
def test_a_frame_that_leads_nowhere_is_left_out(source: str) -> None:
    """And told, as other HTML that can't be let through."""
    assert "embed" not in written(f'<iframe src="{source}" srcdoc="<b>x</b>"></iframe>\n')


@pytest.mark.parametrize(
    "body",
    [
        '<video controls poster="p.png" title="Our <talk>"><source src="talk.mp4">Old browsers read this.</video>',
        'Before <video poster=p.png title="Our &lt;talk&gt;" src=talk.mp4></video> after',
    ],
)
def test_a_video_becomes_a_link_with_its_poster(body: str) -> None:
    """In a block and within a line; what old browsers would read is no text."""
    made = written(body)
    assert '<a class="embed" href="talk.mp4"><img src="p.png" alt="">Our &lt;talk&gt;</a>' in made
    mail = pieces("newsletter", asset(body))["message.txt"]
    assert "Our <talk> [1]" in mail
    assert "/talk.mp4" in mail


def test_links_are_known_at_their_lines() -> None:
    """The link and the poster are looked up as all others; a poster needs no text, since the link has one."""
    document = parsed("One.\n\n<iframe src='https://a.example/' poster=p.png></iframe>\n")
    found = [(one.target, one.location.line) for one in next(iter(document.documents.values())).references]
    assert found == [("https://a.example/", 12), ("p.png", 12)]
    assert document.notices == ()


def test_a_feed_has_the_link() -> None:
    """No player, whatever the site allows."""
    body = '<iframe src="https://www.youtube.com/embed/abc" title="A talk"></iframe>\n'
    assert entry("feed", asset(body)).data["content"] == f'<a class="embed" href="{WATCH}">A talk</a>\n'


@pytest.mark.parametrize("body", ["<iframe>" * 20_000, "<video src=x>" * 20_000, "<iframe '" * 20_000])
def test_much_of_it_is_read_fast(body: str) -> None:
    """What is never closed is looked for once, not at each."""
    assert tokens_of(f"<div>{body}\n")
