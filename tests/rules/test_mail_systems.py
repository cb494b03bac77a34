"""Each rule of a mail system says where it comes from."""

from __future__ import annotations

import datetime as dt

import pytest

from repurpose.config import read_config
from repurpose.errors import Errors
from repurpose.rules.mail_systems import GENERIC, mail_systems


@pytest.mark.parametrize("name", sorted(mail_systems()))
def test_every_field_has_a_source_and_a_date(name: str) -> None:
    """Without them nobody could check it again."""
    system = mail_systems()[name]
    assert system.title
    for one in system.fields.values():
        assert one.value
        assert one.source
        assert isinstance(one.checked_on, dt.date)
    assert bool(system.fields) == bool(system.literals) == (name != GENERIC)


@pytest.mark.parametrize("name", sorted(set(mail_systems()) - {GENERIC}))
def test_a_systems_own_fields_begin_as_its_literals_do(name: str) -> None:
    """So nothing that its fields could be is left unescaped."""
    system = mail_systems()[name]
    for one in system.fields.values():
        assert any(one.value.startswith(opener) for opener in system.literals)


def test_a_mail_system_that_nobody_knows_is_refused() -> None:
    """With a guess at what was meant."""
    with pytest.raises(Errors, match="no mail system 'mailchump'") as caught:
        read_config('[newsletter]\nesp = "mailchump"\n', {})
    assert "mailchimp" in str(caught.value)
