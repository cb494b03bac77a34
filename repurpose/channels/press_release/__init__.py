"""The press release: a draft in the order that editors expect, and nothing in it invented.

Headline, subhead, dateline and lead, body, quotes, boilerplate, contacts, notes, end mark; as Markdown, HTML, a Word
document and IPTC's ninjs. What nobody has told stands as a visible `[TK: ...]` ("to come", the mark that editors look
for).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, tracking
from repurpose.channels.press_release.own_words import own_words
from repurpose.channels.press_release.pdf import unprintable, wants_pdf
from repurpose.channels.press_release.written import Written
from repurpose.config import FILE_NAME
from repurpose.document.house_style import judged
from repurpose.errors import Location
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice

HEADLINE = 100
"""Characters above which a headline is cut in newsrooms' lists."""

_MARKDOWN = "press_release/release.md"
_FORMATS: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("markdown", "release.md", "text/markdown", _MARKDOWN, None),
    ("html", "release.html", "text/html", "press_release/release.html", None),
    (
        "word",
        "release.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _MARKDOWN,
        "docx",
    ),
    ("ninjs", "release.ninjs.json", "application/json", "press_release/body.html", "ninjs"),
)
"""Role, file, media type, template and encoder of each."""

_PDF = ("pdf", "release.pdf", "application/pdf", _MARKDOWN, "pdf")


class PressRelease:
    """A draft that an editor can take."""

    name = "press_release"
    does = "a press-release draft for editors; what is missing stands as [TK: ...]"
    files = (
        "press_release/<slug>/release.md",
        "press_release/<slug>/release.html",
        "press_release/<slug>/release.docx",
        "press_release/<slug>/release.ninjs.json",
        "press_release/<slug>/release.pdf",
    )
    showing = Showing.PRESS
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {"pdf": "whether each release is a PDF, too; needs `repurpose[pdf]` (false)"}

    def compose(self, brief: Brief) -> Composed:
        """The release in each of its formats."""
        own = own_words(brief.asset)
        linker = Linker(brief, tracking=tracking(brief, self.name, "release", medium="press"))
        written = Written(brief, own, linker)
        wanted = {one[3] for one in (*_FORMATS, _PDF) if brief.project.makes(self.name, one[1])}
        fields = written.fields(with_markdown=_MARKDOWN in wanted)
        folder = f"press_release/{brief.folder}"
        links = linker.links
        formats = _FORMATS
        unprinted: tuple[Notice, ...] = ()
        if wants_pdf(brief):
            fields["fonts"] = tuple(brief.project.config.brand.get("fonts", ()))
            unprinted = tuple(unprintable(brief.asset, fields))
            formats = _FORMATS if unprinted else (*_FORMATS, _PDF)
        drafts = tuple(
            Draft("release", role, f"{folder}/{name}", media, fields, template, encoder, links=links)
            for role, name, media, template, encoder in formats
        )
        is_meant = _is_meant_for_press(brief.asset)
        told = tuple(_notices(brief.asset, written)) if is_meant else ()
        data = {} if is_meant else {"missing": written.missing, "spoken": written.spoken, "borrowed": written.borrowed}
        entry = Entry(brief.asset.id, brief.asset.language, data)
        return Composed(drafts, entry, notices=(*linker.notices, *told, *unprinted), media=linker.media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """No piece; but what the settings' words are at fault with, and what releases lack that nobody asked for."""
        lacking = [entry for entry in entries if entry.data.get("missing")]
        spoken = [entry.asset for entry in entries if entry.data.get("spoken")]
        at = Location(FILE_NAME, 1)
        settings = project.config.press_release
        told = filter(None, (settings.boilerplate, *settings.boilerplates.values()))
        notices = list(judged([(at, text) for text in told], project.config.style))
        if lacking:
            counted = Counter(name for entry in lacking for name in entry.data["missing"])
            names = ", ".join(f"{name} ({count})" for name, count in counted.items())
            notices.append(Notice("press-tk", at, f"press releases are drafts: [TK] stands for their {names}"))
        if spoken:
            who = "press releases speak to their reader, as" if spoken[1:] else "press release speaks to its reader,"
            text = f"{len(spoken)} {who} that of {min(spoken)}; editors don't"
            notices.append(Notice("press-person", at, text))
        if foreign := sorted({entry.language for entry in entries if entry.data.get("borrowed")}):
            notices.append(Notice("press-language", at, _borrowed(project.language, ", ".join(foreign))))
        return Composed(notices=tuple(notices))


def _borrowed(language: str, foreign: str) -> str:
    return (
        f"the boilerplate is in {language}, and stands in releases in {foreign}; "
        f"tell it by language: boilerplate = {{ {language} = ..., {foreign.partition(',')[0]} = ... }}"
    )


def _is_meant_for_press(asset: Asset) -> bool:
    """Whether its author means it for the press. Others' releases are drafts that nobody has asked for."""
    return "press_release" in asset.overrides or asset.embargo is not None or "press_release" in (asset.include or ())


def _notices(asset: Asset, written: Written) -> Iterator[Notice]:
    if written.missing:
        text = f"the press release is a draft: [TK] stands for its {', '.join(written.missing)}"
        yield Notice("press-tk", asset.at("press_release"), text)
    if len(written.headline) > HEADLINE:
        yield Notice(
            "headline-long",
            asset.at("title"),
            f"the press release's headline has {len(written.headline)} characters, over {HEADLINE}",
        )
    if written.spoken:
        text = f"the press release speaks to its reader, and editors don't: {written.spoken[:60]!r}"
        yield Notice("press-person", asset.at("press_release"), text)
    if written.passed:
        at, sentence = written.passed
        text = (
            f'the press release leaves out the text\'s first sentence, which says "we" or "you": {sentence[:60]!r}; '
            "tell its news as of others, or as `press_release: {lead: ...}`"
        )
        yield Notice("press-person", at, text)
    if written.borrowed:
        yield Notice("press-language", asset.at("press_release"), _borrowed(written.borrowed, asset.language))
