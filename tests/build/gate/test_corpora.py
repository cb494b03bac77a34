"""The gate over real blogs whose blocks are gated at random: what everyone may read is never taken for a leak.

They are looked for in `../shared/corpus`, or where REPURPOSE_CORPUS says.
"""

from __future__ import annotations

import os
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repurpose.build.order import Order
from repurpose.build.pipeline import build
from repurpose.config import read_config
from repurpose.errors import GateError
from tests.build.gate.gating import gate_at_random

CORPUS = Path(os.environ.get("REPURPOSE_CORPUS", Path(__file__).parents[4] / "shared" / "corpus"))
SETTINGS = '[site]\ntitle = "Field notes"\nurl = "https://example.org"\n'

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus in {CORPUS}")


def alarms(source: Path, root: Path, seed: int) -> list[str]:
    """What the gate holds against a folder that is gated at random."""
    assert gate_at_random(source, root / "content", seed) > 0
    order = Order(root, read_config(SETTINGS, {}), datetime(2026, 11, 22, 12, tzinfo=UTC), jobs=1, is_cached=False)
    return [str(error) for error in build(order).errors if isinstance(error, GateError)]


@pytest.mark.slow
def test_some_posts_give_no_false_alarm(tmp_path: Path) -> None:
    """A few posts of a real blog, gated at random, are built whole."""
    posts = sorted((CORPUS / "rust-blog").rglob("*.md"))
    for post in random.Random(1).sample(posts, 20):
        place = tmp_path / "some" / post.relative_to(CORPUS / "rust-blog")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(post, place)
    assert alarms(tmp_path / "some", tmp_path, 1) == []


@pytest.mark.torture
@pytest.mark.parametrize(("name", "seed"), [("rust-blog", 1), ("otel-blog", 1), ("otel-blog", 2)])
def test_whole_blogs_give_no_false_alarm(name: str, seed: int, tmp_path: Path) -> None:
    """All posts of a real blog, gated at random, are built whole."""
    assert alarms(CORPUS / name, tmp_path, seed) == []
