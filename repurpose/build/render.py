"""Drafts -> Pieces: templates and encoders. A project's templates/ come before the built-in ones, by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from repurpose.build.encode import ENCODERS
from repurpose.channels.channel import Draft
from repurpose.clock import rfc3339
from repurpose.errors import ConfigError, Location, RepurposeError
from repurpose.formats.text import columns, wrap
from repurpose.ids import piece_id
from repurpose.model import Asset, Piece

FOLDER = "templates"


class Renderer:
    """Renders drafts by the templates of one project."""

    def __init__(self, project_root: Path | None) -> None:
        self._environment = _environment(project_root)

    def piece(self, draft: Draft, channel: str, asset: Asset | None, language: str, **rest: Any) -> Piece:
        """The finished piece of a draft.

        Raises:
            ConfigError: its template is at fault, with the template's line.
        """
        name = f"{channel}.{draft.network}" if draft.network else channel
        return Piece(
            id=piece_id(asset.id if asset else None, name, draft.slot),
            role=draft.role,
            asset=asset.id if asset else None,
            channel=channel,
            slot=draft.slot,
            path=draft.path,
            media_type=draft.media_type,
            content=self._content(draft),
            language=draft.language or language,
            access=draft.access,
            source=asset.path if asset else None,
            source_sha256=asset.sha256 if asset else None,
            links=draft.links,
            use=draft.use,
            **rest,
        )

    def _content(self, draft: Draft) -> bytes:
        if draft.encoder is not None:
            return ENCODERS[draft.encoder](draft, self.text)
        assert draft.template is not None
        return self.text(draft.template, draft.fields).encode()

    def text(self, template: str, fields: Mapping[str, Any]) -> str:
        """A template filled with fields, with one line end at its end."""
        try:
            rendered = self._environment.get_template(template).render(fields)
        except jinja2.TemplateSyntaxError as error:
            raise ConfigError(
                f"the template is wrong: {error.message}", Location(_shown(error.filename, template), error.lineno)
            ) from None
        except jinja2.TemplateNotFound as error:
            raise ConfigError(f"there is no template {error.name}", Location(f"{FOLDER}/{template}")) from None
        except RepurposeError:
            raise
        except Exception as error:  # a template is code, and may fail as any code does
            why = error.message if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {error}"
            raise ConfigError(f"the template can't be filled: {why}", Location(*_place(error, template))) from None
        return rendered.strip("\n") + "\n"


def project_file(name: str, fields: Mapping[str, Any]) -> str:
    """A file of a new project, from the built-in templates.

    Raises:
        ConfigError: the template is at fault.
    """
    return Renderer(None).text(f"project/{name}", fields)


def _place(error: BaseException, template: str) -> tuple[str, int | None]:
    """Where in a template an error was raised: the innermost frame that is a template's."""
    place: tuple[str, int | None] = (f"{FOLDER}/{template}", None)
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if "__jinja_template__" in trace.tb_frame.f_globals or name.endswith((".html", ".txt", ".md", ".xml", ".css")):
            place = (_shown(name, template), trace.tb_lineno)
        trace = trace.tb_next
    return place


def _shown(name: str | None, template: str) -> str:
    """A template's path as the user knows it."""
    return f"{FOLDER}/{name.rpartition(f'{FOLDER}/')[2]}" if name and f"{FOLDER}/" in name else f"{FOLDER}/{template}"


def builtin_templates() -> Path:
    """The folder of the built-in templates: beside the package in a checkout, within it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / FOLDER
    return shipped if shipped.is_dir() else package.parent / FOLDER


def _escapes(template: str | None) -> bool:
    """Whether a template's fields are escaped: mail text, Markdown and style sheets are no HTML."""
    return template is None or template.endswith((".html", ".xml"))


@cache
def _environment(project_root: Path | None) -> jinja2.Environment:
    folders = [builtin_templates()]
    if (
        project_root is not None
        and (project_root / FOLDER).is_dir()
        and (project_root / FOLDER).resolve() != folders[0].resolve()
    ):
        folders.insert(0, project_root / FOLDER)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=_escapes,  # noqa: S701 (by name)
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {
        "rfc3339": rfc3339,
        "toml": lambda text: json.dumps(str(text), ensure_ascii=False),  # a JSON string is a TOML string
        "underline": lambda text: "=" * max(columns(line) for line in str(text).splitlines()),
        "wrap": lambda text: "\n".join(wrap(str(text))),
        # HTML that `formats` has made is safe as it is; nothing else may be marked so.
        "rendered": Markup,
    }
    return environment
