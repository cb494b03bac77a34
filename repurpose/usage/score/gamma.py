"""The regularised incomplete gamma function: a series below the mean, Lentz's continued fraction above it.

Source: DLMF 8.11.4 and 8.9.2 (https://dlmf.nist.gov/8.11).
"""

from __future__ import annotations

from repurpose.usage.score.density import poisson

_TINY = 1e-300
_EXACT = 1e-15


def gamma_cdf(shape: float, rate: float, x: float) -> float:
    """P(X <= x) for X ~ Gamma(shape, rate).

    Raises:
        ValueError: shape or rate is not above 0.
    """
    if not (shape > 0 and rate > 0):
        raise ValueError(f"no Gamma distribution has the parameters {shape} and {rate}")
    z = rate * x
    if z <= 0:
        return 0.0
    head = poisson(shape, z) * shape
    if z < shape + 1:
        return min(1.0, head * _series(shape, z))
    return max(0.0, 1.0 - head * _fraction(shape, z))


def _series(shape: float, z: float) -> float:
    term = total = 1.0 / shape
    step = shape
    while term > total * _EXACT:
        step += 1
        term *= z / step
        total += term
    return total


def _fraction(shape: float, z: float) -> float:
    b = z + 1 - shape
    c, d = 1 / _TINY, 1 / (b or _TINY)
    value = d
    for step in range(1, 100 + int(10 * shape**0.5)):
        numerator = -step * (step - shape)
        b += 2
        d = 1 / ((numerator * d + b) or _TINY)
        c = (b + numerator / c) or _TINY
        value *= d * c
        if abs(d * c - 1) < _EXACT:
            break
    return value
