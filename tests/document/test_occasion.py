"""What is to happen is told by the sentence that says when."""

from __future__ import annotations

from datetime import date

import pytest

from repurpose.document.occasion import occasion
from repurpose.model import Access
from tests.builders import parsed

WHEN = "The conference takes place in Berlin on March 3, 2027."


def found(body: str, **fields: object) -> tuple[str, date] | None:
    one = occasion(parsed(body, **fields).documents[Access.OPEN])
    return tuple(one) if one else None  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("language", "sentence", "day"),
    [
        ("en", WHEN, date(2027, 3, 3)),
        ("en", "Join us on Thursday, 3 December, for a webinar on measuring content.", date(2026, 12, 3)),
        ("de", "Am 14. Januar treffen sich die Anwender in Leipzig.", date(2027, 1, 14)),
        ("fr", "Le 14 janvier 2027, nous ouvrons nos portes à Lyon.", date(2027, 1, 14)),
        ("es", "El 14 de enero de 2027 presentamos la nueva plataforma en Madrid.", date(2027, 1, 14)),
        ("zh", "我们将于2027年1月14日在上海举办用户大会。", date(2027, 1, 14)),
        ("ar", "ينعقد المؤتمر في دبي يوم 14 يناير 2027.", date(2027, 1, 14)),
    ],
)
def test_the_day_to_come(language: str, sentence: str, day: date) -> None:
    assert found(f"{sentence}\n", language=language) == (sentence, day)


@pytest.mark.parametrize(
    "body",
    [
        "The conference took place in Berlin on March 3, 2026.\n",  # it is over
        "Will you come to Berlin on March 3, 2027?\n",
        "The licence of the house in Berlin is good until 9999-12-31.\n",
        "(It was moved to March 3, 2027, in Berlin.)\n",
        "Today we open our doors, and close them on March 3, 2027.\n",  # true on one day
        "It takes place on March 3, 2027, like every year.\n",
        "> The conference takes place in Berlin on March 3, 2027.\n",
        f"One.\n\nTwo.\n\nThree.\n\nFour.\n\n{WHEN}\n",  # a matter beside that of the title
    ],
)
def test_what_is_no_news_of_a_day_to_come(body: str) -> None:
    assert found(body) is None


def test_further_down_only_what_the_title_names() -> None:
    body = f"One.\n\nTwo.\n\nThree.\n\nFour.\n\n{WHEN}\n"
    assert found(body, title="The Berlin conference") == (WHEN, date(2027, 3, 3))


def test_without_a_date_of_its_own_nothing_is_to_come() -> None:
    assert found(f"{WHEN}\n", date=None) is None
