"""Mailchimp's reports, of all campaigns and of one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.usage.importers.reading import read, shown, write

MAILCHIMP = (
    'Title,Subject,List,"Send Date","Send Weekday","Total Recipients","Successful Deliveries","Soft Bounces","Hard Bounces","Total Bounces","Times Forwarded","Forwarded Opens","Unique Opens","Open Rate","Total Opens","Unique Clicks","Click Rate","Total Clicks",Unsubscribes,"Abuse Complaints","Times Liked on Facebook","Folder Id","Unique Id","Total Orders","Total Gross Sales","Total Revenue","Analytics ROI","Campaign Cost","Revenue Created",Visits,"New Visits",Pages/Visit,"Bounce Rate","Time on Site","Goal Conversion Rate","Per Visit Goal Value",Transactions,"Ecommerce Conversion Rate","Per Visit Value","Average Value"\n'
    'June,"What after, the purchase?",All,"Jun 09, 2018 09:30 pm",Saturday,"1,751","1,742",3,6,9,2,1,484,27.78%,700,90,5.17%,120,4,0,0,0,a1b2,3,$10.00,$9.00,0%,$1.50,$0.00,N/A,,,,,,,,,,\n'
)


def test_mailchimp_of_all_campaigns(tmp_path: Path) -> None:
    imported = read(write(tmp_path, "campaigns.csv", MAILCHIMP))
    assert shown(imported)["campaigns"]["2026-09-01"]["campaign:what after, the purchase?|2018-06-09"] == {
        "delivery": 1742, "open": 484, "click": 120, "share": 2, "unsubscribe": 4, "purchase": 3, "revenue_minor": 900, "cost_minor": 150,
    }  # fmt: skip
    assert imported.deliveries[0].lifetime


def test_mailchimp_of_one_campaign_is_the_same_campaign(tmp_path: Path) -> None:
    text = (
        '"Email Campaign Report"\n"Title:","June"\n"Subject Line:","What after, the purchase?"\n'
        '"Delivery Date/Time:","Sat, Jun 09, 2018 09:30 pm"\n\n"Overall Stats"\n"Total Recipients:","1,751"\n'
        '"Successful Deliveries:","1,742"\n"Bounces:","9 (0.5%)"\n"Recipients Who Opened:","484 (27.8%)"\n'
        '"Total Clicks:","120"\n\n"Clicks by URL"\n"URL","Total Clicks","Unique Clicks"\n'
        '"https://example.com/launch/?utm_content=abc","120","90"\n'
    )
    imported = read(write(tmp_path, "june.csv", text))
    assert shown(imported)["campaigns"]["2026-09-01"] == {
        "campaign:what after, the purchase?|2018-06-09": {"delivery": 1742, "open": 484, "click": 120}
    }
    assert {target.link for target, _ in imported.deliveries[0].days[dt.date(2026, 9, 1)].values} == {"abc"}
