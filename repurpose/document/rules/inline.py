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

_MARKS = re.compile(r"[*_~]")
_CODE = re.compile(r"`([^`]+)`(?!`)")
_INDENT = re.compile(r"[ \t]*")


class State(StateInline):
    """The stock state, making its tokens the quick way."""

    went_too_deep = False
    """Whether the limit of nesting was met: from then on `skipToken` remembers what isn't so, as the stock one does."""

    def pushPending(self) -> Token:  # noqa: N802 (its stock name)
        """Add the text so far to the stream."""
        made = token("text", "", 0, self.pendingLevel)
        made.content = self.pending
        self.tokens.append(made)
        self.pending = ""
        return made

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token to the stream, and the text before it."""
        if self._pending_buffer or self._pending:
            self.pushPending()
        meta: dict[str, Any] | None = None
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        made = token(ttype, tag, nesting, self.level)
        if nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            meta = {"delimiters": self.delimiters}
        self.pendingLevel = self.level
        self.tokens.append(made)
        self.tokens_meta.append(meta)
        return made


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
        stops = f"[{re.escape(''.join(self._rules.keys() - {'w'}))}]"
        self._stop = re.compile(stops)
        self._stop_www = re.compile(rf"{stops}|w(?=ww\.)")  # no other `w` begins an address

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
        stop = (self._stop_www if "www." in state.src else self._stop).search(state.src, pos)
        end = stop.start() if stop else state.posMax
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

    def tokenize(self, state: StateInline) -> None:
        """Add the tokens of a text, or of a part of it, to the state."""
        src, end = state.src, state.posMax
        search = (self._stop_www if "www." in src else self._stop).search
        rules = self._rules
        max_nesting = state.md.options["maxNesting"]
        pending = state.append_pending
        pos = state.pos
        while pos < end:
            if state.level >= max_nesting:
                pending(src[pos:end])
                pos = end
                break
            stop = search(src, pos, end)
            at = stop.start() if stop else end
            if at > pos:
                pending(src[pos:at])
                pos = state.pos = at
                if at == end:
                    break
            char = src[pos]
            if char == "\n" and not state.pending.endswith(" "):
                state.push("softbreak", "br", 0)
                pos = state.pos = _INDENT.match(src, pos + 1, end).end()  # type: ignore[union-attr]
                continue
            for rule in rules[char]:
                if rule(state, False):
                    pos = state.pos
                    break
            else:
                pending(char)
                pos = state.pos = pos + 1
        state.pos = pos
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Add the tokens of a text to `tokens`."""
        if src and self._stop.search(src) is None and "www." not in src:
            made = token("text", "", 0)
            made.content = src
            tokens.append(made)
            return tokens
        state = State(src, md, env, tokens)
        self.tokenize(state)
        # Without marks that may pair, no token changes any more.
        if _MARKS.search(src):
            for rule in self.ruler2.getRules():
                rule(state)
        return state.tokens


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
