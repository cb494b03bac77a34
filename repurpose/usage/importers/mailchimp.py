"""Mailchimp: the report of all campaigns, and that of one campaign."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from repurpose.errors import LedgerError, Location
from repurpose.usage.addresses import bare_text, utm_content
from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.importers.amounts import amount, day
from repurpose.usage.importers.importer import Export, Imported, Read, Rejected, Wish
from repurpose.usage.importers.parts import Part
from repurpose.usage.importers.records import Record
from repurpose.usage.importers.shape import Fields, Shape, normal, plain
from repurpose.usage.importers.tabular import Tabular

_LINES = {
    "successfuldeliveries": "delivery",
    "recipientswhoopened": "open",
    "uniqueopens": "open",
    "totalclicks": "click",
    "timesforwarded": "share",
    "totalunsubs": "unsubscribe",
    "unsubscribes": "unsubscribe",
    "totalunsubscribes": "unsubscribe",
}
"""Lines of a single campaign's report. `Total Recipients:`, `Bounces:` and the table of addresses were seen in an
export; the other names are as remembered, and a line of another name is simply not counted."""

_SUBJECT, _DATE = frozenset({"subjectline", "subject"}), frozenset({"deliverydatetime", "senddate", "deliverydate"})


def _campaign(fields: Fields) -> Target:
    subject = fields.get("subject") or fields.get("title", "")
    if not subject:
        raise ValueError("names no campaign")
    dated = day(fields["date"]).isoformat() if fields.get("date") else ""
    return Target(f"campaign:{bare_text(subject)}|{dated}", subject=subject, dated=dated)


class Mailchimp(Tabular):
    """Campaigns of Mailchimp, with their totals since they were sent."""

    name = "mailchimp"
    does = "Mailchimp's report of all campaigns, and of a single campaign"
    channels = ("newsletter", "lifecycle", "press_release")
    shapes = (
        Shape(
            "campaigns",
            {
                "title": ("Title",),
                "subject": ("Subject",),
                "date": ("Send Date",),
                "deliveries": ("Successful Deliveries",),
                "opens": ("Unique Opens",),
                "clicks": ("Total Clicks",),
                "forwards": ("Times Forwarded",),
                "unsubscribes": ("Unsubscribes",),
                "orders": ("Total Orders",),
                "revenue": ("Total Revenue",),
                "cost": ("Campaign Cost",),
            },
            ("title", "subject", "date", "deliveries"),
            {
                "deliveries": "delivery",
                "opens": "open",
                "clicks": "click",
                "forwards": "share",
                "unsubscribes": "unsubscribe",
                "orders": "purchase",
                "revenue": "revenue_minor",
                "cost": "cost_minor",
            },
            _campaign,
            "exports of several years, in English",
            lifetime=True,
        ),
    )

    @property
    def formats(self) -> Sequence[str]:
        """What it knows, for the help."""
        return [
            *super().formats,
            "campaign: lines of `Title:`, `Subject Line:`, `Total Recipients:`, ..., then URL, Total Clicks, Unique "
            "Clicks (not sure: some lines' names are as remembered)",
        ]

    def recognises(self, export: Export, wish: Wish) -> bool:
        """By the header of the one, the first lines of the other."""
        return super().recognises(export, wish) or any(_is_single(self._head(part)) for part in export.parts)

    def read(self, exports: Sequence[Export], wish: Wish) -> Imported:
        """Read reports of either kind."""
        deliveries: list[Delivery] = []
        reads: list[Read] = []
        for export in exports:
            single = [part for part in export.parts if _is_single(self._head(part))]
            made = _singles(export, single, wish) if single else super().read([export], wish)
            deliveries += made.deliveries
            reads += made.reads
        return Imported(tuple(deliveries), tuple(reads))


def _is_single(head: Sequence[Record]) -> bool:
    names = {normal(record.cells[0]) for record in islice(head, 40) if record.cells and record.cells[0].endswith(":")}
    return bool(names & _SUBJECT) and bool(names & {"title", "totalrecipients"})


def _singles(export: Export, parts: Sequence[Part], wish: Wish) -> Imported:
    deliveries: list[Delivery] = []
    reads: list[Read] = []
    for part in parts:
        values: dict[str, int] = {}
        subject = dated = link = ""
        records = 0
        rejected: list[Rejected] = []
        in_addresses = False
        for record in part.records():
            records += 1
            if record.fault:
                rejected.append(Rejected(record.line, record.fault))
                continue
            cells = [plain(cell) for cell in record.cells]
            try:
                name = normal(cells[0])
                value = cells[1] if len(cells) > 1 else ""
                if name == "url":
                    in_addresses = True
                elif in_addresses:
                    link = link or utm_content(cells[0])
                elif name in _SUBJECT:
                    subject = value
                elif name in _DATE:
                    dated = day(value).isoformat()
                elif name in _LINES and (count := amount(value, _LINES[name])) is not None:
                    values[_LINES[name]] = count
            except ValueError as error:
                rejected.append(Rejected(record.line, str(error)))
        if not subject:
            raise LedgerError("names no subject line", Location(str(export.path)))
        target = Target(f"campaign:{bare_text(subject)}|{dated}", link, "", subject, "", dated)
        totals = {(target, metric): count for metric, count in values.items()}
        days = {export.taken_on: Day(totals, 1, 1)}
        deliveries.append(
            Delivery(Mailchimp.name, wish.account or "", "campaigns", export.exported_at, days, lifetime=True)
        )
        reads.append(Read(part.name, records, records - len(rejected), len(rejected), tuple(rejected)))
    return Imported(tuple(deliveries), tuple(reads))
