"""Language tags (BCP 47): which are ones, which way they run, how they count."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_TAG = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|\d{3}))?(-[a-z0-9]{5,8})*")
ISO_639_1 = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng
    nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv
    sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()
)
_ISO_639_3 = frozenset("ast ceb chr ckb fil fur gsw haw hsb kab kok lkt mai mni sah sat smn wae yue zgh".split())
"""The three-letter languages that CLDR covers; any other three letters are likelier a folder's own name."""

_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ku-Arab nqo pa-Arab ps sd syr ug ur uz-Arab yi".split())
_UNSPACED = frozenset("zh ja th lo km my yue".split())


def is_tag(text: str) -> bool:
    """Whether a folder of that name is a language: `ja`, `pt-BR`, `zh-Hant`; not `MIR`, not `docs`."""
    match = _TAG.fullmatch(text)
    return bool(match) and (match[1] in ISO_639_1 or match[1] in _ISO_639_3) if match else False


@cache  # asked of every address
def canonical_tag(text: str) -> str | None:
    """A tag in its usual letter case (`PT_br` -> `pt-BR`), or None for what is no tag."""
    parts = text.strip().replace("_", "-").split("-")
    written = [parts[0].lower()]
    written += [_cased(part) for part in parts[1:]]
    tag = "-".join(written)
    return tag if _TAG.fullmatch(tag) else None


def _cased(part: str) -> str:
    """A script as `Hant`, a region as `BR`, the rest in lower case."""
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) in (2, 3) else part.lower()


@cache  # asked of every sentence
def primary(tag: str) -> str:
    """The language of a tag without script and region."""
    return tag.split("-", 1)[0]


def in_language(texts: Mapping[str, str], language: str) -> str | None:
    """Of texts by their languages' tags that of a language, or of it without script and region; None: there is none."""
    known = {canonical_tag(tag): text for tag, text in texts.items()}
    return known.get(language) or known.get(primary(language))


def is_traditional(tag: str) -> bool:
    """Whether it is Chinese in traditional characters."""
    return primary(tag) == "zh" and any(part in tag for part in ("Hant", "TW", "HK", "MO"))


def direction(tag: str) -> str:
    """`rtl` or `ltr`, as HTML's dir attribute wants it."""
    script = "-".join(tag.split("-")[:2])
    return "rtl" if primary(tag) in _RIGHT_TO_LEFT or script in _RIGHT_TO_LEFT else "ltr"


@cache  # asked of every sentence
def is_spaced(tag: str) -> bool:
    """Whether words of the language stand apart; Chinese, Japanese, Thai, Lao, Khmer and Burmese don't."""
    return primary(tag) not in _UNSPACED
