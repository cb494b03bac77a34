"""A golden import of every format, and what real exports do to a reader."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.errors import ConfigError, LedgerError, UsageError
from repurpose.usage.importers import registry
from repurpose.usage.importers.columns import mapped
from repurpose.usage.importers.importer import Export, Imported, Wish
from repurpose.usage.importers.parts import parts_of
from repurpose.usage.intake import guess, importers

AT = "2026-09-01T12:00:00Z"


def export(path: Path) -> Export:
    return Export(path, tuple(parts_of(path)), AT)


def read(
    path: Path, kind: str | None = None, mappings: Mapping[str, Mapping[str, Any]] | None = None, **wish: Any
) -> Imported:
    """Import a file by its kind, or by what it looks like; parsed + rejected = records, always."""
    known = importers(mappings or {})
    one = known[kind] if kind else guess(export(path), known)
    imported = one.importer.read([export(path)], Wish(mapping=one.mapping, **wish))
    for done in imported.reads:
        assert done.parsed + done.refused == done.records
    return imported


def shown(imported: Imported) -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """What was read as plain data: scope, day, target, metric."""
    found: dict[str, dict[str, dict[str, dict[str, int]]]] = {}
    for one in imported.deliveries:
        for on, day in one.days.items():
            for (target, metric), value in day.values.items():
                found.setdefault(one.scope, {}).setdefault(on.isoformat(), {}).setdefault(target.key, {})[metric] = (
                    value
                )
    return found


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


PLAUSIBLE_SOURCES = (
    '"date","source","referrer","utm_source","utm_medium","utm_campaign","utm_content","utm_term","pageviews","visitors","visits","visit_duration","bounces"\n'
    '"2026-08-01","x","","x","social","c","abc","",12,9,10,300,2\n'
    '"2026-08-01","x","","x","social","c","ABC","",1,1,1,30,0\n'
    '"2026-08-01","Direct","","","","","","",5,4,4,100,1\n'
    '"2026-08-03","x","","x","social","c","abc","",3,2,2,30,0\n'
)
PLAUSIBLE_PAGES = (
    "date,hostname,page,visits,visitors,pageviews,total_scroll_depth,total_scroll_depth_visits,total_time_on_page,total_time_on_page_visits\n"
    "2026-08-01,www.example.com,/launch/,3,3,7,1,1,1,1\n"
)


def test_plausible_zip(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imported_sources_20260801_20260804.csv", PLAUSIBLE_SOURCES)
        archive.writestr("imported_pages_20260801_20260804.csv", PLAUSIBLE_PAGES)
        archive.writestr("imported_browsers_20260801_20260804.csv", "date,browser,visitors\n2026-08-01,Firefox,3\n")
        archive.writestr("imported_custom_events_20260801_20260804.csv",
                         "date,name,link_url,path,visitors,events\n2026-08-01,Signup,,/launch/,2,2\n2026-08-01,engagement,,/launch/,2,9\n")  # fmt: skip
    imported = read(path)
    assert shown(imported) == {
        "sources": {
            "2026-08-01": {"utm_content:abc": {"visit": 11, "view": 13, "visitor": 10}},
            "2026-08-03": {"utm_content:abc": {"visit": 2, "view": 3, "visitor": 2}},
        },
        "pages": {"2026-08-01": {"example.com/launch": {"view": 7, "visitor": 3}}},
        "custom_events": {"2026-08-01": {"/launch": {"conversion": 2}}},
    }
    sources = next(one for one in imported.deliveries if one.scope == "sources")
    assert sorted(day.isoformat() for day in sources.days) == ["2026-08-01", "2026-08-02", "2026-08-03", "2026-08-04"]


def test_plausible_rows_outside_the_declared_days_refuse_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "imported_sources_20260801_20260802.csv", PLAUSIBLE_SOURCES)
    with pytest.raises(LedgerError, match="outside the days"):
        read(path)


def test_plausible_dashboard(tmp_path: Path) -> None:
    path = tmp_path / "Plausible.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "visitors.csv",
            "date,visitors,pageviews,visits,views_per_visit,bounce_rate,visit_duration\n2026-08-01,5,9,6,1.5,50,30\n2026-08-02,5,9,6,1.5,50,30\n",
        )
        archive.writestr(
            "pages.csv", "name,visitors,pageviews,bounce_rate,time_on_page,scroll_depth\n/launch,4,7,50,20,60\n"
        )
        archive.writestr("utm_contents.csv", "name,visitors,bounce_rate,visit_duration\nabc,3,50,20\n")
        archive.writestr("utm_mediums.csv", "name,visitors,bounce_rate,visit_duration\nsocial,3,50,20\n")
    found = shown(read(path))
    assert found["pages"] == {
        "2026-08-01": {"/launch": {"view": 3, "visitor": 2}},
        "2026-08-02": {"/launch": {"view": 4, "visitor": 2}},
    }
    assert found["utm_contents"] == {
        "2026-08-01": {"utm_content:abc": {"visit": 1}},
        "2026-08-02": {"utm_content:abc": {"visit": 2}},
    }
    assert found["visitors"]["2026-08-01"]["site"] == {"visit": 6, "view": 9, "visitor": 5}


GA4 = (
    "# ----------------------------------------\n# Pages and screens: Page path and screen class\n# Account: Acme\n"
    "# Property: acme.example\n# ----------------------------------------\n#\n# {start}: 20260817\n# {end}: 20260817\n"
    "{header}\n{totals}/launch/,\"1,234\",900,1.5,33.1,4000,12,99.5\n/,5,4,1.2,3,9,0,0\n"
)  # fmt: skip
GA4_ENGLISH = "Page path and screen class,Views,Active users,Views per active user,Average engagement time per active user,Event count,Key events,Total revenue"
GA4_GERMAN = "Seitenpfad und Bildschirmklasse,Aufrufe,Aktive Nutzer,Aufrufe pro aktivem Nutzer,Durchschnittliche Interaktionsdauer,Ereignisanzahl,Schlüsselereignisse,Gesamtumsatz"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("header", "start", "end"), [(GA4_ENGLISH, "Start date", "End date"), (GA4_GERMAN, "Startdatum", "Enddatum")]
)
def test_ga4(tmp_path: Path, header: str, start: str, end: str, encoding: str) -> None:
    text = GA4.format(header=header, start=start, end=end, totals=",1239,904,1.5,33,4009,12,99.5\n")
    imported = read(write(tmp_path, "ga4.csv", text.replace("\n", "\r\n"), encoding))
    assert shown(imported)["pages"]["2026-08-17"] == {
        "/launch": {"view": 1234, "visitor": 900, "conversion": 12, "revenue_minor": 9950},
        "/": {"view": 5, "visitor": 4, "conversion": 0, "revenue_minor": 0},
    }
    assert imported.deliveries[0].account == "acme.example"
    assert "is a row of totals" in " ".join(imported.reads[0].notes)


GA4_LOCALISED = {
    "de": ("Seitenpfad und Bildschirmklasse", "Aufrufe", "Aktive Nutzer", "Schlüsselereignisse", "Gesamtumsatz"),
    "fr": ("Chemin de la page et classe de l’écran", "Vues", "Utilisateurs actifs", "Événements clés", "Revenu total"),
    "es": ("Ruta de página y clase de pantalla", "Vistas", "Usuarios activos", "Eventos clave", "Ingresos totales"),
    "pt": (
        "Caminho da página e classe da tela",
        "Visualizações",
        "Usuários ativos",
        "Eventos principais",
        "Receita total",
    ),
    "ja": ("ページパスとスクリーン クラス", "表示回数", "アクティブ ユーザー", "キーイベント", "合計収益"),
    "zh": ("网页路径和屏幕类", "浏览次数", "活跃用户", "关键事件", "总收入"),
}
MATOMO_LOCALISED = {
    "de": ("Seiten-URL", "Seitenansichten"), "fr": ("URL de la page", "Vues de page"), "es": ("URL de página", "Páginas vistas"),
    "pt": ("URL da página", "Visualizações de página"), "ja": ("ページURL", "ページビュー"), "zh": ("页面网址", "页面浏览量"),
}  # fmt: skip


@pytest.mark.parametrize("language", GA4_LOCALISED)
@pytest.mark.parametrize("change", [str, str.upper, lambda text: unicodedata.normalize("NFD", text.replace(" ", "_"))])
def test_localised_headers_are_found_by_their_normal_form(
    tmp_path: Path, language: str, change: Callable[[str], str]
) -> None:
    header = ",".join(f'"{change(cell)}"' for cell in GA4_LOCALISED[language])
    path = write(tmp_path, "ga4.csv", f'# x: 20260817\n# y: 20260817\n{header}\n/launch/,"1,234",900,12,99.5\n')
    assert shown(read(path, "ga4"))["pages"]["2026-08-17"] == {
        "/launch": {"view": 1234, "visitor": 900, "conversion": 12, "revenue_minor": 9950}
    }
    path = write(tmp_path, "matomo.csv", f"{','.join(map(change, MATOMO_LOCALISED[language]))}\n/launch,7\n", "utf-16")
    on = dt.date(2026, 8, 17)
    assert shown(read(path, "matomo", first=on, last=on))["pages"] == {"2026-08-17": {"/launch": {"view": 7}}}


def test_ga4_of_a_period_is_spread_over_its_days(tmp_path: Path) -> None:
    text = GA4.format(header=GA4_ENGLISH, start="Start date", end="End date", totals="").replace(
        "# End date: 20260817", "# End date: 20260819"
    )
    days = read(write(tmp_path, "ga4.csv", text)).deliveries[0].days
    assert len(days) == 3
    assert {day.spread for day in days.values()} == {3}
    assert (
        sum(
            value
            for day in days.values()
            for (target, metric), value in day.values.items()
            if (target.key, metric) == ("/launch", "view")
        )
        == 1234
    )


def test_ga4_of_stacked_tables(tmp_path: Path) -> None:
    one = GA4.format(header=GA4_ENGLISH, start="Start date", end="End date", totals="")
    two = "# Countries\nCountry,Active users\nGermany,3\n"
    assert list(shown(read(write(tmp_path, "ga4.csv", one + two)))) == ["pages"]


def test_matomo_in_utf_16(tmp_path: Path) -> None:
    text = "label,nb_visits,nb_hits,metadata_url\n/launch,3,7,https://example.com/launch\n"
    imported = read(
        write(tmp_path, "Export.csv", text, "utf-16"), "matomo", first=dt.date(2026, 8, 1), last=dt.date(2026, 8, 1)
    )
    assert shown(imported) == {"pages": {"2026-08-01": {"example.com/launch": {"view": 7}}}}
    assert "not known for sure" in " ".join(imported.reads[0].notes)


def test_an_undated_export_asks_for_its_days(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="says nothing of the days"):
        read(write(tmp_path, "Export.csv", "label,nb_visits,nb_hits\n/launch,3,7\n"), "matomo")


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


X_NEW = "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
X_OLD = "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,replies,likes,user profile clicks,url clicks,hashtag clicks,detail expands,permalink clicks,app opens,app installs,follows,email tweet,dial phone,media views,media engagements"


def test_x(tmp_path: Path) -> None:
    new = read(
        write(
            tmp_path,
            "new.csv",
            f'{X_NEW}\n17,"Tue, Jul 14, 2026","A line\nand another",https://x.com/a/status/17,"1,234",5,9,1,2,1,3,4,5,6,7,8,9\n',
        )
    )
    old = read(
        write(
            tmp_path,
            "old.csv",
            f"{X_OLD}\n18,https://twitter.com/a/status/18,Hello,2017-03-01 10:00 +0000,100.0,9.0,0.09,1.0,2.0,3.0,0.0,4.0,0,0,0,0,0,1,0,0,0,0\n",
        )
    )
    assert shown(new)["content"]["2026-09-01"]["post:17"] == {
        "impression": 1234,
        "engagement": 9,
        "like": 5,
        "share": 4,
        "comment": 3,
        "signup": 1,
        "click": 7,
    }
    assert shown(old)["content"]["2026-09-01"]["post:18"] == {
        "impression": 100,
        "engagement": 9,
        "like": 3,
        "share": 1,
        "comment": 2,
        "signup": 1,
        "click": 4,
    }
    target = next(iter(new.deliveries[0].days[dt.date(2026, 9, 1)].values))[0]
    assert (target.url, target.text, target.dated) == ("x.com/a/status/17", "A line\nand another", "2026-07-14")


LINKEDIN = "Post title,Post link,Post type,Campaign name,Posted by,Created date,Campaign start date,Campaign end date,Audience,Impressions,Views,Offsite Views,Clicks,Click through rate (CTR),Likes,Comments,Reposts,Follows,Engagement rate,Content Type"


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
def test_linkedin_page(tmp_path: Path, suffix: str) -> None:
    rows: list[list[object]] = [
        ["All organic and sponsored posts of the time"],
        list(LINKEDIN.split(",")),
        [
            "After the purchase",
            "https://www.linkedin.com/feed/update/urn:li:activity:7/",
            "Organic",
            "",
            "Me",
            "07/14/2026",
            "",
            "",
            "All",
            1234,
            10,
            0,
            56,
            0.0454,
            7,
            2,
            3,
            1,
            0.05,
            "Text",
        ],
    ]
    path = tmp_path / f"page{suffix}"
    if suffix == ".xls":
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("All posts")
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                sheet.write(y, x, cell)
        book.save(str(path))
    else:
        from openpyxl import Workbook

        other = Workbook()
        active = other.active
        assert active is not None
        active.title = "All posts"
        for row in rows:
            active.append(row)
        other.save(path)
    assert shown(read(path))["posts"]["2026-09-01"] == {
        "linkedin.com/feed/update/urn:li:activity:7": {
            "impression": 1234,
            "click": 56,
            "like": 7,
            "comment": 2,
            "share": 3,
            "signup": 1,
        }
    }


def test_linkedin_member(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "TOP POSTS"
    for row in (
        ["Maximum of 50 posts available to include in this list"],
        [],
        ["Post URL", "Post publish date", "Engagements", None, "Post URL", "Post publish date", "Impressions"],
        [
            "https://www.linkedin.com/feed/update/urn:li:share:1",
            "7/14/2026",
            5,
            None,
            "https://www.linkedin.com/feed/update/urn:li:share:2",
            "7/15/2026",
            900,
        ],
        [None, None, None, None, "https://www.linkedin.com/feed/update/urn:li:share:1", "7/14/2026", 800],
    ):
        sheet.append(row)
    book.save(tmp_path / "member.xlsx")
    found: dict[str, dict[str, int]] = {}
    for one in read(tmp_path / "member.xlsx").deliveries:
        for (target, metric), value in one.days[dt.date(2026, 9, 1)].values.items():
            found.setdefault(target.key.rsplit(":", 1)[-1], {})[metric] = value
    assert found == {"1": {"engagement": 5, "impression": 800}, "2": {"impression": 900}}


GHOST = "id,title,url,author,status,created_at,updated_at,published_at,featured,tags,post_access,email_recipients,newsletter_name,sends,opens,clicks,signups,paid_conversions,feedback_more_like_this,feedback_less_like_this"


def test_ghost_with_and_without_columns(tmp_path: Path) -> None:
    row = "6a,After the purchase,https://example.com/after/,Me,published,2026-07-01,2026-07-02,2026-07-14T08:00:00.000Z,false,,public,all,News,1000,400,50,3,1,8,2"
    whole = shown(read(write(tmp_path, "posts.csv", f"{GHOST}\n{row}\n")))["posts"]["2026-09-01"]["post:6a"]
    assert whole == {"delivery": 1000, "open": 400, "click": 50, "signup": 3, "purchase": 1, "like": 8}
    kept = [n for n, name in enumerate(GHOST.split(",")) if name not in {"opens", "clicks", "paid_conversions"}]
    cut = "\n".join(",".join(line.split(",")[n] for n in kept) for line in (GHOST, row))
    assert shown(read(write(tmp_path, "cut.csv", cut)))["posts"]["2026-09-01"]["post:6a"] == {
        "delivery": 1000,
        "signup": 3,
        "like": 8,
    }


MAPPING = {"date": "Datum", "url": "Adresse", "metrics": {"click": "Klicks"}}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16"])
def test_any_csv_by_a_mapping(tmp_path: Path, delimiter: str, end: str, encoding: str) -> None:
    rows = [
        ["Datum", "Adresse", "Klicks", "Übriges"],
        ["17.08.2026", "https://example.com/ä/", "1.234", "x"],
        ["Gesamt", "", "1.234", ""],
    ]
    text = end.join(delimiter.join(row) for row in rows) + end
    found = shown(read(write(tmp_path, "own.csv", text + end * 3, encoding), mappings={"mine": MAPPING}))
    assert found == {"mine": {"2026-08-17": {"example.com/ä": {"click": 1234}}}}


@pytest.mark.parametrize(
    ("mapping", "said"),
    [({"url": "U"}, "needs metrics"), ({"metrics": {"click": "C"}}, "needs a column"), ({"ulr": "U", "count": "click"}, "unknown key: ulr"),
     ({"url": "U", "metrics": {"clicks": "C"}}, "unknown metric: clicks"), ({"url": 3, "count": "click"}, "must be a column")],
)  # fmt: skip
def test_a_wrong_mapping_is_told(mapping: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        mapped("mine", mapping)


def test_an_unknown_header_names_what_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path, "x.csv", "Post id,Date,Aufrufe\n1,2026-08-17,3\n")
    with pytest.raises(LedgerError, match="Impressions"):
        read(path, "x")
    assert shown(read(path, "x", {"x": {"impressions": "Aufrufe"}}))["content"]["2026-09-01"] == {
        "post:1": {"impression": 3}
    }


def _plain(tmp_path: Path, text: str) -> Imported:
    return _plain_file(write(tmp_path, "own.csv", text))


def _plain_file(path: Path) -> Imported:
    mapping = {"date": "day", "link_id": "link", "metrics": {"view": "views", "click": "clicks"}}
    return read(path, mappings={"mine": mapping})


HEAD = "day,link,views,clicks\n"


@pytest.mark.parametrize(
    ("text", "parsed", "refused", "said"),
    [
        ("2026-08-01,a,1,NaN\n2026-08-01,a,2,3\n", 1, 1, "no whole number"),
        ("2026-08-01,a,99999999999999999999999,1\n", 0, 1, "larger"),
        ("2026-08-01,a,-1,1\n", 0, 1, "no whole number"),
        ("2026-08-01,a,50%,1\n", 0, 1, "no whole number"),
        ("2026-08-01,a,1\n2026-08-01,b,2,3\n", 1, 1, "3 cells instead of 4"),
        ("2026-08-01,a,1,2,3,4\n", 0, 1, "6 cells instead of 4"),
        ('2026-08-01,"a,1,2\n2026-08-01,b,2,3\n2026-08-02,c,4,5\n', 2, 1, "never closed"),
        ('2026-08-01,"a,1,2\n2026-08-01,"b",2,3\n2026-08-02,c,4,5\n', 2, 1, "no CSV|never closed"),
        ("yesterday,a,1,2\n", 0, 1, "no day"),
        ("2026-08-01,a\0b,1,2\n", 0, 1, "NUL"),
        ("day,link,views,clicks\n2026-08-01,a,1,2\n", 2, 0, ""),
        ("Total,,9,9\n2026-08-01,a,1,2\n", 2, 0, ""),
        ("2026-08-01,,1,2\n2026-08-01,a,,2\n\n\n", 2, 0, ""),
    ],
)
def test_records_that_cannot_be_taken(tmp_path: Path, text: str, parsed: int, refused: int, said: str) -> None:
    import re

    done = _plain(tmp_path, HEAD + text).reads[0]
    assert (done.parsed, done.refused) == (parsed, refused)
    assert all(re.search(said, one.why) for one in done.rejected)


def test_a_bad_cell_takes_the_whole_record_out(tmp_path: Path) -> None:
    found = shown(_plain(tmp_path, f"{HEAD}2026-08-01,a,5,1\n2026-08-01,a,7,oops\n"))
    assert found["mine"]["2026-08-01"]["utm_content:a"] == {"view": 5, "click": 1}


def test_a_column_that_stands_twice_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="stands twice"):
        _plain(tmp_path, "day,link,views,clicks,views\n2026-08-01,a,1,2,3\n")


def test_formula_cells_are_texts(tmp_path: Path) -> None:
    text = f'{X_NEW}\n="17","Tue, Jul 14, 2026",=cmd|\' /C calc\'!A0,"=HYPERLINK(""https://x.com/a/status/17"",""open"")",3,0,0,0,0,0,0,0,0,0,1,0,0\n'
    target = next(iter(read(write(tmp_path, "x.csv", text)).deliveries[0].days[dt.date(2026, 9, 1)].values))[0]
    assert (target.key, target.url, target.text) == ("post:17", "x.com/a/status/17", "=cmd|' /C calc'!A0")


def test_a_zip_that_leads_out_is_refused(tmp_path: Path) -> None:
    for name in ("../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv"):
        with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
            archive.writestr(name, "date\n")
        with pytest.raises(LedgerError, match="leads out"):
            parts_of(tmp_path / "slip.zip")


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imported_pages_20260801_20260804.csv", b"0" * 64 * 1024 * 1024)
    with pytest.raises(LedgerError, match="unfold"):
        parts_of(tmp_path / "bomb.zip")


def test_a_zip_that_lies_of_its_size_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imported_sources_20260801_20260804.csv", PLAUSIBLE_SOURCES * 50)
    size = len(PLAUSIBLE_SOURCES * 50).to_bytes(4, "little")
    (tmp_path / "lie.zip").write_bytes(buffer.getvalue().replace(size, (9).to_bytes(4, "little")))
    with pytest.raises(LedgerError, match=r"lie\.zip: is damaged: Bad CRC-32 for file 'imported_sources"):
        read(tmp_path / "lie.zip", "plausible")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no book", b"\xff" * 500, b"a\n" * 3]
)
def test_a_file_that_is_nothing_known_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "what.csv"
    path.write_bytes(content)
    with pytest.raises((LedgerError, UsageError)):
        read(path)


def _line(clock: str, path: str, agent: str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", client: str = "203.0.113.7", method: str = "GET", status: int = 200) -> str:  # fmt: skip
    return f'{client} - - [17/Aug/2026:{clock} +0000] "{method} {path} HTTP/2.0" {status} 512 "-" "{agent}"\n'


def test_access_logs(tmp_path: Path) -> None:
    text = (
        _line("10:00:00", "/launch/") + _line("10:00:01", "/launch/index.html?x=1") + _line("10:00:02", "/launch/", "Googlebot/2.1 (+http://www.google.com/bot.html)")
        + _line("10:00:03", "/style.css") + _line("10:00:04", "/launch/", method="HEAD") + _line("10:00:05", "/gone/", status=404)
        + _line("10:01:00", "/launch/?utm_content=abc") + "no line of a log\n" + _line("10:02:00", "/a/", 'Mozilla/5.0 \\"odd\\" Firefox/145.0')
        + _line("10:03:00", "/launch/?utm_content=abc", "Mozilla/5.0 (compatible; Proofpoint URL Defense)")
    )  # fmt: skip
    imported = read(write(tmp_path, "access.log", text))
    found = shown(imported)["pages"]["2026-08-17"]
    assert found["/launch"] == {"view": 2}
    assert found["utm_content:abc"] == {"visit": 1}
    assert "/style.css" not in found
    assert found["/a"] == {"view": 1}
    assert imported.reads[0].refused == 1
    assert imported.deliveries[0].grows
    assert "203.0.113" not in repr(imported)


def test_a_client_that_rushes_through_links_is_a_scanner(tmp_path: Path) -> None:
    rush = "".join(_line(f"10:00:0{n}", f"/p{n}/?utm_content=link{n}", client="198.51.100.9") for n in range(5))
    calm = "".join(_line(f"1{n}:00:00", f"/p{n}/?utm_content=link{n}", client="198.51.100.8") for n in range(5))
    found = shown(read(write(tmp_path, "access.log", rush + calm)))["pages"]["2026-08-17"]
    assert found == {f"utm_content:link{n}": {"visit": 1} for n in range(5)}


def test_gzipped_logs_and_those_of_one_day_together(tmp_path: Path) -> None:
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress(_line("09:00:00", "/launch/").encode()))
    write(tmp_path, "access.log", _line("10:00:00", "/launch/"))
    exports = [export(tmp_path / "access.log.1.gz"), export(tmp_path / "access.log")]
    imported = registry.load("access_log").read(exports, Wish())
    assert shown(imported)["pages"]["2026-08-17"] == {"/launch": {"view": 2}}


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='abc,";\n\r\t=0123456789\0é', max_size=300).map(str.encode))
def test_parsed_and_rejected_make_all_records_of_any_file(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "own.csv"
    path.write_bytes(HEAD.encode() + content)
    try:
        imported = read(path, "mine", {"mine": {"date": "day", "link_id": "link", "metrics": {"view": "views"}}})
    except LedgerError:
        return
    assert len(imported.reads) == 1


def test_every_importer_says_what_it_knows() -> None:
    assert set(registry.names()) >= {
        "plausible",
        "ga4",
        "matomo",
        "mailchimp",
        "x",
        "linkedin",
        "ghost",
        "columns",
        "access_log",
    }
    for name in registry.names():
        assert registry.load(name).formats
    for name in ("matomo", "ga4", "ghost"):
        assert any("not sure" in line and "mapping" in line for line in registry.load(name).formats)


def test_days_in_a_name_or_preamble_that_are_none_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "imported_sources_20261345_20269999.csv", PLAUSIBLE_SOURCES)
    with pytest.raises(LedgerError, match="'20261345' is no day"):
        read(path)
    text = GA4.format(header=GA4_ENGLISH, start="Start date", end="End date", totals="").replace("20260817", "20269901")
    with pytest.raises(LedgerError, match="'20269901' is no day"):
        read(write(tmp_path, "ga4.csv", text))


def test_a_broken_table_beside_an_undated_one_tells_no_days(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Plausible.zip", "w") as archive:
        archive.writestr("visitors.csv", 'date,visitors,pageviews,visits\n"2026-08-01,1,2,3\n')
        archive.writestr(
            "pages.csv", "name,visitors,pageviews,bounce_rate,time_on_page,scroll_depth\n/launch,4,7,50,20,60\n"
        )
    with pytest.raises(UsageError, match="says nothing of the days"):
        read(tmp_path / "Plausible.zip")


def test_a_short_row_of_a_stacked_table_is_left_out(tmp_path: Path) -> None:
    one = GA4.format(header=GA4_ENGLISH, start="Start date", end="End date", totals="")
    done = read(write(tmp_path, "ga4.csv", f"{one}/short,3\n# More\nCountry,Active users\nGermany,3\n")).reads[0]
    assert (done.parsed, done.refused) == (2, 1)
    assert "2 cells instead of 8" in done.rejected[0].why


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_without_a_mark_are_told_by_a_few_bytes(tmp_path: Path, encoding: str) -> None:
    text = HEAD + "2026-08-01,a,1,2\n"
    path = write(tmp_path, "own.csv", text, encoding)
    mapping = {"date": "day", "link_id": "link", "metrics": {"view": "views"}}
    assert shown(read(path, mappings={"mine": mapping})) == {"mine": {"2026-08-01": {"utm_content:a": {"view": 1}}}}


def test_a_line_without_end_and_bytes_of_another_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_bytes(HEAD.encode() + b"x" * 3_000_000)
    with pytest.raises(LedgerError, match="more than 1,048,576 characters"):
        _plain_file(tmp_path / "own.csv")
    rows = b"".join(b"2026-08-01,a,%d,2\n" % number for number in range(5000))
    (tmp_path / "own.csv").write_bytes(HEAD.encode() + rows + "2026-08-01,größe,1,2\n".encode("cp1252") + rows)
    with pytest.raises(LedgerError, match="no utf-8") as caught:
        _plain_file(tmp_path / "own.csv")
    assert caught.value.location is not None
    assert caught.value.location.line == 5002


def test_sums_beyond_any_count_leave_the_record_out(tmp_path: Path) -> None:
    done = _plain(tmp_path, HEAD + f"2026-08-01,a,{10**15},1\n" * 2).reads[0]
    assert (done.parsed, done.refused, done.rejected[0].line) == (1, 1, 3)
