"""One step's mail: an intro that fits the moment and the tone, the asset or its teaser, a call to action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repurpose.channels.channel import Brief, Composed, Project, tracking
from repurpose.channels.mail.body import Body, body, byline, picture, teaser
from repurpose.channels.mail.letter import letter
from repurpose.channels.mail.proof import proof
from repurpose.channels.mail.sender import foot
from repurpose.clock import rfc3339
from repurpose.config import FILE_NAME
from repurpose.errors import Location
from repurpose.ids import piece_id
from repurpose.language.sentences import split_sentences
from repurpose.language.tones import tones
from repurpose.library.fillings import CHANNEL, Filling, slot_of
from repurpose.lifecycle.reader import ANY
from repurpose.lifecycle.sequence import Sequence, Step
from repurpose.model import Asset

TEMPLATES = ("lifecycle/message.html", "lifecycle/message.txt")
TEASER = 400


def message(brief: Brief, filling: Filling) -> Composed:
    """The mail in three files."""
    asset, config = brief.asset, brief.project.config
    sequence, step = _step(brief.project, filling)
    slot = slot_of(sequence, step)
    utm = tracking(brief, CHANNEL, slot, medium="email")
    text = body(brief, utm) if step.is_whole else teaser(brief, utm, TEASER)
    fields: dict[str, Any] = {
        "asset": asset,
        **brief.project.fields(asset.language),
        "sequence": sequence,
        "step": step,
        "because": tones(asset.language).because.format(site=config.site.title),
        "subject": subject_of(step, asset, filling),
        "preheader": _preheader(sequence, step, filling, asset.language),
        "intro": _intro(sequence, step, filling, asset.language),
        "body": text.html,
        "text": text.text,
        "online": text.online,
        "byline": byline(brief) if step.is_whole else None,
        **picture(brief),
        "cta": _call(brief, step, text),
        "invitation": text.invitation(brief) if step.is_whole else None,
        "is_cut": text.is_cut,
        **foot(config.newsletter),
    }
    drafts = letter(
        brief.project,
        slot,
        path_of(brief.project, asset, filling),
        fields,
        TEMPLATES,
        name=piece_id(asset.id, CHANNEL, slot),
        date=None,
        source=asset.path,
        links=text.links.links,
        access=brief.tier,
        not_before=filling.since if filling.since and not brief.project.is_past(filling.since) else None,
    )
    notices = (*text.links.notices, *proof(brief, fields["subject"], None, Location(FILE_NAME, step.line)))
    return Composed(drafts, notices=tuple(notices), media=text.links.media)


def row(brief: Brief, filling: Filling) -> dict[str, Any]:
    """What the sequence says of the mail."""
    asset = brief.asset
    sequence, step = _step(brief.project, filling)
    path = path_of(brief.project, asset, filling)
    return {
        "sequence": filling.sequence,
        "number": filling.number,
        "piece": piece_id(asset.id, CHANNEL, slot_of(sequence, step)),
        "asset": asset.id,
        "title": asset.title,
        "subject": subject_of(step, asset, filling),
        "preheader": _preheader(sequence, step, filling, asset.language),
        "files": [f"{path}.{suffix}" for suffix in ("html", "txt", "eml")],
        "since": rfc3339(filling.since) if filling.since else None,
        "until": rfc3339(filling.until) if filling.until else None,
    }


def path_of(project: Project, asset: Asset, filling: Filling) -> str:
    """Where a mail stands below the output folder, without a suffix."""
    folder = project.folder(asset.language)
    return f"lifecycle/{folder}{filling.sequence}/{filling.number + 1:02}-{asset.slug}"


def _step(project: Project, filling: Filling) -> tuple[Sequence, Step]:
    sequence = project.config.lifecycle.sequences[filling.sequence]
    return sequence, sequence.steps[filling.number]


def _told(own: Mapping[str, str], language: str) -> str | None:
    """A step's own words in a language, or in its main one, or in any."""
    return own.get(language) or own.get(language.partition("-")[0]) or own.get(ANY)


def subject_of(step: Step, asset: Asset, filling: Filling) -> str:
    """A mail's subject: the calendar's, else the step's, else that of the asset's newsletter, else its title."""
    told = asset.overrides.get("newsletter", {})
    written = told.get("subject") if isinstance(told, dict) else None
    own = filling.subject or _told(step.words.subject, asset.language)
    return own or (str(written) if written else asset.title)


def _intro(sequence: Sequence, step: Step, filling: Filling, language: str) -> list[str]:
    """The paragraphs above the asset: the step's own, else what fits the moment (of the first) and the tone."""
    if own := _told(step.words.intro, language):
        return [own]
    return tones(language).intro(sequence.trigger.kind if filling.number == 0 else None, step.tone)


def _preheader(sequence: Sequence, step: Step, filling: Filling, language: str) -> str:
    """The first sentence of the intro, if nothing else is told."""
    if own := _told(step.words.preheader, language):
        return own
    return split_sentences(_intro(sequence, step, filling, language)[0], language)[0].strip()


def _call(brief: Brief, step: Step, text: Body) -> dict[str, str] | None:
    """The call to action: the step's; of a mail that has all of the text, the author's; else on to the text."""
    language = brief.asset.language
    said = _told(step.words.cta, language)
    if url := _told(step.words.cta_url, language):
        return text.button(said or tones(language).calls[step.tone], url)
    if step.is_whole and not said:
        cta = brief.asset.cta
        return text.button(cta.text, cta.url) if cta else None
    return {"text": said or tones(language).calls[step.tone], "url": text.online}
