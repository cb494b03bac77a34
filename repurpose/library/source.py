"""One file below content/ -> an Asset, all its faults told at once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from repurpose.config import Config
from repurpose.errors import AssetError, Location, RepurposeError
from repurpose.files import leads_out
from repurpose.ids import derive_slug, id_fault, slug_fault, slugify
from repurpose.language.tags import canonical_tag, is_tag
from repurpose.library.fields import read_fields
from repurpose.library.folder import Found
from repurpose.library.frontmatter import read_front_matter
from repurpose.library.ignores import Ignore, read_ignores
from repurpose.model import Asset, Notice, Status
from repurpose.tables import did_you_mean

SUFFIXES = frozenset({".md", ".markdown"})
MAX_BYTES = 1024 * 1024
"""A larger file is refused: 1 MiB is some 170,000 English words."""

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_DATED_PATH = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")
_H1 = re.compile(r"(?>\s|<!--(?>(?!-->).)*-->)*#[ \t]+([^\n]+)", re.S)
_ONE_H1 = re.compile(r"^[ ]{0,3}#[ \t]+([^\n]+)", re.M)
_FENCED = re.compile(r"^[ ]{0,3}(```+|~~~+)[^\n]*\n.*?(?:^[ ]{0,3}\1|\Z)", re.M | re.S)
_ATTRIBUTES = re.compile(r"\{[^{}]*\}$")
_CLOSING_HASHES = re.compile(r"(?<![^ \t])#+$")
_EMPHASIS = re.compile(r"[*`]|\b_+|_+\b")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def is_asset(found: Found) -> bool:
    """Whether a file below content/ is an asset: Markdown; `_index.md` describes a section and is none."""
    stem, _, suffix = found.name.rpartition("/")[2].rpartition(".")
    return bool(stem) and f".{suffix.lower()}" in SUFFIXES and stem != "_index" and not found.is_folder


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, checked.

    `asset` is None if it can't be used, `unusable` then holds what of it could be read; `derived` if its slug came from
    its name; `ignores` are the notices that its author accepts.
    """

    asset: Asset | None
    derived: bool = False
    ignores: tuple[Ignore, ...] = ()
    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()
    unusable: Asset | None = None


def read_asset(found: Found, folder: Path, content: str, config: Config) -> Checked:
    """Read and check one file below the content folder."""
    relative = PurePosixPath(found.name)
    shown = f"{content}/{relative}"
    try:
        raw = _bytes(found, folder, shown)
        text, notices = decode(raw, shown)
        checked = check_asset(text, relative, shown, config)
    except RepurposeError as error:
        return Checked(None, errors=error.parts)
    ignores, unreasoned = read_ignores(text, shown)
    asset = checked.asset and replace(checked.asset, sha256=hashlib.sha256(raw).hexdigest())
    return replace(checked, asset=asset, ignores=ignores, notices=(*notices, *unreasoned, *checked.notices))


def _bytes(found: Found, folder: Path, shown: str) -> bytes:
    path = found.path
    try:
        if found.is_link and leads_out(path, folder):
            raise AssetError(
                "is a symlink that leads out of the content folder", Location(shown, 1), "put the file itself here"
            )
        size = path.stat().st_size
        if size <= MAX_BYTES:
            return path.read_bytes()
    except OSError as error:
        why = f"can't be read: {error.strerror or error}"
        raise AssetError(why, Location(shown, 1), "look at its rights, or where its link leads") from None
    raise AssetError(
        f"is {size / 1024 / 1024:.1f} MiB large; an asset has at most {MAX_BYTES // 1024 // 1024} MiB",
        Location(shown, 1),
        "split it, or move data and pictures into files of their own",
    )


def decode(raw: bytes, shown: str) -> tuple[str, tuple[Notice, ...]]:
    """A file's bytes as text with line feeds for line ends; a byte order mark is simply read.

    Raises:
        AssetError: it is empty or no UTF-8, with the line of the first bad byte.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or (raw[:4].count(0) >= 2 and raw):
        raise AssetError("is UTF-16 or UTF-32, not UTF-8", Location(shown, 1), "save it again as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        bad = raw[error.start]
        kind = "half of a character pair (a lone surrogate)" if bad == 0xED else "no UTF-8 (Latin-1, perhaps)"
        raise AssetError(f"byte 0x{bad:02X} is {kind}", Location(shown, line), "save the file again as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise AssetError(
            "holds a NUL byte", Location(shown, line), "this is no text file, or a damaged one: save it again as UTF-8"
        )
    if not text.strip():
        raise AssetError("is empty", Location(shown, 1), "write a title and a text, or delete the file")
    notices = []
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        notices.append(
            Notice(
                "control-character", Location(shown, line), f"U+{ord(control[0]):04X} can't be shown and was left out"
            )
        )
        text = _CONTROL.sub("", text)
    return text, tuple(notices)


def check_asset(text: str, relative: PurePosixPath, shown: str, config: Config) -> Checked:
    """A file's text as an Asset (its sha256 still empty), all its faults told at once.

    Raises:
        AssetError: the front matter can't be read at all.
    """
    matter = read_front_matter(text, shown)
    fields = read_fields(matter, shown, config.zone)
    values = dict(fields.values)
    errors: list[RepurposeError] = list(fields.errors)

    def fault(key: str | None, message: str, hint: str | None = None) -> None:
        errors.append(AssetError(message, Location(shown, matter.lines.get(key, 1) if key else 1), hint))

    name = relative.name.removesuffix(relative.suffix)
    folders = relative.parts[:-1]
    if "title" not in values and (heading := _heading(matter.body)):
        values["title"] = heading
    notices = list(fields.notices)
    if "title" not in values and not any(error.message.startswith("title:") for error in fields.errors):
        if not matter.body.strip():
            fault(None, "has no title and no text", "add `title: ...` to its front matter, and a text")
        elif not (named := _title_from_name(name, folders)):
            fault(None, "has no title", "add `title: ...` to its front matter")
        else:  # as Jekyll does
            values["title"], values["is_unnamed"] = named, True
            text = f"has no title, so it is called {named!r} after its file; add `title: ...`"
            notices.append(Notice("untitled", Location(shown, 1), text))

    stages = config.lifecycle.all_stages
    for stage in values.get("stages", ()):
        if stage not in stages:
            near = did_you_mean(stage, stages)
            fault(
                "stages", f"stages: {stage!r} is none of {', '.join(stages)}", f"did you mean {near}?" if near else None
            )
    asset_id = values.pop("id", None) or unicodedata.normalize("NFC", str(relative.with_suffix("")))
    if why := id_fault(asset_id):
        fault("id", f"id {asset_id!r} {why}", "give it another `id`")
    derived = "slug" not in values
    slug = values.pop("slug", None)
    address = str(values.pop("path", "")).strip("/").removesuffix(".html").removesuffix("/index")
    if slug is None:
        slug = _slug_from_name(address, name, folders, str(values.get("title", "")))
    if why := slug_fault(slug):
        near = derive_slug(slug) or slugify(str(values.get("title", "")))
        remedy = f"write `slug: {near}`" if near and not slug_fault(near) else "give it another `slug`"
        fault("slug", f"slug {slug!r} {why}", remedy)
    if address and address != slug and not re.search(r"[{:}]", address):
        values["aliases"] = tuple(dict.fromkeys((f"/{address}/", *values.get("aliases", ()))))

    if "date" not in values and (written := _date_from_name(address, name, folders)):
        try:
            values["date"] = datetime.fromisoformat(written).replace(tzinfo=config.zone)
        except ValueError:
            fault(None, f"{written} in its name is no date", "mend the name, or add `date: ...`")
    values["date"] = _as_written(values.get("date"))
    language = values.pop("language", None) or _language_of(folders) or canonical_tag(config.site.language) or "en"
    # `draft: true` wins over a status: what is held back by mistake can be published, the other way round it can't.
    draft, status = values.pop("draft", False), values.pop("status", None) or Status.PUBLISHED
    status = Status.DRAFT if draft and status in {Status.APPROVED, Status.PUBLISHED} else status
    channels = values.pop("channels", {})
    overrides: dict[str, Any] = {
        key: values.pop(key) for key in ("press_release", "newsletter", "social", "video") if key in values
    }
    if errors:
        told = {key: values[key] for key in ("date", "expires", "embargo") if key in values}
        known = Asset(asset_id, shown, "", "", language, "", 1, "", status=status, **told)
        return Checked(None, errors=tuple(errors), notices=fields.notices, unusable=known)
    asset = Asset(
        id=asset_id,
        path=shown,
        slug=slug,
        language=language,
        body=matter.body,
        body_line=matter.body_line,
        sha256="",
        status=status,
        include=channels.get("include"),
        exclude=channels.get("exclude", ()),
        overrides=overrides,
        extra=fields.extra,
        lines=matter.lines,
        **values,
    )
    return Checked(asset, derived, notices=tuple(notices))


def _heading(body: str) -> str | None:
    """The text of the `#` heading that a body begins with, comments above it aside; else of the only one it has."""
    match = _H1.match(body)
    if match is None:
        found = list(_ONE_H1.finditer(_FENCED.sub("", body)))
        if len(found) != 1:
            return None
        match = found[0]
    text = _ATTRIBUTES.sub("", match[1].strip()).rstrip()
    return _EMPHASIS.sub("", _CLOSING_HASHES.sub("", text)).strip() or None


def _as_written(moment: datetime | None) -> datetime | None:
    return moment.replace(microsecond=0) if moment else None


def _title_from_name(name: str, folders: Sequence[str]) -> str:
    """What a file's name says in words: `2026-11-22-five-lessons` -> Five lessons."""
    words = _bare_name(name, folders).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _bare_name(name: str, folders: Sequence[str]) -> str:
    """A file's name without its date; for index.md, its folder's."""
    if name == "index" and folders:
        name = folders[-1]
    dated = _DATED_NAME.fullmatch(name)
    return dated[2] if dated else name


def _slug_from_name(address: str, name: str, folders: Sequence[str], title: str) -> str:
    """The address's last part; else the file's name without its date; else, for index.md, the folder's."""
    if address and not re.search(r"[{:}]", address):  # a pattern of placeholders is no address
        return derive_slug(address.rsplit("/", 1)[-1])
    bare = _bare_name(name, folders)
    return slugify(title) if bare == "index" else derive_slug(bare)


def _date_from_name(address: str, name: str, folders: Sequence[str]) -> str | None:
    for candidate in (name, folders[-1] if name == "index" and folders else ""):
        if dated := _DATED_NAME.fullmatch(candidate):
            return dated[1]
    if dated := _DATED_PATH.search(address) or _DATED_PATH.search("/".join(folders)):
        return f"{dated[1]}-{int(dated[2]):02}-{int(dated[3]):02}"
    return None


def _language_of(folders: Sequence[str]) -> str | None:
    return folders[0] if folders and is_tag(folders[0]) else None
