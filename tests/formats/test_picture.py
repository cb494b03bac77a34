"""Smaller versions of pictures."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from repurpose.formats.picture import UnreadableError, narrowed
from repurpose.library.media import MOST_PIXELS, narrower_widths, picture_size


def picture(kind: str, size: tuple[int, int] = (1000, 500), mode: str = "RGB", **more: Any) -> bytes:
    """A picture of red and blue halves."""
    image = Image.new("RGB", size, "#ff0000")
    image.paste("#0000ff", (size[0] // 2, 0, *size))
    written = BytesIO()
    image.convert(mode).save(written, kind, **more)
    return written.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "1"), ("WEBP", "RGB")],
)
def test_it_is_the_same_picture_but_smaller(kind: str, mode: str) -> None:
    """In whatever colours it was, and to the byte each time."""
    raw = picture(kind, mode=mode)
    small = narrowed(raw, (1000, 500), 480)
    assert small == narrowed(raw, (1000, 500), 480)
    shown = Image.open(BytesIO(small))
    assert (shown.format, shown.size) == ("WEBP", (480, 240))
    if mode not in {"L", "1"}:
        red, blue = shown.convert("RGB").getpixel((100, 100)), shown.convert("RGB").getpixel((400, 100))
        assert isinstance(red, tuple)
        assert isinstance(blue, tuple)
        assert red[0] > 200 + red[2]
        assert blue[2] > 200 + blue[0]


def test_what_can_be_seen_through_stays_so() -> None:
    """A clear ground is no black one."""
    written = BytesIO()
    Image.new("RGBA", (1000, 500), (255, 0, 0, 0)).save(written, "PNG")
    assert Image.open(BytesIO(narrowed(written.getvalue(), (1000, 500), 480))).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_damaged_picture_is_told() -> None:
    """Cut short, no picture at all, or of another size than was told."""
    for raw in (picture("PNG")[:200], b"\xff\xd8\xff no picture", picture("PNG", (900, 500))):
        with pytest.raises(UnreadableError):
            narrowed(raw, (1000, 500), 480)


@pytest.mark.parametrize(
    ("width", "widths"), [(480, ()), (481, (480,)), (1200, (480, 800)), (4000, (480, 800, 1200, 1600))]
)
def test_no_version_is_larger(width: int, widths: tuple[int, ...]) -> None:
    """Each is smaller than the picture itself."""
    assert narrower_widths(b"", "image/jpeg", (width, 10)) == widths


def test_some_have_no_smaller_versions() -> None:
    """What moves, what has too many pixels, and what is no such picture."""
    size = (1000, 500)
    frames: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", size, "#00ff00")]}
    for kind in ("PNG", "WEBP"):
        moving, still = picture(kind, size, **frames), picture(kind, size)
        media_type = f"image/{kind.lower()}"
        assert picture_size(moving) == size
        assert narrower_widths(moving, media_type, size) == ()
        assert narrower_widths(still, media_type, size) == (480, 800)
    assert narrower_widths(b"", "image/png", (MOST_PIXELS, 2)) == ()
    assert narrower_widths(b"", "image/gif", size) == ()
    assert narrower_widths(b"", "image/png", None) == ()
