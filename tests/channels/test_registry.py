"""The registry: channels by entry points, loaded only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points

import pytest

from repurpose.channels import registry
from repurpose.channels.blog import Blog
from repurpose.errors import ConfigError
from tests.builders import config

BUILT_IN = ("article", "blog", "feed", "lifecycle", "newsletter", "press_release", "social", "video")


class Package:
    """The distribution of a fake entry point."""

    def __init__(self, name: str) -> None:
        self.name = name


def point(name: str, value: str, package: str) -> EntryPoint:
    made = EntryPoint(name, value, registry.GROUP)
    vars(made)["dist"] = Package(package)
    return made


Install = Callable[[Sequence[EntryPoint]], None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts entry points beside the installed ones."""
    installed = list(entry_points(group=registry.GROUP))

    def clear() -> None:
        registry.load.cache_clear()
        registry._points.cache_clear()

    def put(points: Sequence[EntryPoint]) -> None:
        monkeypatch.setattr(registry, "entry_points", lambda group: [*installed, *points])
        clear()

    yield put
    monkeypatch.undo()
    clear()


class Plain:
    """A channel of another package."""

    name = "plain"
    showing = Blog.showing
    tiers = Blog.tiers
    compose = Blog.compose
    collect = Blog.collect


class Half:
    """What lacks most of a channel."""

    name = "half"


class Raising:
    """A channel that can't even be made."""

    def __init__(self) -> None:
        raise RuntimeError("no wood")


def test_the_built_in_channels_take_the_same_door() -> None:
    """All of them are entry points of this package."""
    assert [one.name for one in registry.known() if one.package == "repurpose"] == list(BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_channel_says_what_it_does(name: str) -> None:
    """Each has its name, what it does and the files it makes."""
    channel = registry.load(name)
    assert channel.name == name
    assert channel.does
    assert channel.files
    assert channel.tiers


def test_an_outside_channel_is_one_of_them(install: Install) -> None:
    """A package's channel is known with its package, and can be loaded."""
    install([point("plain", f"{__name__}:Plain", "repurpose-plain")])
    assert registry.Known("plain", "repurpose-plain") in registry.known()
    assert registry.load("plain").name == "plain"
    assert "plain" in registry.chosen(None)


def test_an_outside_channel_may_replace_ours(install: Install) -> None:
    """A package may bring a channel of a built-in one's name."""
    install([point("blog", f"{__name__}:Plain", "repurpose-plain")])
    assert registry.Known("blog", "repurpose-plain") in registry.known()
    assert registry.load("blog").name == "plain"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("no.such.module:Thing", "ModuleNotFoundError"),
        (f"{__name__}:Nothing", "AttributeError"),
        (f"{__name__}:Raising", "no wood"),
        (f"{__name__}:Half", "has no showing, tiers, compose, collect"),
    ],
)
def test_a_broken_channel_is_named_with_its_package(install: Install, value: str, told: str) -> None:
    """It hurts only who asks for it, and the message says whose it is."""
    install([point("broken", value, "repurpose-broken")])
    assert registry.load("blog").name == "blog"
    assert "broken" in registry.chosen(None)
    with pytest.raises(ConfigError, match="the channel 'broken' of the package repurpose-broken") as caught:
        registry.load("broken")
    assert told in str(caught.value)


def test_an_unknown_channel_has_a_near_one() -> None:
    """A slip is told with what was meant."""
    with pytest.raises(ConfigError, match="there is no channel 'newsleter'") as caught:
        registry.load("newsleter")
    assert caught.value.hint == "did you mean newsletter?"


def test_what_is_built_is_asked_for_or_enabled_or_all() -> None:
    """Those asked for come before those enabled, those before all; each once, in order."""
    assert registry.chosen(("feed", "blog"), ("social", "blog", "social")) == ("blog", "social")
    assert registry.chosen(("feed", "blog")) == ("blog", "feed")
    assert set(registry.chosen(None)) >= set(BUILT_IN)
    assert registry.chosen(()) == ()
    with pytest.raises(ConfigError, match="no channel 'fax'"):
        registry.chosen(("fax",))


@pytest.mark.parametrize("patterns", [["*.html"], ["message.txt", "*.eml"], ["message.*"]])
def test_every_channel_may_make_some_of_its_files(patterns: list[str]) -> None:
    """Patterns that name some file of a channel are settings of it, though it lists none."""
    registry.check_options({"newsletter": {"files": patterns}})


@pytest.mark.parametrize("patterns", [["*.pdf"], ["message.html", "*.docx"], "*.pdf", [], [1], {}])
def test_patterns_that_fit_no_file_are_refused(patterns: object) -> None:
    """Else a slip would make nothing, and nobody would be told."""
    with pytest.raises(ConfigError, match=r"\[channels.newsletter\] files"):
        registry.check_options({"newsletter": {"files": patterns}})


@pytest.mark.parametrize(
    ("plan", "hint"),
    [
        ("cadence = { newsleter = 1 }", "did you mean newsletter?"),
        ('cooldown = { "social.blusky" = 1 }', "did you mean social.bluesky?"),
        ('times = { podcast = "09:00" }', "known: "),
    ],
)
def test_plans_name_channels_that_there_are(plan: str, hint: str) -> None:
    """A slip is told, so that no limit is silently none."""
    with pytest.raises(ConfigError) as caught:
        registry.check_plan(config(f"[plan]\n{plan}\n").plan)
    assert hint in (caught.value.hint or "")
    registry.check_plan(config('[plan]\ncadence = { social = 3, "social.x" = 1, newsletter = 1 }\n').plan)
