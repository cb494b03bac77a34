"""Whether a sentence can stand alone: whole, without markup, and clear to someone who has read nothing before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from repurpose.language.density import density
from repurpose.language.graphemes import graphemes
from repurpose.language.reading import Reading
from repurpose.language.rhetoric import Rhetoric, read, rhetoric
from repurpose.language.sentences import ends_sentence
from repurpose.language.tags import is_spaced

SHORTEST, LONGEST = 45, 240
"""Graphemes of an English sentence; other languages say the same in fewer of them."""

SUBJECT = 8
"""Words within which the subject of an English sentence meets its verb."""

NAMED = 4
"""Words of a clause that names what the next one calls "it"."""

ACT = 5
"""Letters that a word like "sharing" has more of; "king" and "bring" are no act."""

DANGLING = "begins with a word that points at what stood before"
NOT_PROSE = "holds code or an address"

# Each begins with a set of the signs that one of its alternatives looks back at: prose has few of them, and a search
# runs over all else without a try.
_CODE = re.compile(
    r"[{}<>`|\\=~^*¹²³⁴⁵⁶⁷⁸⁹†‡⬅➡➜→:.(_$'’#@\[&!/-](?:(?<=[{}<>`|\\=~^*¹²³⁴⁵⁶⁷⁸⁹†‡⬅➡➜→])"
    r"|(?<=:)(?:(?:(?<=http:)|(?<=https:))//|:|(?<!\S:)[a-z_]+:)"
    r"|(?<=\.)(?:(?<=www\.)|(?:(?<=\w\.)|(?<=\w-\.))"
    r"(?:rs|py|js|ts|toml|json|ya?ml|md|html?|css|sh|txt|go|java|exe|dll|conf|cfg)\b)"
    r"|(?<=\w\()\)|(?<=_)(?:(?<=\w_)|\w)|(?<=-)-|(?<=[$#@])\w"
    r"|(?<=['’])(?<![\w'’].)\w+\b(?!['’])(?=[ ,.])"
    r"|(?<=\[)[^\]]*\]|(?<=&)(?:\w|\s?mut)|(?<=\w!)(?=\s+[a-z])|(?<=\w/)\w+/\w)"
)
_LOOSE_END = re.compile(
    r"[.…,;:(](?:(?<=…)|(?<=\.)(?:\.\.|[A-Z][a-z]+\.$)|(?<=\s[.,;:])(?:\s|$)|(?<=,),|(?<=\()(?<!\w.)\s*\))"
)
_NOUN_END = re.compile(r"[^ぁ-ん。！？!?）」』]。?$")
_ASIDE = re.compile(r"[（(][^（）()]*[）)](?=。)")
_PART_OF_WHOM = re.compile(r"約?\d[\d.]*\s?[%％]\s?(?:の人)?[がは]")
_TOPIC = re.compile(
    r"(?:[^ぁ-ん\s]|[一-鿿][ぁ-ん]?[いきしちみりえけせめれ]|こと|もの|の|ため|とき|ほど|だけ)\s?[はが](?!じめ)"
    r"|^[^、をにで]{1,20}[^ぁ-ん\s]\s?も"
)
"""What a Japanese sentence is about, a noun made of a verb ("書き出し") too; "too" shows it near the start alone."""

_ASKED = re.compile("(?:如何|怎样|怎么|为什么|为何)")
_UNNAMED = re.compile(
    "(?:当|如果|若|在|从|为了|一旦|虽然|尽管|通过|对于|只要|即使)[^，]*，(?:但|却)?它|在[^，]*，(?:很|更|最|就|也|都|便)"
)
"""A Chinese "it" whose noun no clause before it has as its subject, or a clause without any."""

_TO_READER = re.compile(r"でき(?:ます|る)|られます|可能です|べき|しよう")
_BEFORE_VERB = frozenset(("a", "an", "the", "unlike", "like", "not"))
"""Words that begin a clause, or only its beginning."""
_CONJUNCTIONS = frozenset(("where", "when", "because"))
_RELATIVES = frozenset("that which who whom whose we you they i".split())
_INFLECTED = re.compile(r".{2,}(?:[^s]s|ed)")
_AUXILIARIES = frozenset(
    "is are was were am be been has have had can could will would may might must should do does did cannot".split()
)
_FINITE = frozenset("is are was were has have had can will may might must should does did".split())
_DOES = frozenset("helps allows lets makes gives provides enables requires ensures includes explains supports".split())
"""Words that are hardly ever nouns."""
_DOING = _DOES | frozenset(
    """improves reduces increases saves keeps means leads creates takes needs becomes remains brings costs adds gets
    goes comes works turns saves prevents protects avoids puts leaves offers shows isn't""".split()
)
"""What is said of an act: "Sharing data increases what it is worth"."""

_IRREGULAR = frozenset(
    """let make take give keep help need want get go come say see show mean work begin cost put set run grow lead feel
    become find start build write read made took gave kept went came said saw meant began cut led felt became found
    built wrote grew ran won lost left held brought bought taught sold told thought""".split()
)
_BEFORE_NOUNS = frozenset(
    """a an the of to for in on at by with from as and or across about between into over under through our your their
    its his her my this these those no any each every all some most more less few several many other same own best
    worst first last next new old good great big small""".split()
)
_UNNAMED_ACTOR = re.compile(
    r"(?:Despite|By|After|Before|Without|While|When|In|On|Since)\s\w+ing\b[^,]*, (?:their|they|it|its|he|she|his|her)\b"
)
"""Who does what somebody is said to do: "Despite posting often, their reach was small"."""
_CLAUSE_END = re.compile(r"[—–:;]")
_NAMED_IDEA = re.compile(r"The (?:idea|goal|aim|purpose|point) (?:of|behind) (?:the |an? )?[A-Z]")
"""What says whose idea it is, and needs nothing before it."""
_SPLICE = re.compile(r", (?:they|he|she) ")
_ANSWER = re.compile(r"[\"'“‘(*_]*No(?:[,.;!]|\s[–—-])")
"""Answers what was asked before; "No team needs a new channel" doesn't."""
_ADDS = ", too, "
"""Says in the middle of an English sentence that another was said before."""
LEADING = frozenset(
    """if when while as because since once although though before after until unless whenever wherever where whether for
    in on at with by to from during without within despite even given what whatever no only not like unlike
    instead rather according among between under over through across by""".split()
)
"""Words that begin what only leads to a main clause."""
_SHORTENED = frozenset("e.g. i.e. vs. cf. approx. incl. etc. Dr. Mr. Mrs. No. Fig.".split())
_SET_APART = re.compile(r"\s(?=[:;!?])")
_LABEL = re.compile(
    r"^[^:：.!?。]{1,40}(?::\s|：)|^\S{1,20}\s(?:[a-z]{1,20}\s)?[—–-]\s|^\W*\d+[.):]\s|^\W*\d[\d.,%]*\s(?:[—–-]\s)?(?=[a-z]+\b)"
)
FORMAL = re.compile(r"S(?<=[\w,;] S)ie\b|I(?<=[\w,;] I)(?:hnen|hr(?:e[mnrs]?)?)\b")
"""German's formal "you", which only its capital tells from "they"."""

_OPENING_MARKS = "\"'“‘«「『【*_(（¿¡ "
_PAIRS = ("()", "[]", "«»", "「」", "『』", "（）", "【】", "《》", "‹›", "〈〉")
_PAIRED = re.compile(rf"[{re.escape(''.join(_PAIRS))}\"„“”]")
_FINISHED = re.compile(
    r"[a-z]{2,}ed$|(?:add|remove|fixe|allow|provide|enable|make|use|support|improve|reduce|prevent)s$"
)


def fault(
    sentence: str,
    language: str,
    *,
    shortest: int = SHORTEST,
    longest: int = LONGEST,
) -> str | None:
    """Why a sentence can't stand alone, or None."""
    size = len(sentence) if sentence.isascii() else len(graphemes(sentence))
    if size < shortest * density(language):
        return "too short"
    if size > longest * min(1.0, 1.5 * density(language)):
        return "too long"
    return _flaw(sentence, language)


def is_at_fault_at_sight(sentence: str, lists: Rhetoric) -> bool:
    """Whether its end or its first word shows, before it is read, that it can't stand alone."""
    return not ends_sentence(sentence) or (lists.opens.at_sight(sentence) and sentence[-1] != "?")


def is_plainly_at_fault(sentence: str, reading: Reading, lists: Rhetoric) -> bool:
    """Whether it has a fault that is found at little cost, as most others that can't stand alone have."""
    return _opens_dangling(reading, lists, sentence) or _points_out(reading, lists)


def points_back(sentence: str, language: str) -> bool:
    """Whether all that is wrong with a sentence at its beginning is a word that points at what stood before."""
    lists = rhetoric(language)
    reading = lists.read(sentence.lstrip(_OPENING_MARKS))
    return _opens_dangling(reading, lists, sentence) and _incomplete(sentence, language) is None


@lru_cache(maxsize=1024)  # of the same sentence for a summary, a post, a release
def _flaw(sentence: str, language: str) -> str | None:
    """Why a sentence of whatever length can't stand alone."""
    if why_not := _incomplete(sentence, language):
        return why_not
    lists = rhetoric(language)
    reading = lists.read(sentence.lstrip(_OPENING_MARKS))
    if _opens_dangling(reading, lists, sentence):
        return DANGLING
    if _points_out(reading, lists):
        return "points at something outside it"
    if _CODE.search(sentence):
        return NOT_PROSE
    if not is_balanced(sentence):
        return "has an open quote or bracket"
    return None


def _incomplete(sentence: str, language: str) -> str | None:
    """Why it is no whole sentence, or None."""
    # French sets a space before a colon.
    closed = _SET_APART.sub("", sentence) if language.startswith("fr") else sentence
    if not ends_sentence(sentence) or _LOOSE_END.search(closed) or closed.rsplit(None, 1)[-1] in _SHORTENED:
        return "doesn't end as a sentence"
    start = sentence.lstrip(_OPENING_MARKS)[:1]
    if (is_spaced(language) and start.islower()) or not (start.isalnum() or start in "$€£¥"):
        return "begins in the middle"
    return None


def is_prose(text: str) -> bool:
    """Whether a text holds neither code nor addresses, and closes what it opens."""
    return _CODE.search(text) is None and is_balanced(text)


def is_balanced(text: str) -> bool:
    """Whether every quote and bracket that opens is closed."""
    if not _PAIRED.search(text):  # as in most sentences
        return True
    if any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS):
        return False
    if text.count('"') % 2:
        return False
    if "„" in text:  # German and its neighbours open low, and close as English opens
        return text.count("„") == text.count("“") + text.count("”")
    return text.count("“") == text.count("”")


def is_labelled(sentence: str) -> bool:
    """Whether a sentence begins with a label or number, as entries of lists and logs do."""
    return _LABEL.match(sentence) is not None


def lacks_subject(reading: Reading) -> bool:
    """Whether an English sentence begins with what somebody did, as entries of a log do: "Fixed a bug in ..."."""
    return _FINISHED.match(reading.first) is not None


def names_subject(reading: Reading) -> bool:
    """Whether an English sentence that begins like an instruction tells of that word: "Trust in it is low"."""
    for word in reading.words[1:SUBJECT]:
        if word in _RELATIVES or word in _CONJUNCTIONS or word in {"if", "and", "or", "to", "how", "what", "your"}:
            return False
        if word in _FINITE:
            return True
    return False


def is_called_by_instruction(reading: Reading) -> bool:
    """Whether an English sentence that begins like an instruction tells what a thing of that name does.

    So does the text of a link: "Get ready to close supports buyers who have found a home".
    """
    for word in reading.words[1:SUBJECT]:
        if word in _RELATIVES or word in _CONJUNCTIONS or word in {"if", "how", "what", "whatever", "everything"}:
            return False
        if word in _DOES and word != reading.words[1]:
            return True
    return False


def is_clause(reading: Reading) -> bool:
    """Whether an English title has an auxiliary, as "Remote teams can't be built by mail" has."""
    return any(word in _AUXILIARIES or word.endswith("n't") for word in reading.words)


def is_fragment(sentence: str, reading: Reading, language: str) -> bool:
    """Whether it is no whole sentence, though it ends as one does, or speaks of what it doesn't name.

    In English "The best way to start." says nothing of its noun. In Japanese a noun may end it, or nobody is said to
    do what is done: "...です" without は or が, "71%が" of nobody; what its reader can or should do needs no subject,
    but what to do it to.
    """
    if language.startswith("ja"):
        if _PART_OF_WHOM.match(sentence) or _NOUN_END.search(_ASIDE.sub("", sentence)):
            return True
        return not (_TOPIC.search(sentence) or ("を" in sentence and _TO_READER.search(sentence)))
    if language.startswith("zh"):
        asks = _ASKED.match(reading.line) is not None and not sentence.endswith(("？", "?"))
        return asks or _UNNAMED.match(reading.line) is not None
    if not language.startswith("en"):
        return False
    if reading.first in _BEFORE_VERB:
        return not _has_verb(reading.words)
    is_act = reading.first.endswith("ing") and len(reading.first) > ACT
    return is_act and _DOING.isdisjoint(reading.words) and "," not in sentence and not is_clause(reading)


def _has_verb(words: Sequence[str]) -> bool:
    """Whether an English clause that begins with an article or a likeness seems to have a verb of its own.

    An auxiliary, or a word in -s or -ed that can't be the noun; behind a relative clause only an auxiliary tells.
    """
    before, is_within = words[0], False
    for word in words[1:]:
        if word in _CONJUNCTIONS:
            return False
        if word in _AUXILIARIES or word.endswith(("n't", "'s", "'re", "'ve", "'ll")):
            return True
        is_within = is_within or word in _RELATIVES
        is_noun = before in _BEFORE_NOUNS or before.endswith("est") or before[:1].isdigit()
        if not is_within and not is_noun and (word in _IRREGULAR or _INFLECTED.fullmatch(word)):
            return True
        before = word
    return False


def _opens_dangling(reading: Reading, lists: Rhetoric, sentence: str) -> bool:
    if _ADDS in sentence or _ANSWER.match(sentence):
        return True
    if lists.opens.at_start(reading) and not _asks(sentence, reading) and not _NAMED_IDEA.match(sentence):
        return True
    if not lists.pronouns.among(reading.words[:8]) or not lists.pronouns.among(
        lists.excused.without(reading).words[:8]
    ):
        return _is_spliced(sentence, reading)
    # "Good coffee isn't about the machine: it's about the water" says what "it" is.
    clause, *after = _CLAUSE_END.split(sentence, maxsplit=1)
    if after and len(clause.split()) >= NAMED and not lists.pronouns.among(read(clause, "en").words[:8]):
        return False
    # German's formal "you" is a capital "they": with it left out, is there a pronoun still?
    informal = FORMAL.sub("", sentence)
    return informal == sentence or lists.pronouns.among(read(informal, "de").words[:8])


def _asks(sentence: str, reading: Reading) -> bool:
    return reading.first in _ASKING and sentence.rstrip().endswith("?")


def _is_spliced(sentence: str, reading: Reading) -> bool:
    """Whether ", they ..." follows on an English main clause, and no condition, or on an act of nobody named."""
    if reading.first in LEADING:
        return _UNNAMED_ACTOR.match(sentence) is not None
    return _SPLICE.search(sentence) is not None


_ASKING = frozenset("who which when where why what how".split())


def _points_out(reading: Reading, lists: Rhetoric) -> bool:
    if lists.trails.at_end(reading):
        return True
    return lists.leans.within(reading) and lists.leans.within(lists.excused.without(reading))
