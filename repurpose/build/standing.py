"""How everything stood after the last build: files by their stamps. Where all stands so still, there is nothing to do.

Stamps hold on one machine and in one checkout only; what can be carried elsewhere goes by content (`cache`).
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import repurpose
from repurpose.build.cache.store import FOLDER, NAME, STANDING, Store
from repurpose.build.order import Order, Report
from repurpose.build.outputs import Outputs
from repurpose.build.templates import FOLDER as TEMPLATES
from repurpose.build.templates import builtin_templates
from repurpose.clock import rfc3339
from repurpose.errors import DiskError, Location, RepurposeError, known_errors
from repurpose.files import write_whole
from repurpose.library.brand import brand_files
from repurpose.library.folder import TICK, Looked, glance, look
from repurpose.library.schedule import FILE_NAME as SCHEDULE
from repurpose.manifest import NAME as MANIFEST
from repurpose.model import Notice

if TYPE_CHECKING:
    from repurpose.build.writer import Written  # heavy

Span = tuple[datetime | None, datetime | None]


class Standing:
    """How the files that one order reads and writes stand; taken when it is made, before anything is read.

    `is_first`: no build has kept anything yet.
    """

    def __init__(self, order: Order, output: Path) -> None:
        self._order, self._output = order, output
        self._path = order.root / FOLDER / NAME
        asked = (order.config, order.content, order.channels, order.drafts, os.path.relpath(output, order.root))
        key = f"{sys.version} {asked!r} {_packages()}"
        self._key = hashlib.sha256(key.encode()).hexdigest()[:32]
        self._outputs_key = f"outputs {asked[-1]}"
        self.is_first = not self._path.exists()
        store = Store(self._path, STANDING)
        self._since = store.now()
        told = [store.get("note", key) for key in (self._key, self._outputs_key)]
        store.close()
        self._told: dict[str, Any] | None = json.loads(told[0]) if told[0] else None
        self.outputs = Outputs.loads(told[1] or b"")
        self.looked = _looked(order.root / order.content, self._since)
        self._before = self._inputs()

    def recall(self) -> Report | None:
        """What the last build told, if nothing has changed since; the manifest is brought to the told moment."""
        told = self._told
        if self._before is None or told is None or not self._holds(told):
            return None
        manifest = self._output / MANIFEST
        if told["as_of"] != (now := rfc3339(self._order.moment)):
            content = manifest.read_bytes()
            old = f'"as_of": "{told["as_of"]}"'.encode()
            if content.count(old, 0, 80) != 1:
                return None
            content = content.replace(old, f'"as_of": "{now}"'.encode(), 1)
            write_whole(manifest, content)
            self.outputs.again(self._output, MANIFEST, hashlib.sha256(content).hexdigest())
            self._keep(told | {"as_of": now})
        return Report(
            told["assets"],
            told["channels"],
            (),
            (),
            told["files"],
            tuple(_error(*one) for one in told["errors"]),
            tuple(Notice(code, Location(path, line), text) for code, path, line, text in told["notices"]),
            0,
            told["assets"],
        )

    def remember(self, report: Report, written: Written, span: Span, packages: Sequence[str], released: float) -> None:
        """Keep how everything stands now.

        `span` are the moments for which all is so; `packages` are other channels' code; `released` is when the last
        file was written, by the monotonic clock.
        """
        # What changes from here on has another stamp.
        time.sleep(max(0.0, released + 2 * TICK / 1e9 - time.monotonic()))
        taken = Outputs.taken(self._output, written.files, self.outputs, written.still)
        if self._before is None or taken is None:
            return
        self.outputs = self.outputs.exchanged(taken, written.removed) if written.is_part else taken
        self._keep(
            {
                "as_of": rfc3339(self._order.moment),
                "since": span[0].isoformat() if span[0] else None,
                "until": span[1].isoformat() if span[1] else None,
                "inputs": self._before,
                "packages": list(packages),
                "code": [_surely(name, self._since) for name in packages],
                "files": len(report.changed) + report.unchanged,
                "assets": report.assets,
                "channels": report.channels,
                "errors": [
                    [type(one).__name__, one.message, one.location and [one.location.path, one.location.line], one.hint]
                    for one in report.errors
                ],
                "notices": [[one.code, one.location.path, one.location.line, one.text] for one in report.notices],
            }
        )

    def _keep(self, told: dict[str, Any]) -> None:
        if None in told["code"]:
            return
        told = told | {"outputs": self.outputs.key}
        store = Store(self._path, STANDING)
        store.put("note", self._outputs_key, self.outputs.dumps())
        store.put("note", self._key, _bytes(told))
        store.close()

    def _holds(self, told: dict[str, Any]) -> bool:
        since, until = (datetime.fromisoformat(told[key]) if told[key] else None for key in ("since", "until"))
        moment = self._order.moment
        return (
            (since is None or since <= moment)
            and (until is None or moment < until)
            and told["inputs"] == self._before
            and told["code"] == [_surely(name, self._since) for name in told["packages"]]
            and told["outputs"] == self.outputs.key
            and self.outputs.all_stand(self._output)
        )

    def _inputs(self) -> list[str] | None:
        """A digest of the stamps of all that a build reads; None where they can't be relied on."""
        root = self._order.root
        folders = [root / TEMPLATES, Path(repurpose.__file__).parent, builtin_templates()]
        found = [self.looked.key if self.looked else None]
        found += [_surely(folder, self._since) for folder in folders]
        for name in (SCHEDULE, *brand_files(root, self._order.config)):
            try:
                state = (root / name).stat()
            except OSError:
                found.append("")
                continue
            latest = max(state.st_mtime_ns, state.st_ctime_ns)
            found.append(str([state.st_size, latest, state.st_ino]) if latest < self._since - TICK else None)
        return None if None in found else [one for one in found if one is not None]


def _bytes(told: Any) -> bytes:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="surrogatepass")  # of names that aren't UTF-8


def _looked(folder: Path, since: int) -> Looked | None:
    try:
        return Looked(list(look(folder)), since)
    except DiskError:  # whoever reads it will tell
        return None


def _surely(folder: str | Path, since: int) -> str | None:
    """A digest of all files below a folder; None if it doesn't tell all: a file changed just now, or is a symlink."""
    digest, latest = glance(folder)
    return digest if latest is not None and latest < since - TICK else None


def _packages() -> list[str]:
    """The packages that are installed: their folders' names and when each was changed."""
    found: list[str] = []
    for place in sys.path:
        try:
            with os.scandir(place or ".") as entries:
                found += [
                    f"{entry.name} {entry.stat().st_mtime_ns}"
                    for entry in entries
                    if entry.name.endswith((".dist-info", ".egg-info"))
                ]
        except OSError:
            continue
    return sorted(found)


def _error(kind: str, message: str, at: list[Any] | None, hint: str | None) -> RepurposeError:
    return known_errors()[kind](message, Location(*at) if at else None, hint)
