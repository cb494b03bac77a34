"""Pictures and downloads: named by what they hold, left out where they would do harm."""

import hashlib
from pathlib import Path

import pytest

from repurpose.library.media import TYPES, Medium, read_media


def test_media_are_named_by_their_content(tmp_path: Path) -> None:
    """Each file's place in the site holds a digest, so that it changes with the file; its suffix tells its type."""
    folder = tmp_path / "content"
    (folder / "ja").mkdir(parents=True)
    (folder / "ja" / "図 1.PNG").write_bytes(b"png")
    (folder / "a.md").write_text("text")
    (folder / ".hidden.png").write_bytes(b"x")
    (folder / "program.exe").write_bytes(b"x")
    digest = hashlib.sha256(b"png").hexdigest()
    media = read_media(folder)
    place = f"assets/図-1.{digest[:10]}.png"
    assert media.files == {"ja/図 1.PNG": Medium(folder / "ja" / "図 1.PNG", place, "image/png", 3, digest)}
    assert media.notices == ()


@pytest.mark.parametrize("suffix", sorted(TYPES))
def test_each_type_is_known(tmp_path: Path, suffix: str) -> None:
    """Every kind of file that we show has its media type."""
    (tmp_path / f"--{suffix}").write_bytes(b"<svg/>")
    (medium,) = read_media(tmp_path).files.values()
    assert medium.media_type == TYPES[suffix]
    assert medium.place.startswith("assets/file.")


@pytest.mark.parametrize(
    "svg",
    [
        b"<svg><script>alert(1)</script></svg>",
        b"<svg>< SCRIPT/></svg>",
        b'<svg onload="x"/>',
        b'<svg ONCLICK = "x"/>',
        b'<svg><a href="javascript:x"/></svg>',
        b"<svg><foreignObject/></svg>",
        b"<svg><iframe/></svg>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        b'<svg><use href="data:text/html,x"/></svg>',
        b"<svg><animate/></svg>",
    ],
)
def test_an_svg_that_runs_something_is_left_out(tmp_path: Path, svg: bytes) -> None:
    """A picture that would run a script when opened by itself isn't shown, and a notice says so."""
    (tmp_path / "a.svg").write_bytes(svg)
    media = read_media(tmp_path)
    assert media.files == {}
    assert [(str(notice.location), notice.text) for notice in media.notices] == [
        ("content/a.svg", "holds scripts or events, so it was left out")
    ]


def test_a_quiet_svg_is_shown(tmp_path: Path) -> None:
    """A picture of shapes and words is one."""
    (tmp_path / "a.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"><title>Description on top</title></svg>')
    assert list(read_media(tmp_path).files) == ["a.svg"]


def test_links_are_followed_only_within_the_folder(tmp_path: Path) -> None:
    """A link to a file elsewhere, to nothing or to itself is left out with a notice; one within is a file."""
    folder = tmp_path / "content"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "a.png").write_bytes(b"a")
    (folder / "b.png").symlink_to("a.png")
    (folder / "c.png").symlink_to(tmp_path / "secret.png")
    (folder / "d.png").symlink_to("none.png")
    (folder / "e.png").symlink_to("e.png")
    media = read_media(folder)
    assert list(media.files) == ["a.png", "b.png"]
    assert [(str(notice.location), notice.text) for notice in media.notices] == [
        ("content/c.png", "is a symlink that leads out of the content folder, so it was left out"),
        ("content/d.png", "can't be read: No such file or directory"),
        ("content/e.png", "can't be read: Too many levels of symbolic links"),
    ]
