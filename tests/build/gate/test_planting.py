"""The gate against planted leaks: whatever is gated is found in whatever file it stands in, whatever it wears."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repurpose.build.gate.gate import Gate
from repurpose.build.gate.marks import Mark
from repurpose.build.gate.openly import gated
from repurpose.build.gate.views import is_text
from repurpose.build.order import Order
from repurpose.build.pipeline import Built, build
from repurpose.config import read_config
from repurpose.document.document import parse_asset
from repurpose.errors import AssetError, GateError
from repurpose.library.library import reread
from repurpose.model import Piece
from tests.build.gate.planting import PIXEL, SETTINGS, Secret, leaks, library

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def built(root: Path) -> Built:
    """The project's pieces, of every channel."""
    config = read_config((root / "repurpose.toml").read_text(encoding="utf-8"), {})
    return build(Order(root, config, MOMENT, jobs=1, is_cached=False))


def gate_of(made: Built, root: Path) -> Gate:
    """The gate of a library."""
    found: list[Mark] = []
    for asset in made.library.assets:
        parsed = parse_asset(reread(asset, root, made.shelf.project.config))
        found += gated(parsed, made.shelf.project.addresses)
    return Gate(found)


def world(root: Path, seed: int) -> tuple[tuple[Secret, ...], tuple[Piece, ...], Gate]:
    """What is secret in a made-up library, its text pieces, and its gate."""
    secrets = library(root, seed)
    made = built(root)
    assert made.errors == ()
    return secrets, tuple(piece for piece in made.pieces if is_text(piece.media_type)), gate_of(made, root)


SHORT = [(1, 300)]
LONG = [(2, 2000), (3, 2000)]


@pytest.mark.parametrize(
    ("seed", "count"),
    [*SHORT, *(pytest.param(*one, marks=pytest.mark.torture) for one in LONG)],
)
def test_planted_leaks_are_found(seed: int, count: int, tmp_path: Path) -> None:
    """Every leak is found, of every kind and in every type of piece; without it, the same piece is clean."""
    secrets, pieces, gate = world(tmp_path, seed)
    assert [piece.path for piece in pieces if gate.leaks(piece)] == []
    missed: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for leak in leaks(secrets, pieces, count, seed):
        planted[leak.kind] += 1
        if not gate.leaks(leak.piece):
            missed[f"{leak.kind} in {leak.type}: {leak.planted!r}"] += 1
    assert len(planted) >= 20
    assert missed == Counter()


def test_a_leak_is_none_in_its_own_tier(tmp_path: Path) -> None:
    """What is planted in a piece of its own tier or above is no leak."""
    secrets, pieces, gate = world(tmp_path, 3)
    for leak in leaks(secrets, pieces, 100, 3):
        assert gate.leaks(replace(leak.piece, access=leak.secret.tier)) == []


def write(root: Path, front: str, gated: str, settings: str = "") -> None:
    """A project of one asset with a gated part, and another that is open."""
    (root / "content").mkdir()
    (root / "repurpose.toml").write_text(SETTINGS + settings, encoding="utf-8")
    body = f"Open words of the asset, as many as it takes to say something.\n\n:::premium\n{gated}\n:::\n"
    (root / "content" / "a.md").write_text(f"---\ntitle: One\ndate: 2026-11-20\n{front}\n---\n\n{body}", "utf-8")
    (root / "content" / "b.md").write_text("---\ntitle: Two\ndate: 2026-11-19\n---\n\nOther words.\n", "utf-8")


SECRET = "Raise the price of every plan by four euros in spring"


@pytest.mark.parametrize(
    ("front", "key"),
    [
        (f"description: {SECRET}.", "description"),
        (f"image: a.png\nimage_alt: {SECRET}", "image_alt"),
        (f"newsletter: {{subject: '{SECRET}'}}", "newsletter.subject"),
        (f"newsletter: {{preheader: '{SECRET.upper()}!'}}", "newsletter.preheader"),
        (f"social: {{mastodon: 'We say: {SECRET}'}}", "social.mastodon"),
        (f"press_release: {{lead: '{SECRET}.'}}", "press_release.lead"),
        (f"press_release: {{subhead: '{SECRET}'}}", "press_release.subhead"),
        (f"cta: {{text: '{SECRET}', url: 'https://example.org/x'}}", "cta.text"),
        (f"quotes: [{{text: '{SECRET}', name: Ada}}]", "quotes.text"),
        ("cta: {text: Look, url: 'https://files.example.net/sheet?utm_source=x'}", "cta.url"),
        ("social: {x: 'Get it: https://files.example.net/sheet'}", "social.x"),
        ("description: All about what the board decided.", "description"),
    ],
)
def test_front_matter_that_tells_what_is_gated_is_refused(front: str, key: str, tmp_path: Path) -> None:
    """Nothing of the asset is made, all others are; the error names the gated line and the key that tells it."""
    gated = f"## What the board decided\n\n{SECRET}. See [here](https://files.example.net/sheet)."
    write(tmp_path, front, gated)
    made = built(tmp_path)
    (error,) = (one for one in made.errors if isinstance(one, GateError))
    assert str(error).startswith("content/a.md:")
    assert error.hint is not None
    assert error.hint.startswith(f"`{key}` in content/a.md:")
    assert [piece.path for piece in made.pieces if piece.asset == "a"] == []
    assert any(piece.asset == "b" for piece in made.pieces)
    assert not any(SECRET[:30].lower().encode() in piece.content.lower() for piece in made.pieces)


@pytest.mark.parametrize(
    "where", ["body of another", "title of another", "settings", "call to action of another", "tags of another"]
)
def test_what_is_said_openly_elsewhere_is_no_leak(where: str, tmp_path: Path) -> None:
    """A quoted phrase, link or heading that stands in an open part of the library may be repeated."""
    write(
        tmp_path,
        f"description: {SECRET}.\ncta: {{text: Look, url: 'https://files.example.net/sheet'}}",
        f"{SECRET}. See [here](https://files.example.net/sheet).",
        f'\n[press_release]\nboilerplate = "{SECRET}."\n' if where == "settings" else "",
    )
    front, body = {
        "body of another": ("", f"{SECRET.upper()}: [x](https://files.example.net/sheet)"),
        "title of another": (f"title: {SECRET}\ncta: {{text: x, url: 'https://files.example.net/sheet'}}", ""),
        "settings": ("cta: {text: x, url: 'https://files.example.net/sheet'}", ""),
        "call to action of another": ("cta: {text: x, url: 'https://files.example.net/sheet'}", SECRET),
        "tags of another": (f"tags: ['{SECRET}']\ncta: {{text: x, url: 'https://files.example.net/sheet'}}", ""),
    }[where]
    title = "" if front.startswith("title") else "title: Three\n"
    (tmp_path / "content" / "c.md").write_text(f"---\n{title}date: 2026-11-18\n{front}\n---\n\nSo. {body}\n", "utf-8")
    assert built(tmp_path).errors == ()


def test_what_a_draft_says_opens_nothing(tmp_path: Path) -> None:
    """Only what everyone may read by now makes a secret none."""
    write(tmp_path, f"description: {SECRET}.", f"{SECRET}.")
    (tmp_path / "content" / "c.md").write_text(f"---\ntitle: Three\nstatus: draft\n---\n\n{SECRET}.\n", "utf-8")
    assert [type(error) for error in built(tmp_path).errors] == [GateError]


def test_another_asset_that_tells_it_is_refused_alone(tmp_path: Path) -> None:
    """Only the pieces that tell it are left out, and the error says where."""
    write(tmp_path, "", f"{SECRET}.")
    (tmp_path / "content" / "c.md").write_text(
        f"---\ntitle: Three\ndate: 2026-11-18\nsocial: {{x: '{SECRET}'}}\n---\n\nWords.\n", "utf-8"
    )
    made = built(tmp_path)
    (error,) = made.errors
    assert str(error).startswith("content/a.md:10: premium text would stand in social/c/x.json and 1 more: 'Raise the")
    assert error.hint == "`social.x` in content/c.md:4 says it: write that anew, or open the part that is gated"
    paths = [piece.path for piece in made.pieces]
    assert "site/c/index.html" in paths
    assert "social/c/x.json" not in paths


def test_an_asset_that_is_broken_hinders_no_other(tmp_path: Path) -> None:
    """Though it says what another seems to leak."""
    write(tmp_path, f"description: {SECRET}.", f"{SECRET}.")
    (tmp_path / "content" / "c.md").write_text(
        f"---\ntitle: Three\ndate: 2026-11-18\n---\n\n{SECRET}.\n\nSome words <!-- premium --> here.\n", "utf-8"
    )
    made = built(tmp_path)
    assert [type(error) for error in made.errors] == [GateError, AssetError]
    assert any(piece.asset == "b" for piece in made.pieces)


def test_a_leak_is_told_of_where_it_is_gated_now(tmp_path: Path) -> None:
    """Nothing is looked at again where lines move, or the file does."""
    write(tmp_path, "id: a", f"{SECRET}.")
    (tmp_path / "content" / "c.md").write_text(
        f"---\ntitle: Three\ndate: 2026-11-18\nsocial: {{x: '{SECRET}'}}\n---\n\nWords.\n", "utf-8"
    )
    secret, config = tmp_path / "content" / "a.md", read_config((tmp_path / "repurpose.toml").read_text("utf-8"), {})
    moved = secret.read_text("utf-8").replace("\n---\n", "\n---\n\n\n\n", 1)
    found = []
    for name, text in [("a.md", ""), ("a.md", moved), ("z.md", moved)]:
        if text:
            secret.unlink()
            secret = tmp_path / "content" / name
            secret.write_text(text, "utf-8")
        for is_cached in (True, False):
            made = build(Order(tmp_path, config, MOMENT, jobs=1, is_cached=is_cached))
            (error,) = made.errors
            found.append(str(error.location))
            made.shelf.close(is_whole=True)
    assert found[::2] == found[1::2]
    assert len(set(found)) == 3


def test_what_was_looked_at_is_looked_at_again_where_it_matters(tmp_path: Path) -> None:
    """A cached build finds what a build from nothing finds, whoever begins or ends to gate it, tell it or say it."""
    write(tmp_path, "", f"{SECRET}.")
    secret, teller, sayer = (tmp_path / "content" / name for name in ("a.md", "c.md", "d.md"))
    gated = secret.read_text(encoding="utf-8")
    told = f"---\ntitle: Three\ndate: 2026-11-18\nsocial: {{x: '{SECRET}'}}\n---\n\nWords.\n"
    said = f"---\ntitle: Four\ndate: 2026-11-17\n---\n\nSo: {SECRET}.\n"
    steps = [
        (teller, told, 1),
        (teller, told, 1),
        (sayer, said, 0),
        (sayer, said, 0),
        (sayer, said.replace("date", "status: draft\ndate"), 1),
        (secret, gated.replace(":::premium", "").replace(":::", ""), 0),
        (secret, gated, 1),
        (secret, gated.replace("Raise", "Lower").replace("spring", "autumn"), 1),
        (teller, told.replace(SECRET, "Nothing at all"), 0),
    ]
    config = read_config((tmp_path / "repurpose.toml").read_text(encoding="utf-8"), {})
    for number, (path, text, leaking) in enumerate(steps):
        path.write_text(text, encoding="utf-8")
        made = build(Order(tmp_path, config, MOMENT, jobs=1, is_cached=True))
        found = [error for error in made.errors if isinstance(error, GateError)]
        made.shelf.close(is_whole=True)
        assert (number, len(found)) == (number, leaking)


def test_a_template_that_tells_it_is_refused(tmp_path: Path) -> None:
    """What a project's own template says is looked at as well."""
    write(tmp_path, "", f"{SECRET}.")
    (tmp_path / "templates" / "blog").mkdir(parents=True)
    (tmp_path / "templates" / "blog" / "robots.txt").write_text(f"# {SECRET}\n", "utf-8")
    made = built(tmp_path)
    (error,) = made.errors
    assert "site/robots.txt" in error.message
    assert "site/robots.txt" not in [piece.path for piece in made.pieces]


def test_a_picture_that_another_shows_openly_is_no_leak(tmp_path: Path) -> None:
    """A gated picture that stands in an open part elsewhere, or stands for an asset, may be shown."""
    write(tmp_path, "", "![A small dot](dot.png) ![Another dot](spot.png)")
    for name in ("dot.png", "spot.png"):
        (tmp_path / "content" / name).write_bytes(PIXEL + name.encode())
    (tmp_path / "content" / "c.md").write_text(
        "---\ntitle: Three\ndate: 2026-11-18\nimage: spot.png\nimage_alt: x\n---\n\nSo: ![A dot](dot.png)\n", "utf-8"
    )
    assert built(tmp_path).errors == ()


def test_a_short_heading_that_others_say_is_no_leak(tmp_path: Path) -> None:
    """A heading of two short words that open texts use is no secret."""
    write(tmp_path, "description: All of the beta.", "## The beta\n\nWords.")
    (tmp_path / "content" / "c.md").write_text("---\ntitle: Three\n---\n\nWe try the beta.\n", "utf-8")
    assert built(tmp_path).errors == ()
