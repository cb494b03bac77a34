"""A repurpose.toml and the environment -> settings, everything that is wrong told at its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from typing import Any, get_type_hints

from repurpose.config.checks import faults
from repurpose.config.sections import FILE_NAME, Config, Site
from repurpose.config.values import BY_LANGUAGE, from_text, short_forms, typed
from repurpose.errors import ConfigError, Errors, Location
from repurpose.lifecycle.sequence import Lifecycle
from repurpose.tables import Table, TableError, did_you_mean, read_toml

_OPEN = {"channels", "social"}
"""Sections whose sub-tables belong to a plug-in or network, which alone knows their keys."""

_KEPT_KEYS = {
    "brand": {"accent", "background", "text", "colours", "colors", "fonts", "font", "logo"},
    "usage": {"database", "mapping", "authority"},
}


def read_config(text: str, environ: Mapping[str, str], path: str = FILE_NAME, default_title: str = "") -> Config:
    """The settings in a repurpose.toml text, the environment's laid over them.

    Raises:
        Errors: everything that is wrong, each a ConfigError with its line.
    """
    try:
        table = read_toml(text.removeprefix("\ufeff"))
    except TableError as error:
        raise ConfigError(f"is no TOML: {error}", Location(path, error.line)) from None
    reader = _Reader(table, environ, path)
    config = reader.config(default_title)
    if reader.errors:
        raise Errors(sorted(reader.errors, key=lambda error: error.location.sort_key if error.location else ("", 0)))
    return config


class _Reader:
    def __init__(self, table: Table, environ: Mapping[str, str], path: str) -> None:
        self.table, self.environ, self.path = table, environ, path
        self.errors: list[ConfigError] = []
        self.variables: dict[str, str] = {}

    def config(self, default_title: str) -> Config:
        known = {spec.name for spec in fields(Config)}
        for name in self.table.values:
            if name not in known:
                self._unknown(name, name, known, "section")
        made: dict[str, Any] = {}
        for spec in fields(Config):
            section = self.table.values.get(spec.name, {})
            if not isinstance(section, dict):
                self._wrong(spec.name, f"[{spec.name}] must be a section")
                section = {}
            if spec.name == "lifecycle":
                made[spec.name] = self._lifecycle(section)
            elif spec.name in _KEPT_KEYS:
                made[spec.name] = self._kept(spec.name, section)
            else:
                assert spec.default is not MISSING
                made[spec.name] = self._section(spec.name, type(spec.default), section)
        config = Config(**made)
        if not config.site.title:
            config = replace(config, site=replace(config.site, title=default_title or "Untitled"))
        for dotted, message in faults(config):
            self._wrong(dotted, message)
        return config

    def _kept(self, name: str, section: dict[str, Any]) -> dict[str, Any]:
        for key in section:
            if key not in _KEPT_KEYS[name]:
                self._unknown(f"{name}.{key}", key, _KEPT_KEYS[name], f"key in [{name}]")
        return dict(section)

    def _lifecycle(self, section: dict[str, Any]) -> Lifecycle:
        if not section:
            return Lifecycle()
        from repurpose.lifecycle.reader import LifecycleReader

        site = self.table.values.get("site")
        language = site.get("language") if isinstance(site, dict) else None
        reader = LifecycleReader(self.table, self.path, language if isinstance(language, str) else Site().language)
        made = reader.read(section)
        self.errors += reader.errors
        return made

    def _section(self, name: str, shape: type, section: dict[str, Any]) -> Any:
        hints = get_type_hints(shape)
        hidden = {"options", *BY_LANGUAGE.get(name, {}).values()}
        keys = {spec.name.rstrip("_"): spec.name for spec in fields(shape) if spec.name not in hidden}
        values: dict[str, Any] = {}
        options: dict[str, Any] = {}
        for key, value in section.items():
            if key in keys:
                values[key] = value
            elif name in _OPEN and isinstance(value, dict):
                options[key] = value
            else:
                self._unknown(f"{name}.{key}", key, set(keys), f"key in [{name}]")
        for key, attribute in keys.items():
            variable = f"REPURPOSE_{name}_{key}".upper()
            told = self.environ.get(variable)
            if told is not None:
                self.variables[f"{name}.{key}"] = variable
                values[key] = from_text(told, hints[attribute])
        values = short_forms(name, values)
        made: dict[str, Any] = {"options": options} if name in _OPEN else {}
        for key, value in values.items():
            attribute = keys.get(key, key)
            try:
                made[attribute] = typed(value, hints[attribute])
            except ValueError as error:
                self._wrong(f"{name}.{key}", f"[{name}] {key} {error}")
        return shape(**made)

    def _unknown(self, dotted: str, key: str, known: set[str], what: str) -> None:
        near = did_you_mean(key, known)
        hint = f"did you mean {near}?" if near else f"known: {', '.join(sorted(known))}"
        self.errors.append(ConfigError(f"unknown {what}: {key}", self._at(dotted), hint))

    def _wrong(self, dotted: str, message: str) -> None:
        self.errors.append(ConfigError(message, self._at(dotted)))

    def _at(self, dotted: str) -> Location:
        if variable := self.variables.get(dotted):  # what stands in the file isn't what is wrong
            return Location(variable)
        return Location(
            self.path, self.table.lines.get(dotted) or self.table.lines.get(dotted.split(".", maxsplit=1)[0])
        )
