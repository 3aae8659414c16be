"""Reading our HTML pages back with the standard parser: their text, and what every one of them must keep."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "br", "rect", "path", "circle", "link", "img", "input", "hr"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "article", "h1", "h2", "h3", "p"),
    *("ul", "li", "dl", "dt", "dd", "div", "span", "strong", "br"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("svg", "defs", "pattern", "rect", "circle", "path", "text"),
}
"""No script, no link, no form, no frame, no image that is not drawn in the page."""

_NO_DOER = r"(?!on|src|href|style|action|xlink).*"
"""Attributes that neither fetch, run, nor lead anywhere."""

HOSTILE = "<script>alert(1)</script><a href='https://example.org'>=1+1</a>\u202egnp"
"""A text of a file that would be much if it were obeyed."""


@dataclass
class Element:
    """A tag, its attributes, and the text directly and deeply inside it."""

    tag: str
    attributes: dict[str, str | None]
    inside: tuple["Element", ...] = ()
    text: str = ""
    around: "Element | None" = None


@dataclass
class Page(HTMLParser):
    """The elements of a page, in its order. AssertionError where tags do not close one another."""

    source: bytes
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source.decode())
        self.close()
        assert not self.open, [element.tag for element in self.open]

    def __hash__(self) -> int:
        return id(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), around=self.open[-1] if self.open else None)
        self.elements.append(element)
        if tag not in ("span", "strong"):
            self.handle_data(" ")  # what stands apart is read apart
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), around=self.open[-1] if self.open else None))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1].tag == tag, f"</{tag}> closes {[e.tag for e in self.open]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        """Every element of this tag."""
        return [element for element in self.elements if element.tag == tag]

    @property
    def body(self) -> str:
        """What a person reads: the text of the body, blanks as one."""
        return " ".join(self.all("body")[0].text.split())


def keeps_what_pages_must(source: bytes, lang: str) -> Page:
    """Self-contained, obeying nothing, readable aloud. The page, for further questions."""
    page = Page(source)
    html = page.all("html")
    assert [element.attributes["lang"] for element in html] == [lang]
    assert {element.tag for element in page.elements} <= ALLOWED
    policy = [e.attributes["content"] for e in page.all("meta") if e.attributes.get("http-equiv")]
    assert len(policy) == 1 and policy[0] and policy[0].startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"@import|url\((?!#)", page.all("style")[0].text)
    assert not re.search(r"url\((?!#)", " ".join(str(e.attributes) for e in page.elements))
    assert all(re.fullmatch(_NO_DOER, name) for e in page.elements for name in e.attributes)
    for table in page.all("table"):
        own = [element for element in page.elements if _inside(element, table)]
        assert [element for element in own if element.tag == "caption" and element.text.strip()], "a table is named"
        assert all(e.attributes.get("scope") in ("col", "row", "rowgroup") for e in own if e.tag == "th")
    for drawing in page.all("svg"):
        named = drawing.attributes.get("role") == "img" and drawing.attributes.get("aria-labelledby")
        assert named or drawing.attributes.get("aria-hidden") == "true"
    ids = [element.attributes["id"] for element in page.elements if element.attributes.get("id")]
    assert len(ids) == len(set(ids))
    for element in page.elements:
        assert set((element.attributes.get("aria-labelledby") or "").split()) <= set(ids)
    levels = [int(element.tag[1]) for element in page.elements if element.tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    return page


def _inside(element: Element, outer: Element) -> bool:
    while element.around is not None:
        if element.around is outer:
            return True
        element = element.around
    return False
