"""Eleventy, from npm."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.generators import STYLE, run

VERSION = "3.1.2"
_CONFIG = """module.exports = function (config) {
  config.setQuietMode(true);
  config.addFilter("short", (text, size) => String(text).replace(/<[^>]*>/g, "").trim().slice(0, size));
  config.addFilter("plain", (text) => String(text).replace(/<[^>]*>/g, ""));
  config.addFilter("iso", (day) => day.toISOString());
  config.addFilter("rfc822", (day) => day.toUTCString());
  config.addCollection("posts", (api) => api.getFilteredByGlob("posts/*.md").sort((a, b) => b.date - a.date));
  config.addCollection("newest", (api) => api.getFilteredByGlob("posts/*.md").sort((a, b) => b.date - a.date).slice(0, 50));
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk", dir: { output: "_site" } };
};
"""
_EACH = """---
pagination: { data: collections.posts, size: 1, alias: post, addAllPagesToCollections: false }
permalink: "%s"
eleventyExcludeFromCollections: true
---
"""
_HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ post.data.title }}</title>'
_PAGE = {
    "_includes/post.njk": """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="description" content="{{ content | short(160) }}"><link rel="canonical" href="https://bench.example{{ page.url }}"></head>
<body><header><a href="/">Bench</a></header><main><article><h1>{{ title }}</h1><p><time>{{ page.date | iso }}</time></p>
{{ content | safe }}<ul>{% for tag in tags %}<li>{{ tag }}</li>{% endfor %}</ul></article></main></body></html>
""",
    "posts/posts.11tydata.js": 'module.exports = { layout: "post.njk", permalink: (data) => `${data.slug}/index.html` };\n',
    "index.njk": """---
permalink: index.html
eleventyExcludeFromCollections: true
---
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title></head><body><main>
{% for post in collections.posts %}<article><h2><a href="{{ post.url }}">{{ post.data.title }}</a></h2><time>{{ post.date | iso }}</time>
<p>{{ post.templateContent | short(160) }}</p></article>{% endfor %}</main></body></html>
""",
    "feed.njk": """---
permalink: index.xml
eleventyExcludeFromCollections: true
---
<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Bench</title><link>https://bench.example/</link>
<description>Bench</description>{% for post in collections.newest %}<item><title>{{ post.data.title }}</title>
<link>https://bench.example{{ post.url }}</link><pubDate>{{ post.date | rfc822 }}</pubDate>
<description>{{ post.templateContent }}</description></item>{% endfor %}</channel></rss>
""",
}
_FIVE = {
    "mail.njk": _EACH % "{{ post.fileSlug }}/mail.html"
    + f"""{_HEAD}<style>{STYLE}</style></head><body><div style="display:none">{{{{ post.templateContent | short(110) }}}}</div>
<table class="sheet"><tr><td class="cell"><p><a href="https://bench.example{{{{ post.url }}}}?utm_source=newsletter">Read online</a></p>
<h1>{{{{ post.data.title }}}}</h1>{{{{ post.templateContent | safe }}}}<p>You get this because you asked for it.</p></td></tr></table></body></html>
""",
    "mailtext.njk": _EACH % "{{ post.fileSlug }}/mail.txt"
    + """{{ post.data.title | safe }}

https://bench.example{{ post.url }}?utm_source=newsletter

{{ post.templateContent | plain | safe }}
""",
    "press.njk": _EACH % "{{ post.fileSlug }}/press.html"
    + f"""{_HEAD}</head><body><p>FOR IMMEDIATE RELEASE</p><h1>{{{{ post.data.title }}}}</h1>
<p><em>{{{{ post.templateContent | short(160) }}}}</em></p>{{{{ post.templateContent | safe }}}}<p>###</p></body></html>
""",
    "social.njk": _EACH % "{{ post.fileSlug }}/social.json"
    + """{"network": "mastodon", "posts": [{"text": {{ [post.data.title, (post.templateContent | short(200)), "https://bench.example" + post.url + "?utm_source=mastodon"] | join("\\n\\n") | dump | safe }}}]}
""",
}


class Eleventy:
    NAME = f"Eleventy {VERSION}"
    SOURCES = frozenset({"posts", "_includes", "eleventy.config.js", "node_modules", *_PAGE, *_FIVE})

    def prepare(self, tools: Path) -> None:
        self._modules = tools / f"eleventy-{VERSION}" / "node_modules"
        if not self._modules.exists():
            self._modules.parent.mkdir(parents=True)
            run(
                ["npm", "install", "--silent", "--prefix", str(self._modules.parent), f"@11ty/eleventy@{VERSION}"],
                "Eleventy",
            )
        run(["node", "--version"], "Eleventy")

    def lay_out(self, folder: Path, assets: Path, artefacts: str) -> Path:
        shutil.copytree(assets, folder / "posts")
        for name, text in {**_PAGE, **(_FIVE if artefacts == "five" else {}), "eleventy.config.js": _CONFIG}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        (folder / "node_modules").symlink_to(self._modules)
        return folder / "posts"

    def command(self, folder: Path) -> list[str]:
        return ["node", str(self._modules / "@11ty" / "eleventy" / "cmd.cjs")]

    def pages(self, folder: Path) -> int:
        site = folder / "_site"
        found = {path.parent.name for path in site.glob("post-*/index.html")}
        for name in ("mail.html", "mail.txt", "press.html", "social.json"):
            if made := {path.parent.name for path in site.glob(f"*/{name}")}:
                found &= made
        return len(found)
