"""Campaign drafts: a mail laid down in a mail system, where a person looks at it and sends it.

A system is a plug-in (entry-point group `repurpose.campaigns`) that only tells which request makes the draft, so that a
dry run can show it and no system can send anything by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol

from repurpose.errors import ConfigError, Location
from repurpose.tables import did_you_mean

GROUP = "repurpose.campaigns"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A finished mail: what tells it from others, and its parts with the system's own fields."""

    name: str
    subject: str
    sender: str | None
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """Where a system is (`https://lists.example.org`), lists and template by their numbers there, the secret."""

    address: str | None
    lists: tuple[int, ...]
    template: int | None
    token: str


@dataclass(frozen=True, slots=True)
class Request:
    """A POST of JSON: its address, the value of its Authorization header, and what it holds."""

    url: str
    authorization: str
    body: Mapping[str, Any]


class System(Protocol):
    """A mail system that keeps drafts. It is `verified` if its drafts were tried against the real thing."""

    title: str
    verified: bool

    def request(self, campaign: Campaign, account: Account) -> Request:
        """The request that makes a draft of the mail, and nothing but a draft.

        Raises:
            ConfigError: the settings lack what it needs.
        """

    def made(self, answer: Any) -> str:
        """What the system calls the draft, from its answer (parsed JSON)."""


def load(name: str) -> System:
    """The system of that name.

    Raises:
        ConfigError: there is none, or its package is broken.
    """
    points = _points()
    if name not in points:
        near = did_you_mean(name, points)
        hint = f"did you mean {near}?" if near else f"known: {', '.join(sorted(points))}"
        raise ConfigError(f"there are no campaign drafts for {name!r}", hint=hint)
    try:
        system: System = points[name].load()()
    except Exception as error:
        raise ConfigError(
            f"the campaign drafts of {name!r} can't be loaded: {type(error).__name__}: {error}",
            hint="mend or remove its package",
        ) from error
    return system


def missing(key: str, why: str) -> ConfigError:
    """The error for a setting of `[newsletter]` that a system needs."""
    return ConfigError(f"[newsletter] {key} is missing", Location("repurpose.toml"), why)


def _points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
