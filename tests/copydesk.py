"""The copy desk: what an editor strikes out of a text that is to stand alone.

It knows nothing of how sentences are chosen, and has lists of its own, so that it can judge the choice. A finding is
one of `dangling` (begins with, or leans on, what isn't there), `broken` (cut, or announces what doesn't come),
`markup`, `shortcode`, `footnote`, `unbalanced`.
"""

from __future__ import annotations

import re

DANGLING: dict[str, str] = {
    "en": r"""(?:this|that|these|those|it|its|it['’]s|they|them|their|they['’]re|he|she|his|her|such|both|neither|another
        |others|but|and|or|nor|so|yet|however|therefore|thus|hence|moreover|furthermore|besides|also|additionally|in\ addition
        |instead|otherwise|likewise|similarly|conversely|meanwhile|nevertheless|nonetheless|then|as\ (?:a\ result|such|well)
        |as\ (?:shown|mentioned|noted|described|discussed|explained|seen|stated)|for\ (?:example|instance|this\ reason)
        |in\ (?:other\ words|contrast|fact|short|particular|this\ case|both\ cases)|on\ the\ (?:other|one)\ hand|by\ contrast
        |consequently|accordingly|finally|lastly|firstly|secondly|thirdly|next,|afterwards|that\ is|indeed|because\ of\ (?:this|that)
        |despite\ (?:this|that)|with\ (?:this|that|these)|if\ (?:so|not)\b,?|again,|here|above|below|after\ (?:this|that)|since\ then
        |to\ (?:do|achieve|fix|solve|avoid)\ (?:this|that|so)|(?:the\ )?(?:former|latter)|the\ same|one\ of\ (?:them|these|those)
        |all\ of\ (?:this|these|them)|some\ of\ (?:these|them)|when\ (?:it|they|this|that)|if\ (?:it|they|this|that)|to\ begin\ with
        |unfortunately|luckily|still,|rather,|too,|anyway|well,|ok,|okay|yes,|no,)\b""",
    "de": r"""(?:dies\w*|jene[rsnm]?|es|er|ihm|ihr\w*|sein\w*|deren|dessen|aber|und|oder|denn|doch|jedoch|deshalb|deswegen|daher|darum
        |dadurch|damit|dazu|dabei|dafür|davon|außerdem|zudem|trotzdem|dennoch|allerdings|stattdessen|andererseits|einerseits
        |zum\ beispiel|so\ (?:kann|wird|ist)|somit|folglich|schließlich|zuerst|danach|dann|hier|dort|beide|letztere\w*|erstere\w*
        |wie\ (?:oben|erwähnt|gesagt|beschrieben)|(?:das|die|der|sie)\ (?:ist|sind|war|waren|hat|haben|wird|werden|kann|können
        |heißt|bedeutet|macht|zeigt|führt))\b""",
    "ja": r"""(?:これ|それ|あれ|この|その|あの|ここ|そこ|こう|そう|こちら|そちら|このよう|そのため|しかし|そして|また、|さらに|だから|つまり|ただし
        |でも、|ところが|一方|例えば|たとえば|次に|最後に|まず|上記|以下|前述|後述|同様|なお、|では、|ところで|彼|彼女|それで|すると|したがって|よって)""",
    "zh": r"""(?:这|那(?!些年)|此|它|他|她|其(?!实|他)|该|但|而(?!且不)|所以|因此|于是|然后|接着|另外|此外|同时|不过|然而|例如|比如|首先|其次|最后
        |同样|也就是|换句话说|如上|如下|上述|以下|前者|后者|总之|并且|而且|或者)""",
    "ar": r"""(?:هذا|هذه|ذلك|تلك|هؤلاء|أولئك|هو\s|هي\s|هم\s|إنه|إنها|لكن|ولكن|لذلك|ولذلك|لذا|ثم|كما|أيض|وهذا|وهذه|وهو|وهي|فهو|فهي
        |على\ سبيل\ المثال|بالتالي|وبالتالي|أولاً|أولًا|ثانياً|ثانيًا|أخيراً|أخيرًا|من\ ناحية|إلا\ أن|غير\ أن|هنا|هناك)""",
}

LEANING: dict[str, str] = {
    "en": r"""\b(?:(?:as\ )?(?:shown|mentioned|noted|described|discussed|listed|seen|stated|outlined|explained)\ (?:above|below|earlier|before|previously)
        |(?:see|read|look)\ (?:above|below|here)|the\ (?:above|below)|following|below|above[.,;]|this\ (?:post|article|blog|page|section|chapter|table
        |figure|chart|diagram|image|screenshot|example|guide|list|piece|snippet|code|feature|change|release|problem|issue|approach|work|case|way)
        |these\ (?:changes|features|steps|examples|results|problems|issues|tools|points|cases|things|two|three)|previous\ (?:post|section|article|blog)
        |(?:the|a)\ (?:former|latter)|keep\ reading|read\ on|click\ here|stay\ tuned|last\ (?:week|month|year|post)|next\ (?:week|month|year|post|section))\b""",
    "de": r"""\b(?:siehe\ (?:oben|unten)|oben\ (?:genannt|beschrieben|erwähnt|gezeigt)\w*|im\ folgenden|folgende\w*|wie\ (?:oben|unten)
        |diese[rsnm]?\ (?:beitrag|artikel|abschnitt|tabelle|abbildung|beispiel|funktion|änderung)\w*|letztere\w*)\b""",
    "ja": r"以下の|上記|下記|前述|後述|次の(?:図|表|例|とおり|ように|コード)|この(?:記事|投稿|ブログ|節|章|図|表|例|機能|変更)|本(?:記事|稿|章|節)|上の(?:図|表|例)",
    "zh": r"如下|以下|上述|下述|下文|上文|前文|见下|见上|(?:下|上)(?:图|表|面的)|本文|本节|本章|这(?:篇|个例子|张图|项功能)",
    "ar": r"أدناه|أعلاه|(?:ما|كما) يلي|الآتي(?:ة)?\b|(?:هذا|هذه) (?:المقال|المقالة|القسم|الجدول|الشكل|المثال)|سابقا[ًَ]? ذكر",
}

_ENDS = ".!?。！？؟।…"
_CLOSING = "\"'”’»›)）］]」』】》〉"
_OPENING = "\"'“‘«‹„(（[「『【《〈¿¡ "
_MARKUP = re.compile(
    r"\*\*|__\w|(?<!\w)\*\S|`|~~|\]\(|!\[|^\s*#{1,6}\s|^\s*>|^\s*[-*+]\s|</?[a-z][^<>]*>|&(?:[a-z]{2,8}|#\d+);|\\[*_`#\[\]]|\|\s*-+|^\s*\|",
    re.I | re.M,
)
_SHORTCODE = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{:|\{#[\w-]+\}|\[/?(?:caption|gallery|embed|youtube|vc_\w+)\b|:{3,}|(?<!\S):[a-z_]{3,}:(?!\S)"
)
_FOOTNOTE = re.compile(
    r"\[\^[^\]]*\]|\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+(?=\W|$)(?<![a-z]²)(?<![a-z]³)|[†‡]|\[(?:citation needed|sic|note \d+)\]"
)
_PAIRS = ("()", "[]", "{}", "«»", "‹›", "「」", "『』", "（）", "【】", "《》", "〈〉", "［］")
_ABBREVIATED = re.compile(
    r"(?:^|\s)(?:e\.g|i\.e|vs|cf|approx|incl|esp|Mr|Mrs|Ms|Dr|Prof|St|No|Fig|z\.\s?B|bzw|d\.\s?h|vgl|Nr)\.$"
)


def findings(text: str, language: str) -> list[str]:
    """What an editor would strike in a text of one or more whole sentences; empty if nothing."""
    base = language.split("-", maxsplit=1)[0]
    bare = text.strip()
    start = bare.lstrip(_OPENING)
    found = []
    opener, leaning = DANGLING.get(base), LEANING.get(base)
    is_dangling = opener and re.match(opener, start, re.I | re.X)
    if (
        is_dangling
        or (leaning and re.search(leaning, bare, re.I | re.X))
        or re.match(r"[,;:.。、，；：！？!?）)]", bare)
    ):
        found.append("dangling")
    if _is_broken(bare, start):
        found.append("broken")
    for name, pattern in (("markup", _MARKUP), ("shortcode", _SHORTCODE), ("footnote", _FOOTNOTE)):
        if pattern.search(bare):
            found.append(name)
    if _is_unbalanced(bare):
        found.append("unbalanced")
    return found


def _is_broken(bare: str, start: str) -> bool:
    end = bare.rstrip(_CLOSING)
    if not end or end[-1] not in _ENDS or end.endswith(("…", "...")) or _ABBREVIATED.search(end):
        return True
    if re.search(r"\s[.,;:](?:\s|$)|\(\s*\)|[（(]\s*[,.;]|,,|\b(?:of|the|a|and|or|und|oder)[.!?]$", end):
        return True
    first = re.match(r"[^\s]+", start)
    word = first[0] if first else ""
    return word[:1].islower() and word.isalpha() and word.islower()


def _is_unbalanced(text: str) -> bool:
    if any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS):
        return True
    if "„" in text:  # German opens low, and closes as English opens
        return text.count("„") != text.count("“") + text.count("”")
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")
