"""Ghost: the CSV of posts with their analytics; columns vanish when a feature is off."""

from __future__ import annotations

from repurpose.usage.addresses import bare_url
from repurpose.usage.delivery import Target
from repurpose.usage.importers.amounts import day
from repurpose.usage.importers.shape import Fields, Shape
from repurpose.usage.importers.tabular import Tabular


def _post(fields: Fields) -> Target:
    if not fields.get("id"):
        raise ValueError("names no post")
    dated = day(fields["published_at"]).isoformat() if fields.get("published_at") else ""
    return Target(
        f"post:{fields['id']}", subject=fields.get("title", ""), url=bare_url(fields.get("url", "")), dated=dated
    )


class Ghost(Tabular):
    """Posts of Ghost, with their mails' totals."""

    name = "ghost"
    does = "Ghost's posts CSV: sends, opens, clicks, sign-ups"
    channels = ("newsletter", "blog")
    shapes = (
        Shape(
            "posts",
            {
                "id": ("id",),
                "title": ("title",),
                "url": ("url",),
                "published_at": ("published_at",),
                "sends": ("sends",),
                "opens": ("opens",),
                "clicks": ("clicks",),
                "signups": ("signups",),
                "paid": ("paid_conversions",),
                "more": ("feedback_more_like_this",),
            },
            ("id", "title", "published_at"),
            {
                "sends": "delivery",
                "opens": "open",
                "clicks": "click",
                "signups": "signup",
                "paid": "purchase",
                "more": "like",
            },
            _post,
            remembered="the columns id to updated_at",
            source="TryGhost/Ghost, posts exporter; the first eight columns as remembered",
            lifetime=True,
        ),
    )
