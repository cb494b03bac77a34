"""The rules of the social networks, read from networks.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from repurpose.errors import ConfigError, Location
from repurpose.tables import did_you_mean


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit: how much, of what, who says so, when it was checked; `verified` if the network itself says so."""

    value: int
    unit: str
    source: str
    checked_on: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Network:
    """A network's rules; None where it has none.

    `form` is what is handed over: a `post`, the `title` of a link, or a title and a `description`. `thread_link` says
    whether the first or last post of a thread carries the link; None: it takes no threads. `refuses` are characters it
    won't take. `link_text` is "host" where a post shows a link of ours as its host, with the address beside its text.
    A network that is `asked_for` is made only where a project or an author names it. `also` is how else people call it.
    """

    name: str
    title: str
    limit: Rule
    byte_limit: Rule | None = None
    url_length: Rule | None = None
    links: Rule | None = None
    hashtags: Rule | None = None
    shown: Rule | None = None
    title_limit: Rule | None = None
    premium_limit: Rule | None = None
    card_title: Rule | None = None
    card_description: Rule | None = None
    needs_image: bool = False
    form: str = "post"
    thread_link: str | None = None
    refuses: str = ""
    link_text: str = ""
    asked_for: bool = False
    also: tuple[str, ...] = ()

    @property
    def takes_links(self) -> bool:
        """Whether a link may stand in a text, and be followed there."""
        return self.links is None or self.links.value > 0

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Its rules by name."""
        found = {spec.name: getattr(self, spec.name) for spec in fields(self)}
        return {name: rule for name, rule in found.items() if isinstance(rule, Rule)}


@cache
def networks() -> Mapping[str, Network]:
    """All known networks by name."""
    tables = tomllib.loads((files("repurpose.rules") / "networks.toml").read_text(encoding="utf-8"))
    return {
        name: Network(name, **{key: _rule(value) for key, value in table.items()}) for name, table in tables.items()
    }


def network_meant(name: str) -> str | None:
    """The network that somebody means by a name that is none's, or None."""
    called = {other: network.name for network in networks().values() for other in network.also}
    near = name.lower() if name.lower() in called else did_you_mean(name, [*networks(), *called])
    return called.get(near, near) if near else None


def _rule(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return Rule(**value) if isinstance(value, dict) else value


def with_overrides(network: Network, own: Mapping[str, Any], at: Location) -> Network:
    """The network by a project's own numbers, which stand in the file `at`.

    Raises:
        ConfigError: no such rule, or no number.
    """
    for key, value in own.items():
        if key == "premium" and network.premium_limit:
            if not isinstance(value, bool):
                raise ConfigError(f"[social.{network.name}] premium must be true or false, not {value!r}", at)
            network = replace(network, limit=network.premium_limit if value and "limit" not in own else network.limit)
            continue
        rule = network.rules.get(key)
        if rule is None:
            known = (*network.rules, *(("premium",) if network.premium_limit else ()))
            near = did_you_mean(key, known)
            raise ConfigError(
                f"[social.{network.name}] has no rule {key!r}",
                at,
                hint=f"did you mean {near}?" if near else f"known: {', '.join(known)}",
            )
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ConfigError(f"[social.{network.name}] {key} must be a whole number, not {value!r}", at)
        changed = replace(rule, value=value, source=at.path, verified=True)
        network = replace(network, **{key: changed})  # type: ignore[arg-type]
    return network
