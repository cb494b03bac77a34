"""All assets of a project, and what only all of them together show: ids and slugs that stand twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from repurpose.config import Config
from repurpose.errors import AssetError, ConfigError, Errors, Location, RepurposeError, UsageError
from repurpose.ids import derive_slug, fold
from repurpose.language.tags import is_tag
from repurpose.library.folder import Found, look
from repurpose.library.ignores import Ignore
from repurpose.library.source import Checked, is_asset, read_asset
from repurpose.model import Asset, Notice
from repurpose.tables import did_you_mean

_OTHER_TEXTS = frozenset({".mdx", ".mdown", ".mkd", ".mkdn", ".mdwn", ".rst", ".adoc", ".org"})
"""How the names of texts end that other generators take."""


@dataclass(frozen=True, slots=True)
class Library:
    """All assets that can be used, in order of their ids.

    Also what is wrong with, or worth telling of, the files; and by path, the notices that authors accept. `unusable`
    are the others as far as they are known: it decides whether their earlier pieces may stay.
    """

    assets: tuple[Asset, ...]
    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()
    ignores: Mapping[str, tuple[Ignore, ...]] = field(default_factory=dict)
    unusable: tuple[Asset, ...] = ()


class Memory(Protocol):
    """What earlier readings of the same files told."""

    def checked(self, found: Found) -> Checked | None:
        """What was told of a file as it still is, its body left out; None if that is not known."""

    def keep(self, found: Found, checked: Checked) -> None:
        """Remember what a file told."""


def read_library(
    root: Path,
    config: Config,
    content: str = "content",
    found: Sequence[Found] | None = None,
    memory: Memory | None = None,
    read: Callable[[Found], Checked] | None = None,
) -> Library:
    """Read all assets of the project at `root`.

    `found` are the files of its content folder, if somebody has looked already. What `memory` knows isn't read again:
    such an asset has no body. `read` tells what a file says, if somebody has begun to read them.

    Raises:
        ConfigError: there is no content folder.
        DiskError: a folder can't be listed.
    """
    folder = root / content
    if not folder.is_dir():
        raise ConfigError(
            f"there is no folder {content}/ in {root.resolve().name or root}",
            hint="`repurpose init DIR` makes a project that builds at once",
        )
    found = list(look(folder)) if found is None else found
    read = read or (lambda one: read_asset(one, folder, content, config))
    checked = [_checked(one, read, memory) for one in found if is_asset(one)]
    others = [_linked_folder(one, content) if one.is_folder else _unread(one, content) for one in found]
    return settle([*checked, *(one for one in others if one)])


def _checked(found: Found, read: Callable[[Found], Checked], memory: Memory | None) -> Checked:
    if memory is None:
        return read(found)
    checked = memory.checked(found)
    if checked is None:
        checked = read(found)
        memory.keep(found, checked)
    return checked


def reread(asset: Asset, root: Path, config: Config, content: str = "content") -> Asset:
    """An asset with its body, from its file; the slug that it was given stays.

    Raises:
        RepurposeError: its file has changed meanwhile, and can't be used any more.
    """
    folder, name = root / content, asset.path.removeprefix(f"{content}/")
    checked = read_asset(Found(name, str(folder / name), None, (folder / name).is_symlink()), folder, content, config)
    if checked.asset is None:
        raise Errors(checked.errors)
    return replace(checked.asset, slug=asset.slug)


def named(library: Library, name: str) -> Asset:
    """The asset of an id, of a piece's id, or of a path.

    Raises:
        UsageError: there is none.
        Errors: there is, and it can't be used.
    """
    wanted = name.removeprefix("content/").removesuffix(".md")
    known = {asset.id: asset for asset in library.assets}
    faults = _faults(library)
    while wanted and wanted not in known:
        if wanted in faults:
            raise Errors(faults[wanted])
        wanted = wanted.rpartition("/")[0]
    if not wanted:
        near = did_you_mean(name, known)
        remedy = f"did you mean {near}?" if near else "an asset's id is its path below content/ without .md"
        raise UsageError(f"there is no asset {name!r}", hint=remedy)
    return known[wanted]


def _faults(library: Library) -> dict[str, list[RepurposeError]]:
    """What is wrong with files, by the ids of their assets, as far as those are known, and by their paths."""
    ids = {asset.path: asset.id for asset in library.unusable}
    found: dict[str, list[RepurposeError]] = {}
    for error in library.errors:
        if error.location:
            path = error.location.path
            for name in {ids.get(path, path), path.partition("/")[2].removesuffix(".md")}:
                found.setdefault(name, []).append(error)
    return found


def _linked_folder(found: Found, content: str) -> Checked:
    """A folder is told of only if it is a symlink: those are never entered."""
    location = Location(f"{content}/{found.name}", 1)
    remedy = "put the folder itself here"
    return Checked(None, errors=(AssetError("is a symlink to a folder, which is not followed", location, remedy),))


def _unread(found: Found, content: str) -> Checked | None:
    """A text that its author may take for an asset is told of."""
    if PurePosixPath(found.name).suffix.lower() not in _OTHER_TEXTS:
        return None
    text = "is not read: assets are Markdown, in files whose names end in .md or .markdown"
    return Checked(None, notices=(Notice("not-read", Location(f"{content}/{found.name}"), text),))


def settle(checked: Iterable[Checked]) -> Library:
    """Settle what only all files together show: ids and slugs that stand twice, translations of nothing."""
    checked = list(checked)
    errors: list[RepurposeError] = [error for one in checked for error in one.errors]
    notices: list[Notice] = [notice for one in checked for notice in one.notices]
    candidates = [(one.asset, one.derived) for one in checked if one.asset]

    kept: list[tuple[Asset, bool]] = []
    for group in _groups(candidates, lambda asset: fold(asset.id)):
        if len(group) == 1:
            kept.append(group[0])
            continue
        for asset, _ in group:
            others = ", ".join(other.path for other, _ in group if other is not asset)
            errors.append(
                AssetError(f"id {asset.id!r} is also that of {others}", asset.at("id"), "give one of them another `id`")
            )

    assets: list[Asset] = []
    for group in _groups(kept, lambda asset: (asset.language, fold(asset.slug))):
        settled, faults, told = _settle_slugs(group)
        assets += settled
        errors += faults
        notices += told
    # A longer slug that was made up may be taken as well: then there is nothing left but to ask.
    for group in _groups([(asset, False) for asset in assets], lambda asset: (asset.language, fold(asset.slug))):
        for asset, _ in group[1:]:
            assets.remove(asset)
            errors.append(_slug_taken(asset, [group[0][0]]))

    ids = {asset.id for asset in assets}
    used = {asset.path for asset in assets}
    for asset in assets:
        if asset.translation_of and asset.translation_of not in ids:
            notices.append(
                Notice(
                    "translation-of-nothing", asset.at("translation_of"), f"there is no asset {asset.translation_of!r}"
                )
            )
    return Library(
        tuple(sorted(assets, key=lambda asset: asset.id)),
        tuple(sorted(errors, key=lambda error: error.location.sort_key if error.location else ("", 0))),
        tuple(sorted(notices, key=lambda notice: notice.sort_key)),
        {one.asset.path: one.ignores for one in checked if one.asset and one.ignores},
        (
            *(one.unusable for one in checked if one.unusable),
            *(asset for asset, _ in candidates if asset.path not in used),
        ),
    )


def _groups(candidates: Iterable[tuple[Asset, bool]], key: Any) -> list[list[tuple[Asset, bool]]]:
    groups: dict[Any, list[tuple[Asset, bool]]] = {}
    for asset, derived in candidates:
        groups.setdefault(key(asset), []).append((asset, derived))
    return list(groups.values())


def _settle_slugs(group: list[tuple[Asset, bool]]) -> tuple[list[Asset], list[RepurposeError], list[Notice]]:
    """One slug wanted by several: those that write it down keep it or clash; of names alone, the oldest keeps it.

    The others are told apart by the folders (or the old address) that told them apart before, so that a published
    address stays when a newer namesake comes.
    """
    if len(group) == 1:
        return [group[0][0]], [], []
    written = [asset for asset, derived in group if not derived]
    named = sorted(
        (asset for asset, derived in group if derived), key=lambda asset: (asset.date is None, asset.date, asset.id)
    )
    if len(written) > 1:
        faults: list[RepurposeError] = [
            _slug_taken(asset, [other for other in written if other is not asset]) for asset in written
        ]
        return [], faults, []
    keeper = written[0] if written else named.pop(0)
    settled, notices = [keeper], []
    for asset in named:
        qualified = _qualified(asset)
        settled.append(replace(asset, slug=qualified))
        text = f"{keeper.path} has the slug {asset.slug!r}, so this one is at {qualified!r}; write a `slug` to choose"
        notices.append(Notice("slug-taken", asset.at(), text))
    return settled, [], notices


def _qualified(asset: Asset) -> str:
    address = next((alias.strip("/") for alias in asset.aliases if alias.strip("/").endswith(f"/{asset.slug}")), "")
    parts = (address or asset.id.removesuffix("/index")).split("/")
    return derive_slug("-".join(parts[1:] if len(parts) > 1 and is_tag(parts[0]) else parts))


def _slug_taken(asset: Asset, others: Sequence[Asset]) -> AssetError:
    paths = ", ".join(other.path for other in others)
    return AssetError(
        f"slug {asset.slug!r} is also that of {paths}", asset.at("slug"), "give one of them another `slug`"
    )
