"""Hashtags: an asset's tags, and where there are none the names in its title that its text keeps coming back to."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from repurpose.document.document import Document
from repurpose.language.arabic import unvowelled
from repurpose.language.graphemes import graphemes
from repurpose.language.stems import stems
from repurpose.language.tags import is_spaced

LONGEST = 30
"""Graphemes of a tag that can still be read."""

SHORTEST = 4
"""Letters of a name in the title that makes a hashtag; an acronym needs one less."""

AGAIN = 3
"""A name that stands so often in the text is what the text is about."""

LOOKED_AT = 2000
"""Characters of a text in which its words are looked up as it spells them."""

WORDS = 3
"""Words of a tag at most: longer ones are what people type into a search box."""

_SHELVES = frozenset(
    (
        "academia background basics beginners business content culture casestudy changelog demo development "
        "fundamentals industry legal lifestyle media operations organisation organization people process project "
        "projects software strategy team teams tech technology tools topics trends all announcement announcements "
        "api archive article articles blog blogpost blogposts blogs code company default draft drafts essay essays "
        "event events feature featured features general guide guides home idea ideas index info insights life main "
        "meta misc miscellaneous news newsletter notes opinion opinions other others page pages personal "
        "perspective perspectives post posts press random release releases resources review reviews site stories story "
        "product products test thoughts tip tips tutorial tutorials uncategorised uncategorized update updates website "
        "allgemein sonstiges général divers varios otros geral outros общее разное عام أخرى "
        "aktuelles ankündigung ankündigungen anleitung anleitungen fallstudie fallstudien kundengeschichte "
        "kundengeschichten kundenstory meinung nachrichten neuigkeiten neuheiten pressemitteilung pressemitteilungen "
        "produktneuheiten produktnews ratgeber tipps veranstaltung veranstaltungen "
        "actualité actualités annonces communiqué communiqués conseils événements nouveautés témoignages "
        "anuncios consejos eventos guías noticias novedades opinión anúncios dicas guias notícias novidades opinião "
        "анонсы истории новости обзоры события советы статьи "
        "أخبار أدلة إرشادات إعلانات دراسةحالة دليل فعاليات قصص قصصالعملاء قصصالنجاح مقالات نصائح "
        "가이드 고객사례 뉴스 사례 소식 이벤트 팁 "
        "アンケート イベント ガイド コツ コミュニティ サービス セミナー チェックリスト ニュース プロジェクト "
        "ポイント まとめ ユーザー リリース レポート "
        "お客様事例 コラム プレスリリース 使い方 告知 導入事例 新機能 新製品 活用事例 製品情報 "
        "产品动态 产品更新 公司新闻 客户案例 指南 新闻 案例 活动 观点 "
        "未分類 その他 お知らせ 未分类 默认 其他 教程 教學 随笔 隨筆 笔记 筆記 文章 技术 技術 生活 公告 일반 기타"
    ).split()
)
"""Tags by which a site sorts its posts, and which tell nobody what one is about."""

_FORMS = frozenset(
    "announcement announcements article articles blog guide guides highlights insights news notes post posts release "
    "releases roundup spotlight stories story studies study update updates".split()
)
_WHOSE = frozenset(
    "case client community company corporate customer event industry latest media monthly new our partner press "
    "product project release success team user weekly".split()
)
"""Such tags of two words: what kind of text it is, and whose: "product news", "case study"."""

_MONTHS = frozenset(calendar.month_name)

_PEOPLES = frozenset(
    (
        "African American Arabic Asian Australian Brazilian British Canadian Chinese Danish Dutch English European "
        "Finnish French German Greek Indian Irish Italian Japanese Korean Mexican Norwegian Polish Portuguese Russian "
        "Scottish Spanish Swedish Swiss Turkish Ukrainian Vietnamese Welsh"
    ).split()
)
"""What a title says of something else, and no name by themselves."""

_SEARCHED = frozenset("how what when where which why with".split())
"""Words of what people search for, and of no name of a subject."""

_SPELT = {
    name.casefold(): name
    for name in (
        "AI AIOps API APIs AR AWS B2B B2C CD CI CLI CMS CPU CRM CSS DevOps DevRel DIY DNS DX ESG EU FAQ FOSS GDPR GPU "
        "HR HTML HTTP IDE IoT IPFS iOS IPO JavaScript JSON JWT KPI LLM LLMs macOS ML MLOps NGO NLP OSPO OSS PDF PHP "
        "PR QA RAG REST ROI RSS SaaS SDK SEO SEM SLO SQL SRE SSH SSL TLS TypeScript UI UK USB UX VPN VR W3C WASM XML "
        "YAML YouTube"
    ).split()
}
"""Names that nobody writes in small letters but in tags."""

_TITLE_WORD = re.compile(r"\w[\w+#-]*\w")
_KATAKANA = re.compile("[ァ-ヴー]+")
_APART = "[A-Za-z0-9ァ-ヴー一-鿿々]"
_LOAN = re.compile(rf"(?<!{_APART})(?<![A-Za-z0-9]\s)[A-Za-z0-9-]*[ァ-ヴー]{{3,}}(?:[一-鿿]{{2,4}})?(?!{_APART})")
"""A Japanese loan word with what it makes one word with: of "セマンティック規約" neither half says it."""

_LATIN = re.compile(r"(?<!\w)[A-Z][\w+#.-]*(?:\s[A-Z][\w+#.-]*)*", re.A)


def hashtags(tags: Iterable[str], about: str = "") -> list[str]:
    """Tags in the networks' form: words run together, each with a capital, so that screen readers tell them apart.

    Arabic and Hebrew, which have no capitals, set a low line between words. Tags that only sort a site are left out,
    unless they are words of what the asset is `about`, and so is what people search for ("how long to stay"), and what
    would lose a sign of its name: "C++", ".NET".
    """
    named = {*re.findall(r"\w+", about.casefold())}
    found: dict[str, str] = {}
    for tag in tags:
        words = "".join(char if _is_written(char) else " " for char in unvowelled(tag)).split()
        glue = "_" if words and unicodedata.bidirectional(words[0][0]) in {"R", "AL"} else ""
        name = glue.join(
            word if any(char.isupper() for char in word) else _SPELT.get(word, word[:1].upper() + word[1:])
            for word in words
        )
        small = tag.casefold().strip()
        is_shelf = _sorts(small, words) and small not in named
        is_query = len(words) > WORDS or not _SEARCHED.isdisjoint(small.replace("-", " ").split())
        is_none = is_shelf or is_query or small.startswith(".") or small.endswith(("+", "#"))
        if name and not name.isdigit() and not is_none and len(graphemes(name)) <= LONGEST:
            found.setdefault(name.casefold(), f"#{name}")
    return list(found.values())


def _sorts(tag: str, words: Sequence[str]) -> bool:
    """Whether a tag only sorts a site."""
    if not _SHELVES.isdisjoint((tag, "".join(words).casefold())):
        return True
    *whose, form = tag.replace("-", " ").split() or [""]
    return form in _FORMS and _WHOSE.issuperset(whose)


def _is_written(char: str) -> bool:
    """Whether a hashtag takes it: letters, digits, and the marks that Indic scripts write their vowels by."""
    return char.isalnum() or unicodedata.category(char).startswith("M")


def tags_of(document: Document, limit: int) -> list[str]:
    """The hashtags of an asset: its own tags, else at most two names that its text is about.

    A category is one of them if a word of it stands in the title or description. The one topic of a network is what
    the title names.
    """
    if limit == 0:
        return []
    return document.view(_with_topic_first if limit == 1 else _all)[:limit]


def _all(document: Document) -> list[str]:
    title = document.asset.title
    return hashtags(document.view(_own), title) or hashtags(document.view(names), title)[:2]


def _with_topic_first(document: Document) -> list[str]:
    own = document.view(_own)
    if len(own) > 1:
        language, small = document.asset.language, document.text.casefold()
        title = _words(document.asset.title, language)
        own = sorted(own, key=lambda tag: 2 * _words(tag, language).isdisjoint(title) - (tag.casefold() in small))
    return hashtags(own, document.asset.title) or document.view(_all)


def _own(document: Document) -> list[str]:
    """The tags of an asset and those of its categories that tell, as its text spells them."""
    asset = document.asset
    about = f"{asset.title} {asset.description or ''}"
    told = stems(about, asset.language) if asset.shelves else frozenset()
    own = [tag for tag in asset.tags if tag not in asset.shelves or stems(tag, asset.language) & told]
    text = f"{about}\n{document.text[:LOOKED_AT]}" if own else ""
    letters = text.casefold()
    for between in "-/ ":
        letters = letters.replace(between, "")
    return [_as_spelt(tag, text) if tag.replace("-", "") in letters else tag for tag in own]


def _words(text: str, language: str) -> frozenset[str]:
    """Its stems, and its words, short ones too: "AI"."""
    return stems(text, language).union(re.findall(r"\w+", text.casefold()))


def _as_spelt(tag: str, text: str) -> str:
    """A tag in small letters with the capitals that the text has: "AI", "GitHub", "open source" for "opensource"."""
    letters = tag.replace("-", "")
    if not tag.isascii() or not letters.isalnum() or not tag.islower():
        return tag
    found = Counter(re.findall(rf"\b{'[-/ ]?'.join(letters)}\b", text, re.I))
    told = [one for one in found if any(char.isupper() for char in one[1:]) or not one.isalnum()]
    best = max(told, key=lambda one: found[one], default=tag)
    return best if 2 * found[best] >= found.total() else tag


def names(document: Document) -> tuple[str, ...]:
    """Names in the title that stand often in the text, the longest run of words first."""
    text = document.text
    found: list[str] = []
    for name in _runs(document.asset.title, document.asset.language):
        small = name[:1].lower() + name[1:]
        count = text.count(name)
        # A Japanese loan word is oftener any word than a name; short ones are places, people and file endings.
        fewest = 2 * AGAIN if _KATAKANA.fullmatch(name) else AGAIN
        often = count >= fewest and (small == name or count > 2 * text.count(small))
        if len(name) < (SHORTEST - name.isupper()) or name in _MONTHS or name in _PEOPLES:
            continue
        if often and not any(name in longer or longer in name for longer in found):
            found.append(name)
    return tuple(found)


def _runs(title: str, language: str) -> Iterator[str]:
    """What may be a name in a title: words with capitals that stand side by side, the longest run first."""
    if is_spaced(language):
        yield from _capitals(title, language)
        return
    foreign = {
        run
        for phrase in _LATIN.findall(title)
        for run in _capitals(phrase, "en")
        # One word of several is a name by itself only if it is written as one: "KubeCon", not "Span" of "Span Events".
        if " " in run or run == phrase or not run[1:].islower()
    }
    yield from sorted({*foreign, *_LOAN.findall(title)}, key=lambda run: (-len(run), run))


def _capitals(title: str, language: str) -> Iterator[str]:
    found = list(_TITLE_WORD.finditer(title))
    words = [word[0] for word in found]
    for size in (3, 2, 1):
        for first, start in enumerate(found[: len(found) - size + 1]):
            run = words[first : first + size]
            if run[0].endswith("ing") or not all(word[0].isupper() for word in run):
                continue
            name = " ".join(run)
            if title.startswith(name, start.start()) and stems(run[0], language) and stems(run[-1], language):
                yield name
