"""Who would get what when: told by hand, and held to what must always be so."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.config import Config, read_config
from repurpose.lifecycle.events import Event, read_events
from repurpose.lifecycle.simulate import Simulated, simulate
from tests.lifecycle.strategies import events, mail, settings

END = datetime(2028, 1, 1, tzinfo=UTC)


def run(config: Config, some: list[Event]) -> Simulated:
    return simulate(sorted(some, key=lambda one: one.contact), config.lifecycle, mail, UTC, "en", END)


def told(sequences: str, lines: str, quiet: str = "") -> Simulated:
    config = read_config(f'[lifecycle]\nquiet = "{quiet}"\ncap = []\n{sequences}', {})
    own = {one.trigger.event for one in config.lifecycle.sequences.values()}
    found, errors = read_events(f"at,contact,event,what,value,on,tier,referred_by\n{lines}".encode(), "e.csv", UTC, own)
    assert not errors
    return run(config, list(found))


def days(simulated: Simulated) -> list[str]:
    return [f"{one.at:%m-%d} {one.sequence}.{one.step}" for one in simulated.sent]


TRIGGERS = {
    "lead-acquired": ('"lead-acquired"', "2026-01-10,ann,lead", ["01-10"]),
    "ad-clicked": ('{ kind = "ad-clicked", what = "Spring" }', "2026-01-10,ann,ad-click,spring\n2026-02-01,ann,ad-click,x", ["01-10"]),
    "cart-filled": ('"cart-filled"', "2026-01-10,ann,cart", ["01-10"]),
    "first-login": ('"first-login"', "2026-01-10,ann,login\n2026-01-11,ann,login", ["01-10"]),
    "first-use": ('{ kind = "first-use", what = "map" }', "2026-01-10,ann,use,list\n2026-01-12,ann,use,map\n2026-01-13,ann,use,map", ["01-12"]),
    "usage-level": ('{ kind = "usage-level", at_least = 5 }', "2026-01-10,ann,use,,3\n2026-01-12,ann,use,,2\n2026-01-13,ann,use,,9", ["01-12"]),
    "purchase-made": ('"purchase-made"', "2026-01-10,ann,purchase\n2026-01-20,ann,purchase", ["01-10", "01-20"]),
    "referral-made": ('"referral-made"', "2026-01-10,ann,referral", ["01-10"]),
    "service-due": ('"service-due"', "2026-01-10,ann,due,service,,2026-03-20", ["03-06"]),
    "renewal-due": ('{ kind = "renewal-due", before = "30 days" }', "2026-01-10,ann,due,renewal,,2026-03-20", ["02-18"]),
    "lapse-due": ('"lapse-due"', "2026-01-10,ann,due,lapse,,2026-01-15", ["01-10"]),
    "anniversary": ('"anniversary"', "2024-02-29,ann,purchase\n2026-01-10,ann,purchase", ["02-28", "02-28", "02-28"]),
    "top-customer": ('{ kind = "top-customer", at_least = 100 }', "2026-01-10,ann,purchase,,60\n2026-01-12,ann,purchase,,60\n2026-01-13,ann,purchase,,1", ["01-12"]),
    "inactive": ('{ kind = "inactive", after = "30 days" }', "2026-01-10,ann,login\n2026-02-01,ann,use", ["03-03"]),
    "at-risk": ('"at-risk"', "2026-01-10,ann,at-risk", ["01-10"]),
    "webinar": ('{ event = "webinar" }', "2026-01-10,ann,webinar", ["01-10"]),
}  # fmt: skip


@pytest.mark.parametrize("name", list(TRIGGERS))
def test_each_trigger_starts_its_sequence(name: str) -> None:
    trigger, lines, expected = TRIGGERS[name]
    found = told(f'[lifecycle.s]\ntrigger = {trigger}\nstop = []\nsteps = [{{ asset = "a" }}]', lines)

    assert [f"{one.at:%m-%d}" for one in found.sent] == expected


def test_steps_follow_each_other_and_stop() -> None:
    found = told(
        '[lifecycle.s]\ntrigger = "cart-filled"\nsteps = [{ asset = "a" }, { asset = "b", delay = "2 days" }, '
        '{ asset = "c", delay = "2 days" }]',
        "2026-01-10,ann,cart\n2026-01-13,ann,purchase\n2026-02-01,ann,cart",
    )

    assert days(found) == ["01-10 s.a", "01-12 s.b", "02-01 s.a", "02-03 s.b", "02-05 s.c"]
    assert [(f"{one.at:%m-%d}", one.why) for one in found.unsent] == [("01-13", "stopped by purchase")]


def test_what_was_bought_before_stops_nothing() -> None:
    steps = 'steps = [{ asset = "a" }, { asset = "b", delay = "2 days", stop = "purchase" }]'
    found = told(f'[lifecycle.s]\ntrigger = "at-risk"\n{steps}', "2026-01-01,ann,purchase\n2026-01-10,ann,at-risk")

    assert days(found) == ["01-10 s.a", "01-12 s.b"]


def test_cross_sell_waits_until_satisfaction_or_use_is_known() -> None:
    sequence = (
        '[lifecycle.s]\ntrigger = "purchase-made"\nsteps = [{ asset = "a", delay = "7 days", stage = "cross-sell" }]'
    )
    bought = "2026-01-01,{0},purchase\n"
    found = told(
        sequence,
        "".join(bought.format(name) for name in ("ann", "bob", "cid", "dan"))
        + "2026-01-20,ann,satisfaction,,9\n2026-01-03,bob,use,map\n2026-01-20,cid,satisfaction,,2",
    )

    assert [(one.contact, f"{one.at:%m-%d}") for one in found.sent] == [("bob", "01-08"), ("ann", "01-20")]
    assert [(one.contact, one.why) for one in found.unsent] == [
        ("cid", "it asks for: not dissatisfied"),
        ("dan", "90 days went by without: satisfied or use"),
    ]


def test_who_was_referred_enters_further_down() -> None:
    found = told(
        '[lifecycle.s]\ntrigger = "lead-acquired"\nreferred_from = "b"\nsteps = [{ asset = "a" }, '
        '{ asset = "b", delay = "4 days" }, { asset = "c", delay = "4 days" }]',
        "2026-01-01,ann,lead,,,,,bob\n2026-01-01,cid,lead",
    )

    assert [(one.contact, one.step, one.at.day) for one in found.sent] == [
        ("ann", "b", 1), ("cid", "a", 1), ("ann", "c", 5), ("cid", "b", 5), ("cid", "c", 9),
    ]  # fmt: skip


def test_who_may_not_read_it_doesnt_come_in() -> None:
    found = told(
        '[lifecycle.s]\ntrigger = "first-login"\naccess = "premium"\nsteps = [{ asset = "a" }]',
        "2026-01-01,ann,login,,,,premium\n2026-01-01,bob,login,,,,registered",
    )

    assert [one.contact for one in found.sent] == ["ann"]
    assert [(one.contact, one.why) for one in found.unsent] == [("bob", "it is for premium readers")]


def test_coming_in_again() -> None:
    steps = 'steps = [{ asset = "a" }]'
    lines = "2026-01-01,ann,purchase\n2026-01-10,ann,purchase\n2026-03-01,ann,purchase"

    never = told(f'[lifecycle.s]\ntrigger = "purchase-made"\nagain = false\n{steps}', lines)
    rested = told(f'[lifecycle.s]\ntrigger = "purchase-made"\nagain = "30 days"\n{steps}', lines)
    always = told(f'[lifecycle.s]\ntrigger = "purchase-made"\n{steps}', lines)

    assert [days(one) for one in (never, rested, always)] == [
        ["01-01 s.a"], ["01-01 s.a", "03-01 s.a"], ["01-01 s.a", "01-10 s.a", "03-01 s.a"],
    ]  # fmt: skip


def test_who_unsubscribed_gets_nothing_until_they_sign_up_again() -> None:
    found = told(
        '[lifecycle.s]\ntrigger = "login"\n[lifecycle.t]\ntrigger = "lead-acquired"\nagain = true\nsteps = '
        '[{ asset = "a" }, { asset = "b", delay = 5 }]'.replace('[lifecycle.s]\ntrigger = "login"\n', ""),
        "2026-01-01,ann,lead\n2026-01-03,ann,unsubscribe\n2026-02-01,ann,lead",
    )

    assert days(found) == ["01-01 t.a", "02-01 t.a", "02-06 t.b"]


def test_a_date_that_is_moved_moves_its_mail() -> None:
    found = told(
        '[lifecycle.s]\ntrigger = "renewal-due"\nsteps = [{ asset = "a" }]',
        "2026-01-01,ann,due,renewal,,2026-03-01\n2026-02-01,ann,due,renewal,,2026-06-01\n2026-02-02,ann,due,renewal,,2026-06-01",
    )

    assert days(found) == ["05-18 s.a"]


@given(settings(), st.lists(events, max_size=14))
def test_limits_hold_in_every_zone(config: Config, some: list[Event]) -> None:
    """No mail in quiet time, above a cap, before its trigger, or after a contact has unsubscribed."""
    found = run(config, some)
    life = config.lifecycle
    by_contact = defaultdict(list)
    for one in found.sent:
        by_contact[one.contact].append(one)
    for name, sent in by_contact.items():
        own = sorted((one for one in some if one.contact == name), key=lambda one: one.sort_key)
        for one in sent:
            known = [event for event in own if event.at <= one.at]
            zone = next((event.timezone for event in reversed(known) if event.timezone), "UTC")
            assert life.quiet is not None
            assert not life.quiet.holds(one.at.astimezone(ZoneInfo(zone)).time())
            assert one.entered <= one.at
            assert known
            leads = [event.kind for event in known if event.kind in {"lead", "unsubscribe"}]
            assert leads[-1:] != ["unsubscribe"]
            before = [other.at.astimezone(ZoneInfo(zone)).date() for other in sent if other.at <= one.at]
            today = one.at.astimezone(ZoneInfo(zone)).date()
            for cap in life.cap:
                assert sum(today - timedelta(cap.days) < day <= today for day in before) <= cap.mails


@given(settings(), st.lists(events, max_size=14))
def test_stops_hold(config: Config, some: list[Event]) -> None:
    """Once a stop came after somebody came in, that way through the sequence has no more mails."""
    found = run(config, some)
    for one in found.sent:
        for stop in config.lifecycle.sequences[one.sequence].stops:
            assert not any(
                event.contact == one.contact and event.kind == stop.name and one.entered < event.at <= one.at
                for event in some
            )


@given(settings(), st.lists(events, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_file_says_nothing(config: Config, some: list[Event], chance: object) -> None:
    shuffled = [*some, *some[:2]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert run(config, list(dict.fromkeys(shuffled))) == run(config, list(dict.fromkeys(some)))


@given(settings(), st.lists(events, max_size=10), st.integers(0, 10))
def test_nothing_is_known_before_it_happened(config: Config, some: list[Event], count: int) -> None:
    """Events that come later change nothing that was sent before them."""
    ordered = sorted(some, key=lambda one: one.at)
    early, late = ordered[:count], ordered[count:]
    turn = late[0].at if late else END

    whole, part = run(config, ordered), run(config, early)

    assert [one for one in whole.sent if one.at < turn] == [one for one in part.sent if one.at < turn]


@given(settings(), st.lists(events, max_size=14))
def test_steps_come_in_their_order_and_once(config: Config, some: list[Event]) -> None:
    ways = defaultdict(list)
    for one in run(config, some).sent:
        names = [step.name for step in config.lifecycle.sequences[one.sequence].steps]
        ways[one.contact, one.sequence, one.entered].append(names.index(one.step))
    for places in ways.values():
        assert all(first < second for first, second in pairwise(places))


def test_a_stop_that_was_so_at_the_start_lets_nothing_go() -> None:
    """What is asked of a contact's state counts from the first mail, not only from the next event."""
    steps = 'stop = "dissatisfied"\nsteps = [{ asset = "a" }]'
    found = told(
        f'[lifecycle.s]\ntrigger = "purchase-made"\n{steps}',
        "2026-01-01,ann,satisfaction,bad\n2026-01-10,ann,purchase",
    )

    assert days(found) == []
    assert [one.why for one in found.unsent] == ["stopped by dissatisfied"]


def test_a_date_that_is_moved_ends_what_the_old_one_began() -> None:
    """Who has renewed hears nothing more of the renewal; a line that says the same again changes nothing."""
    steps = '[{ asset = "a" }, { asset = "b", delay = "5 days" }, { asset = "c", delay = "5 days" }]'
    found = told(
        f'[lifecycle.s]\ntrigger = "service-due"\nsteps = {steps}',
        "2026-01-01,ann,due,service,,2026-03-15\n2026-03-02,ann,due,service,,2026-03-15\n"
        "2026-03-07,ann,due,service,,2026-09-15\n2026-03-08,ann,due,renewal,,2027-01-01",
    )

    assert days(found) == ["03-01 s.a", "03-06 s.b", "09-01 s.a", "09-06 s.b", "09-11 s.c"]
    assert [one.why for one in found.unsent] == ["the date was moved to 2026-09-15"]


def test_two_signs_of_life_at_once_begin_one_silence() -> None:
    found = told(
        '[lifecycle.s]\ntrigger = "inactive"\nsteps = [{ asset = "a" }]', "2026-01-01,ann,login\n2026-01-01,ann,use,map"
    )

    assert len(found.sent) == 1
    assert found.unsent == ()


def test_who_waits_longest_goes_first() -> None:
    """A cap starves nobody: a mail that it holds back keeps its place before those that come due later."""
    drip = ", ".join(f'{{ asset = "a", name = "s{number}", delay = "{min(number, 1)} days" }}' for number in range(9))
    settings = (
        f'[lifecycle]\nquiet = ""\ncap = "1 a day"\n[lifecycle.drip]\ntrigger = "lead-acquired"\nsteps = [{drip}]\n'
    )
    settings += '[lifecycle.cart]\ntrigger = "cart-filled"\nsteps = [{ asset = "b", delay = "6 hours" }]\n'
    settings += '[lifecycle.too]\ntrigger = "cart-filled"\nsteps = [{ asset = "b", delay = "6 hours" }]'
    at = datetime(2026, 1, 10, 9, tzinfo=UTC)

    found = run(read_config(settings, {}), [Event(at, "ann", "lead"), Event(at, "ann", "cart")])

    assert days(found)[:4] == ["01-10 drip.s0", "01-11 cart.b", "01-12 too.b", "01-13 drip.s1"]
