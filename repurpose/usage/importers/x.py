"""X: the content CSV of its analytics, today's and that of twitter.com."""

from __future__ import annotations

from repurpose.usage.addresses import bare_url
from repurpose.usage.delivery import Target
from repurpose.usage.importers.amounts import day
from repurpose.usage.importers.shape import Fields, Shape
from repurpose.usage.importers.tabular import Tabular


def _post(fields: Fields) -> Target:
    name = fields.get("id", "")
    if not name:
        raise ValueError("names no post")
    dated = day(fields["date"]).isoformat() if fields.get("date") else ""
    url = bare_url(fields["url"]) if fields.get("url") else ""
    return Target(f"post:{name}", url=url, text=fields.get("text", ""), dated=dated)


class X(Tabular):
    """Posts on X, with their totals since they were posted."""

    name = "x"
    does = "X's account_analytics_content CSV, and the older tweet_activity CSV"
    channels = ("social.x",)
    shapes = (
        Shape(
            "content",
            {
                "id": ("Post id", "Tweet id"),
                "date": ("Date", "time"),
                "text": ("Post text", "Tweet text"),
                "url": ("Post Link", "Tweet permalink"),
                "impressions": ("Impressions",),
                "engagements": ("Engagements",),
                "likes": ("Likes",),
                "reposts": ("Reposts", "retweets"),
                "replies": ("Replies",),
                "follows": ("New follows", "follows"),
                "clicks": ("URL Clicks",),
            },
            ("id", "impressions"),
            {
                "impressions": "impression",
                "engagements": "engagement",
                "likes": "like",
                "reposts": "share",
                "replies": "comment",
                "follows": "signup",
                "clicks": "click",
            },
            _post,
            "exports of 2026 and 2017",
            lifetime=True,
        ),
    )
