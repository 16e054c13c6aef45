"""One spelling of characters, dashes and Chinese numerals for every parser."""

import functools
import re

from matching.text import normalise

# What runs on beyond this is no posting: parsers read the beginning, so that a megabyte costs no minute.
LONGEST_TEXT = 20_000
# All that people type between the two ends of a range; NFKC leaves these apart.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─〜∼~", "-"))
# NFKC makes ① a digit that would run into the figure after it; it only counts the lines of a list.
LIST_MARKS = dict.fromkeys(range(0x2460, 0x2474), " ")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# The forms of cheques and contracts, which nobody can alter with one stroke.
_CHEQUE_FORMS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_WEIGHTS = {"十": 10, "百": 100, "千": 1_000}
_SMALL = "[零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]"
_ANY = _SMALL[:-1] + "千仟万]"
# Bounded on both sides: an endless run of numerals is no number and must not cost quadratic time.
_NUMERAL = re.compile(rf"(?<!{_SMALL}){_SMALL}{{1,6}}")
_SUM = re.compile(rf"(?<!{_ANY}){_ANY}{{1,12}}(?!{_ANY})")
_IS_SUM = re.compile(rf"\s*(?:[元块]|[-到至]\s*{_ANY}{{0,3}}[百佰千仟万])")
_FIGURE_WITH_TAIL = re.compile(
    r"(?<![\d.])(\d{1,3})([万w千k])(\d)(?:(?<=[万w]\d)[千k])?(?=[\s\-到至元/,;。+以左起上]|$)"
)
_SCALE_OF_CHEQUES = re.compile(r"(?<=\d)仟")
_SPACES = re.compile(r"[^\S\n]{2,}")


def plain(text: str | None) -> str:
    """Return the text in lower-case half-width simplified characters with one kind of dash; None gives "".

    Examples
    --------
    >>> plain("６～８仟，麵議")
    '6-8仟,面议'
    """
    if not text:
        return ""
    return _folded(text[:LONGEST_TEXT])


# The parsers of one posting fold the same long text one after the other.
@functools.lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return _SPACES.sub(" ", normalise(text.translate(LIST_MARKS)).translate(_DASHES)).strip()


def chinese_number(numeral: str) -> int | None:
    """Return the value of a Chinese numeral below 10,000, None where it is not one.

    Examples
    --------
    >>> [chinese_number(numeral) for numeral in ("三", "十二", "两百", "一百五", "一百零五", "一一")]
    [3, 12, 200, 150, 105, None]
    """
    total, digit, weight = 0, None, 10_000
    is_spoken_short = False
    for character in numeral.translate(_CHEQUE_FORMS):
        if character in _WEIGHTS:
            if _WEIGHTS[character] >= weight:
                return None
            weight = _WEIGHTS[character]
            total += (1 if digit is None else digit) * weight
            digit, is_spoken_short = None, weight > 10
        elif character not in _DIGITS or digit:
            return None
        else:
            digit = _DIGITS[character]
            is_spoken_short = is_spoken_short and digit > 0
    # 一百五 is 150: the last digit takes the place after the last one named, unless 零 stands between.
    return total + (digit or 0) * (weight // 10 if is_spoken_short else 1)


def with_digits_before(text: str, units: str) -> str:
    """Return the text with the Chinese numerals that stand before one of `units` as digits.

    Examples
    --------
    >>> with_digits_before("三年以上，一流团队，两三年", "年")
    '3年以上，一流团队，2-3年'
    """
    if _NUMERAL.search(text) is None:
        return text
    return re.sub(rf"{_NUMERAL.pattern}(?=\s*(?:{units}))", lambda match: _in_digits(match.group()), text)


def with_digits_in_amounts(text: str) -> str:
    """Return the text with spoken sums as figures, whatever scale they name kept.

    Examples
    --------
    >>> with_digits_in_amounts("八千到一万二,五险一金;三四千;1万2;两百元")
    '8千到1.2万,五险一金;3-4千;1.2万;200元'
    """
    text = _SCALE_OF_CHEQUES.sub("千", text)
    return _SUM.sub(_sum_in_digits, _FIGURE_WITH_TAIL.sub(r"\1.\3\2", text))


def _in_digits(numeral: str) -> str:
    values = [_DIGITS.get(character) for character in numeral.translate(_CHEQUE_FORMS)]
    if len(values) == 2 and values[0] and values[1] == values[0] + 1:  # 两三年
        return f"{values[0]}-{values[1]}"
    value = chinese_number(numeral)
    return numeral if value is None else str(value)


def _sum_in_digits(match: re.Match[str]) -> str:
    numeral = match.group().translate(_CHEQUE_FORMS)
    # 五险, 一天 and 千万 are no sums: a sum begins with a digit and names its scale, its coin or its far end.
    has_scale = any(scale in numeral for scale in "百千万")
    if numeral[0] in "百千万" or not (has_scale or _IS_SUM.match(match.string, match.end())):
        return match.group()
    if len(numeral) == 3 and numeral[-1] in "千万" and "-" in _in_digits(numeral[:2]):  # 三四千
        return _in_digits(numeral[:2]) + numeral[-1]
    return _figure(numeral) or match.group()


def _figure(numeral: str) -> str | None:
    head, ten_thousand, rest = numeral.partition("万")
    value, scale = chinese_number(head), ""
    if ten_thousand:
        after = _after_ten_thousand(rest)
        if not value or after is None or not _is_spelt_out(head):
            return None
        value, scale = value * 10_000 + after, "万"
    elif "千" in numeral:
        scale = "千"
    if value is None:
        return None
    return f"{value / {'万': 10_000, '千': 1_000, '': 1}[scale]:.4f}".rstrip("0").rstrip(".") + scale


def _after_ten_thousand(rest: str) -> int | None:
    if rest in _DIGITS:
        return _DIGITS[rest] * 1_000
    return chinese_number(rest) if rest else 0


def _is_spelt_out(head: str) -> bool:
    # 八千一万 is two sums that ran together, not 8100 × 10,000.
    return head[-1] in _WEIGHTS or len(head) == 1 or head[-2] in "十零〇"
