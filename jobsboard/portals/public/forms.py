"""What visitors may ask and enter."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

from jobsboard.accounts.services import clean_phone
from jobsboard.core.models import validate_region
from jobsboard.courses.models import CourseKind

SORTS = {"fit": "最相关", "date": "最新", "pay": "薪资高", "distance": "离蓝山近"}
EDUCATION = ("初中", "高中", "中专", "大专", "本科")
SHIFTS = {
    "day": "白班",
    "two_shift": "两班倒",
    "three_shift": "三班倒",
    "night": "夜班",
    "flexible": "弹性工时",
}
_OCCUPATION = re.compile(r"\d(-\d{2}){0,3}")


def validate_occupation(value: str) -> None:
    if not _OCCUPATION.fullmatch(value):
        raise ValidationError("请从列表中选择工种")


class JobSearchForm(forms.Form):
    """Words and filters of the search; what cannot be read is named and left out, the rest still searches."""

    q = forms.CharField(label="关键词", max_length=60, required=False)
    region = forms.CharField(label="地区", required=False, validators=[validate_region])
    month_min = forms.IntegerField(label="月薪不低于", min_value=0, max_value=1_000_000, required=False)
    education = forms.ChoiceField(label="我的学历", choices=[(e, e) for e in EDUCATION], required=False)
    occupation = forms.CharField(label="工种", required=False, validators=[validate_occupation])
    lodging = forms.ChoiceField(label="住宿", choices=[("1", "包住")], required=False)
    schedule = forms.ChoiceField(label="班次", choices=list(SHIFTS.items()), required=False)
    source = forms.SlugField(label="来源", required=False)
    sort = forms.ChoiceField(label="排序", choices=list(SORTS.items()), required=False)

    def asked(self) -> dict[str, str | int]:
        """Return what was asked and could be read; empty ones left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class CourseFilterForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=CourseKind.choices, required=False)


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label="手机号",
        help_text="11 位手机号，我们把 6 位验证码发到这个号码。",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel-national"}),
    )

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        help_text="短信里的 6 位数字，10 分钟内有效。",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SlipForm(forms.Form):
    code = forms.CharField(
        label="登录码",
        help_text="纸条上的 8 位字母和数字，大小写都可以。",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
