"""The syndicated article: whole, with the original named, as each platform takes it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import frontmatter
import html5lib
import pytest

from repurpose.document.document import parse_asset
from repurpose.errors import ConfigError
from repurpose.ids import link_id
from repurpose.model import Access, CallToAction
from tests.builders import BASE, asset, brief, compose, config, kitchen_sink, pieces, project, rendered
from tests.conftest import Golden

TEXT = "A lock *holds*. See [the guide](post.md#x) and [others](https://other.example/).\n"


def article(body: str = TEXT, **fields: Any) -> dict[str, str]:
    return pieces("article", asset(body, **fields))


def head(text: str) -> dict[str, Any]:
    """Front matter as another reader has it."""
    return dict(frontmatter.loads(text).metadata)


def test_front_matter_is_what_the_platforms_read() -> None:
    """The original is named without what tracks links; of what isn't known nothing stands there."""
    made = article(title='Locks: "a" test', description="In short.", tags=("Bike locks", "C++", "Safety", "A", "B"))
    assert head(made["devto.md"]) == {
        "title": 'Locks: "a" test',
        "published": False,
        "description": "In short.",
        "tags": "bikelocks, c, safety, a",
        "canonical_url": f"{BASE}/post/",
    }
    assert head(made["hashnode.md"]) == {
        "title": 'Locks: "a" test',
        "subtitle": "In short.",
        "slug": "post",
        "tags": "bike-locks, c, safety, a, b",
        "canonical": f"{BASE}/post/",
    }


def test_series_and_picture() -> None:
    """With their whole address, as other sites need it."""
    made = article(series="Locks", image="https://cdn.example/a.png", image_alt="A lock")
    assert head(made["devto.md"])["series"] == "Locks"
    assert head(made["devto.md"])["cover_image"] == "https://cdn.example/a.png"
    assert head(made["hashnode.md"])["cover"] == "https://cdn.example/a.png"
    assert '<p><img src="https://cdn.example/a.png" alt="A lock"></p>' in made["medium.html"]


def test_links_are_whole_and_tell_the_platform() -> None:
    """Each with a link id of its own; others' stay as they are."""
    for draft in compose("article", brief(asset(TEXT))).drafts:
        own = [link for link in draft.links if link.tracked]
        assert own
        for link in own:
            query = parse_qs(urlsplit(link.url).query)
            assert query["utm_source"] == [draft.network]
            assert query["utm_content"] == [link_id(f"post/article.{draft.network}/article")]
        assert "https://other.example/" in [link.url for link in draft.links]


def test_pages_to_paste_say_where_it_was_first() -> None:
    """In the text's language; at the site that the author names, if it was elsewhere."""
    made = article(language="de")
    assert "Zuerst erschienen auf Field notes</a>" in made["linkedin.html"]
    first = article(canonical_url="https://first.example/x")
    assert '<link rel="canonical" href="https://first.example/x">' in first["medium.html"]
    assert '<a href="https://first.example/x">First published at first.example</a>' in first["medium.html"]
    assert "First published at The Daily" in article(originally_published="The Daily")["medium.html"]


def test_pages_to_paste_are_whole_and_hold_no_table() -> None:
    """Its rows are a list, each cell behind its column's head; what heads a note stands in bold."""
    table = "| Lock | Min *utes* |\n| --- | --- |\n| **A** | 5 |\n| B | [six](https://other.example/) |\n"
    page = article(f"Text.\n\n{table}\n> [!NOTE]\n> Mind.\n")["medium.html"]
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<table" not in page
    assert "<li><strong><strong>A</strong></strong> – Min utes: 5</li>" in page
    assert '<li><strong>B</strong> – Min utes: <a href="https://other.example/">six</a></li>' in page
    assert "<strong>Note</strong>" in page


def test_markdown_says_what_the_text_says() -> None:
    """Parsed again, it is the same text."""
    some = kitchen_sink()
    made = rendered("article", compose("article", some), some.asset)
    body = frontmatter.loads(made["hashnode.md"].content.decode()).content
    again = parse_asset(asset(body.rpartition("\n\n[")[0])).documents[Access.OPEN]
    said, original = set(again.text.split()), set(some.document.text.split())
    assert len(original - said) <= 0.02 * len(original)


def test_liquid_is_shown_and_not_run() -> None:
    """On DEV alone; in code it is left alone."""
    made = article("Write {{ name }} or this.\n\n`{{ code }}`\n\n```\n{% raw %}\n```\n\n- {{ item }}\n")
    body = frontmatter.loads(made["devto.md"]).content
    assert "Write {% raw %}{{{% endraw %} name }} or this." in body
    assert "`{{ code }}`" in body
    assert "```\n{% raw %}\n```" in body
    assert "\n- {% raw %}{{{% endraw %} item }}" in body
    assert "Write {{ name }}" in made["hashnode.md"]
    quoted = article("A sign \\` and {{ name }}, and `code` of {{ it }}.\n")["devto.md"]
    assert "and {% raw %}{{{% endraw %} name }}, and `code` of {% raw %}{{{% endraw %} it }}." in quoted


def test_on_dev_a_line_end_is_a_break() -> None:
    """So a paragraph is one line, but for the breaks that its author wants."""
    body = frontmatter.loads(article("One\ntwo  \nthree **four\nfive**.\n\n一\n二\n")["devto.md"]).content
    assert body.startswith("One two\nthree **four five**.\n\n一二")


def test_tags_of_dev_are_of_any_script() -> None:
    """Letters and digits alone, and none too long."""
    made = article(tags=("Über uns", "日本語", "x" * 31, "C++"))
    assert head(made["devto.md"])["tags"] == "überuns, 日本語, c"


def test_a_gated_text_ends_at_its_gate() -> None:
    """With for whom the rest is, and the way to it."""
    where = project(config('[access]\njoin_url = "https://join.example/"\n'))
    made = pieces("article", asset("Open.\n\n:::premium\nThe secret.\n:::\n"), where)
    for text in made.values():
        assert "secret" not in text
        assert "The rest of this piece is for members." in text
        assert "https://join.example/" in text


def test_hostile_texts_run_nowhere() -> None:
    """Raw HTML goes through the list of what may stand, and titles are texts."""
    made = article("Text.\n\n<script>alert(1)</script><b onclick=x>hi</b>\n", title="<img src=x onerror=y>")
    for text in made.values():
        assert "<script" not in text
        assert "onclick" not in text
    assert "<img src=x" not in made["medium.html"]


def test_what_a_platform_would_cut_is_told() -> None:
    """At the title, or the file."""
    composed = compose("article", brief(asset("word " * 30_000, title="T" * 151)))
    told = [notice.text for notice in composed.notices if notice.code == "article-long"]
    assert told == [
        "the title has 151 characters, and LinkedIn takes 150",
        "the text has 149999 characters, and LinkedIn takes 125000",
    ]


def test_a_project_may_want_some_only() -> None:
    """And names its blog on Hashnode."""
    where = project(config('[channels.article]\nfiles = ["*.md"]\nhashnode_domain = "blog.example.org"\n'))
    made = pieces("article", asset(TEXT), where)
    assert made.keys() == {"devto.md", "hashnode.md"}
    assert head(made["hashnode.md"])["domain"] == "blog.example.org"
    with pytest.raises(ConfigError, match="hashnode_domain must be a domain"):
        pieces("article", asset(TEXT), project(config("[channels.article]\nhashnode_domain = 3\n")))


def test_the_call_to_action_comes_along() -> None:
    """Tracked."""
    made = article(cta=CallToAction("Get a lock", "post.md"))
    assert f"[Get a lock](<{BASE}/post/?utm_source=devto" in made["devto.md"]
    assert f'<a href="{BASE}/post/?utm_source=medium' in made["medium.html"]


def test_an_asset_without_text_makes_none() -> None:
    """And says why."""
    assert compose("article", brief(asset("![a](b.png)\n"))).reason == "the asset has no text"


def test_the_whole(golden: Golden) -> None:
    """Of the asset that uses every construct."""
    some = kitchen_sink()
    for name, piece in rendered("article", compose("article", some), some.asset).items():
        golden(f"article/{name}", piece.content)
