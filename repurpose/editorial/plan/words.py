"""Why a piece is proposed for a slot, in plain words filled from what is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from repurpose.editorial.plan.arrange import Choice
from repurpose.editorial.plan.candidates import Known
from repurpose.model import Asset
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.score import Channel, Score
from repurpose.usage.score.wear import WearState
from repurpose.usage.score.words import NOUNS, count, percent

_WINNING = {Flag.PROVEN, Flag.WINNER}
_WORTH_TELLING = 1.1


def reasons(choice: Choice, known: Known) -> tuple[str, ...]:
    """Every reason that there is to tell, the strongest first."""
    option = choice.option
    score = known.score(option.piece)
    channel = known.scores.channels.get(option.channel) if known.scores else None
    asset = known.assets[option.asset]
    said = [
        *_standing(choice, score, channel),
        *_elsewhere(choice, known),
        *_rest(choice, score, known.today),
        *_influence(score),
        *_truth(asset, choice.slot.day, known),
    ]
    if choice.is_try:
        said.insert(0, "A try, drawn by lot: one slot in ten goes to what may be better than we know.")
    return tuple(said)


def expectation(choice: Choice, known: Known) -> tuple[dict[str, float], str]:
    """What it is expected to bring, by metric and in words; nothing where the channel was never measured."""
    channel = known.scores.channels.get(choice.option.channel) if known.scores else None
    if choice.expected is None or channel is None or channel.measure is None:
        return {}, ""
    measure, shown, done = channel.measure, choice.expected.exposures, choice.expected.actions
    told = {measure.exposure: float(round(shown)), measure.action: round(done, 1) if done < 10 else float(round(done))}
    return told, f"Expect about {count(done, measure.action)} from {count(shown, measure.exposure)}."


def _standing(choice: Choice, score: Score | None, channel: Channel | None) -> Iterator[str]:
    option = choice.option
    if score is not None and score.standing is not None and score.measure is not None:
        action = NOUNS[score.measure.action][1]
        sure = f"{percent(score.standing.win)} sure that it is at least a quarter better than normal"
        if score.flag in _WINNING:
            word = "A proven winner" if score.flag is Flag.PROVEN else "A winner"
            yield f"{word} on {option.channel}: fresh, it gets {option.lift:.1f} times the normal {action} ({sure})."
        elif score.flag is Flag.PROMISING:
            yield f"Promising on {option.channel}: {option.lift:.1f} times the normal {action} when fresh, {sure}."
        elif choice.is_try:
            yield f"So far it gets {option.lift:.1f} times the normal {action} when fresh."
        else:
            yield f"The best that is free: {option.lift:.1f} times the normal {action} when fresh. No winner yet."
    elif channel is None or channel.measure is None:
        yield "Nothing is measured here yet: pieces take turns, the longest unused first."
    else:
        yield "This text hasn't been measured yet." if option.last else "A new angle: nobody has seen this text yet."


def _elsewhere(choice: Choice, known: Known) -> Iterator[str]:
    """What the asset did in other pieces, where the piece itself was never measured."""
    standing = known.scores.assets.get(choice.option.asset) if known.scores else None
    if not choice.option.tried and standing is not None and standing.lift >= _WORTH_TELLING:
        yield (
            f"Its asset did {standing.lift:.1f} times as well as normal in {standing.placements} other "
            f"{'use' if standing.placements == 1 else 'uses'}; half of that is expected here."
        )


def _rest(choice: Choice, score: Score | None, today: dt.date) -> Iterator[str]:
    option, day = choice.option, choice.slot.day
    if option.last is not None:
        if option.last > today:
            yield f"Planned for {option.last} as well, {_span(abs(day - option.last))} apart."
        else:
            yield f"Last used on {option.last}, {_span(day - option.last)} before."
    if option.wear is None or score is None:
        return
    if score.unseen is not None and score.wear_state is WearState.IN_HOUSE:
        yield f"You may be tired of it; about {percent(score.unseen)} of the audience has never met it."
    elif score.unseen is not None:
        yield f"About {percent(score.unseen)} of the audience has never met it."
    quality = option.wear.quality(day)
    if quality < 0.95:
        yield f"It is worn: by then it should do {quality:.0%} as well as when it was fresh."
    if score.rest_until and day < score.rest_until:
        yield f"It could rest until {score.rest_until}; even worn, nothing else that is free is expected to bring more."


def _influence(score: Score | None) -> Iterator[str]:
    if score is not None and score.is_influence and score.influence is not None:
        yield f"Readers pass it on {score.influence.lift:.1f} times as often as normal."


def _truth(asset: Asset, day: dt.date, known: Known) -> Iterator[str]:
    if asset.expires:
        yield f"Its facts expire on {asset.expires.date()}, {_span(asset.expires.date() - day)} after."
    elif asset.season in known.config.plan.seasons:
        yield f"It fits the season: {asset.season}."


def _span(delta: dt.timedelta) -> str:
    days = delta.days
    if days < 21:
        return "a day" if days == 1 else f"{days} days"
    return f"{round(days / 7)} weeks" if days < 120 else f"{round(days / 30.44)} months"
