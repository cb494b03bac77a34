"""`repurpose channels`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from repurpose.cli.console import Talk, common, open_project
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location
from repurpose.rules.networks import Rule


@click.command()
@common
def command(talk: Talk, directory: Path | None, as_of: str | None) -> None:
    """List the channels with their files, and every network's rules with source and date."""
    project = open_project(directory, as_of)

    from repurpose.channels import registry
    from repurpose.rules.captions import told
    from repurpose.rules.networks import networks, with_overrides
    from repurpose.rules.platforms import platforms

    rows: list[dict[str, Any]] = []
    for one in registry.known():
        try:
            channel = registry.load(one.name)
            rows.append(
                {
                    "name": one.name,
                    "package": one.package,
                    "does": channel.does,
                    "files": list(channel.files),
                    "options": dict(channel.options),
                }
            )
        except ConfigError as error:
            rows.append({"name": one.name, "package": one.package, "fault": error.message})
    own = project.config.social.options
    rules: list[dict[str, Any]] = [
        {"network": name, "rule": rule_name, **_as_data(rule)}
        for name, network in networks().items()
        for rule_name, rule in with_overrides(network, own.get(name, {}), Location(FILE_NAME)).rules.items()
    ]
    lines = []
    for row in rows:
        lines.append(
            f"{row['name']}  {row.get('does') or row['fault']}"
            + ("" if row["package"] == "repurpose" else f"  (from {row['package']})")
        )
        lines += [f"    {file}" for file in row.get("files", ())]
        lines += [f"    [channels.{row['name']}] {key}: {what}" for key, what in row.get("options", {}).items()]
    lines += ["", "Networks (a project may set its own: `[social.mastodon] limit = 1000`)"]
    lines += [_line(rule["network"], rule) for rule in rules]
    captions: list[dict[str, Any]] = [
        {"language": language, "rule": name, **_as_data(rule)} for language, name, rule in told()
    ]
    lines += ["", "Captions and speech, by language"]
    lines += [_line(rule["language"], rule) for rule in captions]
    articles: list[dict[str, Any]] = [
        {"platform": platform.name, "rule": name, **_as_data(rule)}
        for platform in platforms().values()
        for name, rule in platform.rules.items()
    ]
    lines += ["", "Platforms of articles"]
    lines += [_line(rule["platform"], rule) for rule in articles]
    data = {"channels": rows, "networks": rules, "captions": captions, "articles": articles}
    talk.data("\n".join(lines), data)


def _as_data(rule: Rule) -> dict[str, Any]:
    return {
        "value": rule.value,
        "unit": rule.unit,
        "source": rule.source,
        "checked_on": rule.checked_on.isoformat(),
        "verified": rule.verified,
    }


def _line(whose: str, rule: Mapping[str, Any]) -> str:
    checked = rule["checked_on"] + ("" if rule["verified"] else ", unconfirmed")
    amount = f"{rule['value']:>6} {rule['unit']:<20}"
    return f"  {whose:<11}{rule['rule']:<12}{amount} {rule['source']} ({checked})"
