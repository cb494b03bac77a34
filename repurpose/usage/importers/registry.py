"""Which importers there are: by entry points, loaded by name when asked for."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from repurpose.errors import ConfigError, UsageError
from repurpose.tables import did_you_mean
from repurpose.usage.importers.importer import Importer

GROUP = "repurpose.importers"


def names() -> tuple[str, ...]:
    """The names of all installed importers."""
    return tuple(sorted(_points()))


@cache
def load(name: str) -> Importer:
    """The importer of that name.

    Raises:
        UsageError: there is none.
        ConfigError: its package is broken, which is then named.
    """
    point = _points().get(name)
    if point is None:
        near = did_you_mean(name, _points())
        raise UsageError(
            f"there is no importer {name!r}", hint=f"did you mean {near}?" if near else f"known: {', '.join(names())}"
        )
    try:
        importer: Importer = point.load()()
        missing = [part for part in ("name", "channels", "recognises", "read") if not hasattr(importer, part)]
    except Exception as error:
        raise ConfigError(
            f"the importer {name!r} of the package {_package(point)} can't be loaded: {type(error).__name__}: {error}",
            hint="mend or remove that package",
        ) from error
    if missing:
        raise ConfigError(f"the importer {name!r} of the package {_package(point)} has no {', '.join(missing)}")
    return importer


def channels() -> dict[str, tuple[str, ...]]:
    """By importer, the channels that it can tell of."""
    return {name: load(name).channels for name in names()}


@cache
def _points() -> dict[str, EntryPoint]:
    points: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        # An outside package may replace a built-in importer by its name.
        if point.name not in points or _package(points[point.name]) == "repurpose":
            points[point.name] = point
    return points


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "?"
