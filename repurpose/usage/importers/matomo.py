"""Matomo: the CSV of a report; UTF-16LE by default, with raw or translated names."""

from __future__ import annotations

from repurpose.usage.delivery import Target
from repurpose.usage.importers.shape import Fields, Shape, address_target, link_target
from repurpose.usage.importers.tabular import Tabular

_SOURCE = "matomo-org/matomo core/DataTable/Renderer/Csv.php, an old version; translated names as remembered"


def _page(fields: Fields) -> Target:
    page = fields.get("url") or fields["label"]
    return address_target({"page": page if "/" in page else f"/{page}"})


class Matomo(Tabular):
    """Reports of Matomo."""

    name = "matomo"
    does = "Matomo's report CSV (UTF-16LE too): page URLs, campaign content"
    shapes = (
        Shape(
            "pages",
            {
                "label": (
                    "label",
                    "Page URL",
                    "Seiten-URL",
                    "URL de la page",
                    "URL de página",
                    "URL pagina",
                    "URL da página",
                    "ページURL",
                    "页面网址",
                ),
                "url": ("url", "metadata_url", "Metadata: url"),
                "date": ("date", "Date", "Datum", "Fecha", "Data", "日付", "日期"),
                "hits": (
                    "nb_hits",
                    "Pageviews",
                    "Seitenansichten",
                    "Vues de page",
                    "Páginas vistas",
                    "Visualizzazioni",
                    "Visualizações de página",
                    "ページビュー",
                    "页面浏览量",
                ),
            },
            ("label", "hits"),
            {"hits": "view"},
            _page,
            _SOURCE,
            sure=False,
        ),
        Shape(
            "campaign_contents",
            {
                "link_id": ("label", "Content", "Campaign Content", "Kampagneninhalt", "Contenu de campagne"),
                "date": ("date", "Date", "Datum"),
                "visits": ("nb_visits", "Visits", "Besuche", "Visites", "Visitas", "Visite", "ビジット", "访问次数"),
                "conversions": ("nb_conversions", "Conversions", "Konversionen"),
                "visitors": ("nb_uniq_visitors", "sum_daily_nb_uniq_visitors", "Unique visitors"),
            },
            ("link_id", "visits"),
            {"visits": "visit", "conversions": "conversion", "visitors": "visitor"},
            link_target,
            _SOURCE,
            sure=False,
        ),
    )
