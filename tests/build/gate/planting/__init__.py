"""Leaks by seed: real pieces of a made-up library, each with something gated hidden in it in one of many clothes.

`library` writes a project with gated parts and says what is secret in it; `plant` puts one secret into one piece of a
lower tier. A piece may be of any channel: what is planted is chosen by what kind of file it is.
"""

from tests.build.gate.planting.library import PIXEL, SETTINGS, Secret, library
from tests.build.gate.planting.plant import Leak, leaks

__all__ = ["PIXEL", "SETTINGS", "Leak", "Secret", "leaks", "library"]
