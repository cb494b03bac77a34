"""Proposals -> calendar.toml, for people to review: what stands in it stays as it is, comments and order as well."""

from __future__ import annotations

from collections.abc import Iterable

import tomlkit
from tomlkit.items import Table

from repurpose.editorial.plan.proposal import Proposal

_HEAD = """\
What is planned. Each entry is a use of a piece on a day: change what you like, then say `state = "approved"`, and
the next build makes it; or `state = "refused"`, and it isn't proposed again."""
_QUOTED = 100


def added(text: str, proposals: Iterable[Proposal]) -> str:
    """The calendar with the proposals at its end. `text`: as it is, and stays; empty: there is none yet."""
    entries = tomlkit.aot()
    for one in proposals:
        entries.append(_entry(one))
    document = tomlkit.document()
    document.append("entry", entries)
    before = text or "".join(f"# {line}\n" for line in _HEAD.splitlines())
    after = ("" if before.endswith("\n") else "\n") + "\n" + tomlkit.dumps(document)
    return before + (after.replace("\n", "\r\n") if "\r\n" in before else after)


def _entry(proposal: Proposal) -> Table:
    placement = proposal.placement
    table = tomlkit.table()
    quoted = "".join(char if char.isprintable() else " " for char in proposal.text).strip()
    if quoted:
        table.add(tomlkit.comment(quoted if len(quoted) <= _QUOTED else quoted[: _QUOTED - 1].rstrip() + "…"))
    table.add("piece", placement.piece_id)
    table.add("on", placement.on)
    if proposal.time:
        table.add("time", f"{proposal.time:%H:%M}")
    table.add("use", placement.use)
    if placement.stage:
        table.add("stage", str(placement.stage))
    table.add("state", "proposed")
    lines = tomlkit.array()
    for reason in proposal.reasons:
        lines.append(reason)
    table.add("reasons", lines.multiline(True))
    if proposal.expected:
        numbers = tomlkit.inline_table()
        for metric, number in proposal.expected.items():
            numbers.append(metric, int(number) if float(number).is_integer() else number)
        table.add("expected", numbers)
    return table
