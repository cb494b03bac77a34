"""PDFs: what a Markdown template says, set by Typst. Typst is not installed unless the extra `pdf` is asked for.

The leak gate can't read a PDF, and needn't: this one is made of the same filled template as the Markdown beside it and
of nothing else, and that is a piece which the gate reads. Where the gate holds one back, it holds back both.

Nothing of the machine is used: no font but Inter, those that the project names and Typst's own, and no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from repurpose.channels.channel import Draft
from repurpose.config import FILE_NAME
from repurpose.document.parser import parse
from repurpose.errors import ConfigError, Location
from repurpose.formats.typst import string, to_typst
from repurpose.language.tags import direction, is_spaced, primary

SHEET = "pdf/sheet.typ"
"""The template of a PDF's look."""

_LETTER = {"en-US", "en-CA", "fr-CA", "es-MX", "en"}
"""Languages of countries that print on Letter; all others print on A4 (ISO 216)."""


def pdf(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The draft's Markdown template, filled, as a PDF.

    Of its fields, `headline`, `organisation` and `language` go into its properties, and `fonts` are the files of fonts
    for what Inter hasn't.

    Raises:
        ConfigError: Typst isn't installed, a font can't be read, or the project's sheet is wrong.
    """
    try:
        import typst
    except ImportError:
        raise ConfigError(
            "[channels.press_release] pdf: Typst is not installed",
            Location(FILE_NAME),
            "`pip install repurpose[pdf]` brings it",
        ) from None
    assert draft.template is not None
    compiled: Any = typst.compile  # its types forbid a source in bytes beside a root in letters
    fields, language = draft.fields, str(draft.fields["language"])
    is_rtl = direction(language) == "rtl"
    body = to_typst(parse(fill(draft.template, fields)), lambda address, _: address, right_to_left=is_rtl)
    with as_file(files("fontpkg_inter") / "files") as inter:
        paths = [Path(one) for one in fields["fonts"]]
        folders = dict.fromkeys(str(one.parent) for one in paths)
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(inter), *folders])
        source = fill(
            SHEET,
            {
                "title": string(str(fields["headline"])),
                "author": string(str(fields["organisation"])),
                "fonts": _families(fonts, paths),
                "language": string(primary(language)),
                "direction": direction(language),
                "leading": "0.75em" if is_spaced(language) and not is_rtl else "0.95em",
                "paper": string("us-letter" if language in _LETTER else "a4"),
                "body": body,
            },
        )
        try:
            made = compiled(source.encode(), root=str(inter), font_paths=fonts)
        except typst.TypstError as error:
            raise ConfigError(f"the PDF can't be made: {error}", Location(f"templates/{SHEET}")) from None
    assert isinstance(made, bytes)
    return made


def _families(fonts: Any, paths: Sequence[Path]) -> str:
    """The families in which letters are looked for, as Typst's list: Inter, then each file's."""
    by_path: dict[Path, list[str]] = {}
    for font in fonts.fonts():
        if font.path:
            by_path.setdefault(Path(font.path), []).append(font.family)
    names = ["Inter"]
    for path in paths:
        if path not in by_path:
            raise ConfigError(f"[brand] fonts: a font can't be read: {path}", Location(FILE_NAME))
        names += by_path[path]
    return f"({', '.join(string(name) for name in dict.fromkeys(names))},)"
