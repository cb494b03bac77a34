"""Captions in a browser's player: each cue as it was written, whatever signs are in it."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest

from tests.browser.browser import told
from tests.builders import asset, pieces

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

SCRIPTS = (
    "Use <b> --> & &lt; here, and nothing else. WEBVTT\n\nNOTE this is said, too.\n\n00:00:01.000 is a time.",
    "أول من يملّ المقال كاتبه، وآخر من يراه معظم قرّائه.\n\nوالكتابة أغلى ما فيه.",
    "良い記事が使われなくなるのは、たいてい読者より先に作り手が飽きるからです。",
)


def test_a_player_shows_what_is_said(tmp_path: Path) -> None:
    """All of it, in order, one cue after the other."""
    made = [pieces("video", asset("x\n", overrides={"video": {"script": text}}))["captions.vtt"] for text in SCRIPTS]
    (tmp_path / "list.json").write_text(json.dumps(made), encoding="utf-8")
    for text, cues in zip(SCRIPTS, told("captions.cjs", tmp_path / "list.json"), strict=True):
        said = "".join(re.sub(r"\s", "", shown) for _, _, shown in cues)
        assert said.startswith(re.sub(r"\s", "", text))
        assert all(start < end for start, end, _ in cues)
        assert all(one[1] < other[0] for one, other in itertools.pairwise(cues))
