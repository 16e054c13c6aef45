"""The words a file may hold: closed lists, and free text without secrets or personal numbers."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from matching.condition_comparisons import SHIFT_NAMES
from matching.fields import refuse_personal_data
from matching.parsing import EDUCATION_LEVELS as LEVELS
from matching.secrecy import mask_secrets

# What a person can have; "any" is an employer's word.
EDUCATION_LEVELS = tuple(level for level in LEVELS if level != "不限")
SHIFTS = SHIFT_NAMES

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
