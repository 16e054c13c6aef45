"""One spelling of digits, dashes and small Chinese numerals for every parser."""

import functools
import re
import unicodedata

# All that people type between the two ends of a range; NFKC leaves these apart.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－─～〜∼﹣﹏", "-") | {"~": "-", "\u200b": "", "\ufeff": ""})
_CHINESE_DIGITS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMERAL_CHARACTERS = "[零一二两三四五六七八九十百]"
# Bounded on both sides: an endless run of numerals is no number and must not cost quadratic time.
CHINESE_NUMERAL = f"(?<!{_NUMERAL_CHARACTERS}){_NUMERAL_CHARACTERS}{{1,6}}"
_NUMERAL = re.compile(_NUMERAL_CHARACTERS)
_SPACES = re.compile(r"[^\S\n]{2,}")


# The parsers of one posting fold the same long text one after the other.
@functools.lru_cache(maxsize=64)
def plain(text: str | None) -> str:
    """Return the text with half-width characters, single spaces and one kind of dash; None gives "".

    Examples
    --------
    >>> plain("６～８千")
    '6-8千'
    """
    if not text:
        return ""
    half_width = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", half_width.translate(_DASHES)).strip()


def chinese_number(numeral: str) -> int | None:
    """Return the value of a small Chinese numeral, None where it is not one.

    Examples
    --------
    >>> chinese_number("三"), chinese_number("十二"), chinese_number("两百"), chinese_number("一一")
    (3, 12, 200, None)
    """
    total, digit = 0, None
    for character in numeral:
        weight = {"十": 10, "百": 100}.get(character)
        if weight is None:
            if digit:
                return None
            digit = _CHINESE_DIGITS[character]
        else:
            total += (1 if digit is None else digit) * weight
            digit = None
    return total + (digit or 0)


def with_digits_before(text: str, units: str) -> str:
    """Return the text with the Chinese numerals that stand before one of `units` as digits.

    Examples
    --------
    >>> with_digits_before("三年以上，一流团队", "年")
    '3年以上，一流团队'
    """

    def as_digits(match: re.Match[str]) -> str:
        value = chinese_number(match.group())
        return match.group() if value is None else str(value)

    return re.sub(rf"{CHINESE_NUMERAL}(?=\s*(?:{units}))", as_digits, text) if _NUMERAL.search(text) else text
