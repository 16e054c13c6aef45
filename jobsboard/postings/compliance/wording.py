"""The text as the rules read it: one spelling, words that were pulled apart put together, offsets kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.text import normalise_with_offsets

# What is put between the characters of a word so that a filter does not see it: 男 性, 押*金, 微-信.
_BETWEEN = r"[\s.*·_\-/|~+^#]"
_WORDS = (
    r"男性(?![格情能质别价])",
    r"女性(?![格情能质别价])",
    r"男士(?![兵官气])",
    r"女士(?![兵官气])",
    r"男生(?![活产日鲜物])",
    r"女生(?![活产日鲜物])",
    "未婚",
    "已婚",
    "已育",
    "未育",
    r"户口(?!头)",
    "户籍",
    r"押金(?![额融属牌])",
    "保证金",
    "身份证",
    "毕业证",
    "培训费",
    "服装费",
    "报名费",
    "体检费",
    "中介费",
    "乙肝",
    "微信",
    "薇信",
    "助学贷款",
    "培训贷",
    "月入过万",
)


def _pulled_apart(word: str) -> str:
    """Pattern of a word with something between its first two characters, maybe between the others too."""
    letters, bracket, limit = word.partition("(")
    rest = "".join(f"{_BETWEEN}{{0,3}}{letter}" for letter in letters[2:])
    return f"{letters[0]}{_BETWEEN}{{1,3}}{letters[1]}{rest}{bracket}{limit}"


_PULLED_APART = re.compile("|".join(_pulled_apart(word) for word in _WORDS))
_BETWEEN_ONE = re.compile(_BETWEEN)


def read(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in its normal form and, for each character, its place in the original.

    >>> read("限男 性，押 金")[0]
    '限男性,押金'
    """
    plain, offsets = normalise_with_offsets(text)
    gone = {
        match.start() + place
        for match in _PULLED_APART.finditer(plain)
        for place, letter in enumerate(match.group())
        if _BETWEEN_ONE.match(letter)
    }
    if not gone:
        return plain, offsets
    kept = [place for place in range(len(plain)) if place not in gone]
    return "".join(plain[place] for place in kept), [offsets[place] for place in kept]
