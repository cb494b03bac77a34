"""Binomial and Poisson terms that stay exact for counts of any size, where differences of `lgamma` lose digits.

Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000); the series is Stirling's.
"""

from __future__ import annotations

from math import exp, lgamma, log, pi, sqrt

_HALF_LOG_2PI = 0.5 * log(2 * pi)
_LARGE = 16.0


def binomial(x: float, y: float, p: float) -> float:
    """p^x (1-p)^y G(x+y+1) / (G(x+1) G(y+1)): of x + y tries with probability p, just x succeed; x, y > 0."""
    n = x + y
    exponent = _remainder(n) - _remainder(x) - _remainder(y) - _deviance(x, n * p) - _deviance(y, n * (1 - p))
    return exp(exponent) * sqrt(n / (2 * pi * x * y))


def poisson(x: float, mean: float) -> float:
    """mean^x e^-mean / G(x+1), x > 0."""
    return exp(-_remainder(x) - _deviance(x, mean)) / sqrt(2 * pi * x)


def _remainder(x: float) -> float:
    """What Stirling's formula leaves of log G(x+1)."""
    if x < _LARGE:
        return lgamma(x + 1) - (x + 0.5) * log(x) + x - _HALF_LOG_2PI
    square = x * x
    series = 1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square
    return (1 / 12 - (1 / 360 - series / square) / square) / x


def _deviance(x: float, mean: float) -> float:
    """The deviance x log(x / mean) + mean - x, exact also where x is close to the mean."""
    if abs(x - mean) >= 0.1 * (x + mean):
        return x * log(x / mean) + mean - x
    ratio = (x - mean) / (x + mean)
    total = (x - mean) * ratio
    term = 2 * x * ratio
    power = ratio * ratio
    odd = 1
    while True:
        term *= power
        odd += 2
        after = total + term / odd
        if after == total:
            return total
        total = after
