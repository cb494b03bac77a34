"""Outline: the headings of a text that are its points."""

from __future__ import annotations

import pytest

from repurpose.document.outline import Point, outline
from repurpose.model import Access
from tests.builders import parsed

SAID = "A reader who stops after six words should have the point of the whole."


def points(body: str, title: str = "Notes", language: str = "en") -> list[str]:
    document = parsed(body, title=title, language=language).documents[Access.OPEN]
    return [point.text for point in outline(document)]


def under(*headings: str, text: str = SAID) -> str:
    return "\n\n".join(f"## {heading}\n\n{text}" for heading in headings) + "\n"


def test_points_that_the_title_counts() -> None:
    """As many headings as the title says, in figures or words, without those that frame the text."""
    three = ("Bread keeps for days", "Soup feeds many", "Salt makes both")
    assert points(under(*three), "3 lessons of a small kitchen") == list(three)
    assert points(under("Introduction", *three, "Conclusion"), "Three lessons of a small kitchen") == list(three)


def test_numbered_instructions() -> None:
    """Numbers are left out: each network's list gets its own."""
    told = ("1. Write down the question", "2. Ask five readers", "Step 3: Cut what nobody missed")
    assert points(under(*told)) == ["Write down the question", "Ask five readers", "Cut what nobody missed"]


def test_numbered_points_of_the_titles_kind() -> None:
    """What the title calls mistakes are the mistakes, if the headings number them."""
    told = ("1. Being too early", "2. Asking nobody", "3. Cutting what nobody missed")
    assert points(under(*told), "Planning mistakes to avoid") == [heading[3:] for heading in told]
    assert points(under(*told), "How we plan") == []
    assert points(under(*(heading[3:] for heading in told)), "Planning mistakes to avoid") == []


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        (
            "Schreiben lernen: drei Regeln",
            ("Beginnen Sie mit dem Leser", "Streichen Sie den Anfang", "Lesen Sie laut vor"),
        ),
        ("写好邮件的3个方法", ("一、标题只说一件事", "二、正文先给结论", "三、结尾只留一个链接")),
        ("メールを読んでもらう3つのコツ", ("1. 件名で内容を伝える", "2. 結論を先に書く", "3. リンクは一つにする")),
        ("メールの3つの工夫", ("工夫① 件名で内容を伝える", "工夫② 結論を先に書く", "工夫③ リンクは一つにする")),
        ("Tres reglas para escribir", ("Empieza por el lector", "Corta el primer párrafo", "Lee el texto en voz alta")),
    ],
)
def test_points_in_other_languages(title: str, headings: tuple[str, ...]) -> None:
    """Numbers and counts are read as each language writes them."""
    language = {"写": "zh", "メ": "ja", "S": "de", "T": "es"}[title[0]]
    assert len(points(under(*headings), title, language)) == 3


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("Three years of bread", ("Bread keeps", "Soup feeds many", "Salt makes both")),
        ("Bread in 3 minutes", ("Bread keeps", "Soup feeds many", "Salt makes both")),
        ("Notes", ("1. The oven", "2. The dough", "3. The crust")),
        ("Notes", ("Introduction", "Results", "Discussion", "References")),
        ("3 tools", ("Make", "Git", "Sed")),
        ("3 tricks with code", ("Call `a()` first", "Call `b()` then", "Call `c_d()` last")),
        ("3 questions about bread", ("Why does it keep?", "Who eats it?", "What does it cost?")),
        ("2 lessons", ("Bread keeps for days", "Soup feeds many")),
    ],
    ids=["years", "minutes", "parts", "frames", "names", "code", "questions", "two"],
)
def test_headings_that_are_no_points(title: str, headings: tuple[str, ...]) -> None:
    """Parts of a text, names, code and questions tell nothing by themselves."""
    assert points(under(*headings), title) == []


def test_a_point_has_its_sections_sentence() -> None:
    """The first of its section that stands alone; none where all lean on something."""
    told = ("1. Write down the question", "2. Ask five readers", "3. Cut what nobody missed")
    body = under(*told[:2], text=f"This is why. {SAID}") + f"\n## {told[2]}\n\nThis is why it pays.\n"
    document = parsed(body, title="Notes").documents[Access.OPEN]
    assert outline(document) == (
        Point("Write down the question", SAID),
        Point("Ask five readers", SAID),
        Point("Cut what nobody missed", ""),
    )
