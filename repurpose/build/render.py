"""Drafts -> Pieces: templates and encoders. A project's templates/ come before the built-in ones, by name."""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

import jinja2
from jinja2 import meta
from markupsafe import Markup

from repurpose import beside
from repurpose.build.cache.drawn import NOTHING, Drawn
from repurpose.build.encode import DRAWN, encoder
from repurpose.build.templates import ANY, FOLDER, builtin_texts
from repurpose.channels.channel import Draft
from repurpose.clock import rfc3339
from repurpose.errors import ConfigError, Location, RepurposeError
from repurpose.formats.lines import columns, wrap
from repurpose.ids import piece_id
from repurpose.model import Asset, Piece


class Renderer:
    """Renders drafts by the built-in templates, and a project's `own` before them, by name.

    `used` are the names of the templates it needed, with all that they name in turn.
    """

    def __init__(self, own: Mapping[str, str] | None = None, drawn: Drawn = NOTHING) -> None:
        self._environment = _environment_of(own or {})
        self._drawn = drawn
        self.used: set[str] = set()

    def piece(
        self,
        draft: Draft,
        channel: str,
        asset: Asset | None,
        language: str,
        rendered: bytes | None = None,
        **rest: Any,
    ) -> Piece:
        """The finished piece of a draft, which may be `rendered` already.

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
            content=self._content(draft) if rendered is None else rendered,
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
            encode = encoder(draft.encoder)
            if draft.encoder in DRAWN:
                return self._drawn.once(DRAWN[draft.encoder](draft), lambda: encode(draft, self.text))
            return encode(draft, self.text)
        assert draft.template is not None
        return self.text(draft.template, draft.fields).encode()

    def text(self, template: str, fields: Mapping[str, Any]) -> str:
        """A template filled with fields, with one line end at its end."""
        self.used |= _named_by(self._environment, template)
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


def _underline(text: str, mark: str = "=") -> str:
    """A line below a heading, as wide as its widest line."""
    return mark * max(columns(line) for line in str(text).splitlines())


def project_file(name: str, fields: Mapping[str, Any]) -> str:
    """A file of a new project, from the built-in templates.

    Raises:
        ConfigError: the template is at fault.
    """
    return Renderer().text(f"project/{name}", fields)


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


def _escapes(template: str | None) -> bool:
    """Whether a template's fields are escaped: mail text, Markdown and style sheets are no HTML."""
    return template is None or template.endswith((".html", ".xml", ".svg"))


@contextmanager
def compiling(own: Mapping[str, str], within: Collection[str], *, is_alone: bool) -> Iterator[None]:
    """Begin to compile the templates of some folders: a process beside this one does, until one of them is needed.

    A project's `own` are among them. Compiling takes about as long as reading a thousand assets.
    """
    environment = _environment_of(own)
    folders, known = set(within), environment.named
    names = [name for name in environment.texts if name.partition("/")[0] in folders and name not in known]
    if not names or is_alone or not beside.is_possible():
        yield
        return
    with beside.shared(names, environment.compiled) as compiled:
        environment.ahead = cache(lambda: dict(compiled()))
        try:
            yield
        finally:
            environment.ahead = dict


_Compiled = tuple[bytes, list[str]]
"""A template's code, and the names of others that it names."""


class _Environment(jinja2.Environment):
    """Remembers of each template which others it names, as it is parsed to be compiled.

    `texts` are all templates by name; `ahead` gives those that were compiled before they were needed.
    """

    def __init__(self, texts: Mapping[str, str], **options: Any) -> None:
        super().__init__(
            loader=jinja2.FunctionLoader(
                lambda name: (texts[name], f"{FOLDER}/{name}", None) if name in texts else None
            ),
            **options,
        )
        self.texts = texts
        self.named: dict[str | None, list[str]] = {}
        self.ahead: Callable[[], Mapping[str, _Compiled]] = dict

    def compile(self, source: Any, name: str | None = None, *rest: Any, **more: Any) -> Any:
        found = self.ahead().get(name or "")
        if found is None:
            return super().compile(source, name, *rest, **more)
        code, self.named[name] = found
        return marshal.loads(code)  # noqa: S302 (from a process of our own)

    def compiled(self, names: Iterable[str]) -> list[tuple[str, _Compiled]]:
        """Some templates by name; of one that is wrong is told where it is filled."""
        found: list[tuple[str, _Compiled]] = []
        for name in names:
            with suppress(Exception):
                code = super().compile(self.texts[name], name, f"{FOLDER}/{name}")
                found.append((name, (marshal.dumps(code), self.named[name])))
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # A plain one: each rendering copies it, which takes far longer of the stock chain of them.
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> jinja2.nodes.Template:
        tree = super()._parse(source, name, filename)
        self.named[name] = [one if one is not None else ANY for one in meta.find_referenced_templates(tree)]
        return tree


@cache
def _named_by(environment: _Environment, template: str) -> frozenset[str]:
    """A template with all that it extends, includes and imports, and what those do; `*` if that isn't fixed."""
    found: set[str] = set()
    ahead = [template]
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        found.add(name)
        try:
            environment.get_template(name)
        except jinja2.TemplateError:  # it is told where it is filled
            continue
        ahead += environment.named[name]
    return frozenset(found)


def _environment_of(own: Mapping[str, str]) -> _Environment:
    return _environment(tuple(sorted(own.items())))


@cache
def _environment(own: tuple[tuple[str, str], ...]) -> _Environment:
    environment = _Environment(
        {**builtin_texts(), **dict(own)},
        autoescape=_escapes,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,  # all of them: there are few
    )
    environment.filters |= {
        "rfc3339": rfc3339,
        "toml": lambda text: json.dumps(str(text), ensure_ascii=False),  # a JSON string is a TOML string
        "underline": _underline,
        "wrap": lambda text: "\n".join(wrap(str(text))),
        # HTML that `formats` has made is safe as it is; nothing else may be marked so.
        "rendered": Markup,
    }
    return environment
