"""The words a file may hold: closed lists, and free text without secrets or personal numbers."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from matching.fields import refuse_personal_data
from matching.secrecy import mask_secrets

EDUCATION_LEVELS = ("小学", "初中", "高中", "中专", "大专", "本科", "硕士", "博士")
# The matching library's names of shifts, as a person reads them.
SHIFTS = {"day": "白班", "two_shift": "两班倒", "three_shift": "三班倒", "night": "夜班", "flexible": "弹性"}

_SPACES = re.compile(r"[^\S\n]+")


def clean_words(field: str, text: str) -> str:
    """Return free text with unit and weapon names masked; refuse phone and ID numbers in it.

    >>> clean_words("tasks", "在61234部队  开货车")
    '在某部 开货车'
    """
    words = _SPACES.sub(" ", mask_secrets(text)).strip()
    try:
        refuse_personal_data({field: words})
    except ValueError:
        raise ValidationError({field: "请不要在这里填写手机号或身份证号。"}) from None
    return words
