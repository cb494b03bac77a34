"""A social post as somebody pastes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BETWEEN = "\n\n···\n\n"
"""Stands between the parts of a thread, which are pasted one after the other."""


def pasted(post: Mapping[str, Any]) -> str:
    """A post out of `<network>.json`, with its title and link where a network has fields for them."""
    above = [post["title"]["text"]] if "title" in post else []
    below = [post["url"]] if "url" in post else []
    parts = BETWEEN.join(one.get("paste", one["text"]) for one in (post, *post.get("thread", ())))
    return "\n\n".join((*above, parts, *below))
