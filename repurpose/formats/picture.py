"""Smaller versions of a picture, for small windows: WebP, which every browser of today shows, with its own colours."""

from __future__ import annotations

from io import BytesIO

_PLAIN = {"1": "L", "L": "L", "LA": "RGBA", "P": "RGBA", "PA": "RGBA", "RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB"}
"""Pillow's modes, and those they are shrunk in."""


class UnreadableError(ValueError):
    """A picture that can't be drawn smaller."""


def narrowed(raw: bytes, size: tuple[int, int], width: int) -> bytes:
    """A picture of `size`, as its file's head tells it, at another width, as a WebP.

    Raises:
        UnreadableError: it is damaged, moves, is of another size than was told, or of colours that WebP can't have.
    """
    from PIL import Image

    written = BytesIO()
    try:
        with Image.open(BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as image:
            found = (image.size, getattr(image, "n_frames", 1), image.mode in _PLAIN)
            if found == (size, 1, True):
                height = max(1, round(size[1] * width / size[0]))
                image.draft(None, (width, height))  # a JPEG can be read smaller, in a part of the time
                profile = image.info.get("icc_profile") if image.mode != "CMYK" else None
                small = image.convert(_PLAIN[image.mode]).resize((width, height), Image.Resampling.LANCZOS)
                small.save(written, "WEBP", quality=80, method=4, icc_profile=profile or b"")
    except Exception as error:  # decoders raise whatever they come upon
        raise UnreadableError(str(error)) from error
    if found != (size, 1, True):
        raise UnreadableError("it moves, or is not what its head tells")
    return written.getvalue()
