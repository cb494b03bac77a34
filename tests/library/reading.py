"""Files as the library reads them: front matter alone, one text, or a whole folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from repurpose.config import read_config
from repurpose.errors import RepurposeError
from repurpose.library.fields import Fields, read_fields
from repurpose.library.frontmatter import read_front_matter
from repurpose.library.library import Library
from repurpose.library.source import Checked, check_asset
from repurpose.model import Asset

BERLIN = ZoneInfo("Europe/Berlin")
PATH = "content/a.md"
CONFIG = read_config("[site]\ntimezone = 'Europe/Berlin'\n", {})
Read = Callable[[Mapping[str, str | bytes]], Library]


def fields(block: str, path: str = PATH) -> Fields:
    """The fields of YAML front matter."""
    return read_fields(read_front_matter(f"---\n{block}\n---\n", path), path, BERLIN)


def check(text: str, name: str = "a.md") -> Checked:
    """One file's text, checked."""
    return check_asset(text, PurePosixPath(name), f"content/{name}", CONFIG)


def asset(block: str = "", name: str = "a.md", body: str = "Body\n") -> Asset:
    """The asset of a file with this front matter, a title given."""
    checked = check(f"---\ntitle: T\n{block}\n---\n{body}", name)
    assert checked.errors == ()
    assert checked.asset is not None
    return checked.asset


def told(errors: tuple[RepurposeError, ...]) -> list[str]:
    """Errors as they are shown."""
    return [str(error) for error in errors]
