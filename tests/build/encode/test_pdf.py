"""PDFs: the Markdown's text, the same bytes each time, in every script; read by pypdf."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from repurpose.build.encode.pdf import SHEET, pdf
from repurpose.build.render import Renderer
from repurpose.channels.channel import Draft, Project
from repurpose.document.access import plain
from repurpose.document.parser import parse
from repurpose.errors import ConfigError
from tests.build.encode.test_docx import SAMPLE
from tests.builders import asset as an_asset
from tests.builders import brief, compose, config, project, rendered

_MARKER = re.compile(r"^(?:•|‣|–|\d+\.|\d+ / \d+$)", re.M)


def wanting(wanted: object) -> Project:
    """A project that says so much of PDFs."""
    return project(config(f"[channels.press_release]\npdf = {json.dumps(wanted)}\n"))


def made(markdown: str, language: str = "en", sheet: str | None = None, **fields: Any) -> bytes:
    """The PDF of a Markdown text."""
    told = {"headline": "Head", "organisation": "Field & notes", "language": language, "fonts": (), **fields}

    def fill(template: str, values: Mapping[str, Any]) -> str:
        return markdown if template == "text" else Renderer({SHEET: sheet} if sheet else None).text(template, values)

    return pdf(Draft("a", "pdf", "a.pdf", "application/pdf", told, "text", "pdf"), fill)


def read(content: bytes) -> str:
    """The letters of all pages, without those that stand before list items and below pages."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return "".join(_MARKER.sub("", text).split())


def said(markdown: str) -> str:
    """The letters of a Markdown text."""
    texts = [plain(token) if token.type == "inline" else token.content for token in parse(markdown)]
    return "".join("".join(texts).split())


def test_a_pdf_says_what_its_markdown_says() -> None:
    """Each letter, in its order, and nothing more: what the leak gate reads in the one is all that is in the other."""
    latin = SAMPLE.replace("שלום and 日本語", "Ελλάδα")
    some = brief(an_asset(body=latin), wanting(True))
    release = rendered("press_release", compose("press_release", some), some.asset)
    assert read(release["release.pdf"].content) == said(release["release.md"].content.decode())
    assert read(made(latin)) == said(latin)


def test_links_properties_and_language_are_real() -> None:
    """A reader finds the title, the organisation, the language, and where links lead; and no date."""
    reader: Any = PdfReader(io.BytesIO(made("[a](<https://a.example/?b=c&d=e>) [b](javascript:x)\n", "de-AT")))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Head", "Field & notes")
    assert not {"/CreationDate", "/ModDate"} & reader.metadata.keys()
    assert reader.root_object["/Lang"] == "de"
    [link] = reader.pages[0]["/Annots"]
    assert link.get_object()["/A"]["/URI"] == "https://a.example/?b=c&d=e"


def test_paper_is_that_of_the_language() -> None:
    """Letter in America, A4 elsewhere."""
    sizes = [PdfReader(io.BytesIO(made("a\n", one))).pages[0].mediabox.width for one in ("en-US", "de")]
    assert [round(float(size)) for size in sizes] == [612, 595]


def test_two_builds_give_the_same_bytes() -> None:
    """No clock and nothing random stands in the file."""
    assert made(SAMPLE, "ar") == made(SAMPLE, "ar")


@settings(max_examples=40)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_gives_a_pdf(text: str) -> None:
    """Typst's own signs are an author's words, wherever they stand."""
    content = made(f"{text}\n\n- {text}\n", headline=text, organisation=text)
    assert len(PdfReader(io.BytesIO(content)).pages) >= 1


def test_code_of_an_author_is_text() -> None:
    """What would be Typst's markup or code is read as it stands."""
    hostile = 'See "#read("/etc/passwd")", \\\\"; #panic() $x$ @a and ` #include "b.typ" `.\n'
    assert read(made(hostile)) == said(hostile)


def test_a_projects_own_sheet_is_used() -> None:
    """Its look is a template; one that is wrong is told with its path, and it can read no file."""
    page = PdfReader(io.BytesIO(made("a\n", sheet="#set page(width: 100pt, height: 50pt)\n{{ body }}"))).pages[0]
    assert [float(one) for one in page.mediabox] == [0, 0, 100, 50]
    with pytest.raises(ConfigError, match="PDF can't be made") as caught:
        made("a\n", sheet='#read("/pyproject.toml")')
    assert caught.value.location is not None
    assert caught.value.location.path == f"templates/{SHEET}"


def test_without_typst_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says what to install."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ConfigError, match="not installed") as caught:
        made("a\n")
    assert "repurpose[pdf]" in (caught.value.hint or "")


@pytest.mark.parametrize("wanted", [True, False, "yes"])
def test_the_project_asks_for_it(wanted: object) -> None:
    """Only `true` makes it; another value is an error."""
    where = wanting(wanted)
    some = brief(an_asset(body="A text.\n"), where)
    if wanted == "yes":
        with pytest.raises(ConfigError, match="true or false"):
            compose("press_release", some)
        return
    names = [draft.path.rpartition("/")[2] for draft in compose("press_release", some).drafts]
    assert ("release.pdf" in names) is wanted


def test_letters_that_no_font_has_make_a_notice_and_no_pdf() -> None:
    """Boxes in place of letters are worse than nothing."""
    where = wanting(True)
    composed = compose("press_release", brief(an_asset(title="一篇好内容", language="zh", body="好。\n"), where))
    assert "press-glyphs" in [notice.code for notice in composed.notices]
    assert not [draft for draft in composed.drafts if draft.encoder == "pdf"]
