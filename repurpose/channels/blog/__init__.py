"""The blog: a finished static site, with a page for each post and all that leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repurpose.channels.blog import hosting, post, search
from repurpose.channels.blog.brand import unreadable
from repurpose.channels.blog.frame import is_searched
from repurpose.channels.blog.lists import Lists
from repurpose.channels.channel import Brief, Composed, Draft, Entry, Project
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location
from repurpose.library.visibility import Showing
from repurpose.model import Access, Notice

PER_PAGE = 20


class Blog:
    """The site that CI publishes."""

    name = "blog"
    does = "a finished static site: posts, home, archive, tags, authors, series, redirects, sitemap"
    files = (
        "site/<slug>/index.html",
        "site/<slug>/card.<digest>.png",
        "site/index.html",
        "site/archive/",
        "site/feeds/",
        "site/tags/",
        "site/authors/",
        "site/series/",
        "site/404.html",
        "site/sitemap.xml",
        "site/search/",
        "site/search.json",
        "site/_redirects",
        "site/_headers",
        "members/<slug>/index.html",
    )
    showing = Showing.PUBLIC
    tiers = (Access.OPEN, Access.REGISTERED, Access.PREMIUM)
    options: Mapping[str, str] = {
        "per_page": f"how many posts stand on one page of a list ({PER_PAGE})",
        "cards": "whether each post has a share card, a picture with its title (true)",
        "embeds": "the hosts whose players may stand in posts (none: they become links)",
        "search": "whether the site has a page that searches it (false)",
        "srcset": "whether smaller versions of pictures are made, for small windows (true)",
    }

    def compose(self, brief: Brief) -> Composed:
        """The post's page; for readers with more rights, its full version below members/; its old addresses."""
        return post.compose(brief)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """The lists of each language, what hosts and search engines read, and links that miss their place."""
        per_page = project.options(self.name).get("per_page", PER_PAGE)
        if not isinstance(per_page, int) or isinstance(per_page, bool) or per_page < 1:
            message = f"[channels.blog] per_page must be a number, 1 or more, not {per_page!r}"
            raise ConfigError(message, Location(FILE_NAME))
        posts = [entry.data for entry in entries]
        languages = sorted({entry.language for entry in entries} | {project.language})
        drafts: list[Draft] = []
        for language in languages:
            own = [entry.data for entry in entries if entry.language == language]
            drafts += Lists(project, language, own, languages, per_page).drafts()
        drafts += hosting.drafts(project, drafts, posts)
        if is_searched(project):
            drafts += search.drafts(project, posts, languages)
        ids = {one["place"]: frozenset(one["ids"]) for one in posts}
        lost = tuple(
            Notice("link-anchor", Location(path, line), text)
            for one in posts
            for place, name, path, line, text in one["anchors"]
            if name not in ids.get(place, {name})
        )
        return Composed(tuple(drafts), notices=(*lost, *unreadable(project)))
