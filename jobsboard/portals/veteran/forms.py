"""What a veteran fills in: each part of the profile by itself, and the consent before he applies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from jobsboard.core.regions import region_choices, region_label
from jobsboard.jobseekers.models import Branch, JobSeeker
from jobsboard.jobseekers.words import EDUCATION_LEVELS, SHIFTS
from jobsboard.postings.models import ReportReason

UNSAID = ("", "还没想好")
LODGING = (("yes", "需要包住"), ("no", "不需要，自己有住处"))
# Where veterans of the county mostly go; any other place is in the list below them.
USUAL_PLACES = (
    ("431127", "蓝山县"),
    ("431100", "永州市其他区县"),
    ("440300", "深圳市"),
    ("441900", "东莞市"),
    ("440100", "广州市"),
    ("441300", "惠州市"),
)
OCCUPATIONS_WISHED = 3


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def listed(name: str, **attrs: str) -> forms.TextInput:
    """A text field with the suggestions of the page's `<datalist id=name>`; anything else may be written too."""
    return forms.TextInput(attrs={"list": name, "autocomplete": "off", **attrs})


class ServiceForm(forms.Form):
    branch = forms.ChoiceField(label="军兵种", choices=[("", "请选择"), *Branch.choices])
    specialty = forms.CharField(
        label="岗位专业",
        max_length=40,
        help_text="例如“汽车驾驶员”“炊事员”“通信兵”。",
        widget=listed("specialties"),
    )
    date_from = forms.DateField(label="入伍时间", required=False, widget=date_input())
    date_to = forms.DateField(label="退役时间", required=False, widget=date_input())
    tasks = forms.CharField(
        label="做过的工作",
        required=False,
        max_length=1000,
        help_text="用自己的话写平时干什么，写得越具体，推荐越准。不要写部队番号、驻地和装备型号；写了也会自动换成“某部”。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, end = cleaned.get("date_from"), cleaned.get("date_to")
        if begin and begin > timezone.localdate():
            self.add_error("date_from", "入伍时间不能在今天之后。")
        if begin and end and end < begin:
            self.add_error("date_to", "退役时间不能早于入伍时间。")
        return cleaned


class CredentialForm(forms.Form):
    label = forms.CharField(
        label="证书名称", max_length=60, help_text="例如“A2驾驶证”“低压电工证”。", widget=listed("credentials-known")
    )
    issued_on = forms.DateField(label="发证日期", required=False, widget=date_input())
    expires_on = forms.DateField(label="有效期至", required=False, widget=date_input())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", "有效期不能早于发证日期。")
        return cleaned


class EducationForm(forms.Form):
    education = forms.ChoiceField(
        label="最高学历", choices=[("", "请选择"), *((level, level) for level in EDUCATION_LEVELS)]
    )


class PastJobForm(forms.Form):
    title = forms.CharField(
        label="做过的岗位", max_length=40, help_text="退役以后干过的，例如“货车司机”。", widget=listed("occupations")
    )
    years = forms.DecimalField(
        label="干了几年",
        required=False,
        min_value=0,
        max_value=60,
        max_digits=3,
        decimal_places=1,
        help_text="半年写 0.5。",
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )


class SkillForm(forms.Form):
    words = forms.CharField(label="还会什么", max_length=60, help_text="用自己的话写，例如“开叉车、电焊”。")


class WishesForm(forms.Form):
    regions = forms.MultipleChoiceField(
        label="想去哪里上班", required=False, choices=USUAL_PLACES, widget=forms.CheckboxSelectMultiple
    )
    another_region = forms.ChoiceField(label="还想去别的地方", required=False)
    occupation_1 = forms.CharField(label="最想干的工种", required=False, max_length=40, widget=listed("occupations"))
    occupation_2 = forms.CharField(label="也愿意干", required=False, max_length=40, widget=listed("occupations"))
    occupation_3 = forms.CharField(label="还愿意干", required=False, max_length=40, widget=listed("occupations"))
    month_min = forms.IntegerField(
        label="每月最少要多少（元）",
        required=False,
        min_value=0,
        max_value=200_000,
        help_text="到手的底线。只用来给您排序，不会给用人单位看。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "100"}),
    )
    lodging = forms.ChoiceField(label="住宿", required=False, choices=[*LODGING, UNSAID], widget=forms.RadioSelect)
    shift = forms.ChoiceField(
        label="想上什么班", required=False, choices=[*SHIFTS.items(), UNSAID], widget=forms.RadioSelect
    )
    available_from = forms.DateField(label="什么时候能上班", required=False, widget=date_input())
    current_city = forms.ChoiceField(
        label="现在住在哪里", required=False, help_text="填了以后，那里的驻外服务站才照应得到您。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = [code for code, _ in USUAL_PLACES]
        others = [code for code in self.initial.get("regions", ()) if code not in usual]
        self.fields["regions"].choices = [*USUAL_PLACES, *((code, region_label(code) or code) for code in others)]
        self.fields["another_region"].choices = [("", "不用了"), *region_choices()]
        self.fields["current_city"].choices = [("", "请选择"), *region_choices()]

    @classmethod
    def of(cls, job_seeker: JobSeeker, data: Any = None) -> WishesForm:
        """The form filled with what the person has said before, or with what was sent."""
        occupations = {f"occupation_{n}": word for n, word in enumerate(job_seeker.wished_occupations, start=1)}
        return cls(
            data,
            prefix="wishes",
            initial={
                **occupations,
                "regions": job_seeker.wished_regions,
                "month_min": job_seeker.month_min,
                "lodging": {True: "yes", False: "no", None: ""}[job_seeker.wants_lodging],
                "shift": job_seeker.wished_shift,
                "available_from": job_seeker.available_from,
                "current_city": job_seeker.current_city,
            },
        )

    def wishes(self) -> dict[str, Any]:
        """What was said, under the names that `update_wishes` takes."""
        said = self.cleaned_data
        another = [said["another_region"]] if said["another_region"] else []
        words = [said[f"occupation_{n}"].strip() for n in range(1, OCCUPATIONS_WISHED + 1)]
        return {
            "regions": [*said["regions"], *another],
            "occupations": list(dict.fromkeys(word for word in words if word)),
            "month_min": said["month_min"],
            "wants_lodging": {"yes": True, "no": False, "": None}[said["lodging"]],
            "shift": said["shift"],
            "available_from": said["available_from"],
            "current_city": said["current_city"],
        }


class PersonForm(forms.Form):
    name = forms.CharField(
        label="姓名",
        max_length=40,
        help_text="您同意投递后，单位才看得到。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    home = forms.ChoiceField(
        label="家乡", required=False, help_text="没写想去哪里时，先给您看家乡的岗位。不用来筛选。"
    )

    def __init__(self, *args: Any, is_verified: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].choices = [("", "请选择"), *region_choices()]
        if is_verified:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = "姓名已核实，如需更正请到服务站办理。"


class ApplyForm(forms.Form):
    message = forms.CharField(
        label="想对单位说的话",
        required=False,
        max_length=300,
        help_text="例如什么时候能到岗、有什么要问的。单位会看到。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agree = forms.BooleanField(
        label="我看过上面的内容，同意只为这次应聘把这些信息提供给该单位",
        error_messages={"required": "没有勾选同意，什么都没有发出去。同意后请打勾再投递。"},
    )

    def __init__(self, *args: Any, digest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.digest = digest

    def clean(self) -> dict[str, Any]:
        # If his data changed since the page was shown, what he agreed to is no longer what would be passed on.
        if self.data.get("shown") != self.digest:
            raise ValidationError("您的资料刚刚有变动，请把要提供的内容再看一遍，再点投递。")
        return super().clean() or {}


class ReportForm(forms.Form):
    """What is wrong with a vacancy."""

    reason = forms.ChoiceField(label="什么问题", choices=ReportReason.choices, widget=forms.RadioSelect)
    details = forms.CharField(
        label="具体情况",
        max_length=500,
        required=False,
        help_text="什么时候、怎么发现的。不要写别人的电话和身份证号。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
