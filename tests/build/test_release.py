"""What stays of an earlier build: the last good pieces of what is broken, nothing of what must not be seen."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repurpose.build.order import Order
from repurpose.build.writer import Written
from repurpose.config import read_config
from tests.build.building import build_into

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "The premium price will rise to forty-two euros in spring."
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Project:
    """A project on the disk that is built again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.outputs = root / "outputs"
        self.write("b", "date: 2026-01-02")

    def write(self, name: str, block: str = "", body: str = "Some words that anyone may read.") -> None:
        """Write content/<name>.md; its description keeps the channels content."""
        path = self.root / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: About {name}\n{block}\n---\n\n{body}\n")

    def build(
        self, *, moment: datetime = MOMENT, assets: tuple[str, ...] = (), channels: tuple[str, ...] = ()
    ) -> Written:
        """Build and release."""
        order = Order(
            self.root, read_config("", {}, default_title="Site"), moment, channels=channels, assets=assets, jobs=1
        )
        self.built, written = build_into(self.outputs, order)
        return written

    def errors(self) -> list[str]:
        """What the last build found wrong, as it is shown."""
        return [str(error) for error in self.built.errors]

    def paths(self, asset: str) -> set[str]:
        """The files on the disk that the manifest tells of for an asset."""
        document = json.loads((self.outputs / "manifest.json").read_bytes())
        found = {row["path"] for row in document["pieces"] if row["asset"] == asset}
        assert all((self.outputs / path).is_file() for path in found)
        return found

    def holds(self, text: str) -> set[str]:
        """The files on the disk in which a text stands."""
        return {
            path.relative_to(self.outputs).as_posix()
            for path in self.outputs.rglob("*")
            if path.is_file() and text.encode() in path.read_bytes()
        }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one sound asset, b."""
    return Project(tmp_path)


def test_a_deleted_asset_leaves_nothing(project: Project) -> None:
    """When its file goes, all its pieces go; the others stay."""
    project.write("a", "date: 2026-01-01")
    project.build()
    made = project.paths("a")
    assert {path.split("/")[0] for path in made} >= {"site", "newsletter", "social", "press_release"}
    (project.root / "content" / "a.md").unlink()
    written = project.build()
    assert made <= set(written.removed)
    assert project.paths("b")
    assert not project.holds("About a")


BROKEN = {
    "syntax": "date: 2026-01-01\nx: [",
    "field": "date: 2026-01-01\ncost: -1",
    "slug": "date: 2026-01-01\nslug: a b",
    "id": "date: 2026-01-01\nid: b",
}


@pytest.mark.parametrize("fault", BROKEN)
def test_the_last_good_pieces_of_a_broken_asset_stay(project: Project, fault: str) -> None:
    """An asset that can't be read keeps what was built of it, byte for byte, and its error is told."""
    project.write("a", "date: 2026-01-01")
    project.build()
    before = {path: (project.outputs / path).read_bytes() for path in project.paths("a")}
    project.write("a", BROKEN[fault], "New words.")
    project.build()
    assert any(error.startswith("content/a.md:") for error in project.errors())
    assert {path: (project.outputs / path).read_bytes() for path in project.paths("a")} == before
    assert not project.holds("New words")
    project.write("a", "date: 2026-01-01", "New words.")
    project.build()
    assert project.holds("New words")
    assert project.errors() == []


@pytest.mark.parametrize(
    "block",
    [
        "expires: 2026-11-22",
        "embargo: 2026-12-01",
        "status: retired",
        "status: review",
        "draft: true",
        "date: 2027-06-01",
    ],
)
@pytest.mark.parametrize("fault", ["", "cost: -1", "slug: a b", "id: b"], ids=["sound", "field", "slug", "id"])
def test_what_must_not_be_seen_goes_whatever_else_is_wrong(project: Project, block: str, fault: str) -> None:
    """Expired, held back, withdrawn or postponed pieces go, also when the asset is broken besides."""
    project.write("a", "date: 2026-01-01")
    project.build()
    project.write("a", f"{block}\n{fault}")
    project.build()
    assert bool(fault) == bool(project.errors())
    left = project.paths("a")
    assert all(path.startswith("press_release/") for path in left)
    assert not left or block.startswith("embargo")
    assert not {path for path in project.holds("About a") if path.startswith("site/")}


def test_an_asset_expires_without_a_change_of_its_file(project: Project) -> None:
    """The moment alone removes what has expired."""
    project.write("a", "date: 2026-01-01\nexpires: 2026-12-01")
    project.build()
    assert project.paths("a")
    project.build(moment=datetime(2026, 12, 1, tzinfo=UTC))
    assert project.paths("a") == set()


def test_a_leak_leaves_nothing_of_the_asset(project: Project) -> None:
    """An asset whose gated text would be seen is shown nowhere, not even as it was before."""
    gated = f"Open words.\n\n:::premium\n{SECRET}\n:::"
    project.write("a", "date: 2026-01-01", gated)
    project.build()
    assert project.errors() == []
    assert {path.split("/")[0] for path in project.holds("forty-two")} <= {"members"}
    project.write("a", f"date: 2026-01-01\ndescription: {SECRET}", gated)
    project.build()
    told = [error.partition(" stand in ")[0] for error in project.errors()]
    assert told == ["content/a.md:10: premium text would"]
    assert project.paths("a") == set()
    assert project.holds("forty-two") == set()


def test_text_that_has_become_gated_leaves_kept_pieces(project: Project) -> None:
    """A piece that is kept because its channel fails is given up when it holds what is gated by now."""
    project.write("a", "date: 2026-01-01", f"Open words.\n\n{SECRET}")
    project.build()
    assert {path for path in project.holds("forty-two") if path.startswith("press_release/")}
    project.write("a", "date: 2026-01-01\npress_release: {quotes: 5}", f"Open words.\n\n:::premium\n{SECRET}\n:::")
    project.build()
    assert {path.split("/")[0] for path in project.holds("forty-two")} <= {"members"}


def test_the_pictures_of_kept_pieces_stay(project: Project) -> None:
    """A page that stays keeps its pictures; a picture that nothing shows any more goes."""
    (project.root / "content" / "bild ä.png").write_bytes(PNG)
    (project.root / "content" / "other.png").write_bytes(PNG + b"\0")
    project.write("a", "date: 2026-01-01", "Words.\n\n![A dot](<bild ä.png>)")
    project.write("c", "date: 2026-01-01", "Words.\n\n![A dot](other.png)")
    project.build()
    pictures = {path.name for path in (project.outputs / "site" / "assets").glob("*.png")}
    assert len(pictures) == 2
    project.write("a", "cost: -1")
    project.write("c", "date: 2026-01-01", "Words.")
    project.build()
    (left,) = (project.outputs / "site" / "assets").glob("*.png")
    assert left.name.startswith("bild-ä.")
    (project.root / "content" / "a.md").unlink()
    project.build()
    assert not list((project.outputs / "site" / "assets").glob("*.png"))


def test_a_build_of_some_leaves_the_others(project: Project) -> None:
    """Asked for one asset or channel, a build touches and removes nothing of the rest."""
    project.write("a", "date: 2026-01-01")
    project.build()
    a, b = project.paths("a"), project.paths("b")
    project.write("a", "date: 2026-01-01", "New words.")
    project.write("b", "date: 2026-01-02", "Newer words.")
    assert project.build(assets=("a",)).removed == ()
    assert (project.paths("a"), project.paths("b")) == (a, b)
    assert project.holds("New words")
    assert not project.holds("Newer words")
    written = project.build(channels=("social",))
    assert written.removed == ()
    assert {path.split("/")[0] for path in written.changed} <= {"social"}
    assert (project.paths("a"), project.paths("b")) == (a, b)


def test_a_channel_that_is_no_longer_made_goes(project: Project) -> None:
    """When the asset leaves a channel out, the channel's pieces of it go."""
    project.write("a", "date: 2026-01-01")
    project.build()
    project.write("a", "date: 2026-01-01\nchannels: {exclude: [social]}")
    project.build()
    assert not {path for path in project.paths("a") if path.startswith("social/")}
    assert {path for path in project.paths("b") if path.startswith("social/")}


Damage = Callable[[Path], None]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"{"),
        lambda path: path.write_text(json.dumps({"version": 1, "pieces": [{"path": "x"}, 5, None]})),
        lambda path: path.write_text(path.read_text().replace('"channel": "blog"', '"channel": "gone"')),
        lambda path: path.write_text(path.read_text().replace('"source": "content/a.md"', '"source": 5')),
        lambda path: path.unlink(),
    ],
    ids=["half", "rows", "channel", "source", "none"],
)
def test_a_damaged_manifest_stops_no_build(project: Project, damage: Damage) -> None:
    """Whatever became of the manifest, what is sound is built, and the manifest is whole again."""
    project.write("a", "date: 2026-01-01")
    project.build()
    damage(project.outputs / "manifest.json")
    project.write("a", "cost: -1")
    project.build()
    assert project.paths("b")
    assert json.loads((project.outputs / "manifest.json").read_bytes())["version"] == 1
