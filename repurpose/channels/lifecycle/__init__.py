"""Sequences: the mails that somebody gets along their life as a customer, and the flow of each for mail systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repurpose.channels.channel import Brief, Composed, Entry, Project
from repurpose.channels.lifecycle.flow import flows
from repurpose.channels.lifecycle.message import message, row
from repurpose.channels.mail.sender import sender_notices
from repurpose.document.access import TIERS
from repurpose.library.fillings import CHANNEL, Filling
from repurpose.library.visibility import Showing
from repurpose.model import Access


class Lifecycle:
    """A mail of each step of a sequence, and of each sequence its data and picture."""

    name = CHANNEL
    does = "the mails of sequences along a customer's life; each sequence as data for mail systems and as a picture"
    files = (
        "lifecycle/<sequence>/<NN>-<slug>.html",
        "lifecycle/<sequence>/<NN>-<slug>.txt",
        "lifecycle/<sequence>/<NN>-<slug>.eml",
        "lifecycle/<sequence>/sequence.json",
        "lifecycle/<sequence>/sequence.csv",
        "lifecycle/<sequence>/sequence.svg",
    )
    showing = Showing.STANDING
    tiers = TIERS
    options: Mapping[str, str] = {}

    def compose(self, brief: Brief) -> Composed:
        """The mails of the steps that the asset stands in, now or later."""
        project = brief.project
        standing = [one for one in project.steps.get(brief.asset.id, ()) if not _is_over(one, project)]
        if not standing:
            return Composed(reason="no step of [lifecycle] brings it")
        mails = [message(brief, filling) for filling in standing if _is_for(brief, filling)]
        rows = [row(brief, filling) for filling in standing]
        return Composed(
            tuple(draft for mail in mails for draft in mail.drafts),
            Entry(brief.asset.id, brief.asset.language, {"mails": rows}),
            (
                *dict.fromkeys(notice for mail in mails for notice in mail.notices),
                *sender_notices(project.config.newsletter),
            ),
            media=frozenset(place for mail in mails for place in mail.media),
        )

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Each sequence as JSON, CSV and SVG, in each language that it has mails in."""
        return flows(entries, project)


def _is_over(filling: Filling, project: Project) -> bool:
    return filling.until is not None and project.is_past(filling.until)


def _is_for(brief: Brief, filling: Filling) -> bool:
    """Whether the brief's text is the fullest that the sequence's readers may read."""
    may = TIERS.index(brief.project.config.lifecycle.sequences[filling.sequence].access)
    gate: Access | None = brief.document.gate
    return TIERS.index(brief.tier) <= may and (gate is None or TIERS.index(gate) > may)
