"""Addresses and the files that they mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repurpose.serve.places import file_at, media_type, path_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site, and a secret beside it that a link in it leads to."""
    site = tmp_path / "site"
    (site / "post").mkdir(parents=True)
    (site / "post" / "index.html").write_text("post")
    (site / "日本.html").write_text("page")
    (tmp_path / "secret").write_text("secret")
    (site / "link").symlink_to(tmp_path / "secret")
    return site


def test_a_folder_is_its_index(root: Path) -> None:
    assert file_at(root, "/post/") == file_at(root, "/post") == root.resolve() / "post" / "index.html"
    assert file_at(root, path_of("/%E6%97%A5%E6%9C%AC.html?x=1#y")) == root.resolve() / "日本.html"
    assert file_at(root, "/") is None


@pytest.mark.parametrize(
    "address",
    ["/../secret", "/%2e%2e/secret", "/post/../../secret", "//secret", "/link", "/..%2fsecret", "/%00", "/..\\secret",
     "/" + "a" * 5000],
)  # fmt: skip
def test_nothing_outside_is_found(root: Path, address: str) -> None:
    """Neither by dots, however they are written, nor by links."""
    assert file_at(root, path_of(address)) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_address_leads_out(root: Path, address: str) -> None:
    found = file_at(root, path_of(address))
    assert found is None or found.is_relative_to(root.resolve())


def test_types_are_the_same_on_every_machine() -> None:
    """By the name alone."""
    assert media_type(Path("a.html")) == "text/html; charset=utf-8"
    assert media_type(Path("A.PNG")) == "image/png"
    assert media_type(Path("_headers")) == "application/octet-stream"
