"""A Ghost export ("Settings > Import/Export"): its database's tables as JSON (docs.ghost.org/migration/custom)."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime
from html import escape
from typing import Any

from repurpose.errors import AssetError, Location
from repurpose.library.migration.post import Export, Post

_SITE = "__GHOST_URL__"
_ACCESS = {"members": "registered", "paid": "premium", "tiers": "premium", "filter": "premium"}
_GATE = re.compile(r"<!--\s*members-only\s*-->", re.I)


def read_ghost(raw: bytes, shown: str) -> Export:
    """The posts of an export.

    Raises:
        AssetError: it is no such export.
    """
    data = _tables(raw, shown)
    tags = {row.get("id"): row.get("name", "") for row in data.get("tags", ())}
    users = {row.get("id"): row.get("name", "") for row in data.get("users", ())}
    tagged, signed = _joined(data, "posts_tags", "tag_id", tags), _joined(data, "posts_authors", "author_id", users)
    metas = {row.get("post_id"): row for row in data.get("posts_meta", ())}
    left: Counter[str] = Counter()
    posts = []
    for row in data["posts"]:
        if row.get("type", "page" if row.get("page") else "post") != "post":
            left["page"] += 1
            continue
        name = row.get("id")
        authors = signed.get(name) or [users[row["author_id"]] for _ in "1" if row.get("author_id") in users]
        posts.append(_post(row, metas.get(name, {}), tagged.get(name, []), authors))
    return Export("", tuple(posts), dict(left))


def _tables(raw: bytes, shown: str) -> dict[str, Any]:
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise AssetError(f"is no JSON: {error}", Location(shown, getattr(error, "lineno", 1))) from None
    several = told.get("db", [told]) if isinstance(told, dict) else None
    whole = several[0] if isinstance(several, list) and several else None
    data = whole.get("data") if isinstance(whole, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("posts"), list):
        hint = "in Ghost, choose Settings > Import/Export > Export"
        raise AssetError("is no export of Ghost", Location(shown, 1), hint)
    return data


def _joined(data: dict[str, Any], table: str, key: str, names: dict[Any, str]) -> dict[Any, list[str]]:
    """By post, the names of what is joined to it, in their order."""
    found: dict[Any, list[str]] = defaultdict(list)
    for row in sorted(data.get(table, ()), key=lambda one: one.get("sort_order") or 0):
        if name := names.get(row.get(key)):
            found[row.get("post_id")].append(name)
    return found


def _post(row: dict[str, Any], meta: dict[str, Any], tags: list[str], authors: list[str]) -> Post:
    def text(key: str, *, of: dict[str, Any] = row) -> str:
        return str(of.get(key) or "").replace(_SITE, "")

    access = _ACCESS.get(text("visibility"), "open")
    html, told = text("html"), []
    if not html:
        html = "".join(f"<p>{escape(part)}</p>" for part in text("plaintext").split("\n\n"))
        told.append("the export has no HTML of it, so its text stands plain")
    if access != "open" and _GATE.search(html):  # what stands above it is open
        html, access = _GATE.sub(f"<!-- {access} -->", html, count=1), "open"
    date, updated = _moment(row.get("published_at")), _moment(row.get("updated_at"))
    slug = text("slug")
    return Post(
        title=text("title"),
        slug=slug,
        html=html,
        address=f"/{slug}/",
        date=date,
        updated=updated if date and updated and updated.date() > date.date() else None,
        authors=tuple(authors),
        tags=tuple(dict.fromkeys(tag for tag in tags if not tag.startswith("#"))),  # those are Ghost's own
        description=text("custom_excerpt") or text("meta_description", of=meta) or text("meta_description"),
        image=text("feature_image") or text("image"),
        image_alt=text("feature_image_alt", of=meta),
        canonical_url=text("canonical_url"),
        language=text("language").replace("_", "-"),
        access=access,
        is_draft=text("status") not in {"published", "scheduled", "sent"},
        told=tuple(told),
    )


def _moment(value: Any) -> datetime | None:
    """A moment in UTC: milliseconds of the epoch, or a text, as Ghost's versions have it."""
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / 1000, UTC)
        found = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
