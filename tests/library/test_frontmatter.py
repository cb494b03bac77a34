"""Front matter: cut out, measured, and only then loaded; whatever comes, it is keys with lines or one located error."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.errors import AssetError
from repurpose.library.frontmatter import MAX_BYTES, MAX_DEPTH, MAX_NODES, FrontMatter, read_front_matter

PATH = "content/a.md"


def read(text: str) -> FrontMatter:
    """The front matter of content/a.md."""
    return read_front_matter(text, PATH)


def fault(text: str) -> AssetError:
    """What is wrong with a text's front matter."""
    with pytest.raises(AssetError) as caught:
        read(text)
    return caught.value


def yaml(block: str) -> str:
    """A text with this YAML above its body."""
    return f"---\n{block}\n---\nBody\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: T\ncta:\n  text: go\nquotes:\n- text: a\n---\n\nBody\n",
        "+++\ntitle = 'T'\n[cta]\ntext = 'go'\n[[quotes]]\ntext = 'a'\n+++\n\nBody\n",
        '{"title": "T",\n\n"cta": {\n"text": "go"}, "quotes":\n[{"text": "a"}]}\n\nBody\n',
    ],
    ids=["yaml", "toml", "json"],
)
def test_three_syntaxes_say_the_same(text: str) -> None:
    """YAML, TOML and JSON give the same values, the lines of their keys, and the body on its true line."""
    matter = read(text)
    assert matter.values == {"title": "T", "cta": {"text": "go"}, "quotes": [{"text": "a"}]}
    assert matter.body == "\nBody\n"
    assert text.split("\n")[matter.body_line] == "Body"
    lines = text.split("\n")
    assert "title" in lines[matter.lines["title"] - 1]
    assert "cta" in lines[matter.lines["cta"] - 1]
    assert "go" in lines[matter.lines["cta.text"] - 1]
    assert "quotes" in lines[matter.lines["quotes"] - 1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Body",
        "# Title\n\nBody",
        "----\ntitle: T\n----\n",
        "---title: T\n---\n",
        "{% include x %}\n",
        "{\n  text }\n",
    ],
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    """What opens no fence is text from its first line on."""
    assert read(text) == FrontMatter(body=text)


def test_a_rule_at_the_top_is_a_rule() -> None:
    """A thematic break above a plain text swallows nothing of it."""
    text = "---\n\nA paragraph that goes on.\n\n# Heading\n\nNote: more of it.\n"
    assert read(text) == FrontMatter(body=text)


@pytest.mark.parametrize(
    "text", ["---\n---\nBody", "---\n\n# comment\n---\nBody", "---\nnull\n---\nBody", "+++\n+++\nBody"]
)
def test_an_empty_block_has_no_keys(text: str) -> None:
    """Fences with nothing between them hold no keys, and are not shown."""
    matter = read(text)
    assert (dict(matter.values), matter.body) == ({}, "Body")


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("\n\n---\ntitle: T\n---\nBody", "Body", 6),
        ("  \n+++\ntitle = 'T'\n+++\nBody", "Body", 5),
        ('\n{"title": "T"}\nBody', "Body", 3),
        ("--- \ntitle: T\n---  \nBody", "Body", 4),
        ("---\ntitle: T\n...\nBody", "Body", 4),
        ("---\ntitle: T\n---", "", 4),
        ("---\ntitle: T\nnotes: |\n  a\n  ---\n  b\n---\nBody\n---\nrule", "Body\n---\nrule", 8),
    ],
)
def test_the_fence_is_found(text: str, body: str, line: int) -> None:
    """Empty lines above, spaces after and rules within don't hide where the front matter begins and ends."""
    matter = read(text)
    assert (matter.values["title"], matter.body, matter.body_line) == ("T", body, line)
    assert "title" in text.split("\n")[matter.lines["title"] - 1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: T\ndraft: true\n\nBody\n", 1),
        ("---\n# of this post\ntitle: T\n\nBody\n", 1),
        ("---\n\ntitle: T\n\nBody\n", 1),
        ("\n---\n'title': T\n", 2),
        ("+++\ntitle = 'T'\n\nBody\n", 1),
    ],
)
def test_a_fence_that_is_never_closed_is_refused(text: str, line: int) -> None:
    """Front matter without its end is never published as text."""
    error = fault(text)
    fence = text.strip()[:3]
    assert str(error) == f"content/a.md:{line}: the front matter that {fence} opens is never closed"
    assert error.hint == f"put a line {fence} below its last key"


ALIASES = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {k: 1}\n" + "".join(
    f"{name}: &{name}\n  <<: [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
TOO_DEEP = f"content/a.md:2: the front matter is nested deeper than {MAX_DEPTH} levels"
TOO_MANY = f"the front matter holds more than {MAX_NODES} values, aliases unfolded"


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (ALIASES, f"content/a.md:5: {TOO_MANY}"),
        (MERGES, f"content/a.md:10: {TOO_MANY}"),
        ("x:\n  " + "- " * 40_000 + "a", f"content/a.md:1: the front matter is larger than {MAX_BYTES // 1024} KiB"),
        ("x: " + "- " * 20_000 + "a", "content/a.md:2: the front matter is no YAML: "),
        ("x:\n  " + "- " * 20_000 + "a", TOO_DEEP.replace(":2:", ":3:")),
        ("x: " + "[" * 30_000, TOO_DEEP),
        ("x: " + "{a: " * 10_000, TOO_DEEP),
        ("x: [" + "1," * 20_000 + "]", f"content/a.md:2: {TOO_MANY}"),
        ("x: " + "a" * MAX_BYTES, f"content/a.md:1: the front matter is larger than {MAX_BYTES // 1024} KiB"),
        ("x: " + "語" * (MAX_BYTES // 3), f"content/a.md:1: the front matter is larger than {MAX_BYTES // 1024} KiB"),
        ("a: &a [*a]", "content/a.md:2: *a stands within itself or names nothing"),
        ("a: &a\n  b: *a", "content/a.md:3: *a stands within itself or names nothing"),
        ("x: *nothing", "content/a.md:2: *nothing stands within itself or names nothing"),
        (
            "title: T\nx: !!python/object/apply:os.system ['ls']",
            "content/a.md:3: the tag tag:yaml.org,2002:python/object/apply:os.system can't stand in front matter",
        ),
        ("x: !!python/name:os.system", "content/a.md:2: the tag tag:yaml.org,2002:python/name:os.system can't stand"),
        ("x: !!binary aGk=", "content/a.md:2: the tag tag:yaml.org,2002:binary can't stand in front matter"),
        (
            "x: !!timestamp 2026-02-30",
            "content/a.md:2: the tag tag:yaml.org,2002:timestamp can't stand in front matter",
        ),
        ("x: !secret y", "content/a.md:2: the tag !secret can't stand in front matter"),
        ("x: !!int abc", "content/a.md:1: the front matter can't be read: "),
        ("? [a]\n: b", "content/a.md:2: a key must be plain text"),
        ("? {a: b}\n: c", "content/a.md:2: a key must be plain text"),
        ("x: &x a\n*x : b", "content/a.md:3: a key must be plain text"),
        ("title: T\ntitle: U", "content/a.md:3: title stands twice (first on line 2)"),
        ("cta:\n  text: a\n  text: b", "content/a.md:4: cta.text stands twice (first on line 3)"),
        ("- a\n- b", "content/a.md:2: the front matter holds no keys"),
        ("just text", "content/a.md:2: the front matter holds no keys"),
        ("12", "content/a.md:2: the front matter holds no keys"),
        ("a: 1\n---\nb: 2", "Body"),
    ],
    ids=lambda part: part[:30] if isinstance(part, str) else None,
)
def test_what_would_hurt_is_refused(block: str, told: str) -> None:
    """Bombs, tags, deep nests, double keys and lists are refused with their line before they are loaded."""
    if told == "Body":  # the block ends at its first closing line
        assert read(yaml(block)).body.startswith("b: 2")
        return
    assert str(fault(yaml(block))).startswith(told)


@pytest.mark.parametrize(
    ("block", "line", "problem", "hint"),
    [
        ("title: a: b", 2, "mapping values are not allowed in this context", 'put the text in quotes: title: "a: b"'),
        ("a: 1\ntitle: @x", 3, "found character that cannot start any token", 'put the text in quotes: title: "@x"'),
        ("title: `x`", 2, "found character that cannot start any token", 'put the text in quotes: title: "`x`"'),
        ("title: T\nx: [a", 3, '"[" is never closed', 'put "]" where it ends'),
        ("title: T\nx: [a, b\ndate: 2026-11-20", 3, '"[" is never closed', 'put "]" where it ends'),
        ("title: T\nx: {a, b\ndate: 2026-11-20", 3, '"{" is never closed', 'put "}" where it ends'),
        ('title: T\nx: [\n  "a"\n  "b"\n]', 5, "did not find expected ',' or ']'", None),
        ('title: "T\ndate: 2026-11-20', 2, "a quotation mark is never closed", "put another where it ends"),
        ("title: T\nx: 'T\ny: z", 3, "a quotation mark is never closed", "put another where it ends"),
        ("title: 'don't", 2, "did not find expected key", None),
        ('title: "a \\d"', 2, "found unknown escape character", 'put the text in quotes: title: "\\"a \\\\d\\""'),
        ("a:\n\t- b", 3, "found character that cannot start any token", "indent with spaces, not with a tab"),
        (
            "title: T\n\tdate: 2026-11-20",
            3,
            "found a tab character that violates indentation",
            "indent with spaces, not with a tab",
        ),
        ('title: "\\ud800"', 2, "found invalid Unicode character escape code", None),
    ],
)
def test_bad_yaml_is_told_with_its_line_and_remedy(block: str, line: int, problem: str, hint: str | None) -> None:
    """A slip of syntax has its own line, and where one can be guessed, the text to write instead."""
    error = fault(yaml(block))
    assert str(error) == f"content/a.md:{line}: the front matter is no YAML: {problem}"
    assert error.hint == hint


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30:45", "12:30:45"),
        ("2026-11-22", "2026-11-22"),
        ("2026-02-30", "2026-02-30"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("9" * 5_000, "9" * 5_000),
        (".inf", ".inf"),
        ("=", "="),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("42", 42),
        ("-1.5e3", -1500.0),
        ("'42'", "42"),
        ("!!str 42", "42"),
    ],
)
def test_plain_values_have_no_surprises(written: str, value: object) -> None:
    """`no` is a word, a time is no number of seconds, a date is left as it is written."""
    found = read(yaml(f"x: {written}")).values["x"]
    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize("written", ["007", "1.10", "1e3", "+5", "2026", "0.0"])
def test_numbers_remember_how_they_were_written(written: str) -> None:
    """A number that serves as a text is the text that the author wrote."""
    assert read(yaml(f"x: {written}")).values["x"].text == written


@pytest.mark.parametrize("written", ["content", "handler", "4", "true", "1.5", "self", "metadata"])
def test_any_plain_key_is_a_key(written: str) -> None:
    """Keys that a loader takes for its own arguments, and keys that are no text, are keys like others."""
    matter = read(yaml(f"title: T\n{written}: x"))
    assert list(matter.values.values()) == ["T", "x"]
    assert matter.lines[written] == 3
    assert matter.body == "Body\n"


def test_anchors_and_merges_work_within_the_limits() -> None:
    """An alias and a merge key of ordinary size are read as YAML means them."""
    matter = read(yaml("a: &a {k: 1, l: 2}\nb:\n  <<: *a\n  l: 3\nc: [*a]"))
    assert matter.values == {"a": {"k": 1, "l": 2}, "b": {"k": 1, "l": 3}, "c": [{"k": 1, "l": 2}]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "+++\ntitle = 'T'\n\nfoo bar\n+++\n",
            ":4: the front matter is no TOML: Expected '=' after a key in a key/value pair",
        ),
        ("\n\n+++\ntitle = T\n+++\n", ":4: the front matter is no TOML: Invalid value"),
        ("+++\ntitle = 'T'\ntitle = 'U'\n+++\n", ":3: the front matter is no TOML: Cannot overwrite a value"),
        ("+++\nx = 2026-02-30\n+++\n", ":2: the front matter is no TOML: Invalid date or datetime"),
        (
            f"+++\nx = {'[' * 5_000}{']' * 5_000}\n+++\n",
            ":1: the front matter is no TOML: can't be read: RecursionError",
        ),
        (f"+++\nx = {'[' * 30}{']' * 30}\n+++\n", f":1: the front matter is nested deeper than {MAX_DEPTH} levels"),
        (f"+++\nx = [{'1,' * 6_000}]\n+++\n", f":1: the front matter holds more than {MAX_NODES} values"),
        (f"+++\nx = '{'a' * MAX_BYTES}'\n+++\n", ":1: the front matter is larger than 64 KiB"),
        (f"+++\nx = {'9' * 5_000}\n+++\n", ":1: the front matter is no TOML: can't be read: ValueError"),
        ('{"title": "T",\n"date" "x"}\n', ":2: the front matter is no JSON: Expecting ':' delimiter"),
        (
            '\n{"title": "T",\nx\n}\n',
            ":3: the front matter is no JSON: Expecting property name enclosed in double quotes",
        ),
        ('{"title": "T"', ":1: the front matter is no JSON: Expecting ',' delimiter"),
        ('{"title": "T",\n"title": "U"}\n', ":2: title stands twice (first on line 1)"),
        ('{"q": [{"a": 1},\n{"a": 1, "a": 2}]}\n', ":2: q.1.a stands twice (first on line 2)"),
        ('{"x": ' + "[" * 100_000, ":1: the front matter can't be read: RecursionError"),
        ('{"x": ' + "[" * 30 + "]" * 30 + "}", f":1: the front matter is nested deeper than {MAX_DEPTH} levels"),
        ('{"x": [' + "1," * 6_000 + "1]}", f":1: the front matter holds more than {MAX_NODES} values"),
        ('{"x": "' + "a" * MAX_BYTES + '"}', ":1: the front matter is larger than 64 KiB"),
        ('{"x": ' + "9" * 5_000 + "}", ":1: the front matter can't be read: ValueError"),
    ],
    ids=lambda part: part[:30],
)
def test_toml_and_json_are_held_to_the_same_limits(text: str, told: str) -> None:
    """A fault of TOML or JSON has its line in the file, and what is too large or deep is refused."""
    assert str(fault(text)) == f"content/a.md{told}"


@pytest.mark.parametrize(
    ("text", "remedy"), [("+++\ntitle = T\n+++\n", 'title = "..."'), ('{"title": "T"', '{"title": "..."}')]
)
def test_what_is_no_toml_or_json_is_told_with_its_remedy(text: str, remedy: str) -> None:
    assert remedy in (fault(text).hint or "")


def test_json_keys_are_told_from_values() -> None:
    """A value that spells like a key doesn't move the key's line."""
    matter = read('{"x": "title",\n"y": ["title", "a\\"title\\":"],\n"title": "T"}\nBody')
    assert matter.lines["title"] == 3


@given(
    st.sampled_from(["---\n", "+++\n", "{", "\n---\n"]),
    st.text(alphabet="ab:-+{}[]&*!<>|#'\"\\ \n\t,.0?%@`~=\u2028é", max_size=80),
    st.sampled_from(["\n---\n", "\n+++\n", "}\n", ""]),
)
@settings(max_examples=300)
def test_any_text_is_front_matter_or_an_asset_error(opening: str, block: str, closing: str) -> None:
    """Nothing but AssetError is ever raised, with a line of the file; what is read keeps the body whole."""
    text = opening + block + closing + "Body"
    try:
        matter = read(text)
    except AssetError as error:
        line = error.location.line if error.location else None
    else:
        line = matter.body_line
        assert text.endswith(matter.body)
        json.dumps(matter.values, default=str)
    assert line is not None
    assert 1 <= line <= len(text.splitlines()) + 2


JSONISH: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text(alphabet="ab: 語#'\"", max_size=8),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(alphabet="abc", min_size=1), one, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(alphabet="abcd", min_size=1, max_size=4), JSONISH, min_size=1, max_size=4))
def test_json_means_the_same_as_json_and_as_yaml(values: dict[str, Any]) -> None:
    """JSON front matter, and the same JSON between YAML fences, is read as it was written."""
    written = json.dumps(values, ensure_ascii=False, indent=1)
    as_json, as_yaml = read(f"{written}\n\nBody"), read(yaml(written))
    assert as_json.values == as_yaml.values == values
    assert {key: line + 1 for key, line in as_json.lines.items()} == dict(as_yaml.lines)


def test_bare_lines_are_front_matter_if_a_title_is_among_them() -> None:
    """As Pelican and MultiMarkdown write them: keys in any letter case, long values going on below."""
    matter = read("Title: A million: documents\nDate: 2009-08-14 10:13\nTags: a, b,\nSummary: It goes\n  on.\n\nBody\n")
    assert matter.values == {
        "title": "A million: documents",
        "date": "2009-08-14 10:13",
        "tags": "a, b,",
        "summary": "It goes on.",
    }
    assert (matter.body, matter.body_line, matter.lines["summary"]) == ("Body\n", 7, 4)
    assert matter.is_bare


def test_pandocs_title_block_is_front_matter() -> None:
    """Title, authors and date behind percent signs."""
    matter = read("% The title\n% Ada One; Ben Two\n% 15 January 2018\n\nBody")
    assert matter.values == {"title": "The title", "authors": ["Ada One", "Ben Two"], "date": "15 January 2018"}
    assert matter.body == "Body"
    assert read("% The title\n\nBody").values["title"] == "The title"


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is a text.\n\nTitle: not here",
        "Title: T\nand a line of text\n\nBody",
        "Title: T\nTitle: twice\n\nBody",
        "Title:\nDate: 2026-01-02\n\nBody",
        "% \n\nBody",
        "% One\n% Two\n% 2026\n% Four\n\nBody",
        "50 % of all\n\nBody",
    ],
)
def test_other_first_lines_are_text(text: str) -> None:
    """What only looks like front matter is the body's first paragraph."""
    assert read(text) == FrontMatter(body=text)
