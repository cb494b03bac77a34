"""Which channels there are: by entry points, loaded by name when asked for, so that a broken one hurts nobody else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePosixPath

from repurpose.channels.channel import FILES, Channel
from repurpose.config import FILE_NAME, Plan
from repurpose.errors import ConfigError, Location
from repurpose.rules.networks import network_meant, networks
from repurpose.tables import did_you_mean

GROUP = "repurpose.channels"


@dataclass(frozen=True, slots=True)
class Known:
    """A channel that is installed: its name, and the package that brings it."""

    name: str
    package: str


def known() -> tuple[Known, ...]:
    """All installed channels by name, none of them loaded."""
    return tuple(sorted((Known(point.name, _package(point)) for point in _points().values()), key=lambda one: one.name))


def names() -> Collection[str]:
    """The names of all installed channels; whose package each is takes longer to know."""
    return _points().keys()


@cache
def load(name: str) -> Channel:
    """The channel of that name.

    Raises:
        ConfigError: there is none, or its package is broken, which is then named.
    """
    point = _points().get(name)
    if point is None:
        raise _unknown(name)
    try:
        channel: Channel = point.load()()
        missing = [part for part in ("name", "showing", "tiers", "compose", "collect") if not hasattr(channel, part)]
    except Exception as error:
        raise ConfigError(
            f"the channel {name!r} of the package {_package(point)} can't be loaded: {type(error).__name__}: {error}",
            hint="mend or remove that package, or leave the channel out of `[channels] enabled`",
        ) from error
    if missing:
        raise ConfigError(f"the channel {name!r} of the package {_package(point)} has no {', '.join(missing)}")
    return channel


def package(name: str) -> str:
    """The package that brings a channel."""
    return _package(_points()[name])


def module(name: str) -> str:
    """The module that a channel is in."""
    return _points()[name].module


def chosen(enabled: Sequence[str] | None, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """The names to build: those asked for, else those enabled, else all that are installed.

    Raises:
        ConfigError: one of them isn't installed.
    """
    wanted = tuple(asked) or (tuple(enabled) if enabled is not None else tuple(names()))
    for name in wanted:
        if name not in _points():
            raise _unknown(name)
    return tuple(sorted(set(wanted)))


def check_options(options: Mapping[str, Mapping[str, object]]) -> None:
    """Refuse settings of channels that aren't there, and keys that a channel doesn't know.

    Raises:
        ConfigError: with what was likely meant.
    """
    for name, own in options.items():
        if name not in _points():
            raise _unknown(name, f"[channels.{name}]")
        channel = load(name)
        known_keys = {FILES, *channel.options}
        for key, value in own.items():
            if key == FILES:
                made = dict.fromkeys(PurePosixPath(path.partition(" (")[0]).name for path in channel.files)
                _check_files(name, value, tuple(made))
            elif key not in known_keys:
                near = did_you_mean(key, known_keys)
                hint = f"did you mean {near}?" if near else f"known: {', '.join(known_keys) or 'none'}"
                raise ConfigError(f"[channels.{name}] has no setting {key!r}", Location(FILE_NAME), hint)


def _check_files(name: str, patterns: object, made: Sequence[str]) -> None:
    listed = [one for one in patterns if isinstance(one, str)] if isinstance(patterns, list) else []
    if not listed or listed != patterns:
        raise ConfigError(f'[channels.{name}] files must be a list of names, such as ["*.html"]', Location(FILE_NAME))
    for pattern in listed:
        if not any(fnmatchcase(one, pattern) for one in made):
            hint = f"it makes {', '.join(made)}"
            raise ConfigError(f"[channels.{name}] files: {pattern!r} is none of its files", Location(FILE_NAME), hint)


def check_plan(plan: Plan) -> None:
    """Refuse settings of `[plan]` for channels and networks that aren't there.

    Raises:
        ConfigError: with what was likely meant.
    """
    told = [*names(), *(f"social.{network}" for network in networks())]
    for key in ("cadence", "cooldown", "times", "audience"):
        for name in getattr(plan, key):
            channel = name.partition(".")[0]
            if channel not in _points() or (channel == "social" and name != channel and name not in told):
                near = did_you_mean(name, told)
                if channel == "social" and (network := network_meant(name.partition(".")[2])):
                    near = f"social.{network}"
                hint = f"did you mean {near}?" if near else f"known: {', '.join(told)}"
                raise ConfigError(f"[plan] {key}: there is no channel {name!r}", Location(FILE_NAME), hint)


def _unknown(name: str, setting: str = "[channels] enabled") -> ConfigError:
    near = did_you_mean(name, _points())
    hint = f"did you mean {near}?" if near else "`repurpose channels` lists them"
    return ConfigError(f"{setting}: there is no channel {name!r}", Location(FILE_NAME), hint)


@cache
def _points() -> dict[str, EntryPoint]:
    points: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        # A project's outside package may replace a built-in channel by its name; ours come from this package.
        if point.name not in points or _package(points[point.name]) == "repurpose":
            points[point.name] = point
    return points


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "?"
