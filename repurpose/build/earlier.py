"""What a channel made of the whole library before, as far as it may be taken again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from repurpose.build.cache.asked import Trace
from repurpose.channels.channel import Draft


class Earlier(NamedTuple):
    """The fingerprints of its files and their contents, by path; all that it had asked (`trace`) is as it was."""

    trace: Trace = Trace()
    fingerprints: Mapping[str, str] = MappingProxyType({})
    contents: Mapping[str, bytes] = MappingProxyType({})

    def content(self, draft: Draft) -> bytes | None:
        """The content of a file that would be the same; None if it must be rendered."""
        known = self.fingerprints.get(draft.path)
        return self.contents.get(draft.path) if known is not None and known == _fingerprint(draft) else None


def fingerprints(drafts: Iterable[Draft]) -> dict[str, str]:
    """Those that are to be kept, by path."""
    return {draft.path: found for draft in drafts if (found := _fingerprint(draft)) is not None}


def _fingerprint(draft: Draft) -> str | None:
    text = draft.fingerprint
    return None if text is None else sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


NONE = Earlier()
"""Where nothing was made before."""
