"""The regularised incomplete beta function, by Lentz's continued fraction.

Source: DLMF 8.17.22 (https://dlmf.nist.gov/8.17); W. J. Lentz, Applied Optics 15 (1976), as modified by Thompson and
Barnett, J. Comput. Phys. 64 (1986).
"""

from __future__ import annotations

from repurpose.usage.score.density import binomial

_TINY = 1e-300
_EXACT = 1e-15


def beta_cdf(alpha: float, beta: float, x: float) -> float:
    """P(X <= x) for X ~ Beta(alpha, beta).

    Raises:
        ValueError: alpha or beta is not above 0.
    """
    if not (alpha > 0 and beta > 0):
        raise ValueError(f"no Beta distribution has the parameters {alpha} and {beta}")
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    head = binomial(alpha, beta, x) * alpha * beta / (alpha + beta)
    if x < (alpha + 1) / (alpha + beta + 2):  # where the fraction converges quickly
        return min(1.0, head * _fraction(alpha, beta, x) / alpha)
    return max(0.0, 1.0 - head * _fraction(beta, alpha, 1 - x) / beta)


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1.0 / _away(1.0 - (a + b) * x / (a + 1))
    value = d
    steps = 100 + int(10 * (a + b) ** 0.5)  # it takes O(sqrt(max(a, b))) steps; ten times that is never reached
    for m in range(1, steps):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _away(1.0 + numerator * d)
            c = _away(1.0 + numerator / c)
            value *= d * c
        if abs(d * c - 1.0) < _EXACT:
            break
    return value


def _away(value: float) -> float:
    """Keeps a divisor away from zero."""
    return value if abs(value) > _TINY else _TINY
