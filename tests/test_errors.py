"""Errors: where, what, how to mend it; also on their way back from another process."""

import pickle

import pytest

from repurpose.errors import (
    AssetError,
    ConfigError,
    DiskError,
    Errors,
    GateError,
    Location,
    RepurposeError,
    UsageError,
)


@pytest.mark.parametrize(
    ("kind", "code"), [(AssetError, 1), (GateError, 1), (UsageError, 2), (ConfigError, 3), (DiskError, 5)]
)
def test_an_error_says_where_and_survives_pickling(kind: type[RepurposeError], code: int) -> None:
    """Each error shows as path:line: message, has its exit code, and arrives whole from a worker."""
    error = pickle.loads(pickle.dumps(kind("is wrong", Location("content/a.md", 3), "mend it")))
    assert type(error) is kind
    assert (str(error), error.hint, error.exit_code) == ("content/a.md:3: is wrong", "mend it", code)
    assert error.parts == (error,)


def test_a_message_is_one_line_whatever_the_file_is_called() -> None:
    """What would break it, or a terminal, is shown escaped; other letters stay."""
    assert str(Location("content/a\nb\x1b\u2028é.md", 3)) == "content/a\\nb\\x1b\\u2028é.md:3"


def test_an_error_without_a_place_is_its_message() -> None:
    """Without a line the path alone stands, without a path the message alone."""
    assert str(AssetError("is wrong", Location("a.md"))) == "a.md: is wrong"
    assert str(UsageError("is wrong")) == "is wrong"


def test_several_errors_are_told_flat() -> None:
    """Errors within errors become one list; the gravest exit code counts."""
    one, two, three = AssetError("a"), ConfigError("b"), AssetError("c")
    errors = pickle.loads(pickle.dumps(Errors([one, Errors([two, three])])))
    assert [part.message for part in errors.parts] == ["a", "b", "c"]
    assert errors.exit_code == 3
    assert str(errors) == "a; b; c"
