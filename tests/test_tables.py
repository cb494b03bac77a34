"""TOML with the line of each key, and slips of known words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.tables import TableError, did_you_mean, read_toml


def test_read_toml_tells_the_line_of_each_key() -> None:
    """Keys are found by their dotted name, below headers and dotted ones alike."""
    table = read_toml('title = "x"\n\n[a.b]\n  "c d" = 1 # [e]\nf.g = 2\n[[h]]\ni = 1\n[[h]]\ni = 2\n')
    assert table.lines == {"title": 1, "a.b": 3, "a.b.c d": 4, "a.b.f.g": 5, "h": 6, "h.i": 7}
    assert table.values["h"] == [{"i": 1}, {"i": 2}]
    assert (table.items, table.inside) == ({"h": (6, 8)}, {"h": [{"i": 7}, {"i": 9}]})


@pytest.mark.parametrize(
    "above",
    [
        'text = """\n[other]\nkey = 1\n"""\n',
        "text = '''\n[other]\nkey = 1\n'''\n",
        'text = """a \\""" b\n[other]\nkey = 1"""\n',
        "list = [\n  [1, 2],\n  [3]\n]\n",
        'list = [\n  "a = 1", # ]\n  "]",\n  [4]\n]\n',
        "list = [\n  {a = 1},\n\n]\n",
        '# [other]\n# key = 1 """\n\n',
    ],
)
def test_read_toml_is_not_misled_by_long_values(above: str) -> None:
    """What looks like a header or key within a text, list or comment is none."""
    table = read_toml(f"[site]\n{above}key = 2\n")
    assert table.lines["site.key"] == above.count("\n") + 2
    assert set(table.lines) <= {"site", "site.text", "site.list", "site.key"}


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("a = 1\nb =\n", 2, "Invalid value"),
        ("a = 1\na = 2\n", 2, "Cannot overwrite a value"),
        ("[a]\n[a]\n", 2, "Cannot declare ('a',) twice"),
        ("\n\na = [1,\n", 4, "Invalid value"),
        ('a = "\n', 1, "Illegal character '\\n'"),
        ("a = 2026-02-30\n", 1, "Invalid date or datetime"),
        ("a = " + "[" * 50_000, None, "can't be read: RecursionError"),
        ("a = " + "9" * 5_000, None, "can't be read: ValueError"),
    ],
)
def test_read_toml_tells_where_it_is_none(text: str, line: int | None, why: str) -> None:
    """An error has its line, apart from its message."""
    with pytest.raises(TableError) as caught:
        read_toml(text)
    assert caught.value.line == line
    assert str(caught.value) == why


@given(st.text(alphabet="ab.=[]{}\"'#\n 1,\\", max_size=60))
def test_read_toml_raises_nothing_but_table_error(text: str) -> None:
    """Whatever the text, there is a table or a TableError; each line told is one of the text's."""
    try:
        told = list(read_toml(text).lines.values())
    except TableError as error:
        told = [] if error.line is None else [error.line]
    assert all(1 <= line <= text.count("\n") + 1 for line in told)


@pytest.mark.parametrize(
    ("word", "near"),
    [("tilte", "title"), ("Title", "title"), ("languge", "language"), ("title", None), ("zzz", None), ("", None)],
)
def test_did_you_mean(word: str, near: str | None) -> None:
    """A slip has its word; a known word and a stranger have none."""
    assert did_you_mean(word, {"title", "language", "date"}) == near


@given(st.text(max_size=20), st.sets(st.text(min_size=1, max_size=10), max_size=5))
def test_did_you_mean_names_a_known_word(word: str, known: set[str]) -> None:
    """What is proposed is known, and something else than what was written."""
    near = did_you_mean(word, known)
    assert near is None or (near in known and near != word)
