"""Every post of real blogs, by counts that are not ours: in `../shared/corpus` or where REPURPOSE_CORPUS says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import regex

from repurpose.channels.channel import Brief
from repurpose.channels.social import Social
from repurpose.config import read_config
from repurpose.document.document import parse_asset
from repurpose.errors import AssetError
from repurpose.library.library import read_library
from repurpose.model import Access
from repurpose.rules.networks import networks
from tests.builders import ROOT, project
from tests.channels.social.test_count import COUNTER
from tests.copydesk import findings

CORPUS = Path(os.environ.get("REPURPOSE_CORPUS", ROOT.parent / "shared" / "corpus"))
LINK = re.compile(r"https?://\S+")


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus in {CORPUS}")
@pytest.mark.parametrize("name", ["rust-blog", "otel-blog"])
def test_every_post_keeps_its_limit(name: str, tmp_path: Path) -> None:
    """Within its limit, without markup or open brackets, its hashtags whole, each said once a network."""
    (tmp_path / "content").symlink_to(CORPUS / name)
    where = project(read_config(f"[social]\nnetworks = {json.dumps(list(networks()))}\n", {}))
    tweets: list[str] = []
    for asset in read_library(tmp_path, read_config("", {})).assets:
        try:
            document = parse_asset(asset).documents[Access.OPEN]
        except AssetError:
            continue
        made = Social().compose(Brief(asset, document, where))
        assert made.errors == ()
        for draft in made.drafts:
            if draft.role == "json":
                for post in draft.fields["posts"]:
                    for part in (post, *post.get("thread", ())):
                        _check(part["text"], draft.network or "", asset.language, asset.path)
                        if draft.network == "x":
                            tweets.append(part["text"])
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "twitter-text").is_dir():
        pytest.skip("needs node and `npm install`")
    answer = subprocess.run(
        [node, "-e", COUNTER], input=json.dumps(tweets), capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert [(text, size) for text, size in zip(tweets, json.loads(answer.stdout), strict=True) if size > 280] == []


def _tags(text: str) -> list[str]:
    """The hashtags that stand in the last line."""
    last = text.rpartition("\n")[2].split()
    return last if all(word.startswith("#") for word in last) else []


def _check(text: str, network: str, language: str, path: str) -> None:
    limits = {"mastodon": 500, "bluesky": 300, "threads": 500, "linkedin": 3000, "instagram": 2200, "telegram": 4096}
    counted = LINK.sub("x" * 23, text) if network == "mastodon" else text
    if network in {"mastodon", "bluesky"}:
        assert len(regex.findall(r"\X", counted)) <= limits[network], (path, text)
    elif network in limits:
        assert len(text) <= limits[network], (path, text)
    assert network != "youtube" or (len(text.encode()) <= 5000 and not set("<>") & set(text))
    assert network != "hackernews" or len(text) <= 80
    assert all(regex.fullmatch(r"#[\w·]+", tag) for tag in _tags(text)), (path, text)
    if network in {"x", "linkedin"}:
        said = [part for part in text.split("\n\n") if "://" not in part and not part.startswith(("#", "•"))]
        for paragraph in said[1:]:
            assert "footnote" not in findings(paragraph, language), (path, paragraph)
