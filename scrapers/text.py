"""Markup → the text that a reader of the page sees."""

import html
import re

import lxml.etree
import lxml.html

_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure")
    + ("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol")
    + ("p", "pre", "section", "table", "tbody", "td", "th", "tr", "ul")
)
_NOT_SHOWN = frozenset({"script", "style", "template", "noscript", "head", "option"})
# Controls other than white space, zero-width signs, direction marks, lone surrogates.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# Digits, letters and signs in full width. One sign for one sign, so that spans found in the shadow hold in the text.
TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACE = re.compile(r"\s+")
_LINE_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
# JSON can write half of a pair; the parser of markup would end there.
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # lxml refuses it as text
_TAG_OPENS = re.compile(r"<[a-zA-Z!/]")


def squeezed(text: str) -> str:
    """Runs of spaces become one, runs of line ends become one, both ends are stripped."""
    return _BREAKS.sub("\n", _LINE_SPACE.sub(" ", text)).strip()


def visible_text(node: lxml.etree._Element) -> str:
    """What `node` shows: blocks stand on lines of their own, scripts and comments are left out."""
    parts: list[str] = []
    walker = lxml.etree.iterwalk(node, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        is_block = element.tag in _BLOCKS
        if event == "start":
            if element.tag in _NOT_SHOWN:
                walker.skip_subtree()
                continue
            parts.append("\n" if is_block else "")
            parts.append(_SPACE.sub(" ", element.text or ""))
        else:
            parts.append("\n" if is_block else "")
            if element is not node:
                parts.append(_SPACE.sub(" ", element.tail or ""))
    return squeezed("".join(parts))


def text_of_markup(markup: str) -> str:
    """The text of an HTML fragment; plain text and twice escaped HTML are taken for what they are."""
    markup = _HALF_PAIR.sub("", markup)
    if not _has_tags(markup):
        markup = html.unescape(markup)
    if not _has_tags(markup):
        return squeezed(markup)
    return visible_text(lxml.html.fragment_fromstring(_NO_XML.sub("", markup), create_parent="div"))


def _has_tags(text: str) -> bool:
    # One pattern for the whole tag would look from each `<` to the end of a text that closes none.
    opening = _TAG_OPENS.search(text)
    return opening is not None and text.find(">", opening.end()) >= 0
