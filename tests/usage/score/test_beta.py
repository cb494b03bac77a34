from __future__ import annotations

import random

import pytest
from scipy.special import betainc, gammainc

from repurpose.usage.score.beta import beta_cdf
from repurpose.usage.score.gamma import gamma_cdf


def test_the_incomplete_beta_is_scipys() -> None:
    """Within 1e-9, for parameters from a hundredth to ten million, everywhere and where the mass is."""
    seed = random.randrange(10**9)
    chance = random.Random(seed)
    for _ in range(3000):
        alpha, beta = 10 ** chance.uniform(-2, 6), 10 ** chance.uniform(-2, 7)
        middle = alpha / (alpha + beta)
        width = (middle * (1 - middle) / (alpha + beta + 1)) ** 0.5
        x = min(max(chance.choice([chance.random(), chance.gauss(middle, 2 * width)]), 0.0), 1.0)
        assert abs(beta_cdf(alpha, beta, x) - betainc(alpha, beta, x)) < 1e-9, (seed, alpha, beta, x)


def test_the_incomplete_gamma_is_scipys() -> None:
    seed = random.randrange(10**9)
    chance = random.Random(seed)
    for _ in range(3000):
        shape, rate = 10 ** chance.uniform(-2, 6), 10 ** chance.uniform(-3, 3)
        z = max(0.0, chance.choice([chance.expovariate(1 / shape), chance.gauss(shape, 2 * shape**0.5)]))
        assert abs(gamma_cdf(shape, rate, z / rate) - gammainc(shape, z)) < 1e-9, (seed, shape, rate, z)


@pytest.mark.parametrize(("alpha", "beta"), [(0.0, 1.0), (1.0, -1.0), (float("nan"), 1.0)])
def test_what_is_no_distribution_is_refused(alpha: float, beta: float) -> None:
    with pytest.raises(ValueError, match="no Beta"):
        beta_cdf(alpha, beta, 0.5)
    with pytest.raises(ValueError, match="no Gamma"):
        gamma_cdf(alpha, beta, 0.5)
