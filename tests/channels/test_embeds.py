"""Players in posts: only those of allowed hosts, without what an author may have asked of them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from repurpose.channels import registry
from repurpose.errors import ConfigError
from tests.builders import asset, collected, config, pieces, project

HOST = "www.youtube-nocookie.com"
ALLOWED = project(config(f'[channels.blog]\nembeds = ["{HOST}", "player.vimeo.com"]\n'))
_FRAME = re.compile(r"<iframe\b[^>]*>")
_SOURCE = re.compile(r'\bsrc="([^"]*)"')


def frames(body: str) -> list[str]:
    """The opening tags of the frames in a post's page."""
    return _FRAME.findall(pieces("blog", asset(body), ALLOWED)["index.html"])


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ('<iframe src="https://www.youtube.com/embed/abc?start=9"></iframe>', f"https://{HOST}/embed/abc?start=9"),
        (f'<iframe src="https://{HOST}/embed/abc"></iframe>', f"https://{HOST}/embed/abc"),
        ("[A talk](https://youtu.be/abc?t=9){.embed}", f"https://{HOST}/embed/abc?start=9"),
        ("{{< youtube abc >}}", f"https://{HOST}/embed/abc"),
        ("{{< vimeo 123 >}}", "https://player.vimeo.com/video/123"),
        (f'<a class="big embed" href="https://{HOST}/x?a&amp;b">x</a>', f"https://{HOST}/x?a&amp;b"),
    ],
)
def test_an_allowed_player_stands_before_its_link(body: str, source: str) -> None:
    """Confined, lazy, and with a name; the link stays for those who can't or don't want to play it there."""
    [frame] = frames(f"{body}\n")
    assert _SOURCE.findall(frame) == [source]
    for part in ('loading="lazy"', 'sandbox="allow-popups ', 'referrerpolicy="', 'title="', 'allow="fullscreen'):
        assert part in frame
    page = pieces("blog", asset(f"{body}\n"), ALLOWED)["index.html"]
    assert page.index("<iframe") < page.index('href="https://', page.index("</iframe>"))


@pytest.mark.parametrize(
    "address",
    [
        f"https://{HOST}.evil.example/embed/abc",
        f"https://{HOST}@evil.example/embed/abc",
        f"https://evil.example@{HOST}/embed/abc",
        f"https://user:word@{HOST}/embed/abc",
        f"https://{HOST}:8443/embed/abc",
        f"https://evil.example/{HOST}/",
        f"https://evil.example#https://{HOST}/",
        f"http://{HOST}/embed/abc",
        f"https:/{HOST}/embed/abc",
        f"https:///{HOST}/embed/abc",
        f"https:\\\\{HOST}\\embed",
        f"https://{HOST}\\.evil.example/",
        f"https://{HOST}/\\evil.example",
        f"https://{HOST}",
        f"https://{HOST}./embed/abc",
        f"https://{HOST.replace('.com', '。com')}/embed/abc",
        f"https://{HOST.replace('y', 'у')}/embed/abc",
        f"https://{HOST.replace('e', '%65')}/embed/abc",
        f"https://{HOST}\t/embed/abc",
        f"https://{HOST}/é",
        f'https://{HOST}/"onload="alert(1)',
        f"https://{HOST}/&quot;onload=&quot;alert(1)",
        f"https://{HOST}/<script>",
        f"javascript://{HOST}/%0aalert(1)",
        f"data:text/html,https://{HOST}/",
        "https://www.youtube.com.evil.example/watch?v=abc",
        'https://www.youtube.com/watch?v=abc"onload="alert(1)',
    ],
)
def test_nothing_else_plays(address: str) -> None:
    """Whatever looks like an allowed host to somebody and not to everybody is none; nothing is added to a frame."""
    quoted = address.replace("&quot;", '"').replace('"', "&quot;")
    for body in (
        f'<a class="embed" href="{quoted}">x</a>',
        f'<iframe src="{quoted}"></iframe>',
        f"[x](<{address}>){{.embed}}",
        f'<video src="{quoted}"></video>',
    ):
        for frame in frames(f"{body}\n"):
            [source] = _SOURCE.findall(frame)
            parts = urlsplit(source)
            assert (parts.scheme, parts.netloc) == ("https", HOST)
            assert re.findall(r' ([\w-]+)="[^"]*"', frame) == [
                "src", "title", "loading", "allow", "sandbox", "referrerpolicy"
            ]  # fmt: skip
            assert re.fullmatch(r'<iframe(?: [\w-]+="[^"<>]*")+>', frame)
            assert "evil" not in parts.netloc


def test_a_frame_takes_nothing_from_its_author_but_address_and_title() -> None:
    """Neither what it may do nor what it looks like."""
    body = (
        '<iframe srcdoc="<script>alert(1)</script>" onload="alert(1)" sandbox="" name=x style="position:fixed"'
        f' allow="camera" width=9999 title="A &quot;talk&quot;" src="https://{HOST}/embed/abc"></iframe>'
    )
    [frame] = frames(f"{body}\n")
    assert 'title="A &quot;talk&quot;"' in frame
    assert not re.search(r"srcdoc|onload|name=|style|camera|9999", frame)


def test_without_leave_nothing_plays() -> None:
    """Neither the page nor the policy of the site has frames; with leave, the policy names just those hosts."""
    body = f'<iframe src="https://{HOST}/embed/abc"></iframe>\n'
    assert "<iframe" not in pieces("blog", asset(body))["index.html"]
    assert b"frame-src" not in collected("blog", [asset(body)])["site/_headers"]
    headers = collected("blog", [asset(body)], ALLOWED)["site/_headers"]
    assert f" frame-src https://{HOST} https://player.vimeo.com; ".encode() in headers


@pytest.mark.parametrize(
    "hosts",
    [
        '"a.example"', '["https://a.example"]', '["a.example/x"]', '["a.example:8"]', '["A.example"]',
        '["*.a.example"]', '["*"]', '["é.example"]', '["a example"]', '["a.example;"]', '["localhost"]', "[1]", '[""]',
    ],
)  # fmt: skip
def test_a_host_is_a_host(hosts: str) -> None:
    """It stands in a policy, so it must be no more than that."""
    with pytest.raises(ConfigError, match="embeds must be a list of hosts"):
        registry.load("blog").collect([], project(config(f"[channels.blog]\nembeds = {hosts}\n")))
