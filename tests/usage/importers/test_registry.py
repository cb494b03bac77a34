"""Which importers there are."""

from __future__ import annotations

from repurpose.usage.importers import registry


def test_every_importer_says_what_it_knows() -> None:
    assert set(registry.names()) >= {
        "plausible",
        "ga4",
        "matomo",
        "mailchimp",
        "x",
        "linkedin",
        "ghost",
        "columns",
        "access_log",
    }
    for name in registry.names():
        assert registry.load(name).formats
    for name in ("matomo", "ga4", "ghost"):
        assert any("not sure" in line and "mapping" in line for line in registry.load(name).formats)
