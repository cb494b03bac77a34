"""The brand on the site: colours that can be read, and a share card for each post."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from repurpose.channels import registry
from repurpose.errors import ConfigError, Errors
from repurpose.formats.contrast import contrast
from tests.builders import BASE, asset, brief, compose, config, rendered
from tests.builders import project as of
from tests.cli.conftest import Run, project, run

__all__ = ["project", "run"]

CARDS = of()
NO_CARDS = of(config("[channels.blog]\ncards = false\n"))


def test_each_post_has_a_card() -> None:
    """The page names it to networks and search engines; it says nothing that only members may read."""
    some = asset("Open.\n\n<!-- premium -->\n\nHidden words.\n", image="p.png")
    composed = compose("blog", brief(some, CARDS))
    [draft] = [draft for draft in composed.drafts if draft.slot == "card"]
    assert re.fullmatch(r"site/post/card\.[0-9a-f]{10}\.png", draft.path)
    assert "Hidden" not in json.dumps(draft.fields)
    made = rendered("blog", composed, some)
    assert Image.open(BytesIO(made[draft.path.rpartition("/")[2]].content)).size == (1200, 630)
    page = made["index.html"].content.decode()
    address = f"{BASE}/{draft.path.removeprefix('site/')}"
    assert f'<meta property="og:image" content="{address}">' in page
    assert f'<meta name="twitter:image" content="{address}">' in page
    [held] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(held)["image"][-1] == address


def test_a_card_has_a_new_name_when_it_changes() -> None:
    """Networks keep what they have seen under a name; the text of the post is not on it."""

    def path(**fields: str) -> str:
        return compose("blog", brief(asset(**fields), CARDS)).drafts[1].path

    assert path() == path(body="Other words.\n") != path(title="Other")


def test_no_cards_where_they_are_not_wanted() -> None:
    """They take time, and a script without a font is a notice."""
    assert len(compose("blog", brief(asset(), NO_CARDS)).drafts) == 1
    [notice] = compose("blog", brief(asset(title="日本", lines={"title": 2}), CARDS)).notices
    assert (notice.code, notice.location.line) == ("card-glyphs", 2)
    composed = compose("blog", brief(asset(title="Party 🎉 time"), CARDS))
    assert composed.drafts[1].fields["title"] == "Party  time"
    with pytest.raises(ConfigError, match="cards must be true or false"):
        compose("blog", brief(asset(), of(config("[channels.blog]\ncards = 1\n"))))


@pytest.mark.parametrize(
    ("brand", "told"),
    [
        ("", []),
        ('accent = "#ff0"', ["accent #ffff00 with the background", "accent #ffff00 with white"]),
        ('background = "#777777"', ["text", "background", "accent"]),
        ('accent = "#0b6b3a"\ntext = "#000"', []),
    ],
)
def test_colours_that_cannot_be_read_are_told(brand: str, told: list[str]) -> None:
    """By WCAG's contrast of 4.5, in light and dark, one line each."""
    where = of(config(f"[brand]\n{brand}\n"))
    notices = registry.load("blog").collect([], where).notices
    assert [notice.code for notice in notices] == ["contrast"] * len(told)
    assert all(notice.text.startswith(f"[brand] {start}") for notice, start in zip(notices, told, strict=True))


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21; the grey that WCAG's own examples name as just enough is."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("value", ['"red; }"', '"blue"', "3", '"#12"'])
def test_a_colour_is_a_colour(value: str) -> None:
    """It stands in a style sheet."""
    with pytest.raises(Errors, match="accent must be a colour"):
        config(f"[brand]\naccent = {value}\n")


def test_pages_show_the_logo_and_are_set_in_the_font(run: Run, project: Path) -> None:
    """Files of the site, by names that hold their digests; a new file of the same name is seen."""
    (project / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>')
    (project / "Brand.woff2").write_bytes(b"a font")
    settings = (project / "repurpose.toml").read_text()
    (project / "repurpose.toml").write_text(f'{settings}\n[brand]\nlogo = "logo.svg"\nfont = "Brand.woff2"\n')
    command = ("build", "-C", project, "--as-of", "2026-11-22")
    assert run(*command).exit_code == 0
    site = project / "outputs/site"
    [logo], [font] = site.glob("assets/logo.*.svg"), site.glob("assets/*.woff2")
    page = (site / "hello/index.html").read_text()
    assert f'<img class="logo" src="../assets/{logo.name}" alt="" width="900" height="900">' in page
    assert f'"logo": {{"@type": "ImageObject", "url": "https://tests.example/assets/{logo.name}"}}' in page
    assert f'src: url("assets/{font.name}")' in (site / "style.css").read_text()
    (project / "Brand.woff2").write_bytes(b"another")
    assert run(*command).exit_code == 0
    [other] = site.glob("assets/*.woff2")
    assert f'src: url("assets/{other.name}")' in (site / "style.css").read_text()
    assert other.name != font.name
    (project / "logo.svg").write_text("<svg><script>1</script></svg>")
    result = run(*command)
    assert result.exit_code == 3
    assert "[brand] logo: logo.svg: holds scripts" in result.stderr
