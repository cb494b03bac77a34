"""Any other CSV, by a mapping of its columns that the project keeps in repurpose.toml.

[usage.mapping.buffer]
date = "Date"                      # the rows' day; left out for lifetime totals
link_id = "UTM content"            # what a row is about: any of link_id, url, id, subject, text
url = "Post link"
published = "Published"            # the day of publication, if told
metrics = { impression = "Impressions", click = "Clicks" }
count = "click"                    # instead of metrics: every row is one of these
lifetime = true                    # totals since publication, as of the export
month_first = true                 # how to read 3/4/2026
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from repurpose.errors import ConfigError, Location
from repurpose.tables import did_you_mean
from repurpose.usage.addresses import bare_url, utm_content
from repurpose.usage.delivery import METRICS, Target
from repurpose.usage.importers.amounts import day
from repurpose.usage.importers.importer import Export, Imported, Wish
from repurpose.usage.importers.shape import Fields, Shape
from repurpose.usage.importers.tabular import Tabular

_ABOUT = ("link_id", "url", "id", "subject", "text")
_KEYS = (*_ABOUT, "date", "published", "metrics", "count", "lifetime", "month_first")


def mapped(name: str, mapping: Mapping[str, Any]) -> Tabular:
    """The importer that a mapping describes.

    Raises:
        ConfigError: the mapping lacks something or has what isn't known.
    """
    where, section = Location("repurpose.toml"), f"[usage.mapping.{name}]"
    for key in mapping:
        if key not in _KEYS:
            near = did_you_mean(key, _KEYS)
            raise ConfigError(
                f"{section} unknown key: {key}",
                where,
                f"did you mean {near}?" if near else f"known: {', '.join(_KEYS)}",
            )
    metrics, count = mapping.get("metrics", {}), mapping.get("count")
    if not isinstance(metrics, Mapping) or not (metrics or count):
        raise ConfigError(f'{section} needs metrics = {{ click = "Clicks" }} or count = "click"', where)
    for metric in (*metrics, *([count] if count else [])):
        if metric not in METRICS:
            near = did_you_mean(str(metric), METRICS)
            raise ConfigError(
                f"{section} unknown metric: {metric}",
                where,
                f"did you mean {near}?" if near else f"known: {', '.join(METRICS)}",
            )
    if not any(key in mapping for key in _ABOUT):
        raise ConfigError(f"{section} needs a column that says what a row is about: {', '.join(_ABOUT)}", where)
    columns = {key: _names(section, key, mapping[key]) for key in (*_ABOUT, "date", "published") if key in mapping}
    counted = {f"metric {metric}": _names(section, metric, names) for metric, names in metrics.items()}
    month_first = mapping.get("month_first")
    shape = Shape(
        name,
        {**columns, **counted},
        tuple(columns),
        {f"metric {metric}": metric for metric in metrics},
        _target(month_first),
        "repurpose.toml",
        lifetime=bool(mapping.get("lifetime", False)),
        month_first=month_first,
        counted=count,
    )
    importer = Tabular()
    importer.name, importer.does, importer.shapes = name, f"CSV by {section}", (shape,)
    return importer


class Columns:
    """Says how any other CSV is imported: by a mapping, whose name is then the kind."""

    name = "columns"
    does = "any other CSV, by a mapping in repurpose.toml: `[usage.mapping.NAME]`, whose name is the kind"
    channels: tuple[str, ...] = ()
    formats: Sequence[str] = (
        "date, link_id, url, id, subject, text, published, metrics, count, lifetime, month_first",
    )

    def recognises(self, export: Export, wish: Wish) -> bool:
        """Never: a mapping is told by its own name."""
        return False

    def read(self, exports: Sequence[Export], wish: Wish) -> Imported:
        """Read by the mapping that the wish brings."""
        return mapped(self.name, wish.mapping).read(exports, replace(wish, mapping={}))


def _names(section: str, key: str, value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(one, str) for one in names):
        raise ConfigError(f"{section} {key} must be a column's name, or a list of names", Location("repurpose.toml"))
    return tuple(names)


def _target(month_first: bool | None) -> Any:
    def target(fields: Fields) -> Target:
        url = fields.get("url", "")
        link = fields.get("link_id", "").lower() or utm_content(url)
        told = [fields.get("id", ""), link and f"utm_content:{link}", bare_url(url) if url else ""]
        key = next((one for one in (*told, fields.get("subject", ""), fields.get("text", "")) if one), "")
        if not key:
            raise ValueError("says not what it is about")
        published = fields.get("published", "")
        dated = day(published, month_first).isoformat() if published else ""
        return Target(key, link, bare_url(url) if url else "", fields.get("subject", ""), fields.get("text", ""), dated)

    return target
