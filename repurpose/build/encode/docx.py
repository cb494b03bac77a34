"""Word documents: what a Markdown template says, in the few parts that Office Open XML asks for (ECMA-376).

Written here and not by python-docx, which takes about as long to import as a whole build and dates its files with the
clock. The parts are stored and not compressed, so that the bytes don't depend on the machine's zlib.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from repurpose.channels.channel import Draft
from repurpose.document.parser import parse
from repurpose.formats.docx import BULLETS, FIRST_LINK, NUMBERS, Body, clean, to_docx
from repurpose.language.tags import direction, primary

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONTS = {"ja": "MS Mincho", "ko": "Batang", "zh": "SimSun", "zh-Hant": "PMingLiU", "zh-TW": "PMingLiU"}
"""East Asian fonts that Word brings along, by language."""

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/><Override PartName="/word/numbering.xml" \
ContentType="{_WORD}.numbering+xml"/><Override PartName="/docProps/core.xml" \
ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"""
_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" \
Type="{_OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" \
Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"""


def docx(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The draft's Markdown template, filled, as a Word document.

    Of its fields, `headline`, `organisation`, `language` and `asset` (for its dates) go into the document's properties.
    """
    assert draft.template is not None
    language = str(draft.fields["language"])
    tokens = parse(fill(draft.template, draft.fields))
    is_rtl = direction(language) == "rtl"
    body = to_docx(tokens, lambda address, _: address, right_to_left=is_rtl)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "docProps/core.xml": _properties(draft.fields, language),
        "word/document.xml": _document(body, is_rtl=is_rtl),
        "word/_rels/document.xml.rels": _relations(body),
        "word/styles.xml": fill("docx/styles.xml", _languages(language)),
        "word/numbering.xml": _numbering(body),
    }
    return _zipped(parts)


def _zipped(parts: Mapping[str, str]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, text in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0  # the same on every system
            archive.writestr(info, text.encode())
    return buffer.getvalue()


def _document(body: Body, *, is_rtl: bool) -> str:
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"'
        f"/>{'<w:bidi/>' if is_rtl else ''}</w:sectPr>"
    )
    return f'{_HEAD}<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>{body.xml}{section}</w:body></w:document>'


def _relations(body: Body) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/hyperlink" Target="{clean(address)}" TargetMode="External"/>'
        for number, address in enumerate(body.links, FIRST_LINK)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>{links}</Relationships>'
    )


def _numbering(body: Body) -> str:
    """One kind of list with bullets, one that counts, and each list that counts from 1 anew."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>{_levels(kind)}</w:abstractNum>'
        for kind in (BULLETS, NUMBERS)
    )
    restart = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(9)
    )
    lists = f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>' + "".join(
        f'<w:num w:numId="{NUMBERS + index}"><w:abstractNumId w:val="{NUMBERS}"/>{restart}</w:num>'
        for index in range(body.numbered)
    )
    return f'{_HEAD}<w:numbering xmlns:w="{_MAIN}">{kinds}{lists}</w:numbering>'


def _levels(kind: int) -> str:
    shape = "bullet" if kind == BULLETS else "decimal"
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
        f'<w:lvlText w:val="{"•" if kind == BULLETS else f"%{level + 1}."}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for level in range(9)
    )


def _properties(fields: Mapping[str, Any], language: str) -> str:
    asset = fields["asset"]
    dates = {"created": asset.date, "modified": asset.updated or asset.date}
    told = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_w3c(moment)}</dcterms:{name}>'
        for name, moment in dates.items()
        if moment
    )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{clean(fields['headline'])}</dc:title><dc:creator>{clean(fields['organisation'])}</dc:creator>"
        f"<dc:language>{clean(language)}</dc:language>{told}</cp:coreProperties>"
    )


def _w3c(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")


def _languages(language: str) -> dict[str, str]:
    """Which language a document's Latin, East Asian and right-to-left text is in, and the East Asian font."""
    is_east_asian = primary(language) in _FONTS
    is_rtl = direction(language) == "rtl"
    return {
        "latin_language": "en-US" if is_east_asian or is_rtl else language,
        "east_asian_language": language if is_east_asian else "ja-JP",
        "right_to_left_language": language if is_rtl else "ar-SA",
        "east_asian_font": _FONTS.get(language) or _FONTS.get(primary(language), "MS Mincho"),
    }
