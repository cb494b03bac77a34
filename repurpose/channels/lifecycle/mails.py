"""Which mail a step has, for a language at a moment: what a simulated sequence would send."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from repurpose.channels.channel import Project
from repurpose.channels.lifecycle.message import path_of, subject_of
from repurpose.language.tags import primary
from repurpose.library.fillings import CHANNEL, Filling
from repurpose.library.visibility import Showing, verdict
from repurpose.lifecycle.sequence import Sequence, Step
from repurpose.lifecycle.simulate import Mail, Mails
from repurpose.model import Asset


def mails(assets: Iterable[Asset], project: Project) -> Mails:
    """The mails that these assets make in the steps they stand in, each from when its asset is public."""
    standing: dict[tuple[str, int], list[tuple[Asset, Filling]]] = defaultdict(list)
    for asset in assets:
        if (asset.include is None or CHANNEL in asset.include) and CHANNEL not in asset.exclude:
            for filling in project.steps.get(asset.id, ()):
                standing[filling.sequence, filling.number].append((asset, filling))

    def mail(sequence: Sequence, step: Step, language: str, at: datetime) -> Mail | None:
        found = [
            (asset, filling)
            for asset, filling in standing[sequence.name, sequence.steps.index(step)]
            if filling.holds(at) and verdict(asset, Showing.PUBLIC, at, project.config.build).made
        ]
        for wanted in (language, project.language):
            for speaks in (_exactly, _mainly, _in_some_form):
                for asset, filling in found:
                    if speaks(asset.language.casefold(), wanted.casefold()):
                        path = f"{path_of(project, asset, filling)}.html"
                        return Mail(asset.id, asset.language, subject_of(step, asset, filling), path)
        return None

    return mail


def _exactly(language: str, wanted: str) -> bool:
    return language == wanted


def _mainly(language: str, wanted: str) -> bool:
    """`pt` for who wants `pt-BR`."""
    return language == primary(wanted)


def _in_some_form(language: str, wanted: str) -> bool:
    """`zh-Hans` for who wants just `zh`; who wants `zh-Hant` doesn't want that."""
    return primary(language) == wanted
