"""Digests: one mail of several assets, of a week or of a tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from repurpose.channels.channel import Brief, Draft, Entry, Project, utm_values
from repurpose.channels.mail.letter import letter
from repurpose.channels.mail.sender import foot
from repurpose.config import FILE_NAME
from repurpose.document.links import tracked
from repurpose.document.summary import summary
from repurpose.ids import LIBRARY, link_id, piece_id, slugify
from repurpose.language.interface import interface
from repurpose.model import Link

WEEKLY = "weekly"
ITEMS = 12
"""Assets of a tag that its digest holds, the newest: more than a reader takes in, and far below where mails are cut."""

SUBJECT, PREHEADER = 60, 110
"""Characters of a subject that mail programs show on a desktop, and of what they show beside it."""

TEASER = 280
TEMPLATES = ("newsletter/digest.html", "newsletter/digest.txt")


def item(brief: Brief, channel: str) -> dict[str, Any]:
    """What a digest says of an asset, and its moments: its date, and the planned uses of its mail."""
    asset, config = brief.asset, brief.project.config
    moments = [one.moment(config) for one in brief.planned(channel) if one.placement.piece_id.endswith("/message")]
    if asset.date is not None and not brief.only_planned:
        moments.append(asset.date)
    return {
        "title": asset.title,
        "url": brief.url,
        "teaser": summary(brief.document, TEASER),
        "tags": list(asset.tags),
        "date": asset.date,
        "moments": sorted(moments),
        "campaign": asset.campaign or asset.id,
    }


def digests(entries: Sequence[Entry], project: Project, channel: str) -> Iterator[Draft]:
    """The files of all digests that `[newsletter] digest` asks for, each in the languages it has assets in."""
    for wanted in project.config.newsletter.digest:
        for language in sorted({entry.language for entry in entries}):
            own = [entry for entry in entries if entry.language == language]
            for name, items in _weeks(own, project) if wanted == WEEKLY else _tagged(own, wanted):
                yield from _files(name, items, language, project, channel)


def _weeks(entries: Sequence[Entry], project: Project) -> Iterator[tuple[str, list[tuple[datetime, Entry]]]]:
    """By ISO week in the site's zone: what was published in it or is planned for it, in that order."""
    weeks: dict[str, dict[str, tuple[datetime, Entry]]] = {}
    for entry in entries:
        for moment in entry.data["moments"]:
            year, week, _ = moment.astimezone(project.config.zone).isocalendar()
            weeks.setdefault(f"{year}-W{week:02}", {}).setdefault(entry.asset, (moment, entry))
    for name, found in sorted(weeks.items()):
        yield name, sorted(found.values(), key=_place)


def _tagged(entries: Sequence[Entry], tag: str) -> Iterator[tuple[str, list[tuple[datetime, Entry]]]]:
    """The newest assets of a tag, newest first; tags are the same whatever their case and spacing."""
    name = slugify(tag.removeprefix("tag:"))
    found = [
        (entry.data["moments"][-1], entry)
        for entry in entries
        if entry.data["moments"] and name in map(slugify, entry.data["tags"])
    ]
    if found:
        newest = sorted(found, key=lambda one: one[1].asset)
        yield name, sorted(newest, key=lambda one: one[0], reverse=True)[:ITEMS]


def _place(one: tuple[datetime, Entry]) -> tuple[datetime, str]:
    return one[0], one[1].asset


def _files(
    name: str, items: Sequence[tuple[datetime, Entry]], language: str, project: Project, channel: str
) -> Iterator[Draft]:
    folder = project.folder(language)
    slot = f"digest.{name}.{language}" if folder else f"digest.{name}"
    utm = _tracking(project, channel, slot, name)
    links: dict[str, Link] = {}

    def link(url: str) -> str:
        address = tracked(url, utm)
        links.setdefault(address, Link(address, True))
        return address

    shown = [{**entry.data, "url": link(entry.data["url"])} for _, entry in items]
    titles = [one["title"] for one in shown]
    subject = _subject(titles)
    preheader = " · ".join(titles[subject.count(" · ") + 1 :]) or str(shown[0]["teaser"])
    last = max(moment for moment, _ in items)
    fields: dict[str, Any] = {
        **project.fields(language),
        "subject": subject,
        "preheader": preheader if len(preheader) <= PREHEADER else preheader[: PREHEADER - 1].rstrip() + "…",
        "heading": _heading(name, items, language),
        "items": shown,
        "online": link(project.addresses.url(folder)),
        **foot(project.config.newsletter),
    }
    yield from letter(
        project,
        slot,
        f"newsletter/{folder}digest/{name}/message",
        fields,
        TEMPLATES,
        name=piece_id(None, channel, slot),
        date=last,
        source=FILE_NAME,
        links=tuple(links.values()),
        language=language,
        not_before=None if project.is_past(last) else last,
    )


def _subject(titles: Sequence[str]) -> str:
    """As many titles, whole and in order, as are seen; at least the first."""
    subject = titles[0]
    for title in titles[1:]:
        if len(f"{subject} · {title}") > SUBJECT:
            break
        subject = f"{subject} · {title}"
    return subject


def _heading(name: str, items: Sequence[tuple[datetime, Entry]], language: str) -> str:
    """A week's first and last day; a tag as its author wrote it."""
    words = interface(language)
    if _is_week(name):
        monday = date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
        return f"{words.date(monday)} – {words.date(monday + timedelta(days=6))}"
    return next(str(tag) for _, entry in items for tag in entry.data["tags"] if slugify(tag) == name)


def _is_week(name: str) -> bool:
    return len(name) == 8 and name[:4].isdecimal() and name[4:6] == "-W" and name[6:].isdecimal()


def _tracking(project: Project, channel: str, slot: str, name: str) -> Mapping[str, str]:
    """The UTM parameters of a digest's links, by the patterns of `[utm]`."""
    values = {
        "network": channel,
        "medium": "email",
        "campaign": f"digest-{name}",
        "channel": channel,
        "asset": LIBRARY,
        "slug": f"digest-{name}",
        "language": project.language,
        "link_id": link_id(piece_id(None, channel, slot)),
    }
    return utm_values(project.config.utm, values)
