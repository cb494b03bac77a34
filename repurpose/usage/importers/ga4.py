"""Google Analytics 4: the CSV of a report, with its preamble of comments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from repurpose.usage.importers.amounts import day
from repurpose.usage.importers.importer import Export
from repurpose.usage.importers.parts import Part
from repurpose.usage.importers.shape import Shape, address_target, link_target
from repurpose.usage.importers.tabular import Tabular
from repurpose.usage.importers.tally import Tally

_DATE = re.compile(r"#[^:：]*[:：]\s*(\d{8})\s*")
_PROPERTY = re.compile(
    r"#\s*(?:Property|Propiedad|Propriété|Proprietà|Propriedade|プロパティ|媒体资源|資源)\s*[:：]\s*(.+?)\s*"
)
_SOURCE = "an export of 2026 in English; other languages as the interface is remembered to say, not checked"


class Ga4(Tabular):
    """Reports of Google Analytics 4."""

    name = "ga4"
    does = "Google Analytics 4's report CSV: pages and screens; session manual ad content (utm_content)"
    shapes = (
        Shape(
            "pages",
            {
                "page": (
                    "Page path and screen class",
                    "Page path",
                    "Page path + query string",
                    "Page path + query string and screen class",
                    "Seitenpfad und Bildschirmklasse",
                    "Chemin de la page et classe de l'écran",
                    "Ruta de página y clase de pantalla",
                    "Percorso pagina e classe schermata",
                    "Caminho da página e classe da tela",
                    "ページパスとスクリーン クラス",
                    "网页路径和屏幕类",
                    "網頁路徑和畫面類別",
                ),
                "date": ("Date", "Datum", "Fecha", "Data", "日付", "日期"),
                "hostname": ("Hostname", "Host name"),
                "views": (
                    "Views",
                    "Aufrufe",
                    "Vues",
                    "Vistas",
                    "Visualizzazioni",
                    "Visualizações",
                    "表示回数",
                    "浏览次数",
                    "瀏覽",
                ),
                "users": (
                    "Active users",
                    "Aktive Nutzer",
                    "Utilisateurs actifs",
                    "Usuarios activos",
                    "Utenti attivi",
                    "Usuários ativos",
                    "アクティブ ユーザー",
                    "活跃用户",
                    "活躍使用者",
                ),
                "key_events": (
                    "Key events",
                    "Conversions",
                    "Schlüsselereignisse",
                    "Événements clés",
                    "Eventos clave",
                    "Eventi chiave",
                    "Eventos principais",
                    "キーイベント",
                    "关键事件",
                    "重要事件",
                ),
                "revenue": (
                    "Total revenue",
                    "Gesamtumsatz",
                    "Revenu total",
                    "Ingresos totales",
                    "Entrate totali",
                    "Receita total",
                    "合計収益",
                    "总收入",
                    "總收益",
                ),
            },
            ("page", "views"),
            {"views": "view", "users": "visitor", "key_events": "conversion", "revenue": "revenue_minor"},
            address_target,
            _SOURCE,
            remembered="names in languages other than English",
        ),
        Shape(
            "manual_ad_content",
            {
                "link_id": ("Session manual ad content", "Manual ad content", "First user manual ad content"),
                "date": ("Date",),
                "sessions": ("Sessions",),
                "key_events": ("Key events", "Conversions"),
                "revenue": ("Total revenue",),
            },
            ("link_id", "sessions"),
            {"sessions": "visit", "key_events": "conversion", "revenue": "revenue_minor"},
            link_target,
            "dimension names of the GA4 documentation; no such export was seen",
            sure=False,
        ),
    )

    def tallies(self, export: Export, part: Part, shapes: Sequence[Shape], undated: dt.date) -> Iterator[Tally]:
        """The tables below their comments; several may be stacked in one file."""
        for segment in self._segments(part):
            yield from super().tallies(export, segment, shapes, undated)

    def period(self, export: Export, part: Part) -> tuple[dt.date, dt.date] | None:
        """By the preamble: the first two comments that end in a day, in any language."""
        days = [match[1] for comment in self._comments(part) if (match := _DATE.fullmatch(comment))]
        if len(days) < 2:
            return None
        return day(days[0]), day(days[1])

    def account(self, export: Export, part: Part) -> str:
        """The property, by the preamble."""
        named = (match[1] for comment in self._comments(part) if (match := _PROPERTY.fullmatch(comment)))
        return next(named, "")

    def _comments(self, part: Part) -> list[str]:
        head = part.head(20)
        return [
            ",".join(record.cells).strip().strip('"')
            for record in head
            if record.cells and record.cells[0].startswith("#")
        ]

    def _segments(self, part: Part) -> list[Part]:
        """A file of several tables as a part each; nearly always it is one, which is read as it is."""
        starts: list[int] = []
        is_comment = True
        for record in part.records():
            was, is_comment = is_comment, bool(record.cells) and record.cells[0].startswith("#")
            if was and not is_comment:
                starts.append(record.line)
        if len(starts) < 2:
            return [part]
        rows = [(record.line, tuple(record.cells)) for record in part.records()]
        bounds = [*starts[1:], rows[-1][0] + 1]
        segments = []
        for begin, end in zip(starts, bounds, strict=True):
            own = {
                line: cells for line, cells in rows if begin <= line < end and not (cells and cells[0].startswith("#"))
            }
            sheet = tuple(own.get(number, ()) for number in range(1, end))
            segments.append(Part(part.name, None, sheet))
        return segments
