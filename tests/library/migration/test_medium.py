"""Medium exports."""

from __future__ import annotations

import io
import zipfile

import pytest

from repurpose.errors import AssetError
from repurpose.library.migration import medium
from repurpose.library.migration.medium import read_medium
from repurpose.library.migration.written import written

PAGE = """<!DOCTYPE html><html><head><title>Locks &amp; keys</title></head><body><article class="h-entry">
<header><h1 class="p-name">Locks &amp; keys</h1></header>
<section data-field="subtitle" class="p-summary">Which one held.</section>
<section data-field="body" class="e-content"><section name="1" class="section section--body section--first">
<div class="section-divider"><hr class="section-divider"></div><div class="section-content"><div class="section-inner">
<h3 name="2" class="graf graf--h3 graf--leading graf--title">Locks &amp; keys</h3>
<h4 name="3" class="graf graf--h4 graf--subtitle">Which one held.</h4>
<p class="graf graf--p">A lock <em class="markup--em">holds</em>.</p>
<figure class="graf graf--figure"><img class="graf-image" src="https://cdn-images-1.medium.com/x.png">
<figcaption class="imageCaption">It held.</figcaption></figure>
<pre class="graf graf--pre">cut --lock</pre></div></div></section></section>
<footer><p>By <a href="https://medium.com/@ada" class="p-author h-card">Ada Example</a> on
<a href="https://medium.com/p/0a1b2c3d4e5f"><time class="dt-published"
datetime="2019-05-02T10:00:00.000Z">May 2</time></a>.</p>
<p><a href="https://medium.com/@ada/locks-keys-0a1b2c3d4e5f" class="p-canonical">Canonical link</a></p></footer>
</article></body></html>"""


def archive(**pages: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, page in pages.items():
            made.writestr(f"export/posts/{name}.html", page)
        made.writestr("export/README.html", "x")
    return held.getvalue()


def test_posts_become_assets() -> None:
    """Without the title and subtitle that stand in the text again; drafts are drafts."""
    export = read_medium(archive(**{"2019-05-02_Locks": PAGE, "draft_Locks": PAGE}), "medium.zip")
    one, draft = written(export)
    assert (one.name, draft.name) == ("locks-keys.md", "locks-keys-2.md")
    assert one.text == (
        '---\ntitle: "Locks & keys"\ndate: 2019-05-02T10:00:00Z\nauthors: ["Ada Example"]\n'
        'description: "Which one held."\n---\n\nA lock *holds*.\n\n'
        '![](https://cdn-images-1.medium.com/x.png "It held.")\n\n```\ncut --lock\n```\n'
    )
    assert "\nstatus: draft\n" in draft.text


def broken() -> bytes:
    """An archive with a byte of its content changed."""
    raw = bytearray(archive(a=PAGE * 20))
    raw[raw.index(b".html") + 40] ^= 255
    return bytes(raw)


@pytest.mark.parametrize("raw", [b"", b"PK", archive(), broken()])
def test_what_is_no_archive_is_refused(raw: bytes) -> None:
    """In one line, with the file's name."""
    with pytest.raises(AssetError, match=r"medium.zip:1: (?:is no zip archive|has no posts of Medium)"):
        read_medium(raw, "medium.zip")


def test_a_page_that_would_fill_the_memory_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives can hold far more than they weigh."""
    monkeypatch.setattr(medium, "MOST_BYTES", 100)
    with pytest.raises(AssetError):
        read_medium(archive(a=PAGE), "medium.zip")
