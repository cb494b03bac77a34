"""The forms in which other generators have what we have otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SORTING = ("tags", "categories")
_HEADER = ("image", "overlay_image", "teaser", "image_description")
"""What Minimal Mistakes, a theme of Jekyll's, has in a table `header`."""

_JEKYLLS = re.compile(r"(?:^|/)\d{4}-\d{2}-\d{2}-[^/]+$")
"""How Jekyll has its posts named."""


def unfolded(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Front matter in which what tables of others hold are keys of their own, and tags of Jekyll's posts are lists."""
    found = dict(values)
    layout = found.get("layout")
    if _JEKYLLS.search(path) and isinstance(layout, str) and "." not in layout:  # Eleventy's layouts are files
        found |= {name: _words(found[name]) for name in _SORTING if name in found}
    if isinstance(taxonomies := found.get("taxonomies"), dict):
        found |= {f"taxonomies.{name}": taxonomies[name] for name in _SORTING if name in taxonomies}
    if isinstance(header := found.get("header"), dict):
        found |= {f"header.{name}": header[name] for name in _HEADER if name in header}
    return found


def _words(value: Any) -> Any:
    """What Jekyll takes a text without a comma for: a list of words."""
    return value.split() if isinstance(value, str) and "," not in value else value


def pictured(value: Any) -> tuple[Any, Any]:
    """A picture's address and what it shows: of a text, of a table such as `{src, alt}`, or of the first in a list.

    What is empty is passed over, as themes have it written before there is a picture.

    Astro writes `url`, Jekyll `path`, its themes `feature`, Hugo's themes `image`; Hugo itself has a list `images`.
    """
    first = next(filter(None, value), None) if isinstance(value, list) else value
    if not isinstance(first, dict):
        return first, None
    parts = [first[part] for part in ("src", "url", "path", "image", "feature") if part in first]
    if parts or all(one in (None, "") or isinstance(one, bool) for one in first.values()):
        return next(filter(None, parts), None), first.get("alt")
    return first, None
