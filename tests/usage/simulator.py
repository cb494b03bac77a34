"""A made-up audience whose truth is known: pieces with true rates, wear and shares, shown day by day.

    world = World(seed)                    # a channel and its pieces
    world.run(84)                          # 84 days of ordinary traffic
    world.scores(84)                       # what repurpose makes of what was counted by then
    world.expected(piece, day, 20_000)     # the clicks that so many exposures would bring
    world.show(piece, day, 20_000)         # shows it: the clicks drawn, and the piece the more worn

Rates have a coefficient of variation of .6, exposures a day are lognormal and die away (37 % never, 26 % slowly, 37 %
fast), days have a weekday's wave, a random walk and perhaps a trend, clicks scatter 1.8 times as much as chance has it,
half of the pieces wear by (1 + F)^-g with g around .43, and half of what wear took comes back in 60 days of rest.
F is how often the average reader of that piece has met it.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from repurpose.ids import link_id
from repurpose.model import Placement
from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.ledger import book
from repurpose.usage.ledger.apply import apply
from repurpose.usage.ledger.book import Match, PieceFacts, Placed
from repurpose.usage.ledger.connect import Ledger
from repurpose.usage.ledger.seal import Batch
from repurpose.usage.score.score import Scores, Settings, score
from repurpose.usage.score.series import Daily, Use

START = dt.date(2026, 1, 5)
CHANNEL = "social.x"
NOISE = 1.8
RECOVERY = 60.0


@dataclass(frozen=True, slots=True)
class Truth:
    """A piece as it is: rate and share rate when fresh, speed of wear, its traffic, the readers it can reach."""

    name: str
    rate: float
    share: float
    speed: float
    level: float
    half_life: float
    audience: float
    begins: int


def power(speed: float, met: float) -> float:
    """What is left of the fresh rate after `met` exposures per reader: the form that the detector assumes."""
    return math.exp(-speed * math.log1p(met))


def step(speed: float, met: float) -> float:
    """Nothing happens until the third exposure, then it falls at once, as far as `power` has it by the fifth."""
    return 1.0 if met < 3 else 6**-speed


def linear(speed: float, met: float) -> float:
    """It falls evenly, as far as `power` has it by the fifth exposure, and no further than to a tenth."""
    return max(0.1, 1 - (1 - 6**-speed) * met / 5)


def slow_start(speed: float, met: float) -> float:
    """It gets better at first (wear-in), and falls faster later on."""
    return power(2 * speed * met / (met + 3), met) * (1 + (0.15 * met * math.exp(1 - met) if speed else 0))


FORMS: dict[str, Callable[[float, float], float]] = {
    "power": power,
    "step": step,
    "linear": linear,
    "slow start": slow_start,
}


class World:
    """One channel, its pieces, and what was counted so far."""

    def __init__(
        self,
        seed: int,
        *,
        pieces: int = 120,
        days: int = 84,
        mean: float = 0.02,
        level: float = 300.0,
        audience: float = 6000.0,
        audience_sd: float = 0.8,
        worn: float = 0.5,
        speed: float = 0.43,
        speed_sd: float = 0.12,
        trend: float = 1.0,
        form: str = "power",
        noise: float = NOISE,
        staggered: bool = True,
    ) -> None:
        """`trend`: what the channel's factor has come to after `days`; `worn`: the share of pieces that wear."""
        self.seed, self.audience, self.mean, self._noise = seed, audience, mean, noise
        self.chance = random.Random(seed)
        self._form = FORMS[form]
        chance = self.chance
        walk = 0.0
        self.factors: list[float] = []
        for day in range(4 * days):
            walk += chance.gauss(0, 0.03)
            fall = trend ** min(1.0, day / days)
            self.factors.append(fall * math.exp(walk) * (1 + 0.15 * math.sin(2 * math.pi * day / 7)))
        self.pieces: dict[str, Truth] = {}
        for number in range(pieces):
            name = f"asset{number}/{CHANNEL}/{number:08}"
            common, own = chance.gauss(0, 1), chance.gauss(0, 1)
            wears = chance.random() < worn
            half_life = chance.choices((math.inf, 30.0, 5.0), (37, 26, 37))[0]
            self.pieces[name] = Truth(
                name,
                _rate(mean, 0.6, common),
                _rate(mean / 8, 0.8, 0.3 * common + math.sqrt(1 - 0.09) * own),
                max(0.0, chance.gauss(speed, speed_sd)) if wears else 0.0,
                level * chance.lognormvariate(0, 0.9),
                half_life,
                audience * chance.lognormvariate(0, audience_sd),
                chance.randrange(days * 2 // 3) if staggered else 0,
            )
        self.met: dict[str, float] = dict.fromkeys(self.pieces, 0.0)
        self._shown_on: dict[str, int] = {}
        self.counts: dict[str, dict[str, Daily]] = {
            name: {"impression": Daily(), "click": Daily(), "share": Daily()} for name in self.pieces
        }

    def left(self, name: str, day: int) -> float:
        """What is left of a piece's fresh rate on a day: wear by what was met, less what was forgotten."""
        piece = self.pieces[name]
        if name not in self._shown_on:
            return 1.0
        left = self._form(piece.speed, self.met[name])
        rest = max(0, day - self._shown_on[name] - 1)
        return left if left >= 1 else 1 - (1 - left) * _faded(rest)

    def expected(self, name: str, day: int, exposures: float) -> float:
        """The clicks that so many exposures on a day would bring."""
        return exposures * min(1.0, self.pieces[name].rate * self.factors[day] * self.left(name, day))

    def show(self, name: str, day: int, exposures: int) -> int:
        """Show a piece so often on a day. The clicks that it brings."""
        piece = self.pieces[name]
        clicks = min(exposures, self._draw(self.expected(name, day, exposures)))
        shares = min(exposures, self._draw(exposures * piece.share))
        rest = day - self._shown_on.get(name, day) - 1
        if rest > 0:  # what is forgotten is met anew
            self.met[name] = math.expm1(math.log1p(self.met[name]) * _faded(rest))
        self.met[name] += exposures / piece.audience
        self._shown_on[name] = day
        today = (START + dt.timedelta(day)).toordinal()
        for metric, value in (("impression", exposures), ("click", clicks), ("share", shares)):
            values = self.counts[name][metric].values
            values[today] = values.get(today, 0) + value
        return clicks

    def run(self, until: int, since: int = 0) -> None:
        """Ordinary traffic on the days from `since` to before `until`."""
        for day in range(since, until):
            for name, piece in self.pieces.items():
                age = day - piece.begins
                if age >= 0:
                    shown = self._poisson(piece.level * math.exp(-math.log(2) * age / piece.half_life))
                    if shown:
                        self.show(name, day, shown)

    def scores(self, day: int, *, audience: float | None = -1, badges: frozenset[Use] = frozenset()) -> Scores:
        """What repurpose says on the morning of a day. `audience`: what it is told; None: nothing."""
        told = self.audience if audience == -1 else audience
        seen = {(name, 1): metrics for name, metrics in self.counts.items() if metrics["impression"].values}
        placed = {(name, 1): Placement(name, 1, None, CHANNEL) for name, _ in seen}
        settings = Settings({CHANNEL: told} if told else {})
        return score(seen, placed, settings, START + dt.timedelta(day), badges=badges)

    def winners(self, bar: float = 1.25) -> frozenset[str]:
        """The pieces whose true rate is at least so many times the mean of all."""
        return frozenset(name for name, one in self.pieces.items() if one.rate >= bar * self.mean)

    def wear_now(self) -> Mapping[str, float]:
        """What is left of each piece's fresh rate by what was met."""
        return {name: self._form(one.speed, self.met[name]) for name, one in self.pieces.items()}

    def _draw(self, mean: float) -> int:
        """A count with that mean whose variance is `noise` times as large: a Poisson count of a Gamma mean."""
        extra = self._noise - 1
        if mean <= 0:
            return 0
        return self._poisson(self.chance.gammavariate(mean / extra, extra) if extra > 0 else mean)

    def _poisson(self, mean: float) -> int:
        if mean > 50:
            return max(0, round(self.chance.gauss(mean, math.sqrt(mean))))
        limit, count, product = math.exp(-mean), 0, self.chance.random()
        while product > limit:
            count += 1
            product *= self.chance.random()
        return count


def _rate(mean: float, variation: float, normal: float) -> float:
    """The quantile of a skewed distribution of rates at a standard normal's, so that two rates can go together.

    By Wilson and Hilferty, the cube root of a Gamma variate is nearly normal; small Beta rates are nearly Gamma.
    """
    shape = 1 / (variation * variation)
    root = max(0.02, 1 - 1 / (9 * shape) + normal / (3 * math.sqrt(shape)))
    return min(0.95, mean * root * root * root)


def _faded(rest: float) -> float:
    """The share of wear that so many days of rest leave."""
    return math.exp(-math.log(2) * rest / RECOVERY)


def into(world: World, ledger: Ledger) -> None:
    """Write what was counted into a ledger, as an import would."""
    days: dict[dt.date, dict[tuple[Target, str], int]] = defaultdict(dict)
    for name, metrics in world.counts.items():
        for metric, daily in metrics.items():
            for day, value in daily.values.items():
                days[dt.date.fromordinal(day)][(Target(name, link=link_id(name)), metric)] = value
    delivery = Delivery("ga4", "", "posts", "2027-01-01T00:00:00Z", {day: Day(row) for day, row in days.items()})
    with ledger.writing() as connection:
        batch = Batch(connection, "import", "2027-01-01T00:00:00Z", "a simulation")
        apply(batch, delivery)
        book.add_pieces(batch, [PieceFacts(name, name.split("/")[0], CHANNEL) for name in world.pieces])
        starts = {name: min(one["impression"].values, default=0) for name, one in world.counts.items()}
        book.add_placements(
            batch,
            [
                Placed(Placement(name, 1, dt.date.fromordinal(day), CHANNEL), "asset")
                for name, day in starts.items()
                if day
            ],
        )
        book.add_matches(batch, [Match(one.id, one.target.key, 1, "link id") for one in book.targets(connection)])
        batch.close()
