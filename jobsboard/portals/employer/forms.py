"""What an employer fills in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone

from jobsboard.core.regions import region_choices
from jobsboard.postings.compliance import Finding, in_context
from jobsboard.postings.models import JobPosting
from jobsboard.postings.uploads import KINDS, LARGEST_UPLOAD, LONGEST_VALIDITY, MOST_ROWS

# Where the words stand that the lawful-posting check names by the plain names of a feed.
FIELD_OF = {
    "title": "title",
    "description": "description",
    "location": "job_location",
    "region": "job_location",
    "salary": "salary_text",
    "headcount": "headcount_text",
    "education": "education_requirements",
    "experience": "experience_requirements",
    "valid_through": "valid_through",
}


class Noted(NamedTuple):
    """A finding with the words around it: before, the words themselves, after; None where something is missing."""

    finding: Finding
    words: tuple[str, str, str] | None


class PostingForm(forms.ModelForm):
    """The six contents that law asks for, and what a veteran wants to know first."""

    job_location = forms.ChoiceField(label="工作地区", choices=lambda: [("", "请选择"), *region_choices()])

    class Meta:
        model = JobPosting
        fields = [
            "title",
            "description",
            "job_location",
            "address",
            "salary_text",
            "headcount_text",
            "education_requirements",
            "experience_requirements",
            "employment_type",
            "schedule_text",
            "lodging_text",
            "valid_through",
        ]
        labels = {
            "salary_text": "薪资",
            "headcount_text": "招聘人数",
            "education_requirements": "学历要求",
            "experience_requirements": "经验要求",
            "schedule_text": "班次",
            "lodging_text": "食宿",
        }
        help_texts = {
            "title": "写实际岗位，例如“消防设施操作员”。单位名称会自动显示，不必写进去。",
            "description": "做什么、要什么条件、给什么待遇。不要写性别、婚姻、户籍等限制，不要留个人电话和微信。",
            "address": "到街道和门牌即可。",
            "salary_text": "写明金额和周期，例如“6000-8000元/月”“24元/小时”。",
            "headcount_text": "例如“3人”；没有定数写“若干”。",
            "schedule_text": "例如“长白班，月休4天”“两班倒”。",
            "lodging_text": "例如“包吃住”“包住，餐补300元”“不包”。",
            "valid_through": "到期后自动停止展示，最长半年。",
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 8}),
            "valid_through": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("description", "salary_text", "headcount_text", "valid_through", "address"):
            self.fields[name].required = True
        if not self.instance.pk:
            self.initial["valid_through"] = timezone.localdate() + timedelta(days=60)

    def show_findings(self, findings: list[Finding], words: dict[str, Any]) -> list[Noted]:
        """Put each finding beside the field whose words it is about; return those that no field here holds."""
        elsewhere = []
        for finding in findings:
            noted = Noted(finding, in_context(finding, words))
            name = FIELD_OF.get(finding.field or "")
            if name is None:
                elsewhere.append(noted)
            else:
                field = self.fields[name]
                field.notes = [*getattr(field, "notes", []), noted]  # type: ignore[attr-defined]
        return elsewhere

    def clean_valid_through(self) -> Any:
        day, today = self.cleaned_data["valid_through"], timezone.localdate()
        if not today <= day <= today + LONGEST_VALIDITY:
            raise forms.ValidationError("有效期应在今天之后、半年以内，请改填日期。")
        return day


class UploadForm(forms.Form):
    """A table of vacancies."""

    file = forms.FileField(
        label="岗位表",
        help_text=f"{'、'.join(KINDS)}，最大 {LARGEST_UPLOAD // 1024 // 1024} MB，一次最多 {MOST_ROWS} 个岗位。",
        error_messages={"required": "请选择文件。", "empty": "这个文件是空的，请换一个。"},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{kind}" for kind in KINDS)}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                f"“{file.name}”有 {file.size / 1024 / 1024:.1f} MB，最大 {LARGEST_UPLOAD // 1024 // 1024} MB。"
            )
        return file


class HireForm(forms.Form):
    started_on = forms.DateField(label="入职日期", widget=forms.DateInput(attrs={"type": "date"}))
    month_pay = forms.IntegerField(label="约定月薪（元）", min_value=1, max_value=200_000, required=False)


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="未录用原因", max_length=200, help_text="求职者会看到，请写具体，例如“岗位已招满”“缺少低压电工证”。"
    )
