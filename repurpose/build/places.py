"""Where everything stands: which posts are public, their addresses old and new, and in which languages.

"Places" are paths within the site, such as `launch/` or `ja/launch/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from repurpose.config import Config
from repurpose.document.links import Addresses, place_of
from repurpose.language.tags import canonical_tag, is_tag
from repurpose.library.library import Library
from repurpose.library.media import Media
from repurpose.library.neighbours import Neighbours
from repurpose.library.neighbours import neighbours as near
from repurpose.model import Asset


def addresses(library: Library, shown: Sequence[Asset], media: Media, config: Config, content: str) -> Addresses:
    """Every place of the site. `shown` are the assets that are public."""
    home = _home(config)
    prefix = f"{content}/"
    own = {asset.id: place_of(asset, home) for asset in shown}
    posts = {asset.path.removeprefix(prefix): own[asset.id] for asset in shown}
    aliases = {place.strip("/"): place for place in own.values()}
    for names in (lambda asset: (alias.strip("/") for alias in asset.aliases), _natural):
        for asset in shown:  # what an author wrote down comes before what a path only suggests
            for alias in names(asset):
                aliases.setdefault(alias.removesuffix(".html"), own[asset.id])
    return Addresses(
        config.url,
        posts,
        aliases,
        {name: medium.place for name, medium in media.files.items()},
        frozenset(asset.path.removeprefix(prefix) for asset in library.assets).difference(posts),
        content,
        {medium.place: medium.size for medium in media.files.values() if medium.size},
        {medium.place: medium.bytes for medium in media.files.values()},
        {medium.place: medium.widths for medium in media.files.values() if medium.widths},
    )


def _natural(asset: Asset) -> Iterator[str]:
    """The addresses that other generators give a file by its path: `/blog/2024/x/`, with its language folder or not."""
    parts = asset.id.removesuffix("/index").split("/")
    yield "/".join(parts)
    if len(parts) > 1 and is_tag(parts[0]):
        yield "/".join(parts[1:])


def neighbours(shown: Sequence[Asset], config: Config, like: Mapping[str, Sequence[str]]) -> dict[str, Neighbours]:
    """By asset, what stands near it in the site; `like` are those that are about the same."""
    home = _home(config)
    return near(shown, {asset.id: place_of(asset, home) for asset in shown}, like)


def translations(shown: Sequence[Asset], config: Config) -> dict[str, tuple[tuple[str, str], ...]]:
    """By asset, the other languages it can be read in.

    Told by `translation_of`, or by the same path below two language folders.
    """
    home = _home(config)
    groups: dict[str, list[Asset]] = {}
    for asset in shown:
        groups.setdefault(_without_language(asset.translation_of or asset.id), []).append(asset)
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for group in groups.values():
        languages = {
            asset.language: place_of(asset, home) for asset in sorted(group, key=lambda asset: asset.id, reverse=True)
        }
        if len(languages) > 1:
            for asset in group:
                others = sorted(languages.items(), key=lambda one: (one[0] != home, one[0]))
                out[asset.id] = tuple((language, place) for language, place in others if language != asset.language)
    return out


def _home(config: Config) -> str:
    """The site's own language."""
    return canonical_tag(config.site.language) or "en"


def _without_language(asset_id: str) -> str:
    """An id without its leading language folder: what an asset and its translations have in common."""
    folder, _, rest = asset_id.partition("/")
    return rest if rest and is_tag(folder) else asset_id
