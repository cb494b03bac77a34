"""Access logs in the combined format of nginx and Apache: pages that people opened, and tracked links they followed.

    203.0.113.7 - - [22/Nov/2026:01:02:03 +0000] "GET /launch/?utm_content=abc HTTP/2.0" 200 512 "referer" "agent"

Machines are left out by the dated rules of rules/bots.toml. Addresses of clients are never stored: they are held in
memory for some seconds, to tell a scanner that opens link after link. A day is the log's own day. A log is cut by
rotation, so of a day the version with more lines counts; files of one day are given together.
"""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from repurpose.errors import LedgerError, Location
from repurpose.rules.bots import Bots, bots
from repurpose.usage.addresses import bare_url, utm_content
from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.importers.importer import LISTED, Export, Imported, Read, Rejected, Wish
from repurpose.usage.importers.parts import Part

_LINE = re.compile(
    rb"(\S+) \S+ .*?\[(\d\d/[A-Z][a-z]{2}/\d{4}):(\d\d:\d\d:\d\d) [+-]\d{4}\] "
    rb'"((?:[^"\\]|\\.)*)" (\d{3}) \S+ "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)"'
)
_MONTHS = {
    name.encode(): number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
_SEEN = frozenset({b"200", b"304"})
_REMEMBERED = 100_000
"""Requests and agents whose reading is remembered; then memory is cleared, so that it stays flat."""
_LONGEST = 64 * 1024
"""Bytes of a line; more is no log."""


class AccessLog:
    """Web servers' logs."""

    name = "access_log"
    does = "access logs of nginx and Apache, combined format, also gzipped; machines are left out"
    channels: tuple[str, ...] = ()
    formats: Sequence[str] = (
        'client - user [22/Nov/2026:01:02:03 +0000] "GET /path HTTP/1.1" status bytes "referer" "agent"',
    )

    def recognises(self, export: Export, wish: Wish) -> bool:
        """By the first lines."""
        for part in export.parts:
            if part.open is None:
                continue
            with _stream(part) as file:
                lines = [file.readline(_LONGEST) for _ in range(5)]
            if any(_LINE.match(line) for line in lines):
                return True
        return False

    def read(self, exports: Sequence[Export], wish: Wish) -> Imported:
        """Read logs; those given together are one."""
        counts: dict[tuple[bytes, Target], int] = defaultdict(int)
        lines: dict[bytes, int] = defaultdict(int)
        reads = [
            _read_log(part, counts, lines, bots(), str(export.path)) for export in exports for part in export.parts
        ]
        values: dict[bytes, dict[tuple[Target, str], int]] = defaultdict(dict)
        for (stamp, target), count in counts.items():
            if count:
                values[stamp][(target, "visit" if target.link else "view")] = count
        days = {_day(stamp): Day(values.get(stamp, {}), 1, number) for stamp, number in lines.items()}
        newest = max(export.exported_at for export in exports)
        return Imported((Delivery(self.name, wish.account or "", "pages", newest, days, grows=True),), tuple(reads))


@contextmanager
def _stream(part: Part) -> Iterator[BinaryIO]:
    """A log, unpacked if it is gzipped."""
    assert part.open is not None
    with part.open() as file:
        is_gzipped = file.read(2) == b"\x1f\x8b"
    with ExitStack() as stack:
        file = stack.enter_context(part.open())
        yield cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=file))) if is_gzipped else file


def _read_log(
    part: Part, counts: dict[tuple[bytes, Target], int], lines: dict[bytes, int], rules: Bots, shown: str
) -> Read:
    if part.open is None:
        raise LedgerError("is a workbook, not a log", Location(shown))
    rejected: list[Rejected] = []
    refused = machines = others = number = blank = 0
    agents: dict[bytes, bool] = {}
    pages: dict[bytes, Target | None] = {}
    rush = _Rush(rules)
    with _stream(part) as file:
        for line in _lines(file):
            number += 1
            pieces = line.split(b'"')
            if len(pieces) == 7 and pieces[0].endswith(b"] ") and pieces[2][:1] == b" ":
                left, request, status, agent = pieces[0], pieces[1], pieces[2][1:4], pieces[5]
                at = left.find(b"[") + 1
                stamp = left[at : at + 11]
                clock = left[at + 12 : at + 20]
            else:
                match = _LINE.match(line)
                if match is None:
                    if not line.strip():
                        blank += 1
                        continue
                    refused += 1
                    if len(rejected) < LISTED:
                        rejected.append(Rejected(number, "is no line of the combined format"))
                    continue
                left, stamp, clock, request, status, agent = match.groups()
            known = lines.get(stamp)
            if known is None:
                if not _is_day(stamp):
                    refused += 1
                    if len(rejected) < LISTED:
                        rejected.append(Rejected(number, f"{stamp.decode(errors='replace')!r} is no day"))
                    continue
                known = 0
            lines[stamp] = known + 1
            machine = agents.get(agent)
            if machine is None:
                if len(agents) > _REMEMBERED:
                    agents.clear()
                machine = agents[agent] = rules.is_machine(agent)
            if machine:
                machines += 1
                continue
            if status not in _SEEN:
                others += 1
                continue
            if request in pages:
                target = pages[request]
            else:
                if len(pages) > _REMEMBERED:
                    pages.clear()
                target = pages[request] = _target(request)
            if target is None:
                others += 1
                continue
            key = (stamp, target)
            counts[key] += 1
            if target.link:
                machines += rush.seen(left.split(b" ", 1)[0] + agent, clock, key, counts)
    records = number - blank
    notes = (f"{machines} requests of machines and {others} that are no page were left out",)
    return Read(part.name, records, records - refused, refused, tuple(rejected), notes)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a log; one without end, as in a binary file, is cut, so that it fits in memory."""
    return iter(lambda: file.readline(_LONGEST), b"")


def _is_day(stamp: bytes) -> bool:
    try:
        _day(stamp)
    except (ValueError, KeyError):
        return False
    return True


def _day(stamp: bytes) -> dt.date:
    return dt.date(int(stamp[7:11]), _MONTHS[stamp[3:6]], int(stamp[:2]))


def _target(request: bytes) -> Target | None:
    """The page that was asked for; None if it is no page, or nobody asked to read it."""
    method, _, rest = request.partition(b" ")
    if method != b"GET":
        return None
    address = rest.rsplit(b" ", 1)[0].decode("utf-8", errors="replace")
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    last = path.rsplit("/", 1)[-1]
    if "\0" in path or "\\x" in path or ("." in last and not last.lower().endswith((".html", ".htm"))):
        return None
    link = utm_content(address)
    if link:
        return Target(f"utm_content:{link}", link)
    url = bare_url(path)
    return Target(url, url=url)


class _Rush:
    """Tells clients that open link after link, and takes back what they opened."""

    def __init__(self, rules: Bots) -> None:
        self._rules = rules
        self._recent: dict[bytes, list[tuple[int, tuple[bytes, Target]]]] = {}

    def seen(
        self, client: bytes, clock: bytes, key: tuple[bytes, Target], counts: dict[tuple[bytes, Target], int]
    ) -> int:
        """A client followed a link. How many of its requests turn out to be a machine's."""
        now = int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:8])
        if len(self._recent) > 10_000:
            self._recent = {
                one: visits for one, visits in self._recent.items() if 0 <= now - visits[-1][0] <= self._rules.seconds
            }
        visits = [visit for visit in self._recent.get(client, ()) if 0 <= now - visit[0] <= self._rules.seconds]
        visits.append((now, key))
        self._recent[client] = visits
        if len({link for _, (_, link) in visits}) < self._rules.links:
            return 0
        taken = [visit for visit in visits if visit[1][0]]
        for _, (stamp, target) in taken:
            counts[(stamp, target)] -= 1
        # They stay known as followed, with no day of their own, so that the next one is told at once.
        self._recent[client] = [(when, (b"", target)) for when, (_, target) in visits]
        return len(taken)
