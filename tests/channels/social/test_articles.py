"""Articles of shops, farms and museums in five languages, whose sentences lean on each other as people write them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from repurpose.channels.social.material import material
from repurpose.channels.social.post import Post
from repurpose.channels.social.shape import posts_of
from repurpose.config import read_config
from repurpose.document.extract import snippets
from repurpose.library.library import read_library
from repurpose.model import Asset
from repurpose.rules.networks import networks
from tests.builders import brief
from tests.conftest import Golden
from tests.copydesk import findings

ARTICLES = Path(__file__).parent / "articles"
NAMES = sorted(path.stem for path in ARTICLES.iterdir())
ENDS = {"zh": "。？", "ar": ".؟", "de": ".?", "fr": ".?", "es": ".?"}


@cache
def articles() -> dict[str, Asset]:
    """The articles by name."""
    found = read_library(ARTICLES.parent, read_config("", {}), content="articles").assets
    return {Path(asset.path).stem: asset for asset in found}


def posts(name: str, network: str) -> list[Post]:
    some = brief(articles()[name])
    return posts_of(some, networks()[network], material(some, 3))[0]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_chosen_stands_alone(name: str) -> None:
    """Two sentences at least; nothing that an editor strikes; each ends as its language ends sentences."""
    some = brief(articles()[name])
    chosen = snippets(some.document, 5)
    assert len(chosen) > 1
    for one in chosen:
        assert findings(one.text, some.asset.language) == []
        assert one.text[-1] in ENDS[some.asset.language]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("network", ["x", "mastodon", "bluesky", "threads", "linkedin", "facebook"])
def test_every_network_has_something_to_post(name: str, network: str) -> None:
    """An announcement and a sentence, at least; where there is room, the sentences may stand in the announcement."""
    made = posts(name, network)
    assert len(made) > 1 or made[0].text.count("•") > 1


def test_the_articles_posts(golden: Golden) -> None:
    """What is posted of them, to be read aloud."""
    told = []
    for name in NAMES:
        made = [replace(post, text=post.text.split("\n\nhttps://")[0]) for post in posts(name, "mastodon")]
        told.append("\n\n-----\n\n".join("\n\n···\n\n".join((post.text, *post.rest)) for post in made))
    golden("social/articles.txt", ("\n\n=====\n\n".join(told) + "\n").encode())
