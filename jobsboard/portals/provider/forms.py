"""What a training provider keeps up to date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from jobsboard.core.regions import region_choices
from jobsboard.courses.models import Course, CourseSession


class CourseForm(forms.ModelForm):
    class Meta:
        model = Course
        fields = ["title", "description", "audience", "hours", "fee", "own_cost", "is_published"]
        help_texts = {
            "own_cost": "扣除补贴后学员自己付多少；还不清楚请留空，页面会写“待核实”。",
            "is_published": "取消勾选后课程不再展示。",
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}


class SessionForm(forms.ModelForm):
    region = forms.ChoiceField(label="上课地区", choices=lambda: [("", "请选择"), *region_choices()])

    class Meta:
        model = CourseSession
        fields = ["starts_on", "ends_on", "region", "address", "seats"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}),
            "ends_on": forms.DateInput(attrs={"type": "date"}),
        }

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("开班日期已经过去，请改填今天或以后的日期。")
        return day
