"""Inline text: each rule is asked only at its own characters, and text up to the next such character is one step."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.text_join import text_join as stock_text_join
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import backtick as stock_backtick
from markdown_it.rules_inline.emphasis import tokenize as stock_emphasis
from markdown_it.token import Token

from repurpose.document.rules.tokens import token

Rule = Callable[[StateInline, bool], bool]

FIRST = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "span": "[",
    "footnote_ref": "[",
    "image": "!",
    "footnote_inline": "^",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "attr": "{",
    "gfm_autolink_www": "w",
    "gfm_autolink_protocol": ":",
    "gfm_autolink_email": "@",
}
"""The characters at which a rule can match."""

KNOWN = frozenset({*FIRST, "text"})
"""All rules that are stood in for."""

PAIRING = {"balance_pairs", "strikethrough", "emphasis", "fragments_join"}
"""The second rules, which only marks that may pair call for."""

_STOPS = re.escape("".join({*"".join(FIRST.values()), "]"} - {"\n", "w"}))  # `]`: where a label ends
_TEXT = re.compile(rf"[^{_STOPS}]*")
_TEXT_WWW = re.compile(rf"(?:[^{_STOPS}w]|w(?!ww\.))*")  # no other `w` begins an address
"""Lines of text, up to where any other rule may match."""

_CODE = re.compile(r"`([^`]+)`(?!`)")
_WORDS = rf"[^{_STOPS}\s](?:[^{_STOPS}\n]*[^{_STOPS}\s])?[:!]?"
_EMPHASIS = re.compile(
    rf"""(?:(?<![^ \n])|(?<=[!-/:-@\[-`{{-~])(?=[*_]{{1,2}}[^\W_]))  # a mark that can only open
    (([*_])\2?)({_WORDS})
    (?:(?<=[^\W_])\1(?=[!-/:-@\[-`{{-~])|\1(?![^ \n]))(?!\2)  # the same one, which can only close
    (\ [^{_STOPS}\ \n])?""",
    re.X,
)


class State(StateInline):
    """The stock state, making its tokens the quick way."""

    went_too_deep = False
    """Whether the limit of nesting was met: from then on `skipToken` remembers what isn't so, as the stock one does."""

    def add(self, text: str) -> None:
        """`append_pending`, where there is most often nothing to append to."""
        if self._pending or self._pending_buffer:
            self._pending_buffer.append(text)
        else:
            self._pending = text

    def add_lines(self, text: str) -> None:
        """Add text, and a break at each end of a line in it."""
        self.add(text)
        if "\n" in text:
            self.pending = _broken(self.pending, self.level, self.tokens)

    def pushPending(self) -> Token:  # noqa: N802 (its stock name)
        """Add the text so far to the stream."""
        made = _text(self.pending if self._pending_buffer else self._pending, self.pendingLevel)
        self.tokens.append(made)
        self._pending = ""
        return made

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token to the stream, and the text before it."""
        if self._pending_buffer or self._pending:
            self.pushPending()
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        made = token(ttype, tag, nesting, self.level)
        if nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            self.tokens_meta.append({"delimiters": self.delimiters})
        self.pendingLevel = self.level
        self.tokens.append(made)
        return made

    @property
    def may_pair(self) -> bool:
        """Whether there are marks that may pair; without them, no token changes any more."""
        return bool(self.delimiters or [meta for meta in self.tokens_meta if meta and meta["delimiters"]])


class Inline(ParserInline):
    """Equals `ParserInline` with the same rules."""

    def __init__(self, stock: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = stock.ruler, stock.ruler2
        self.terminator_re = stock.terminator_re
        named = list(zip(stock.ruler.get_active_rules(), stock.ruler.getRules(), strict=True))
        self._rules: dict[str, list[Rule]] = {"]": []}  # where a label ends
        for name, rule in named:
            for char in FIRST.get(name, ""):
                self._rules.setdefault(char, []).append(rule)

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 (its stock name)
        """Pass what a token would take, making none."""
        pos = state.pos
        if pos in state.cache:
            state.pos = state.cache[pos]
            return
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.cache[pos] = state.posMax + 1
            if isinstance(state, State):
                state.went_too_deep = True
            return
        end = _texts(state.src).match(state.src, pos, state.posMax).end()  # type: ignore[union-attr]
        if end > pos:
            state.pos = state.cache[pos] = end
            return
        state.level += 1
        for rule in self._rules.get(state.src[pos], ()):
            if rule(state, True):
                break
        else:
            state.pos = pos + 1
        state.level -= 1
        state.cache[pos] = state.pos

    def tokenize(self, state: State) -> None:  # type: ignore[override]
        """Add the tokens of a text, or of a part of it, to the state."""
        src, end, pos = state.src, state.posMax, state.pos
        if state.level >= state.md.options.maxNesting:
            state.add(src[pos:end])
            pos = end
        text = _texts(src).match
        while pos < end:
            at = text(src, pos, end).end()  # type: ignore[union-attr]
            if at > pos:
                state.add_lines(src[pos:at])
                pos = at
                if pos == end:
                    break
            state.pos = pos
            char = src[pos]
            for rule in self._rules[char]:
                if rule(state, False):
                    pos = state.pos
                    break
            else:
                state.add(char)
                pos += 1
        state.pos = pos
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Add the tokens of a text to `tokens`."""
        if _texts(src).fullmatch(src):
            if rest := _broken(src, 0, tokens):
                tokens.append(_text(rest, 0))
            return tokens
        state = State(src, md, env, tokens)
        self.tokenize(state)
        if state.may_pair:
            for rule in self.ruler2.getRules():
                rule(state)
        return state.tokens


def _text(words: str, level: int) -> Token:
    made = token("text", "", 0, level)
    made.content = words
    return made


def _broken(text: str, level: int, tokens: list[Token]) -> str:
    """Add the lines of a text to `tokens`, a break after each, but for the last one: that is returned."""
    first, *others = text.split("\n")
    line = first
    for following in others:
        words = line.rstrip(" ")
        if words:
            tokens.append(_text(words, level))
        tokens.append(token("softbreak" if len(line) - len(words) < 2 else "hardbreak", "br", 0, level))
        line = following.lstrip(" \t")
    return line


def _texts(src: str) -> re.Pattern[str]:
    """What matches the lines of text that may begin anywhere in `src`."""
    return _TEXT_WWW if "www." in src else _TEXT


def emphasis(state: State, silent: bool) -> bool:
    """`emphasis` of plain words, which no other marks can have a part in."""
    found = None if silent else _EMPHASIS.match(state.src, state.pos, state.posMax)
    if found is None or "www." in found[3]:
        return stock_emphasis(state, silent)
    mark, words, level = found[1], found[3], state.level
    is_strong = len(mark) == 2
    kind = "strong" if is_strong else "em"
    if is_strong or state.pending:  # the outer one of two marks leaves a text, if an empty one
        state.pushPending()
    opening, closing = token(f"{kind}_open", kind, 1, level), token(f"{kind}_close", kind, -1, level)
    opening.markup = closing.markup = mark
    state.tokens += (opening, _text(words, level + 1), closing)
    if is_strong and not found[4]:
        state.pushPending()
    state.pos = found.end(1) + len(words) + len(mark)
    return True


def code(state: StateInline, silent: bool) -> bool:
    """`backticks`, where a single one opens and the next one closes."""
    found = _CODE.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return stock_backtick(state, silent)
    if not silent:
        made = state.push("code_inline", "code", 0)
        content = found[1].replace("\n", " ")
        is_padded = content[0] == content[-1] == " " and content.strip(" ")
        made.markup, made.content = "`", content[1:-1] if is_padded else content
    state.pos = found.end()
    return True


def text_join(state: StateCore) -> None:
    """`text_join`, for the texts in which there is something to join."""
    for inline in state.tokens:
        children = inline.children
        if not children or (len(children) == 1 and children[0].type == "text"):
            continue
        was_text = False
        for child in children:
            is_text = child.type in {"text", "text_special"}
            if child.type == "text_special" or child.children or (is_text and was_text):
                one = StateCore(state.src, state.md, state.env, [inline])
                stock_text_join(one)
                break
            was_text = is_text
