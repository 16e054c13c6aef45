"""Typed reading of untrusted mappings: a wrong type is an error that names the field and the value."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Raw = Mapping[str, Any]

# Nobody writes so much of himself; what is longer is no answer to the question.
LONGEST_TEXT = 20_000

PERSONAL_KEYS = frozenset(
    ("name", "full_name", "real_name", "given_name", "family_name", "first_name", "last_name")
    + ("phone", "mobile", "tel", "telephone", "email", "mail", "wechat", "qq")
    + ("id_number", "id_card", "identity_number", "姓名", "名字", "电话", "手机", "手机号", "联系电话")
    + ("联系方式", "身份证", "身份证号", "身份证号码", "证件号", "证件号码", "邮箱", "微信", "微信号")
)
_PHONE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?![\dA-Za-z])")
_SPACING = re.compile(r"(?<=\d)[\s\-·.]+(?=\d)")


def refuse_personal_data(mapping: Raw, path: str = "") -> None:
    """Raise ``ValueError`` where a name, a phone or an ID number stands; the value itself is not repeated.

    Examples
    --------
    >>> refuse_personal_data({"id": "p1", "service": [{"tasks": "电话１３８ ０００１ ２３４５"}]})
    Traceback (most recent call last):
    ValueError: service[0].tasks: looks like a phone number; personal data is not accepted
    """
    for key, value in mapping.items():
        where = f"{path}{key}"
        if str(key).strip().lower().replace("-", "_") in PERSONAL_KEYS:
            raise ValueError(f"{where}: personal data is not accepted here")
        _refuse_in_value(value, where)


def _refuse_in_value(value: object, where: str) -> None:
    if isinstance(value, Mapping):
        refuse_personal_data(value, f"{where}.")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            _refuse_in_value(item, f"{where}[{number}]")
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        text = _closed_up(value)
        if _PHONE.search(text):
            raise ValueError(f"{where}: looks like a phone number; personal data is not accepted")
        if _ID_NUMBER.search(text):
            raise ValueError(f"{where}: looks like an ID number; personal data is not accepted")


def expect_mapping(value: object, where: str) -> Raw:
    """Return ``value`` when it is a mapping.

    Examples
    --------
    >>> expect_mapping([1], "wishes")
    Traceback (most recent call last):
    ValueError: wishes: expected an object, got [1]
    """
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: expected an object, got {shown(value)}")
    return value


def text_of(raw: Raw, key: str, path: str = "") -> str | None:
    """Return a stripped text, None where it is missing, null or empty.

    Examples
    --------
    >>> text_of({"branch": " 陆军 "}, "branch"), text_of({}, "branch")
    ('陆军', None)
    >>> text_of({"branch": 3}, "branch", "service[0].")
    Traceback (most recent call last):
    ValueError: service[0].branch: expected text, got 3
    """
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{path}{key}: expected text, got {shown(value)}")
    return _bounded(value, f"{path}{key}").strip() or None


def texts_of(raw: Raw, key: str, path: str = "") -> tuple[str, ...] | None:
    """Return a list of texts as a tuple, None where the key is missing or null.

    Examples
    --------
    >>> texts_of({"credentials": ["C1驾驶证"]}, "credentials"), texts_of({}, "credentials")
    (('C1驾驶证',), None)
    """
    value = raw.get(key)
    if value is None:
        return None
    if not _is_list(value) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{path}{key}: expected a list of texts, got {shown(value)}")
    return tuple(_bounded(item, f"{path}{key}").strip() for item in value if item.strip())


def mappings_of(raw: Raw, key: str, path: str = "") -> tuple[Raw, ...] | None:
    """Return a list of objects as a tuple, None where the key is missing or null.

    Examples
    --------
    >>> mappings_of({"service": "陆军"}, "service")
    Traceback (most recent call last):
    ValueError: service: expected a list of objects, got '陆军'
    """
    value = raw.get(key)
    if value is None:
        return None
    if not _is_list(value):
        raise ValueError(f"{path}{key}: expected a list of objects, got {shown(value)}")
    return tuple(expect_mapping(item, f"{path}{key}[{number}]") for number, item in enumerate(value))


def number_of(raw: Raw, key: str, path: str = "", most: float = 1e9) -> float | None:
    """Return a number from 0 to ``most``, None where it is missing or null.

    Examples
    --------
    >>> number_of({"years": 3}, "years"), number_of({}, "years")
    (3, None)
    >>> number_of({"years": -1}, "years", "experience[0].", most=60)
    Traceback (most recent call last):
    ValueError: experience[0].years: expected a number from 0 to 60, got -1
    """
    value = raw.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"{path}{key}: expected a number from 0 to {most:g}, got {shown(value)}")
    return value


def flag_of(raw: Raw, key: str, path: str = "") -> bool | None:
    """Return a truth value, None where it is missing or null.

    Examples
    --------
    >>> flag_of({"lodging": True}, "lodging")
    True
    >>> flag_of({"lodging": "yes"}, "lodging", "wishes.")
    Traceback (most recent call last):
    ValueError: wishes.lodging: expected true or false, got 'yes'
    """
    value = raw.get(key)
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"{path}{key}: expected true or false, got {shown(value)}")
    return value


def month_of(raw: Raw, key: str, path: str = "") -> str | None:
    """Return a date as written (``2016``, ``2016-09`` or ``2016-09-01``) after checking that it exists.

    Examples
    --------
    >>> month_of({"from": "2016-09"}, "from")
    '2016-09'
    >>> month_of({"from": "2016-13"}, "from", "service[0].")
    Traceback (most recent call last):
    ValueError: service[0].from: expected YYYY, YYYY-MM or YYYY-MM-DD, got '2016-13'
    """
    value = raw.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or value == "":
        return None
    try:
        date.fromisoformat(str(value) + {4: "-01-01", 7: "-01"}.get(len(str(value)), ""))
    except ValueError:
        raise ValueError(f"{path}{key}: expected YYYY, YYYY-MM or YYYY-MM-DD, got {shown(value)}") from None
    return str(value)


def shown(value: object) -> str:
    """Return a value as an error message may show it: short, and never a personal number.

    Examples
    --------
    >>> shown("陆军"), len(shown("陆" * 100))
    ("'陆军'", 60)
    """
    text = repr(value)[:LONGEST_TEXT]
    digits = _closed_up(text)
    if _PHONE.search(digits) or _ID_NUMBER.search(digits):
        return "a personal number"
    return text if len(text) <= 60 else text[:59] + "…"


def _bounded(text: str, where: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{where}: expected {LONGEST_TEXT} characters at most, got {len(text)}")
    return text


def _closed_up(value: object) -> str:
    # People write numbers full-width and with spaces or hyphens inside.
    return _SPACING.sub("", unicodedata.normalize("NFKC", str(value)))


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
