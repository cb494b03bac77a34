"""Pelican, from PyPI."""

from __future__ import annotations

import shutil
import venv
from pathlib import Path

from benchmarks.generators import COLOURED, MissingError, run

VERSION = "4.12.0"
_CONFIG = """SITENAME = "Bench"
SITEURL = "https://bench.example"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
ARTICLE_URL = "{slug}/"
ARTICLE_SAVE_AS = "{slug}/index.html"
DIRECT_TEMPLATES = ["index"]
FEED_RSS = "index.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
DEFAULT_PAGINATION = False
"""
_PLAIN = """MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}}, "output_format": "html5"
}
"""
_BASE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{% block title %}{{ SITENAME }}{% endblock %}</title></head>
<body><header><a href="/">{{ SITENAME }}</a></header><main>{% block content %}{% endblock %}</main></body></html>
"""
_THEME = {
    "base.html": _BASE,
    "article.html": """{% extends "base.html" %}{% block title %}{{ article.title }}{% endblock %}{% block content %}<article>
<h1>{{ article.title }}</h1><p><time>{{ article.locale_date }}</time></p>{{ article.content }}
<ul>{% for tag in article.tags %}<li>{{ tag }}</li>{% endfor %}</ul></article>{% endblock %}
""",
    "index.html": """{% extends "base.html" %}{% block content %}{% for article in articles %}<article>
<h2><a href="{{ SITEURL }}/{{ article.url }}">{{ article.title }}</a></h2><time>{{ article.locale_date }}</time>
<p>{{ article.summary|striptags|truncate(160) }}</p></article>{% endfor %}{% endblock %}
""",
    "page.html": _BASE,
}


class Pelican:
    """Pelican; by default it `colours` code."""

    SOURCES = frozenset({"content", "theme", "pelicanconf.py"})

    def __init__(self, *, colours: bool) -> None:
        self.colours = colours
        self.NAME = f"Pelican {VERSION}{COLOURED if colours else ''}"

    def prepare(self, tools: Path) -> None:
        folder = tools / f"pelican-{VERSION}"
        if not folder.exists():
            venv.create(folder, with_pip=True)
            run([str(folder / "bin" / "pip"), "install", "-q", f"pelican[markdown]=={VERSION}"], "Pelican")
        self._python = folder / "bin" / "python"
        if not self._python.exists():
            raise MissingError("Pelican: there is no Python in its folder")
        run([str(self._python), "-m", "pelican", "--version"], "Pelican")

    def lay_out(self, folder: Path, assets: Path, artefacts: str) -> Path:
        for name, text in _THEME.items():
            path = folder / "theme" / "templates" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (folder / "theme" / "static").mkdir()
        (folder / "pelicanconf.py").write_text(_CONFIG + ("" if self.colours else _PLAIN))
        content = folder / "content"
        content.mkdir()
        for path in assets.iterdir():  # it reads its own kind of front matter only
            (content / path.name).write_text(_meta(path.read_text(encoding="utf-8")), encoding="utf-8")
        shutil.copystat(assets, content)
        return content

    def command(self, folder: Path) -> list[str]:
        return [str(self._python), "-m", "pelican", "-q", "-s", "pelicanconf.py"]

    def pages(self, folder: Path) -> int:
        return len(list((folder / "output").glob("post-*/index.html")))


def _meta(text: str) -> str:
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    lines = [
        f"Title: {fields['title'][1:-1]}",
        f"Date: {fields['date']}",
        f"Tags: {fields['tags'][1:-1]}",
        f"Slug: {fields['slug']}",
    ]
    return "\n".join([*lines, "", body])
