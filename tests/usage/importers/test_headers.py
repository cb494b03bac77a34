"""Headers in many languages, and days that stand in names and preambles."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from repurpose.errors import LedgerError
from tests.usage.importers.reading import read, shown, write
from tests.usage.importers.test_ga4 import GA4, GA4_ENGLISH
from tests.usage.importers.test_plausible import PLAUSIBLE_SOURCES

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


def test_days_in_a_name_or_preamble_that_are_none_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "imported_sources_20261345_20269999.csv", PLAUSIBLE_SOURCES)
    with pytest.raises(LedgerError, match="'20261345' is no day"):
        read(path)
    text = GA4.format(header=GA4_ENGLISH, start="Start date", end="End date", totals="").replace("20260817", "20269901")
    with pytest.raises(LedgerError, match="'20269901' is no day"):
        read(write(tmp_path, "ga4.csv", text))
