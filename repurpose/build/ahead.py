"""Reading ahead: what the assets' files tell, read while the program still imports what making needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from repurpose.beside import shared
from repurpose.build.order import Order
from repurpose.library.folder import Found

if TYPE_CHECKING:
    from repurpose.library.source import Checked  # heavy

FEW = 40
"""Files below which a second process takes longer to start than it saves."""


@contextmanager
def reading_ahead(order: Order, found: Sequence[Found]) -> Iterator[Callable[[Found], Checked] | None]:
    """Begin to read the assets among some files; what is given waits for all of them, and tells of one.

    None is given if they are too few, or this process is to stay alone.
    """
    if order.jobs == 1 or len(found) < FEW:
        yield None
        return
    folder = order.root / order.content

    def read(some: Sequence[Found]) -> list[tuple[str, Checked]]:
        from repurpose.library.source import is_asset, read_asset

        return [(one.name, read_asset(one, folder, order.content, order.config)) for one in some if is_asset(one)]

    with shared(found, read) as all_read:
        checked = cache(lambda: dict(all_read()))
        yield lambda one: checked()[one.name]
