"""Rendering: hostile words become harmless pieces; a project's templates come first, their faults are located."""

from __future__ import annotations

from pathlib import Path

import pytest

from repurpose.build.render import Renderer, compiling, project_file
from repurpose.build.templates import builtin_templates, own_texts
from repurpose.channels.channel import Draft
from repurpose.errors import ConfigError, Location
from repurpose.model import Asset, Author, CallToAction, Quote
from tests.builders import asset, brief, collected, compose, entry, pieces, rendered, spec_examples
from tests.oracle import faults

HOSTILE = r"""
<script>alert(1)</script>
<ScRiPt src=//evil.example/x.js></sCrIpT>
<<script>script>alert(1)</script>
<scr<script>ipt>alert(1)</script>
<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">
<img src=x onerror=alert(1)>
<img src=x/onerror=alert(1)//
<img src="javascript:alert(1)">
<img src=`javascript:alert(1)`>
<img srcset="javascript:alert(1) 1x" src=https://a.example/x.png>
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href="java&#10;script:alert(1)">x</a>
<a href="&#1;javascript:alert(1)">x</a>
<a href="&#x2028;javascript:alert(1)">x</a>
<a href=javascript&colon;alert(1)>x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="vbscript:x">x</a> <a href="blob:https://x/1">x</a> <a href="ms-word:ofe|u|https://x">x</a>
<a href="//evil.example/">x</a> <a href="\\evil.example">x</a>
<a href="https://a.example" onclick=alert(1) ping=//evil.example target=_top download>x</a>
[x](javascript:alert(1)) [x](JAVASCRIPT:alert(1)) [x](java&#10;script:alert(1)) [x](&#106;avascript:alert(1))
[x](<java	script:alert(1)>) [x](data:text/html;base64,PHNjcmlwdD4=) [x](vbscript:x) [x](blob:x) [x](ms-word:x)
[x](//evil.example/a) [x](\\\\evil.example) [x](/\evil.example) [x](file:///etc/passwd)
[x]: javascript:alert(1) "y"
[x](https://a.example "\" onmouseover=\"alert(1)")
![" onerror="alert(1)](javascript:alert(1))
![" onerror="alert(1)](https://a.example/x.png "\" onload=\"alert(1)")
<javascript:alert(1)> <data:text/html,x>
<svg><script>alert(1)</script></svg>
<svg onload=alert(1)>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mi xlink:href="javascript:alert(1)">x</mi></math>
<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<style>body{background:url(javascript:alert(1))}</style>
<p style="position:fixed;background:url(javascript:alert(1))">x</p>
<td style="text-align:left;position:fixed">x</td>
<p>x<p style=x:expression(alert(1))>
<iframe src="https://evil.example/"></iframe>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<form action="https://evil.example"><input name=a><button formaction="javascript:alert(1)">x</button></form>
<input type=image src=x onerror=alert(1)>
<input autofocus onfocus=alert(1)>
<object data="x.swf"></object><embed src="x.swf">
<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=javascript:alert(1)">
<link rel=stylesheet href=//evil.example>
<video src=x onerror=alert(1)></video><audio src=x></audio>
<details open ontoggle=alert(1)>x</details>
<marquee onstart=alert(1)>x</marquee>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<template><script>alert(1)</script></template>
<textarea><script>alert(1)</script></textarea>
<title><script>alert(1)</script></title>
<xmp><script>alert(1)</script></xmp>
<plaintext>
<!--><script>alert(1)</script>-->
<!-- --!><script>alert(1)</script> -->
<!-- x --><script>alert(1)</script>
<![CDATA[<script>alert(1)</script>]]>
]]><script>alert(1)</script>
<?php echo 1 ?><!DOCTYPE x>
<q cite="javascript:alert(1)">x</q>
<img src=x usemap=#m><map name=m><area href=javascript:alert(1)></map>
<select><script>alert(1)</script></select><option><img src=x onerror=alert(1)>
<table background="javascript:alert(1)"><tr><td background="javascript:alert(1)">x</table>
<body onload=alert(1)><html onclick=alert(1)><head><script>alert(1)</script>
# x {onclick=alert(1)}
# x {#" onclick="alert(1)}
{onclick=alert(1) style=position:fixed}
[x](https://a.example){onclick=alert(1) style="x" href=javascript:alert(1)}
![x](https://a.example/x.png){onerror=alert(1) srcset=javascript:alert(1) width="1\" onload=\"alert(1)"}
`x`{onclick=alert(1)}
https://a.example/"onmouseover="alert(1)
<https://a.example/"onmouseover="alert(1)>
www.a.example/<script>alert(1)</script>
mailto:a@b.example?bcc="><script>alert(1)</script>
xmpp:a@b.example/"><script>alert(1)</script>
{{< figure src="x\" onerror=\"alert(1)" alt="\"><script>alert(1)</script>" >}}
{{< youtube "\"><script>alert(1)</script>" >}}
{{< param evil >}}
{% img src="javascript:alert(1)" %}
{{ 7 * 7 }} {% for x in y %} {{ config }} ${7*7}
&lt;script&gt;alert(1)&lt;/script&gt;
"><script>alert(1)</script>
"onmouseover="alert(1)
'onmouseover='alert(1)
</title><script>alert(1)</script>
</style><script>alert(1)</script>
--><script>alert(1)</script>
""".strip().splitlines()

BLOCKS = (
    '```"><script>alert(1)</script>\nx\n```\n',
    '~~~ x" onclick="alert(1)\nx\n~~~\n',
    '::: tip "><script>alert(1)</script>\nx\n:::\n',
    '::: x"onclick="alert(1) y\nx\n:::\n',
    ":::tip{onclick=alert(1)}\nx\n:::\n",
    "> [!NOTE]\n> <script>alert(1)</script>\n",
    '> [!"><script>]\n> x\n',
    'a[^"><script>]\n\n[^"><script>]: <script>alert(1)</script> [x](javascript:alert(1))\n',
    '<a\nhref="javascript:alert(1)"\n>x</a>\n',
    '<a href="https://a.example/" title="x" onclick\n=alert(1)>x</a>\n',
    "<div>\n\n<script>\n\nalert(1)\n\n</script>\n\n</div>\n",
    "<pre><code>\n\n<img src=x onerror=alert(1)>\n",
    "[x]\n\n[x]: javascript:alert(1)\n",
    "[x]\n\n[x]: https://a.example '\" onclick=\"alert(1)'\n",
)

SLOTS = (
    "{}",
    "# {}",
    "- {}",
    "> {}",
    "a[^1]\n\n[^1]: {}",
    "| {} |\n|---|\n| {} |",
    "term\n: {}",
    "::: tip {}\n{}\n:::",
    "*{}*",
)


def seen(some: Asset) -> dict[str, list[str]]:
    """What is wrong with each piece of HTML that is made of an asset."""
    pages = {
        "page": rendered("blog", compose("blog", brief(some)), some)["index.html"].content.decode(),
        "item": entry("feed", some).data["content"],
        "mail": rendered("newsletter", compose("newsletter", brief(some)), some)["message.html"].content.decode(),
        "release": rendered("press_release", compose("press_release", brief(some)), some)[
            "release.html"
        ].content.decode(),
    }
    return {name: found for name, html in pages.items() if (found := faults(html))}


@pytest.mark.parametrize("slot", SLOTS)
def test_hostile_words_in_a_text_are_harmless(slot: str) -> None:
    """Each, wherever it stands in the Markdown, alone and all together, leaves nothing active in any piece."""
    bodies = [slot.replace("{}", line) for line in HOSTILE]
    for body in (*bodies, "\n\n".join(bodies)):
        assert seen(asset(f"{body}\n", extra={"evil": "<script>alert(1)</script>"})) == {}, body


def test_hostile_blocks_are_harmless() -> None:
    """Fence infos, container titles, notes, tags over several lines and references leave nothing active."""
    for body in (*BLOCKS, "\n\n".join(BLOCKS)):
        assert seen(asset(body)) == {}, body


def test_hostile_front_matter_is_harmless() -> None:
    """Titles, tags, authors, quotes, texts of pictures and calls to action are text, on every page."""
    for line in HOSTILE:
        some = asset(
            title=line,
            description=line,
            tags=(line, "x"),
            authors=(Author(line, "https://a.example"),),
            image="https://a.example/b.png",
            image_alt=line,
            cta=CallToAction(line, line),
            quotes=(Quote(line, line, line),),
            originally_published=line,
            overrides={"newsletter": {"preheader": line}, "press_release": {"contacts": [line], "notes": line}},
        )
        assert seen(some) == {}, line
        for path, content in collected("blog", [some]).items():
            if path.endswith(".html"):
                assert faults(content.decode()) == [], (line, path)


def test_nothing_in_a_text_is_a_template() -> None:
    """What looks like a template's own signs is shown."""
    some = asset("{{ 7 * 7 }} {{ asset }}\n", title="{{ 7 * 7 }}")
    assert "{{ 7 * 7 }} {{ asset }}" in pieces("blog", some)["index.html"]


@pytest.mark.parametrize("channel", ["blog", "newsletter"])
def test_nesting_without_end_is_done(channel: str) -> None:
    """A hundred thousand open tags are shown as text; nothing hangs or crashes."""
    for body in ("<div>" * 100_000, "<div></b>" * 20_000, "> " * 3_000 + "a", "[" * 5_000, "*a " * 5_000):
        some = asset(f"{body}\n")
        for piece in rendered(channel, compose(channel, brief(some)), some).values():
            assert piece.content


def test_raw_html_of_commonmark_is_harmless_on_pages() -> None:
    """Every example of CommonMark, joined into one text, can only be read."""
    body = "\n\n".join(source for _, source, _ in spec_examples())
    assert seen(asset(body)) == {}


def draft(template: str, **fields: object) -> Draft:
    return Draft("page", "html", "site/x.html", "text/html", fields, template=template)


def content(root: Path, template: str, **fields: object) -> str:
    return Renderer(own_texts(root)).piece(draft(template, **fields), "blog", asset(), "en").content.decode()


def test_a_piece_knows_where_it_came_from() -> None:
    """Its id, source and the source's digest."""
    some = rendered("blog", compose("blog", brief(asset())), asset())["index.html"]
    assert (some.id, some.source, some.source_sha256) == ("post/blog/page", "content/post.md", "0" * 64)
    assert (some.channel, some.slot, some.role, some.language) == ("blog", "page", "html", "en")


def test_a_projects_templates_come_first(tmp_path: Path) -> None:
    """One that a project has replaces the built-in one; the others stay."""
    (tmp_path / "templates" / "blog").mkdir(parents=True)
    (tmp_path / "templates" / "blog" / "robots.txt").write_text("mine: {{ sitemap }}\n\n\n")
    assert content(tmp_path, "blog/robots.txt", sitemap="<x>") == "mine: <x>\n"
    assert "Agent" not in content(tmp_path, "blog/robots.txt", sitemap="x")
    assert "urlset" in content(tmp_path, "blog/sitemap.xml", places=[])


def test_fields_are_escaped_in_html_and_xml_alone(tmp_path: Path) -> None:
    """Mail text and Markdown are no HTML."""
    folder = tmp_path / "templates"
    folder.mkdir()
    for name in ("a.html", "a.xml", "a.txt", "a.md"):
        (folder / name).write_text("{{ x }}")
    made = {name: content(tmp_path, name, x="<&>") for name in ("a.html", "a.xml", "a.txt", "a.md")}
    assert made == {"a.html": "&lt;&amp;&gt;\n", "a.xml": "&lt;&amp;&gt;\n", "a.txt": "<&>\n", "a.md": "<&>\n"}


@pytest.mark.parametrize(
    ("template", "line", "told"),
    [
        ("a\nb\n{% if %}\n", 3, "the template is wrong"),
        ("a\n{{ nothing }}\n", 2, "'nothing' is undefined"),
        ("{% for x in y %}\n{{ x.z }}\n{% endfor %}", 2, "can't be filled"),
        ("a\n{% include 'gone.html' %}\n", None, "there is no template gone.html"),
    ],
)
def test_a_templates_fault_has_its_line(tmp_path: Path, template: str, line: int | None, told: str) -> None:
    """A project's own template that is wrong is an error of the project at the template's line."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "x.html").write_text(template)
    with pytest.raises(ConfigError, match=told) as caught:
        content(tmp_path, "x.html", y=[1])
    assert caught.value.location == Location("templates/x.html", line)


def test_templates_compiled_beside_are_those_compiled_here(tmp_path: Path, forks: list[int]) -> None:
    """What a project's own names is known of it, and one that is wrong is told of where it is filled."""
    folder = tmp_path / "templates" / "blog"
    folder.mkdir(parents=True)
    (folder / "robots.txt").write_text("{% include 'blog/' ~ 'wrong.html' %}")
    (folder / "wrong.html").write_text("{{ x }}\n{% if %}")
    (folder / "404.html").write_text("{% extends 'blog/sitemap.xml' %}")
    own = own_texts(tmp_path)
    with compiling(own, ["blog"], is_alone=False):
        renderer = Renderer(own)
        assert renderer.text("blog/404.html", {"places": []}) == Renderer().text("blog/sitemap.xml", {"places": []})
        assert renderer.used == {"blog/404.html", "blog/sitemap.xml"}
        with pytest.raises(ConfigError, match="is wrong") as caught:
            renderer.text("blog/robots.txt", {"x": 1})
    assert caught.value.location == Location("templates/blog/wrong.html", 2)
    assert "*" in renderer.used
    assert len(forks) == 1


def test_a_template_leaves_its_folder_never(tmp_path: Path) -> None:
    """A template can't include files from elsewhere."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "templates" / "x.html").write_text("{% include '../secret.txt' %}")
    with pytest.raises(ConfigError):
        content(tmp_path, "x.html")


def test_a_new_projects_files_are_filled() -> None:
    """The settings of a new project hold its title as TOML writes it."""
    assert (builtin_templates() / "project" / "repurpose.toml").is_file()
    made = project_file("repurpose.toml", {"title": 'A "b"', "url": "https://example.com", "language": "en"})
    assert r'"A \"b\""' in made
