"""What the copy desk strikes out of real blogs' snippets, in `../shared/corpus` or where REPURPOSE_CORPUS says."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from repurpose.config import read_config
from repurpose.document.document import parse_asset
from repurpose.document.extract import snippets
from repurpose.errors import AssetError
from repurpose.language.stems import overlap, stems
from repurpose.library.library import read_library
from repurpose.model import Access
from tests.builders import ROOT
from tests.copydesk import findings

CORPUS = Path(os.environ.get("REPURPOSE_CORPUS", ROOT.parent / "shared" / "corpus"))
WRONG = {"markup", "shortcode", "footnote", "unbalanced"}


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus in {CORPUS}")
@pytest.mark.parametrize("name", ["rust-blog", "otel-blog"])
def test_the_copy_desk_lets_them_pass(name: str, tmp_path: Path) -> None:
    """Less than one of a hundred is struck, and none for markup or open brackets; none says what another says."""
    (tmp_path / "content").symlink_to(CORPUS / name)
    found: Counter[str] = Counter()
    count = 0
    for asset in read_library(tmp_path, read_config("", {})).assets:
        try:
            document = parse_asset(asset).documents[Access.OPEN]
        except AssetError:
            continue
        chosen = snippets(document, 5)
        said = [stems(one.text, asset.language) for one in chosen]
        assert all(overlap(one, other) < 0.6 for place, one in enumerate(said) for other in said[:place]), asset.path
        for snippet in chosen:
            count += 1
            struck = findings(snippet.text, asset.language)
            assert not WRONG & set(struck), (asset.path, snippet.text, struck)
            found.update(struck)

    assert count > 100
    assert found.total() < count / 100, found
