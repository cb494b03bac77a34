"""Cut a token stream by access tier, before any channel sees it.

Gated are `:::premium` ... `:::` and `:::registered` ... `:::`, what follows `<!-- premium -->` or
`<!-- registered -->`, and, of an asset that is gated as a whole, all below its teaser (up to `<!-- more -->`, else
its first paragraph). Footnotes that only gated text refers to go with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from difflib import get_close_matches
from html import unescape
from unicodedata import east_asian_width

from markdown_it.token import Token

from repurpose.language.indices import TAG, lowered, raised, with_indices
from repurpose.model import Access

TIERS = tuple(Access)
BREAK = re.compile(r"<br\s*/?>", re.I)
UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|svg|math|template|noscript|object|iframe)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>",
    re.I | re.S,
)
NAMES = {
    "registered": Access.REGISTERED,
    "members": Access.REGISTERED,
    "premium": Access.PREMIUM,
    "paid": Access.PREMIUM,
}
"""What authors call the tiers that gate a text."""

_WORDS = "|".join(NAMES)
_MARK = re.compile(rf"\s*<!--\s*(more|{_WORDS})\s*-->\s*", re.I)
_LIKE_A_GATE = re.compile(
    rf"<!--\s*(?:{_WORDS})\b|^\s*[:：]{{3,}}\s*(?:\{{\s*\.)?(?:{_WORDS})\b|^\s*[:：]{{2}}\s*(?:{_WORDS})\s*$",
    re.I | re.M,
)
_HIDDEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_HIDDEN}]")
"""Signs that nobody sees: pasted along within a mark, they make it none."""

# It begins with a set of signs that prose has few of, so that the search runs over all else without a try.
_SIGN_OF_GATE = re.compile(f"[<:：&{_HIDDEN}](?:(?<=<)!--|(?<=[:：])[:：]|(?<=[&{_HIDDEN}]))")
_COMMENT = re.compile(r"<!--[\s_-]*([a-z]+)(?:[\s_-]*(?:only|content|text|start|begins?|area|block))?[\s_-]*-->", re.I)
"""A comment of one word, but for what such marks have beside it: `<!-- members-only -->`."""

_OTHER_NAMES = frozenset(("member", "subscriber", "subscribers", "paywall", "gate", "gated"))
"""What others call a gate: here such a comment gates nothing."""
_CONTAINER_NAME = re.compile(r"\s*([\w-]+)")


@dataclass(frozen=True, slots=True)
class Cut:
    """What one tier may read, and the lowest tier that gates what was taken out (None: nothing was)."""

    tokens: tuple[Token, ...]
    gate: Access | None


def mark(token: Token) -> str | None:
    """`more`, or the name of a tier, if the token is that comment, else None."""
    match = _MARK.fullmatch(token.content) if token.type == "html_block" else None
    return match[1].lower() if match else None


def gates(tokens: Sequence[Token], access: Access) -> list[Access]:
    """For each token, the tier that may read it."""
    out: list[Access] = []
    stack: list[Access] = []
    rest = Access.OPEN
    teaser = _teaser(tokens) if access is not Access.OPEN else set(range(len(tokens)))
    for index, token in enumerate(tokens):
        if token.type == "footnote_block_open":
            rest, teaser = Access.OPEN, set(range(len(tokens)))  # footnotes follow what refers to them
        if token.type == "container_block_open":
            name = _CONTAINER_NAME.match(token.info)
            stack.append(NAMES.get(name[1].lower(), Access.OPEN) if name else Access.OPEN)
        if token.level == 0 and (name_of_mark := mark(token)) in NAMES:
            rest = max(rest, NAMES[name_of_mark or ""], key=TIERS.index)
        out.append(max([rest, Access.OPEN if index in teaser else access, *stack], key=TIERS.index))
        if token.type == "container_block_close":
            stack.pop()
    return out


def is_gated(tokens: Sequence[Token], access: Access) -> bool:
    """Whether some tier may not read all of it: an asset without gates is the same for everyone."""
    if access is not Access.OPEN:
        return True
    for token in tokens:
        if token.type == "container_block_open" or (token.type == "html_block" and mark(token) in NAMES):
            return True
    return False


def misplaced_gate(tokens: Sequence[Token]) -> Token | None:
    """The first block in which something looks like the mark of a gate and is none, so that nothing is gated by it."""
    for token in tokens:
        if token.type == "inline":
            parts = token.children or () if _SIGN_OF_GATE.search(token.content) else ()
            if any(one.type in {"text", "html_inline"} and _is_like_a_gate(one.content) for one in parts):
                return token
        elif token.type == "container_block_open":
            name = _CONTAINER_NAME.match(token.info)
            words = set(re.findall(r"\w+", f"{token.info} {token.attrs.get('class', '')}".lower()))
            is_gate = name is not None and name[1].lower() in NAMES
            slip = name is not None and get_close_matches(name[1].lower(), NAMES, n=1, cutoff=0.75)
            if not is_gate and (words & NAMES.keys() or slip):
                return token
        elif token.type == "html_block":
            is_mark = token.level == 0 and mark(token) is not None
            if not is_mark and _is_like_a_gate(token.content):
                return token
    return None


def _is_like_a_gate(text: str) -> bool:
    """Whether it says to gate something, also with a slip in the name of the tier."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    if _LIKE_A_GATE.search(text):
        return True
    words = (found[1].lower() for found in _COMMENT.finditer(text))
    return any(word in _OTHER_NAMES or get_close_matches(word, NAMES, n=1, cutoff=0.85) for word in words)


def _teaser(tokens: Sequence[Token]) -> set[int]:
    """What everyone may read of an asset that is gated as a whole.

    All above `<!-- more -->`; without that mark, the first paragraph and the headings above it, and nothing else.
    """
    readable: set[int] = set()
    for index, token in enumerate(tokens):
        if token.level == 0 and mark(token) == "more":
            return set(range(index))
        is_first = not any(tokens[one].type == "paragraph_open" for one in readable)
        if is_first and token.type in {"heading_open", "paragraph_open"} and token.level == 0:
            readable |= {index, index + 1, index + 2}
    return readable


def cut(tokens: Sequence[Token], access: Access, tier: Access) -> Cut:
    """What readers of `tier` may read of an asset whose own access is `access`."""
    tiers = gates(tokens, access)
    hidden = [gate for gate in tiers if TIERS.index(gate) > TIERS.index(tier)]
    if not hidden:
        return Cut(tuple(tokens), None)
    kept = [token for token, gate in zip(tokens, tiers, strict=True) if TIERS.index(gate) <= TIERS.index(tier)]
    return Cut(tuple(_without_orphaned_notes(kept)), min(hidden, key=TIERS.index))


def gated_blocks(tokens: Sequence[Token], access: Access) -> Iterator[tuple[Access, Token]]:
    """The block tokens that are gated, in order, each with the lowest tier that may read it.

    A footnote is read by whoever may read what refers to it.
    """
    notes = {tier: set(_note_ids(cut(tokens, access, tier).tokens)) for tier in TIERS}
    note: int | None = None
    for token, gate in zip(tokens, gates(tokens, access), strict=True):
        if token.type == "footnote_open":
            note = token.meta["id"]
        tier = gate if note is None else next((one for one in TIERS if note in notes[one]), TIERS[-1])
        if token.type == "footnote_close":
            note = None
        if tier is not Access.OPEN:
            yield tier, token


def said(token: Token) -> str:
    """What a block token says by itself, the titles of its links and pictures as well."""
    if token.type == "inline":
        titles = (str(child.attrs["title"]) for child in token.children or () if "title" in child.attrs)
        return "\n".join([plain(token), *titles])
    if token.type in {"fence", "code_block"}:
        return token.content
    return unmarked(token.content) if token.type == "html_block" else ""


def plain(inline: Token) -> str:
    """The text of an inline token as a reader sees it, without markup: 10³ where that is raised, and not 103."""
    children = inline.children
    if children and len(children) == 1 and children[0].type == "text":
        return children[0].content
    return words_of(indexed(inline))


def indexed(inline: Token) -> Sequence[Token]:
    """The children of an inline token, with signs in place of the tags of superscripts and subscripts."""
    children = inline.children or ()
    if "<" not in inline.content:
        return children
    out: list[Token] = []
    opened: list[int] = []
    for child in children:
        tag = TAG.match(child.content) if child.type == "html_inline" else None
        if tag is None:
            out.append(child)
        elif not tag[1]:
            opened.append(len(out))
        elif opened:
            start = opened.pop()
            out[start:] = _index(out[start:], words_of(out[:start]), is_raised=tag[2].lower() == "sup")
    return out


def _index(within: Sequence[Token], before: str, *, is_raised: bool) -> list[Token]:
    """A superscript or subscript as text; where it holds more than text, that stays, behind the sign."""
    words = words_of(within).strip()
    if not words:
        return []
    if all(child.type == "text" for child in within):
        return [_text(raised(words, before) if is_raised else lowered(words))]
    sign, has_end = "^" if is_raised else "_", not words.isalnum()
    return [_text(f"{sign}(" if has_end else sign), *within, *([_text(")")] if has_end else ())]


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def words_of(children: Sequence[Token]) -> str:
    """The text of some children of an inline token, without markup."""
    out: list[str] = []
    for child in children:
        if child.type in {"text", "code_inline"}:
            out.append(child.content)
        elif child.type in {"softbreak", "hardbreak"} or (child.type == "html_inline" and BREAK.match(child.content)):
            # Chinese and Japanese put no space where a line of the source ends.
            out.append("" if out and out[-1] and east_asian_width(out[-1][-1]) in "WF" else " ")
        elif child.type == "image":
            out.append(plain(child))
    return "".join(out)


def unmarked(html: str) -> str:
    """The words of a block of raw HTML as a reader sees them."""
    return " ".join(unescape(UNREAD.sub("", BREAK.sub("\n", with_indices(html)))).split())


def _note_ids(tokens: Sequence[Token]) -> list[int]:
    """The footnotes referred to, in order, notes referred to by kept notes included."""
    ids: list[int] = []

    def visit(some: Sequence[Token]) -> None:
        for token in some:
            for child in token.children or ():
                if child.type == "footnote_ref" and child.meta["id"] not in ids:
                    ids.append(child.meta["id"])

    start = next((index for index, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    visit(tokens[:start])
    notes = _notes(tokens[start:])
    for note in ids:  # grows while it runs: a note may refer to a note
        visit(notes.get(note, []))
    return ids


def _notes(tokens: Sequence[Token]) -> dict[int, list[Token]]:
    notes: dict[int, list[Token]] = {}
    current: list[Token] | None = None
    for token in tokens:
        if token.type == "footnote_open":
            current = notes.setdefault(token.meta["id"], [])
        if current is not None:
            current.append(token)
        if token.type == "footnote_close":
            current = None
    return notes


def _without_orphaned_notes(tokens: list[Token]) -> list[Token]:
    """Take out the notes that nothing refers to any more, and number the others from 1."""
    start = next((index for index, token in enumerate(tokens) if token.type == "footnote_block_open"), None)
    if start is None:
        return tokens
    ids = _note_ids(tokens)
    if not ids:
        return tokens[:start]
    number = {old: new for new, old in enumerate(ids)}
    notes = _notes(tokens[start:])
    kept = [*tokens[:start], tokens[start], *(token for old in ids for token in notes.get(old, ())), tokens[-1]]
    return [_renumbered(token, number) for token in kept]


def _renumbered(token: Token, number: dict[int, int]) -> Token:
    token = copy(token)
    if token.type.startswith("footnote_") and "id" in token.meta:
        token.meta = {**token.meta, "id": number[token.meta["id"]]}
    if token.children:
        token.children = [_renumbered(child, number) for child in token.children]
    return token
