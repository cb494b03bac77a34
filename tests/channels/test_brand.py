"""The brand on the site: colours that can be read, and a share card for each post."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from repurpose.channels import registry
from repurpose.errors import ConfigError, Errors
from repurpose.formats.contrast import contrast
from repurpose.library import brand
from repurpose.model import Author
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


@pytest.mark.parametrize(
    ("fields", "said", "lost"),
    [
        ({"title": "日本"}, ("Field notes", "", "2026-11-20"), "日本"),
        ({"title": "Party 🎉 time"}, ("Party  time", "Field notes", "2026-11-20"), "🎉"),
        ({"authors": (Author("Ada"), Author("李雷"))}, ("A post", "Field notes", "2026-11-20 · Ada"), None),
    ],
)
def test_no_card_has_boxes_for_letters(fields: dict[str, Any], said: tuple[str, str, str], lost: str | None) -> None:
    """What no font has is left out and told; where that is the title, the site's name is on the card."""
    composed = compose("blog", brief(asset(lines={"title": 2}, language="zh", **fields), CARDS))
    card = composed.drafts[1].fields
    assert (card["title"], card["site"], card["foot"]) == said
    notices = [notice for notice in composed.notices if notice.code == "card-glyphs"]
    assert [(notice.location.line, lost in notice.text) for notice in notices if lost] == ([(2, True)] if lost else [])


def test_no_cards_where_they_are_not_wanted() -> None:
    """They take time."""
    assert len(compose("blog", brief(asset(), NO_CARDS)).drafts) == 1
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


def test_the_pages_font_has_several_faces(run: Run, project: Path) -> None:
    """Each with its weight and style; those that stand upright are fetched at once."""
    for name in ("r.woff2", "b.woff2", "i.woff2"):
        (project / name).write_bytes(name.encode())
    with (project / "repurpose.toml").open("a") as file:
        file.write('\n[brand]\nfont = { regular = "r.woff2", bold = "b.woff2", italic = "i.woff2" }\n')
    assert run("build", "-C", project, "--as-of", "2026-11-22").exit_code == 0
    site = project / "outputs/site"
    style = (site / "style.css").read_text()
    told = re.findall(r'src: url\("assets/(\w)\.\w+\.woff2"\); font-weight: (\d+); font-style: (\w+);', style)
    assert told == [("r", "400", "normal"), ("b", "700", "normal"), ("i", "400", "italic")]
    assert len(list(site.glob("assets/*.woff2"))) == 3
    assert len(re.findall(r'rel="preload" href="\.\./assets/[rb]\.', (site / "hello/index.html").read_text())) == 2


@pytest.mark.parametrize("font", ["3", '{ heavy = "a.woff2" }', "{ bold = 1 }", "{ }", '["a.woff2"]'])
def test_a_font_is_a_file_or_faces(font: str) -> None:
    """Of faces that there are."""
    with pytest.raises(Errors, match="font must be a file of the project"):
        config(f"[brand]\nfont = {font}\n")


def test_a_font_of_the_system_is_asked_for_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's own file of that name goes first; what isn't there is told, and no path is looked for elsewhere."""
    monkeypatch.setattr(brand, "SYSTEM", (str(tmp_path / "fonts"),))
    file = tmp_path / "fonts/noto/Some.ttf"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"system")
    settings = config('[brand]\nfonts = ["Some.ttf"]\n')
    root = tmp_path / "project"
    root.mkdir()
    [found] = brand.read_brand(root, settings).fonts
    assert (found.path, brand.brand_files(root, settings)) == (str(file), (str(file),))
    (root / "Some.ttf").write_bytes(b"own")
    [own] = brand.read_brand(root, settings).fonts
    assert own.path == str(root / "Some.ttf")
    assert own.sha256 != found.sha256
    for name in ("Other.ttf", "noto/Some.ttf"):
        with pytest.raises(ConfigError, match="there is no file"):
            brand.read_brand(root, config(f'[brand]\nfonts = ["{name}"]\n'))


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
