"""The networks' rules: dated, sourced, and changed by a project only where there is something to change."""

import re
from datetime import date

import pytest

from repurpose.errors import ConfigError, Location
from repurpose.rules.networks import networks, with_overrides


def test_every_rule_has_unit_source_and_day() -> None:
    """No rule of the outside world stands without who says so and when it was looked up."""
    for network in networks().values():
        assert network.title
        for name, rule in network.rules.items():
            assert isinstance(rule.value, int), (network.name, name)
            assert rule.value >= 0
            assert rule.unit in {"weighted", "graphemes", "characters", "emoji-bytes", "bytes", "tags", "links"}
            assert len(rule.source) > 10
            assert type(rule.checked_on) is date
            assert isinstance(rule.verified, bool)


def test_the_networks_of_the_contract_are_known() -> None:
    """The networks we promise have a limit each, in the unit they count by."""
    limits = {name: (network.limit.value, network.limit.unit) for name, network in networks().items()}
    assert limits["x"] == (280, "weighted")
    assert limits["mastodon"] == (500, "graphemes")
    assert limits["bluesky"] == (300, "graphemes")
    assert limits["threads"] == (500, "emoji-bytes")
    assert {"linkedin", "facebook", "instagram"} <= limits.keys()
    assert all(re.fullmatch("[a-z]+", name) for name in limits)


def test_a_project_changes_a_rule() -> None:
    """A project's own number stands instead of ours, and says where it comes from; ours stays as it was."""
    mastodon = networks()["mastodon"]
    own = with_overrides(mastodon, {"limit": 5000, "hashtags": 0}, Location("repurpose.toml"))
    assert (own.limit.value, own.limit.unit, own.limit.source) == (5000, "graphemes", "repurpose.toml")
    assert own.hashtags is not None
    assert own.hashtags.value == 0
    assert own.url_length == mastodon.url_length
    assert mastodon.limit.value == 500


@pytest.mark.parametrize(
    ("own", "message", "hint"),
    [
        ({"limt": 5}, "[social.x] has no rule 'limt'", "did you mean limit?"),
        (
            {"byte_limit": 5},
            "[social.x] has no rule 'byte_limit'",
            "known: limit, url_length, hashtags, premium_limit, premium",
        ),
        ({"premuim": True}, "[social.x] has no rule 'premuim'", "did you mean premium?"),
        ({"limit": "5"}, "[social.x] limit must be a whole number, not '5'", None),
        ({"limit": True}, "[social.x] limit must be a whole number, not True", None),
        ({"limit": -1}, "[social.x] limit must be a whole number, not -1", None),
        ({"limit": 2.5}, "[social.x] limit must be a whole number, not 2.5", None),
    ],
)
def test_a_bad_override_is_told(own: dict[str, object], message: str, hint: str | None) -> None:
    """A rule that isn't there, and what is no number, are faults of the settings."""
    with pytest.raises(ConfigError) as caught:
        with_overrides(networks()["x"], own, Location("repurpose.toml", 3))
    assert caught.value.message == message
    assert caught.value.hint == hint
