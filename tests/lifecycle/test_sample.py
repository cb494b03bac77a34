"""This project's own sequences: every moment has one, and every step its mail."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from repurpose.channels.channel import Project
from repurpose.channels.lifecycle.mails import mails
from repurpose.config import read_config
from repurpose.document.links import Addresses
from repurpose.library.fillings import fillings
from repurpose.library.library import read_library
from repurpose.library.schedule import Schedule
from repurpose.lifecycle.trigger import KINDS

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


def test_every_moment_of_a_life_has_its_mails() -> None:
    config = read_config((ROOT / "repurpose.toml").read_text(encoding="utf-8"), {})
    assets = read_library(ROOT, config).assets
    steps = fillings(assets, config, Schedule())
    mail = mails(assets, Project(config, MOMENT, Addresses(config.url), steps=steps))

    assert {one.trigger.kind for one in config.lifecycle.sequences.values()} == set(KINDS)
    for sequence in config.lifecycle.sequences.values():
        for step in sequence.steps:
            assert mail(sequence, step, "en", MOMENT) is not None, f"{sequence.name}: {step.name}"
            assert step.words.intro
