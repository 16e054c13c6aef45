"""Check digits of the two official numbers: ID numbers (GB 11643) and credit codes (GB 32100)."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError

_ID_NUMBER = re.compile(r"\d{17}[\dX]")
_ID_CHECK = "10X98765432"
# GB 32100 leaves out I, O, S, V and Z, which are misread.
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(f"[{_CREDIT_ALPHABET}]{{18}}")


def id_number_check_digit(body: str) -> str:
    """Return the last sign of an ID number from its first 17 digits (here the standard's own example).

    >>> id_number_check_digit("11010519491231002")
    'X'
    """
    return _ID_CHECK[sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body)) % 11]


def credit_code_check_digit(body: str) -> str:
    """Return the last sign of a credit code from its first 17 signs (here the standard's own example).

    >>> credit_code_check_digit("91350100M000100Y4")
    '3'
    """
    total = sum(_CREDIT_ALPHABET.index(sign) * 3**place for place, sign in enumerate(body))
    return _CREDIT_ALPHABET[-total % 31]


def clean_id_number(text: str) -> str:
    """Return the ID number without spaces and with a capital X, or raise. The error never repeats it."""
    number = "".join(text.split()).upper()
    if not _ID_NUMBER.fullmatch(number):
        raise ValidationError("身份证号应为 18 位，请核对。", code="id_number")
    try:
        date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        raise ValidationError("身份证号中的出生日期不存在，请核对。", code="id_number") from None
    if id_number_check_digit(number[:17]) != number[17]:
        raise ValidationError("身份证号的校验码不符，请核对。", code="id_number")
    return number


def validate_credit_code(code: str) -> None:
    """Raise unless `code` is a unified social credit code with a right check digit."""
    if not _CREDIT_CODE.fullmatch(code):
        raise ValidationError("请填写 18 位统一社会信用代码", code="credit_code")
    if credit_code_check_digit(code[:17]) != code[17]:
        raise ValidationError("统一社会信用代码的校验码不符，请核对。", code="credit_code")
