"""What differs between places that show HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Resolve = Callable[[str, bool], str | None]
"""(address as written, is it an image) -> address to write, or None to leave it out."""
Size = Callable[[str], tuple[int, int] | None]
"""An image's address as written -> its width and height in pixels, where they are known."""


@dataclass(frozen=True, slots=True)
class Style:
    """What differs between places that show HTML.

    `anchors`: whether links within the text work there (a page), or notes are only numbered (mail, feeds). `size`: the
    sizes of images, so that nothing jumps when they arrive. `page`: the interface's words where the HTML stands on a
    page of the site: there the keyboard reaches tables that scroll sideways, and notes have a heading. `mail_width`:
    the width of a mail's text, as mail programs know no `max-width`, open no `<details>` and show no boxes to tick.
    """

    anchors: bool = True
    size: Size | None = None
    page: Mapping[str, Any] | None = None
    mail_width: int | None = None

    @property
    def boxes_tables(self) -> bool:
        """Whether each table stands in a box of its own, in which it scrolls where it is too wide."""
        return self.page is not None or self.mail_width is not None


PLAIN = Style()
"""Nothing known of the place but that links within the text work there."""
