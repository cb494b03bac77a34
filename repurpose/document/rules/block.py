"""Blocks: each rule is asked only where a line begins with one of its characters; a paragraph's lines are read once."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from operator import add
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.normalize import normalize as stock_normalize
from markdown_it.token import Token

from repurpose.document.rules.tokens import token

Rule = Callable[[StateBlock, int, int, bool], bool]

FIRST = {
    "fence": "`~",
    "container": ":",
    "attr": "{",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""The characters with which a line begins that a rule can match, wherever the line isn't indented as code."""

NEEDED = frozenset({"table", "code", "lheading", "paragraph"})
KNOWN = NEEDED | FIRST.keys() | {"deflist"}
"""The rules that are stood in for, and those of them without which nothing here holds."""

_SECOND_OF_TABLE = frozenset("|-:")
"""How the second line of a table begins."""

_DEFINES = frozenset(":~")
"""How the line after a defined term begins, which may be the second one."""

_UNDERLINE = re.compile(r"(-+|=+)[ \t]*")


def normalize(state: StateCore) -> None:
    """`normalize`, for the texts in which there is something to do."""
    if "\r" in state.src or "\0" in state.src:
        stock_normalize(state)


class State(StateBlock):
    """The stock state, its lines and tokens made the quick way."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):  # as in the stock state, a last line of spaces alone is none
            lines.pop()
        sizes = [len(line) for line in lines]
        begins = [0, *accumulate([size + 1 for size in sizes])]
        begins[-1] = len(src)
        shifts = [size - len(line.lstrip(" \t")) for line, size in zip(lines, sizes, strict=True)]
        self.bMarks = begins
        self.eMarks = [*map(add, begins, sizes), len(src)]
        self.tShift = [*shifts, 0]
        self.sCount = [*shifts, 0]
        if "\t" in src:
            self.sCount = [*(len(line[:shift].expandtabs(4)) for line, shift in zip(lines, shifts, strict=True)), 0]
        self.bsCount = [0] * len(self.bMarks)
        self.lineMax = len(lines)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token to the stream."""
        if nesting < 0:
            self.level -= 1
        made = token(ttype, tag, nesting, self.level)
        made.block = True
        if nesting > 0:
            self.level += 1
        self.tokens.append(made)
        return made


class _Chains(Ruler[Rule]):
    """The stock ruler, whose chains of terminators are one rule that asks by the first character."""

    def __init__(self, stock: Ruler[Rule]) -> None:
        super().__init__()
        self.__rules__ = stock.__rules__
        self.all = stock.getRules()
        self.named = list(zip(stock.get_active_rules(), self.all, strict=True))
        chains = {name for rule in stock.__rules__ for name in rule.alt}
        self.terminators = {chain: _Terminators(self._chain(stock, chain)) for chain in chains}

    def _chain(self, stock: Ruler[Rule], chain: str) -> list[tuple[str, Rule]]:
        names = {id(rule): name for name, rule in self.named}
        return [(names[id(rule)], rule) for rule in stock.getRules(chain)]

    def getRules(self, chainName: str = "") -> list[Rule]:  # noqa: N802, N803 (their stock names)
        if not chainName:
            return self.all
        return [self.terminators[chainName]] if chainName in self.terminators else []


class _Terminators:
    """Whether a line ends the block above it."""

    def __init__(self, named: list[tuple[str, Rule]]) -> None:
        self.table = next((rule for name, rule in named if name == "table"), None)
        first = {**FIRST, "deflist": ":~"}  # which goes by its own line here
        self.rules: dict[str, list[Rule]] = {}
        for name, rule in named:
            for char in first.get(name, ""):
                self.rules.setdefault(char, []).append(rule)

    def __call__(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        at = state.bMarks[line] + state.tShift[line]
        for rule in self.rules.get(state.src[at : at + 1], ()):
            if rule(state, line, end, silent):
                return True
        return self.table is not None and _before_table(state, line) and self.table(state, line, end, silent)


def _before_table(state: StateBlock, line: int) -> bool:
    """Whether the next line begins as the second one of a table does."""
    if line + 1 >= state.lineMax:
        return False
    at = state.bMarks[line + 1] + state.tShift[line + 1]
    return state.src[at : at + 1] in _SECOND_OF_TABLE


class Block(ParserBlock):
    """Equals `ParserBlock` with the same rules, all of them `KNOWN`."""

    def __init__(self, stock: ParserBlock) -> None:
        self.ruler = self._chains = _Chains(stock.ruler)
        named = dict(self._chains.named)
        self._heading, self._text = named["lheading"], named["paragraph"]
        chars = {char for name in named for char in FIRST.get(name, "")}
        self._rules = {char: self._at(char) for char in {*chars, ""}}
        self._with_table = {char: [named["table"], *rules] for char, rules in self._rules.items()}
        self._ends_paragraph = self._chains.terminators["paragraph"]

    def _at(self, char: str) -> list[Rule]:
        """The rules for lines that begin with a character; "": with any other."""
        return [*(rule for name, rule in self._chains.named if char and char in FIRST.get(name, "")), self._paragraph]

    def parse(self, src: str, md: MarkdownIt, env: Any, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803
        """Add the blocks of a text to `outTokens`."""
        if not src:
            return None
        state = State(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 (their stock names)
        """Add the blocks of some lines to the state."""
        line = startLine
        max_nesting = state.md.options.maxNesting
        has_empty_lines = False
        begins, shifts, ends, counts = state.bMarks, state.tShift, state.eMarks, state.sCount
        while line < endLine:
            while line < state.lineMax and begins[line] + shifts[line] >= ends[line]:
                line += 1
            state.line = line
            if line >= endLine or counts[line] < state.blkIndent:
                break
            if state.level >= max_nesting:
                state.line = endLine
                break
            for rule in self._asked(state, line, endLine):
                if rule(state, line, endLine, False):
                    break
            state.tight = not has_empty_lines
            line = state.line
            if line - 1 < endLine and begins[line - 1] + shifts[line - 1] >= ends[line - 1]:
                has_empty_lines = True
            if line < endLine and begins[line] + shifts[line] >= ends[line]:
                has_empty_lines = True
                line += 1
                state.line = line

    def _asked(self, state: StateBlock, line: int, end: int) -> list[Rule]:
        """The rules that may match a line, in the stock order."""
        if state.sCount[line] - state.blkIndent >= 4:
            return self._chains.all
        rules = self._rules
        following = line + 1
        if following < end:
            at = state.bMarks[following] + state.tShift[following]
            if at >= state.eMarks[following] and following + 1 < end:
                at = state.bMarks[following + 1] + state.tShift[following + 1]
            char = state.src[at : at + 1]
            if char in _DEFINES:
                return self._chains.all
            if char in _SECOND_OF_TABLE:
                rules = self._with_table
        return rules.get(state.src[state.bMarks[line] + state.tShift[line]], rules[""])

    def _paragraph(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        """`lheading` and `paragraph` in one: both read on until the same line, unless an underline comes before."""
        if end != state.lineMax:
            return self._heading(state, start, end, silent) or self._text(state, start, end, silent)
        src, begins, shifts, ends, counts = state.src, state.bMarks, state.tShift, state.eMarks, state.sCount
        indent = state.blkIndent
        # The stock rule for headings leaves this behind where it finds none.
        state.parentType, parent = "paragraph", state.parentType
        terminates = self._ends_paragraph
        plain = terminates.rules
        line = start + 1
        while line < end:
            at = begins[line] + shifts[line]
            if at >= ends[line]:
                break
            count = counts[line]
            if count - indent <= 3:
                char = src[at]
                if char in "-=" and count >= indent and _UNDERLINE.fullmatch(src, at, ends[line]):
                    state.parentType = parent
                    return self._underlined(state, start, line, char)
                if count >= 0 and (char in plain or _before_table(state, line)) and terminates(state, line, end, True):
                    break
            line += 1
        state.line = line
        content = self._content(state, start, line)
        state.push("paragraph_open", "p", 1).map = [start, line]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = content, [start, line], []
        state.push("paragraph_close", "p", -1)
        return True

    def _underlined(self, state: StateBlock, start: int, line: int, char: str) -> bool:
        tag = "h1" if char == "=" else "h2"
        content = self._content(state, start, line)
        state.line = line + 1
        opening = state.push("heading_open", tag, 1)
        opening.markup, opening.map = char, [start, line + 1]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = content, [start, line], []
        state.push("heading_close", tag, -1).markup = char
        return True

    @staticmethod
    def _content(state: StateBlock, start: int, line: int) -> str:
        if state.blkIndent:
            return mdTrim(state.getLines(start, line, state.blkIndent, False))
        src, begins, ends = state.src, state.bMarks, state.eMarks
        return mdTrim("".join([src[begins[one] : ends[one] + 1] for one in range(start, line)]))
