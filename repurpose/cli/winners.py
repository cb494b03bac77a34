"""`repurpose winners`."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repurpose.cli.console import Talk, common, open_project, plural, width
from repurpose.cli.usage.opening import open_books
from repurpose.errors import UsageError
from repurpose.tables import did_you_mean

if TYPE_CHECKING:
    from repurpose.usage.score.score import Channel, Score
    from repurpose.usage.winners import Judged

_NEAREST = 3
_BAR = 20
_FULL = 4.0
"""The lift that fills a bar."""
_LEGEND = (
    "2.0x: expect twice what is normal (┃) on the channel. 97%: so sure are we that it is a quarter better or more."
)
_NOTHING = "The ledger knows of no piece yet: `repurpose usage import FILE`."


@click.command()
@click.option("--channel", "wanted", metavar="NAME", multiple=True, help="Only this channel; may be given again.")
@common
def command(talk: Talk, directory: Path | None, as_of: str | None, wanted: tuple[str, ...]) -> None:
    """Tell which pieces did well, which wore out, how sure that is, and why.

    A piece is compared with what is normal on its channel. The lift that is told is what to expect when it is used
    again, not what luck has shown so far. What is said is kept in the ledger. -v tells every piece.
    """
    project = open_project(directory, as_of)
    books = open_books(project)

    from repurpose.library.library import read_library
    from repurpose.usage.score.data import as_data
    from repurpose.usage.score.score import Settings
    from repurpose.usage.winners import judge, keep

    has_content = (project.root / "content").is_dir()
    assets = {one.id: one for one in read_library(project.root, project.config).assets} if has_content else {}
    settings = Settings(project.config.plan.audience)
    judged = judge(books.ledger, settings, project.today, authority=books.settings.authority, assets=assets)
    channels = _chosen(judged, wanted)
    keep(books.ledger, judged, project.moment)
    if talk.as_json:
        talk.data("", as_data(judged.scores, judged.names, channels))
        return
    lines = [
        _LEGEND,
        "",
        *(line for one in channels.values() for line in _channel(one, judged, min(110, width()), every=talk.level > 0)),
    ]
    talk.data("\n".join(lines).rstrip() if channels else _NOTHING, None)


def _chosen(judged: Judged, wanted: Sequence[str]) -> dict[str, Channel]:
    """The channels of these names; a name without a network means all of its networks."""
    known = judged.scores.channels
    if not wanted:
        return dict(known)
    for name in wanted:
        if not any(name in {one, one.split(".", maxsplit=1)[0]} for one in known):
            near = did_you_mean(name, known)
            raise UsageError(
                f"--channel: the ledger knows no use on {name!r}",
                hint=f"did you mean {near}?" if near else f"it knows: {', '.join(known) or 'none yet'}",
            )
    return {one: channel for one, channel in known.items() if {one, one.split(".", maxsplit=1)[0]} & set(wanted)}


def _channel(channel: Channel, judged: Judged, columns: int, *, every: bool) -> Iterator[str]:
    """A channel's part of the page: what stands out, what to wait for, and how many say nothing."""
    from repurpose.usage.score.flags import Flag

    pieces = [one for one in judged.scores.pieces.values() if one.channel == channel.name]
    order = list(Flag)
    pieces.sort(key=lambda one: (order.index(one.flag), -(one.probability or 0), one.piece))
    told = [one for one in pieces if every or _stands_out(one)]
    yield f"{channel.name}: {_measured(channel, len(pieces))}"
    yield ""
    if not any(one.flag in {Flag.PROVEN, Flag.WINNER} for one in pieces):
        yield "  No winner yet."
        yield ""
    wide = max((len(judged.names[one.piece]) for one in told), default=0)
    for one in told:
        yield from _piece(one, channel, judged, min(wide, 60), columns)
    left = [one for one in pieces if one not in told]
    waiting = [one for one in left if one.flag is Flag.TOO_EARLY]
    for one in waiting[:_NEAREST]:
        yield from _piece(one, channel, judged, min(wide, 60), columns)
    counts = Counter(one.flag for one in left if one not in waiting[:_NEAREST])
    if counts:
        more = ", ".join(
            f"{number} {flag}" for flag, number in sorted(counts.items(), key=lambda item: order.index(item[0]))
        )
        yield f"  And {more}; -v tells why."
        yield ""


def _measured(channel: Channel, number: int) -> str:
    from repurpose.usage.score.words import NOUNS, per_mille

    head = plural(number, "piece")
    if channel.measure is None or channel.prior is None:
        return f"{head}, not measured"
    base, _, normal = per_mille(channel.prior.mean, channel.prior.mean)
    did, met = NOUNS[channel.measure.action][1], NOUNS[channel.measure.exposure][1]
    return f"{head}; normal is {normal} {did} out of {base} {met}"


def _stands_out(one: Score) -> bool:
    from repurpose.usage.score.flags import Flag
    from repurpose.usage.score.wear import WearState

    quiet = {WearState.FRESH, WearState.UNMEASURED}
    plain = {Flag.ORDINARY, Flag.TOO_EARLY, Flag.UNMEASURED}
    return one.flag not in plain or one.is_influence or one.wear_state not in quiet or one.dormant


def _piece(one: Score, channel: Channel, judged: Judged, wide: int, columns: int) -> Iterator[str]:
    """A piece: its flags, its lift as a bar with a mark at normal, how sure it is a winner, and why."""
    from repurpose.usage.score.wear import WearState
    from repurpose.usage.score.words import percent, reasons

    flags = [str(one.flag).upper()]
    flags += ["INFLUENCE"] if one.is_influence else []
    flags += [str(one.wear_state).upper()] if one.wear_state in {WearState.TIRED, WearState.WORN_OUT} else []
    flags += ["PAID"] if one.paid else []
    name = judged.names[one.piece]
    if one.lift is None or one.probability is None:
        yield f"  {name:<{wide}}  {', '.join(flags)}"
    else:
        yield f"  {name:<{wide}}  {one.lift:4.1f}x {_bar(one.lift)} {percent(one.probability)}  {', '.join(flags)}"
    for reason in reasons(one, channel, judged.scores.today):
        yield from textwrap.wrap(reason, columns, initial_indent="      ", subsequent_indent="      ")
    yield ""


def _bar(lift: float) -> str:
    full = round(min(lift, _FULL) / _FULL * _BAR)
    normal = round(_BAR / _FULL)
    return "".join("┃" if place == normal else "█" if place < full else "·" for place in range(_BAR + 1))
