"""repurpose.toml: checked whole, every fault with its line, the environment over the file over the defaults."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.config import COLUMNS, MAX_DAYS, Config, read_config
from repurpose.errors import ConfigError, Errors, RepurposeError


def faults(text: str, environ: dict[str, str] | None = None) -> list[tuple[str, str | None]]:
    """What is wrong with a config text: each error as it is shown, with its hint."""
    with pytest.raises(RepurposeError) as caught:
        read_config(text, environ or {})
    assert caught.value.exit_code == 3
    assert all(isinstance(part, ConfigError) for part in caught.value.parts)
    return [(str(part), part.hint) for part in caught.value.parts]


def test_nothing_is_needed() -> None:
    """An empty text gives the defaults, titled after the folder."""
    config = read_config("", {}, default_title="notes")
    assert config.site.title == "notes"
    assert (config.site.language, config.site.timezone, config.url) == ("en", "UTC", "https://example.com")
    assert (config.build.ahead, config.build.back) == (30, None)
    assert (config.channels.enabled, config.social.networks) == (None, None)
    assert read_config("", {}).site.title == "Untitled"


def test_what_is_written_is_read() -> None:
    """Each section's values arrive with their types; sub-tables of channels and networks are theirs."""
    config = read_config(
        """\ufeff[site]
title = "Notes"
url = "https://example.org/blog/"
timezone = "Europe/Berlin"
[build]
ahead = 0
back = 365
[channels]
enabled = ["blog", "feed"]
[channels.blog]
teaser = 3
[social]
networks = ["x"]
x.limit = 100
[newsletter]
from = "Notes <news@example.org>"
[press_release]
contacts = ["Ada, ada@example.org", { name = "Bo", phone = 123 }]
[style]
banned = ["synergy"]
[lifecycle.welcome]
trigger = "lead-acquired"
steps = [{ asset = "hello" }]
""",
        {},
    )
    assert (config.site.title, config.url) == ("Notes", "https://example.org/blog")
    assert str(config.zone) == "Europe/Berlin"
    assert (config.build.ahead, config.build.back) == (0, 365)
    assert config.channels.enabled == ("blog", "feed")
    assert config.channels.options == {"blog": {"teaser": 3}}
    assert config.social.options == {"x": {"limit": 100}}
    assert config.newsletter.from_ == "Notes <news@example.org>"
    assert config.press_release.contacts == ({"name": "Ada, ada@example.org"}, {"name": "Bo", "phone": "123"})
    assert config.style.banned == {"synergy": ""}
    assert list(config.lifecycle.sequences) == ["welcome"]


def test_unknown_keys_are_told_all_at_once() -> None:
    """Every unknown section and key is an error with its line, in order, and the word that was likely meant."""
    assert faults(
        """[sit]
title = "x"

[site]
titel = "x"
zzz = 1
[newsletter]
reply-to = "x"
[channels]
enabld = ["blog"]
[plan]
cadance = 1
"""
    ) == [
        ("repurpose.toml:1: unknown section: sit", "did you mean site?"),
        ("repurpose.toml:5: unknown key in [site]: titel", "did you mean title?"),
        (
            "repurpose.toml:6: unknown key in [site]: zzz",
            "known: author, description, language, logo, timezone, title, url",
        ),
        ("repurpose.toml:8: unknown key in [newsletter]: reply-to", "did you mean reply_to?"),
        ("repurpose.toml:10: unknown key in [channels]: enabld", "did you mean enabled?"),
        ("repurpose.toml:12: unknown key in [plan]: cadance", "did you mean cadence?"),
    ]


def test_lines_are_true_below_long_texts() -> None:
    """A text over several lines that holds a header moves no line and no section."""
    text = '[site]\ndescription = """\n[plan]\ntitle = 1\n"""\ntitel = "x"\n'
    assert faults(text) == [("repurpose.toml:6: unknown key in [site]: titel", "did you mean title?")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[site]\ntitle = 5", "repurpose.toml:2: [site] title must be a text, not 5"),
        ("[build]\nahead = '3'", "repurpose.toml:2: [build] ahead must be a whole number, not '3'"),
        ("[build]\nahead = true", "repurpose.toml:2: [build] ahead must be a whole number, not True"),
        ("[build]\nahead = -1", f"repurpose.toml:2: [build] ahead must be 0 to {MAX_DAYS} days"),
        ("[build]\nahead = 10000000000", f"repurpose.toml:2: [build] ahead must be 0 to {MAX_DAYS} days"),
        ("[build]\nback = -1", f"repurpose.toml:2: [build] back must be 0 to {MAX_DAYS} days"),
        ("[channels]\nenabled = 'blog'", "repurpose.toml:2: [channels] enabled must be a list"),
        ("[channels]\nenabled = [1]", "repurpose.toml:2: [channels] enabled must be a text, not 1"),
        ("[press_release]\ncontacts = [1]", "repurpose.toml:2: [press_release] contacts must be a table"),
        ("site = 1", "repurpose.toml:1: [site] must be a section"),
        ("[[site]]\ntitle = 'x'", "repurpose.toml:1: [site] must be a section"),
        (
            "[site]\ntimezone = 'Mars'",
            "repurpose.toml:2: [site] timezone: 'Mars' is no time zone like Europe/Berlin or UTC",
        ),
        (
            "[site]\nurl = 'example.org'",
            "repurpose.toml:2: [site] url: 'example.org' is no address like https://example.com",
        ),
        (
            "[site]\nurl = 'http://[::1'",
            "repurpose.toml:2: [site] url: 'http://[::1' is no address like https://example.com",
        ),
        (
            "[site]\nurl = 'https://example.org/?a=1'",
            "repurpose.toml:2: [site] url: 'https://example.org/?a=1' is no address like https://example.com",
        ),
        (
            "[site]\nlanguage = 'English'",
            "repurpose.toml:2: [site] language: 'English' is no language tag like en or pt-BR",
        ),
        ('[newsletter]\nfrom = "a\\r\\nBcc: b"', "repurpose.toml:2: [newsletter] from must stand on one line"),
        ('[style]\nbanned = "good"', "repurpose.toml:2: [style] banned must be a table"),
        ('[style]\nspellings = "good"', "repurpose.toml:2: [style] spellings must be a table"),
        (
            '[newsletter]\ndigest = "weekley"',
            "repurpose.toml:2: [newsletter] digest: there is no digest 'weekley'; "
            "did you mean weekly? a tag of that name is 'tag:weekley'",
        ),
        *(
            (
                f'[newsletter]\nsmtp = "{server}"',
                f"repurpose.toml:2: [newsletter] smtp: {server!r} is no server; "
                "write it as smtps://user@mail.example.org",
            )
            for server in ("mail.example.org", "https://mail.example.org", "smtps://", "smtp://a:b:c")
        ),
        (
            "[board]\nwip = { reviw = 3, draft = 2 }",
            "repurpose.toml:2: [board] wip: there is no column 'reviw'; did you mean review?",
        ),
        (
            '[board]\n\ncolumns = ["x"]',
            f"repurpose.toml:3: [board] columns: there is no column 'x'; known: {', '.join(COLUMNS)}",
        ),
        ("[site]\ntitle = ", "repurpose.toml:2: is no TOML: Invalid value"),
        ("[site]\na = 1\na = 2", "repurpose.toml:3: is no TOML: Cannot overwrite a value"),
        ("x = " + "[" * 50_000, "repurpose.toml: is no TOML: can't be read: RecursionError"),
    ],
)
def test_a_bad_value_is_told_with_its_line(text: str, fault: str) -> None:
    """What a setting can't be is said where it stands."""
    assert [shown for shown, _ in faults(text)] == [fault]


@pytest.mark.parametrize(
    "pattern",
    ["{nope}", "{network", "network}", "{}", "{0}", "{network.foo}", "{network[0]}", "{network:>99999999999}", "{{a}"],
)
def test_a_utm_pattern_names_only_what_there_is(pattern: str) -> None:
    """A pattern with an unknown name, an attribute or a width is refused, not run."""
    (shown, _), *others = faults(f"[utm]\nsource = '{pattern}'")
    assert shown.startswith("repurpose.toml:2: [utm] source may name {network}, {medium}, {campaign}, ")
    assert not others


@pytest.mark.parametrize("pattern", ["", "repurpose", "{network}-{language}", "{{{slug}}}", "a b"])
def test_a_utm_pattern_may_mix_words_and_names(pattern: str) -> None:
    """Plain words, names in braces and doubled braces are a pattern."""
    assert read_config(f"[utm]\ncontent = '{pattern}'", {}).utm.content == pattern


def test_the_environment_wins_over_the_file() -> None:
    """REPURPOSE_SECTION_KEY stands over the file, read as the type the setting has."""
    environ = {
        "REPURPOSE_SITE_TITLE": "From outside",
        "REPURPOSE_BUILD_BACK": "7",
        "REPURPOSE_CHANNELS_ENABLED": "blog, feed,",
        "REPURPOSE_NEWSLETTER_FROM": "news@example.org",
        "REPURPOSE_SOMETHING_ELSE": "x",
    }
    config = read_config("[site]\ntitle = 'Inside'\n[build]\nback = 1\n", environ)
    assert (config.site.title, config.build.back) == ("From outside", 7)
    assert config.channels.enabled == ("blog", "feed")
    assert config.newsletter.from_ == "news@example.org"


def test_some_texts_may_be_told_by_language() -> None:
    """As tables by tags; what is no tag is told at its line."""
    config = read_config("[site]\ndescription = {en = 'A', pt-BR = 'B'}\n[press_release]\nboilerplate.de = 'C'\n", {})
    assert (config.site.description, config.site.descriptions) == (None, {"en": "A", "pt-BR": "B"})
    assert (config.press_release.boilerplate, config.press_release.boilerplates) == (None, {"de": "C"})
    told = faults("[site]\ntitle = 'x'\ndescription = {german = 'A'}\n")
    assert told == [("repurpose.toml:3: [site] description: 'german' is no language tag like en or pt-BR", None)]


def test_a_bad_value_of_the_environment_is_told() -> None:
    """A value that can't be is told at its variable, not at the line of the file that it stands over."""
    environ = {"REPURPOSE_BUILD_AHEAD": "soon", "REPURPOSE_NEWSLETTER_FROM": "a\nb", "REPURPOSE_SITE_LANGUAGE": "x y"}
    told = faults("[build]\nahead = 3\n[site]\nlanguage = 'en'\n", environ)
    assert [message for message, _ in told] == [
        "REPURPOSE_BUILD_AHEAD: [build] ahead must be a whole number, not 'soon'",
        "REPURPOSE_NEWSLETTER_FROM: [newsletter] from must stand on one line",
        "REPURPOSE_SITE_LANGUAGE: [site] language: 'x y' is no language tag like en or pt-BR",
    ]


def test_several_faults_are_one_error() -> None:
    """All faults come together, in the order of their lines."""
    with pytest.raises(Errors) as caught:
        read_config("[build]\nahead = 'x'\n[site]\nurl = 'x'\nlanguage = 'x y'\n", {}, "other.toml")
    assert [str(part.location) for part in caught.value.parts] == ["other.toml:2", "other.toml:4", "other.toml:5"]


@given(st.text(alphabet="[]=.\"'abstue{}\n 1", max_size=60))
def test_any_text_is_settings_or_a_config_error(text: str) -> None:
    """Whatever stands in the file, there are settings or errors that say where."""
    told: tuple[RepurposeError, ...] = ()
    try:
        assert isinstance(read_config(text, {}), Config)
    except RepurposeError as error:
        told = error.parts
    assert all(isinstance(part, ConfigError) and part.location is not None for part in told)
