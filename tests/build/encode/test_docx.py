"""Word documents: real styles and links, the Markdown's text, the same bytes each time; read by two other programs."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.dom.minidom import parseString

import pytest
from docx import Document
from docx.document import Document as Read
from hypothesis import given
from hypothesis import strategies as st

from repurpose.build.encode.docx import docx
from repurpose.channels.channel import Draft
from repurpose.document.access import plain
from repurpose.document.parser import parse
from tests.builders import asset, compose, kitchen_sink, rendered

SAMPLE = """# Head & \\<tag>

A **bold** word, *another*, `code`, [a link](<https://a.example/?b=c&d="e">) and a line\\
break. שלום and 日本語.

- one
- two
  1. deep
  2. deeper

> Said.

1. first

| a | b |
|---|---|
| c | d |
"""


def made(markdown: str, language: str = "en", **fields: Any) -> bytes:
    """The document of a Markdown text."""
    some = asset(**fields)
    told = {"headline": some.title, "organisation": "Field & notes", "language": language, "asset": some}
    from repurpose.build.render import Renderer

    def fill(template: str, values: Mapping[str, Any]) -> str:
        return markdown if template == "text" else Renderer(None).text(template, values)

    return docx(Draft("a", "word", "a.docx", "application/x", told, "text", "docx"), fill)


def opened(content: bytes) -> Read:
    return Document(io.BytesIO(content))


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def said(markdown: str) -> list[str]:
    """What a Markdown text says, paragraph by paragraph."""
    return [text for token in parse(markdown) if token.type == "inline" and (text := " ".join(plain(token).split()))]


def read(content: bytes) -> list[str]:
    return [text for one in opened(content).paragraphs if (text := " ".join(one.text.split()))]


def test_styles_lists_and_links_are_real() -> None:
    """python-docx reads them by Word's own names."""
    document = opened(made(SAMPLE))
    styles = [(one.style.name if one.style else None, one.text) for one in document.paragraphs]
    for style, text in (
        ("Heading 1", "Head & <tag>"),
        ("List Bullet", "one"),
        ("List Number", "deeper"),
        ("Quote", "Said."),
        ("List Number", "first"),
    ):
        assert (style, text) in styles
    first = document.paragraphs[1]
    assert first.text == "A bold word, another, code, a link and a line\nbreak. שלום and 日本語."
    assert [run.text for run in first.runs if run.bold] == ["bold"]
    assert [run.text for run in first.runs if run.font.rtl] == ["שלום"]
    [link] = first.hyperlinks
    assert (link.text, link.address) == ("a link", "https://a.example/?b=c&d=%22e%22")
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["a", "b"], ["c", "d"]]


def test_each_counted_list_begins_at_one() -> None:
    """Two lists have two numbers, and each starts anew."""
    content = made("1. a\n\ntext\n\n1. b\n")
    assert part(content, "word/document.xml").count('w:numId w:val="2"') == 1
    assert part(content, "word/document.xml").count('w:numId w:val="3"') == 1
    assert '<w:num w:numId="3">' in part(content, "word/numbering.xml")


def test_properties_are_the_assets() -> None:
    """Title, organisation, language and dates; none of them from a clock."""
    dates: dict[str, Any] = {"date": datetime(2026, 1, 2, tzinfo=UTC), "updated": datetime(2026, 2, 3, tzinfo=UTC)}
    properties = opened(made("a\n", title="T & U", **dates)).core_properties
    assert (properties.title, properties.author, properties.language) == ("T & U", "Field & notes", "en")
    assert (properties.created, properties.modified) == (dates["date"], dates["updated"])
    assert "dcterms:created" not in part(made("a\n", date=None), "docProps/core.xml")


@pytest.mark.parametrize(
    ("language", "font", "is_rtl"),
    [("ja", "MS Mincho", False), ("zh-Hant", "PMingLiU", False), ("ar", "MS Mincho", True)],
)
def test_languages_have_their_font_and_direction(language: str, font: str, is_rtl: bool) -> None:
    """East Asian fonts are named, and paragraphs of right-to-left languages say so."""
    content = made("كلمات و words\n", language)
    assert f'w:eastAsia="{font}"' in part(content, "word/styles.xml")
    assert (language in part(content, "word/styles.xml")) is True
    assert ("<w:bidi/>" in part(content, "word/document.xml")) is is_rtl


def test_two_builds_give_the_same_bytes() -> None:
    """No clock, no system, no compressor stands in the file."""
    content = made(SAMPLE)
    assert content == made(SAMPLE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(one.compress_type, one.create_system) for one in archive.infolist()} == {(zipfile.ZIP_STORED, 0)}


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_gives_a_document_that_can_be_read(text: str) -> None:
    """Control characters, signs of XML and other directions neither break it nor get lost, where XML can hold them."""
    content = made(f"{text}\n", title=text or "a")
    for name in ("word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml"):
        parseString(part(content, name))
    opened(content)


def test_a_megabyte_is_no_trouble() -> None:
    """A long text is written in one go."""
    assert len(read(made("word & <word> \x07 \u202e\n\n" * 30_000))) == 30_000


def test_a_release_says_in_word_what_its_markdown_says() -> None:
    """Paragraph by paragraph."""
    some = kitchen_sink()
    release = rendered("press_release", compose("press_release", some), some.asset)
    assert read(release["release.docx"].content) == said(release["release.md"].content.decode())


@pytest.mark.slow
def test_libreoffice_reads_what_the_markdown_says(tmp_path: Path) -> None:
    """Words, in their order, by another program."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice")
    some = kitchen_sink()
    release = rendered("press_release", compose("press_release", some), some.asset)
    (tmp_path / "release.docx").write_bytes(release["release.docx"].content)
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "txt:Text (encoded):UTF8", "--outdir", tmp_path, tmp_path / "release.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "release.txt").read_text(encoding="utf-8-sig")
    lines = [line.lstrip(" •◦▪\t") for line in text.splitlines()]
    assert " ".join(" ".join(lines).split()) == " ".join(said(release["release.md"].content.decode()))
