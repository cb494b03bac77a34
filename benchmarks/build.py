"""How quick a build is, how much memory it takes, how both grow, and what other site generators need for the same.

Every command runs by itself on the same assets, all generators in turn, so that what else the machine does hits all
alike; told are medians. `--sizes`, `--rounds` and `--texts` make it shorter or longer; with `--tools DIR` the installed
peers are kept for the next time, and `--no-peers` leaves them out.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import results
from benchmarks.generators import COLOURED, Generator, MissingError, clean
from benchmarks.generators.eleventy import Eleventy
from benchmarks.generators.hugo import Hugo
from benchmarks.generators.ours import Repurpose
from benchmarks.generators.pelican import Pelican
from benchmarks.library import CORPUS, write_library
from benchmarks.watch import Run, memory, timed

SIZES = (100, 1_000, 10_000)
LARGE = 5_000
"""Assets from which on only Hugo is compared, and once: the others take minutes."""

TEXTS = {"own": "our own text", "corpus": "posts of the Rust blog"}
WHAT = {"page": "page", "five": "five artefacts", "all": "all channels"}


@dataclass
class Project:
    """One generator's project of one library, and what was measured on it."""

    generator: Generator
    artefacts: str
    folder: Path
    assets: Path
    cold: list[Run] = field(default_factory=list)
    again: list[Run] = field(default_factory=list)
    edited: list[Run] = field(default_factory=list)
    memory: float | None = None

    @property
    def name(self) -> str:
        return f"{self.generator.NAME}, {WHAT[self.artefacts]}"

    def measure_cold(self, size: int) -> None:
        clean(self.generator, self.folder)
        self.cold.append(timed(self.generator.command(self.folder), self.folder))
        if (made := self.generator.pages(self.folder)) != size:
            raise SystemExit(f"{self.name} made {made} of {size} assets; see {self.folder}/build.log")

    def measure_warm(self, turn: int) -> None:
        self.again.append(timed(self.generator.command(self.folder), self.folder))
        path = sorted(self.assets.glob("post-*.md"))[turn * 7]
        path.write_text(path.read_text(encoding="utf-8") + f"\nOne more sentence, number {turn}.\n", encoding="utf-8")
        self.edited.append(timed(self.generator.command(self.folder), self.folder))

    def measure_memory(self) -> None:
        clean(self.generator, self.folder)
        self.memory = memory(self.generator.command(self.folder), self.folder)


def wall(runs: list[Run]) -> float:
    return median(run.wall for run in runs)


def cpu(runs: list[Run]) -> float:
    return median(run.cpu for run in runs)


def projects(folder: Path, kind: str, size: int, generators: list[Generator]) -> list[Project]:
    """A project for each generator and its kinds of artefacts."""
    assets = folder / f"{kind}-{size}"
    write_library(assets, kind, size)
    found: list[Project] = []
    for generator in generators:
        for artefacts in _kinds(generator, size):
            place = folder / f"{kind}-{size}-{generators.index(generator)}-{artefacts}"
            found.append(Project(generator, artefacts, place, generator.lay_out(place, assets, artefacts)))
    return found


def _kinds(generator: Generator, size: int) -> tuple[str, ...]:
    if isinstance(generator, Repurpose):
        return ("page", "five", "all") if size < LARGE else ("five", "all")
    if size >= LARGE:
        return ("five",) if isinstance(generator, Hugo) and not generator.colours else ()
    return ("page",) if isinstance(generator, Pelican) else ("page", "five")


def measure(found: list[Project], size: int, rounds: int) -> None:
    """All of a size: cold builds in turn, then warm ones in turn, then memory."""
    for _ in range(rounds):
        for project in found:
            project.measure_cold(size)
    for turn in range(rounds):
        for project in found:
            project.measure_warm(turn)
    for project in found:
        project.measure_memory()


def table(found: list[Project], kind: str, size: int) -> Iterator[str]:
    """The rows of one library."""
    hugo = next((one for one in found if one.artefacts == "five" and isinstance(one.generator, Hugo)), None)
    yield f"### {size:,} assets, {TEXTS[kind]}"
    yield ""
    yield "| generator | cold, s | busy, s | of Hugo's | again, s | one edit, s | MiB |"
    yield "|---|---|---|---|---|---|---|"
    for one in found:
        ratio = f"{wall(one.cold) / wall(hugo.cold):.2f}" if hugo else ""
        mib = f"{one.memory:.0f}" if one.memory else ""
        yield (
            f"| {one.name} | {wall(one.cold):.2f} | {cpu(one.cold):.2f} | {ratio} | {wall(one.again):.3f} "
            f"| {wall(one.edited):.3f} | {mib} |"
        )
    yield ""


def limits(measured: dict[tuple[str, int], list[Project]]) -> Iterator[str]:
    """What is held against limits: ours by the peers', and how ours grows."""
    yield "| what | text | ratio | limit |"
    yield "|---|---|---|---|"
    middle, large = SIZES[1:]

    def those(kind: str, size: int, name: str, artefacts: str = "five") -> list[Project]:
        some = measured.get((kind, size), [])
        return [one for one in some if one.generator.NAME.startswith(name) and one.artefacts == artefacts]

    def of(kind: str, size: int, name: str) -> Project | None:
        return next(iter(those(kind, size, name)), None)

    for kind, text in TEXTS.items():
        ours = of(kind, middle, "repurpose")
        for name, artefacts, limit in (("Pelican", "page", 0.5), ("Eleventy", "five", 1.3), ("Hugo", "five", 2.5)):
            for peer in those(kind, middle, name, artefacts):
                if ours is None:
                    continue
                than = "its page alone" if artefacts == "page" else "the same"
                than += COLOURED if peer.generator.NAME.endswith(COLOURED) else ""
                ratio = wall(ours.cold) / wall(peer.cold)
                yield f"| cold, five artefacts of {middle:,} assets, by {name}'s time for {than} | {text} | {ratio:.2f} | {limit} |"
    text = TEXTS["own"]
    ours, most, hugo = of("own", middle, "repurpose"), of("own", large, "repurpose"), of("own", large, "Hugo")
    if most and hugo:
        yield f"| nothing changed, {large:,} assets, by Hugo's rebuild | {text} | {wall(most.again) / wall(hugo.again):.3f} | 0.05 |"
        yield f"| one edit, {large:,} assets, by Hugo's rebuild | {text} | {wall(most.edited) / wall(hugo.edited):.3f} | 0.06 |"
        if most.memory and hugo.memory:
            yield f"| memory, {large:,} assets, by Hugo's | {text} | {most.memory / hugo.memory:.2f} | 0.12 |"
    if ours and most:
        yield f"| cold, {large:,} assets by {middle:,} | {text} | {wall(most.cold) / wall(ours.cold):.1f} | 12 |"
        if most.memory and ours.memory:
            yield f"| memory, {large:,} assets by {middle:,} | {text} | {most.memory / ours.memory:.1f} | 3 |"
        yield f"| nothing changed, {large:,} assets by {middle:,} | {text} | {wall(most.again) / wall(ours.again):.1f} | 4 |"
    yield ""


def prepared(tools: Path) -> tuple[list[Generator], list[str]]:
    """The peers that can be had here, and why others can't."""
    peers: list[Generator] = []
    missing: list[str] = []
    for peer in (Hugo(colours=False), Hugo(colours=True), Eleventy(), Pelican(colours=False), Pelican(colours=True)):
        try:
            peer.prepare(tools)
            peers.append(peer)
        except MissingError as error:
            missing.append(str(error))
    return peers, missing


def main() -> None:
    """Measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(prog="benchmarks.build", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3, help=f"builds of each kind; one from {LARGE} assets on")
    parser.add_argument(
        "--texts", choices=("own", "corpus"), nargs="+", help="default: own, and the corpus up to 1,000"
    )
    parser.add_argument("--tools", type=Path, help="where the peers are installed, to be kept")
    parser.add_argument(
        "--folder", type=Path, help="where to build; best one in memory (default: /dev/shm if there is one)"
    )
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, and leave RESULTS.md as it is")
    options = parser.parse_args()
    memory_disk = Path("/dev/shm")
    place = options.folder or (memory_disk if memory_disk.is_dir() else None)
    lines: list[str] = []
    measured: dict[tuple[str, int], list[Project]] = {}
    with tempfile.TemporaryDirectory(dir=place) as work, tempfile.TemporaryDirectory() as throw_away:
        peers, missing = ([], []) if options.no_peers else prepared(options.tools or Path(throw_away))
        for size in options.sizes:
            for kind in options.texts or (("own", "corpus") if size <= SIZES[1] else ("own",)):
                if kind == "corpus" and not CORPUS.is_dir():
                    continue
                folder = Path(work) / f"{kind}-{size}"
                folder.mkdir()
                found = projects(folder, kind, size, [*peers, Repurpose()])
                measure(found, size, options.rounds if size < LARGE else 1)
                lines += table(found, kind, size)
                print("\n".join(table(found, kind, size)), flush=True)
                measured[kind, size] = found
    head = [
        "Five artefacts: page, mail as HTML and as text, press release as HTML, social posts as JSON; index and RSS of the",
        "50 newest. repurpose writes tags, archive, Atom, JSON Feed, sitemap and manifest beside them in every row; it writes",
        "styles into each element of a mail, and the peers don't. Hugo and Pelican colour code as they come; Eleventy and",
        "repurpose don't, so both are measured with it and without. Memory is the sum over all processes, each shared page",
        "once.",
        "",
        *(f"- {why}" for why in missing),
        *([""] if missing else []),
    ]
    if options.dry_run:
        print("\n".join([*head, *limits(measured)]))
    else:
        results.write("build", "Builds", [*head, *limits(measured), *lines])


if __name__ == "__main__":
    main()
