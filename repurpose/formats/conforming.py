"""HTML that browsers can read -> HTML as its standard wants it: what authors type, and Markdown can't rule out.

The text comes from a sanitiser, which has closed and escaped everything; what stands where it may not becomes the
nearest thing that may, and no word is lost. The rules are the content models of html.spec.whatwg.org.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from repurpose.formats.cells import fit
from repurpose.formats.tree import VOID, Node, tree, walk
from repurpose.language.tags import is_tag

_TRANSPARENT = frozenset("a ins del".split())
_PHRASING = _TRANSPARENT | frozenset(
    """abbr b bdi bdo br cite code data dfn em i img input kbd mark q rp rt ruby s samp small span strong sub sup time
    u var wbr""".split()
)
_FLOW = frozenset("section div blockquote li dd td th figure figcaption details".split())
"""What may hold blocks."""
_OF_TABLES = frozenset("caption colgroup col thead tbody tfoot tr td th".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

BOX = "scroll"
"""The class of the block that a table stands in, where it scrolls if it is too wide."""

_NUMBER = re.compile(r"[+]?(\d+)(?:\.\d+)?(?:px)?\s*")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d+)?%")
_ALIGN = frozenset("left right center".split())
_MOMENT = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])"
    r"(?:-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-][01]\d:?[0-5]\d)?)?)?"
)
_SCOPES = frozenset("row col rowgroup colgroup".split())


def conforming(html: str, details: str) -> str:
    """Sanitised HTML with every element where it may stand; `details` names what can be unfolded and has no name."""
    return _Writer(details).all(tree(html).children, _Place())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands: in which element, whether blocks may, and what it stands in at whatever depth."""

    parent: str = ""
    is_phrasing: bool = False
    within: frozenset[str] = frozenset()

    def inside(self, tag: str, *, is_phrasing: bool) -> _Place:
        return _Place(tag, is_phrasing, self.within | {tag})


class _Writer:
    def __init__(self, details: str) -> None:
        self._details = details
        self._ids: set[str] = set()
        self._by_tag: Mapping[str, Callable[[Node, _Place], str]] = {
            "a": self._link,
            "img": self._image,
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "details": self._unfolding,
            "figure": self._figure,
            "table": self._table,
            "ruby": self._ruby,
            "time": self._time,
        }

    def all(self, nodes: Iterable[Node | str], place: _Place) -> str:
        return "".join(node if isinstance(node, str) else self.one(node, place) for node in nodes)

    def one(self, node: Node, place: _Place) -> str:
        tag = node.tag
        if tag in self._by_tag and not (place.is_phrasing and tag not in _PHRASING):
            return self._by_tag[tag](node, place)
        if tag in _OF_TABLES - {"td", "th"} or (tag == "input" and "a" in place.within):
            return self.all(node.children, place)
        if tag in _HEADINGS and place.within & {"th", "dt"}:
            return self._as("strong", node, place, is_phrasing=True)
        if tag in _HEADINGS and place.parent == "summary":
            return self._as(tag, node, place, is_phrasing=True)
        if tag == "hr" and place.is_phrasing:
            return "<br>"
        if tag in _PHRASING:
            return self._inline(node, place)
        if place.is_phrasing:
            return self._as("code" if tag == "pre" else "span", node, place, is_phrasing=True)
        if tag in {"li", "dd", "dt", "td", "th", "figcaption"} or tag == "summary":
            return self._as("div", node, place, is_phrasing=False)
        return self._as(tag, node, place, is_phrasing=tag not in _FLOW)

    def _as(self, tag: str, node: Node, place: _Place, *, is_phrasing: bool) -> str:
        """An element under this name, with what is in it."""
        opening = f"<{tag}{self._attributes(tag, node, place)}>"
        if tag in VOID:
            return opening
        name = BOX if tag == "div" and node.attrs.get("class") == BOX else tag
        return f"{opening}{self.all(node.children, place.inside(name, is_phrasing=is_phrasing))}</{tag}>"

    def _inline(self, node: Node, place: _Place) -> str:
        tag = node.tag
        is_lost = (
            (tag == "bdo" and node.attrs.get("dir") not in {"ltr", "rtl"})
            or (tag == "data" and "value" not in node.attrs)
            or (tag in {"rt", "rp"} and place.parent != "ruby")
            or (tag == "dfn" and "dfn" in place.within)
        )
        if place.is_phrasing or not _holds_blocks(node):
            return self._as("span" if is_lost else tag, node, place, is_phrasing=True)
        # Blocks may stand here, but not in this: it goes, or becomes a block itself where it is named.
        if tag in _TRANSPARENT:
            return self._as(tag, node, place, is_phrasing=False)
        if tag == "span" and node.attrs:
            return self._as("div", node, place, is_phrasing=False)
        return self.all(node.children, place)

    def _link(self, node: Node, place: _Place) -> str:
        if "name" in node.attrs:
            node.attrs.setdefault("id", node.attrs["name"])
        if "href" in node.attrs and "a" not in place.within:
            return self._inline(node, place)
        node.tag = "span"
        node.attrs.pop("href", None)
        return (
            self._inline(node, place)
            if self._attributes("span", node, place, peek=True)
            else self.all(node.children, place)
        )

    def _image(self, node: Node, place: _Place) -> str:
        if not node.attrs.get("src"):
            return escape(node.attrs.get("alt", ""))
        return f"<img{self._attributes('img', {**node.attrs, 'alt': node.attrs.get('alt', '')}, place)}>"

    def _list(self, node: Node, place: _Place) -> str:
        inside = place.inside(node.tag, is_phrasing=False)
        items = []
        for child in node.children:
            if isinstance(child, str) and not child.strip():
                items.append(child)
            elif isinstance(child, Node) and child.tag == "li":
                items.append(self._as("li", child, inside, is_phrasing=False))
            else:
                items.append(f"<li>{self.all([child], inside.inside('li', is_phrasing=False))}</li>")
        return f"<{node.tag}{self._attributes(node.tag, node, place)}>{''.join(items)}</{node.tag}>"

    def _definitions(self, node: Node, place: _Place) -> str:
        is_loose = any(isinstance(child, str) and child.strip() for child in node.children)
        kinds = "".join({"dt": "t", "dd": "d"}.get(child.tag, "x") for child in node.elements())
        if is_loose or not re.fullmatch(r"(?:t+d+)+", kinds):
            return self._as("div", node, place, is_phrasing=False)
        inside = place.inside("dl", is_phrasing=False)
        parts = [
            child if isinstance(child, str) else self._as(child.tag, child, inside, is_phrasing=False)
            for child in node.children
        ]
        return f"<dl{self._attributes('dl', node, place)}>{''.join(parts)}</dl>"

    def _unfolding(self, node: Node, place: _Place) -> str:
        if "a" in place.within:
            return self._as("div", node, place, is_phrasing=False)
        inside = place.inside("details", is_phrasing=False)
        named = next((child for child in node.elements() if child.tag == "summary"), None)
        name = (
            self._as("summary", named, inside, is_phrasing=True)
            if named
            else f"<summary>{escape(self._details)}</summary>"
        )
        rest = [child for child in node.children if child is not named]
        return f"<details{self._attributes('details', node, place)}>{name}{self.all(rest, inside)}</details>"

    def _figure(self, node: Node, place: _Place) -> str:
        inside = place.inside("figure", is_phrasing=False)
        solid = [child for child in node.children if isinstance(child, Node) or child.strip()]
        captions = [child for child in node.elements() if child.tag == "figcaption"]
        caption = captions[0] if captions and captions[0] in (solid[0], solid[-1]) else None
        parts = [
            self._as("figcaption", caption, inside, is_phrasing=False)
            if child is caption
            else self.all([child], inside)
            for child in node.children
        ]
        return f"<figure{self._attributes('figure', node, place)}>{''.join(parts)}</figure>"

    def _ruby(self, node: Node, place: _Place) -> str:
        read = [at for at, child in enumerate(node.children) if isinstance(child, Node) and child.tag in {"rt", "rp"}]
        if not any(child.tag == "rt" for child in node.elements()):
            return self._inline(Node("span", node.attrs, node.children), place)
        rest = node.children[read[-1] + 1 :]  # nothing may follow the last reading
        ruby = Node("ruby", node.attrs, node.children[: read[-1] + 1])
        return self._inline(ruby, place) + self.all(rest, place)

    def _time(self, node: Node, place: _Place) -> str:
        if not _MOMENT.fullmatch(node.attrs.get("datetime", "")):
            node.tag = "span"
        return self._inline(node, place)

    # --- tables

    def _table(self, node: Node, place: _Place) -> str:
        boxed = place.inside(BOX, is_phrasing=False)
        inside = boxed.inside("table", is_phrasing=False)
        groups = [child for child in node.elements() if child.tag in {"thead", "tbody", "tfoot"}]
        for group in groups:
            group.children = [row for row in group.elements() if row.tag == "tr" and any(row.elements())]
        fit([[list(row.elements()) for row in group.elements()] for group in groups])
        parts = []
        captions = [child for child in node.elements() if child.tag == "caption"]
        if captions:
            parts.append(self._as("caption", captions[0], inside, is_phrasing=True))
        for group in (group for group in groups if group.children):
            rows = "\n".join(self._row(row, inside) for row in group.elements())
            parts.append(f"<{group.tag}{self._attributes(group.tag, group, inside)}>\n{rows}\n</{group.tag}>")
        opening = f"<table{self._attributes('table', node, place)}>"
        more = (self._as("div", caption, place, is_phrasing=False) for caption in captions[1:])
        if BOX in place.within:
            return "\n".join([opening, *parts, "</table>", *more])
        box = f'<div class="{BOX}">' if "a" in place.within else f'<div class="{BOX}" tabindex="0">'
        return "\n".join([box, opening, *parts, "</table>", "</div>", *more])

    def _row(self, row: Node, place: _Place) -> str:
        cells = (
            self._as(cell.tag, cell, place.inside("tr", is_phrasing=False), is_phrasing=False)
            for cell in row.elements()
        )
        return f"<tr{self._attributes('tr', row, place)}>\n{chr(10).join(cells)}\n</tr>"

    # --- attributes

    def _attributes(self, tag: str, of: Node | Mapping[str, str], place: _Place, *, peek: bool = False) -> str:
        attrs = of.attrs if isinstance(of, Node) else of
        written = []
        for name, value in attrs.items():
            found = self._value(tag, name, value, attrs, place)
            if name == "id" and found is not None and not peek:
                if found in self._ids:
                    continue
                self._ids.add(found)
            if found is not None:
                written.append(f' {"style" if name in {"align", "width"} and ":" in found else name}="{escape(found)}"')
        return "".join(written)

    def _value(self, tag: str, name: str, value: str, attrs: Mapping[str, str], place: _Place) -> str | None:
        """An attribute's value as it may stand there; None if none may."""
        match name:
            case "class" | "title":
                return value
            case "id":
                return value if value and not re.search(r"\s", value) else None
            case "lang":
                return value if is_tag(value) else None
            case "dir":
                return value if value in {"ltr", "rtl"} or (value == "auto" and tag != "bdo") else None
            case "align":
                return _aligned(tag, value.lower()) if "style" not in attrs else None
            case "tabindex":
                return value if tag == "div" and "a" not in place.within else None
            case "width" | "height":
                return _length(tag, name, value, attrs)
            case "colspan" | "rowspan":
                return value if tag in {"td", "th"} and value != "1" else None
            case "start" | "value" if tag == "ol" or (tag == "li" and place.parent == "ol"):
                return value.strip() if re.fullmatch(r"\s*-?\d+\s*", value) else None
            case "datetime":
                return value if tag in {"time", "ins", "del"} and _MOMENT.fullmatch(value) else None
            case "type" if tag == "ol":
                return value if value in {"1", "a", "A", "i", "I"} else None
            case "scope":
                return value.lower() if tag == "th" and value.lower() in _SCOPES else None
        return value if name in _OWN.get(tag, ()) else None


_OWN = {
    "a": {"href", "rel"},
    "img": {"src", "alt", "srcset", "sizes", "loading", "decoding"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite"},
    "ins": {"cite"},
    "td": {"style"},
    "th": {"style"},
    "input": {"type", "aria-label", "checked", "disabled"},
    "details": {"open"},
    "ol": {"reversed"},
    "data": {"value"},
}


def _holds_blocks(node: Node) -> bool:
    return any(one.tag not in _PHRASING and one is not node for one in walk(node))


def _aligned(tag: str, value: str) -> str | None:
    if value not in _ALIGN:
        return None
    if tag == "img":
        return f"float:{value}" if value != "center" else None
    return None if tag in _PHRASING else f"text-align:{value}"


def _length(tag: str, name: str, value: str, attrs: Mapping[str, str]) -> str | None:
    """The width or height of a picture in pixels, or a width that is a part of its place's."""
    if tag != "img":
        return None
    if number := _NUMBER.fullmatch(value.strip()):
        return number[1]
    is_part = name == "width" and _PERCENT.fullmatch(value.strip()) and not {"style", "align"} & set(attrs)
    return f"width:{value.strip()}" if is_part else None
