"""What the bureau fills in."""

from __future__ import annotations

from typing import Any

from django import forms

from jobsboard.accounts.models import validate_phone
from jobsboard.core.actor import Role
from jobsboard.core.regions import region_choices
from jobsboard.organizations.models import Employer, EmployerState, Station

STAFF = [Role.COUNSELOR, Role.VOLUNTEER, Role.BUREAU]


class NoteForm(forms.Form):
    """A decision on a vacancy, with what the employer or the record should read."""

    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ReadNoteForm(forms.Form):
    """A decision on a listed course, and the hash of the content that was read for it."""

    note = forms.CharField(
        label="说明",
        max_length=300,
        required=False,
        help_text="下架必须写明原因。只有局里看得到。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    read = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ListedCourseFilterForm(forms.Form):
    """The conditions of the list of listed courses; a condition that cannot be read is passed over."""

    SHOW = {"held": "暂缓展示", "shown": "展示", "removed": "已下架", "ended": "已结束"}

    q = forms.CharField(max_length=60, required=False)
    source = forms.CharField(max_length=60, required=False)
    show = forms.ChoiceField(choices=list(SHOW.items()), required=False)


class AnswerForm(forms.Form):
    """What was found out about a report; who reported reads it."""

    answer = forms.CharField(
        label="核实结果和处理",
        max_length=500,
        help_text="举报人会看到这段话。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AccountForm(forms.Form):
    """Somebody who is to work here with his phone number as the key; by itself, an employer's recruiter."""

    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="手机号",
        max_length=11,
        validators=[validate_phone],
        help_text="用这个号码收验证码登录，不需要密码。",
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )


class StaffForm(AccountForm):
    role = forms.ChoiceField(
        label="身份", choices=[(role.value, role.label) for role in STAFF], widget=forms.RadioSelect
    )
    station = forms.ModelChoiceField(
        label="所属服务站",
        queryset=Station.objects.exclude(kind="village"),
        help_text="能看到本站及下级服务站的人员；驻外站还能看到在当地的人员。",
    )


class EmployerFilterForm(forms.Form):
    """The conditions of the list; a condition that cannot be read is passed over."""

    q = forms.CharField(max_length=60, required=False)
    state = forms.ChoiceField(choices=EmployerState, required=False)


class EmployerForm(forms.ModelForm):
    """An employer as its business licence has it."""

    # Written by hand or copied: spaces and small letters are not the bureau's worry. The model checks the digits.
    credit_code = forms.CharField(
        label="统一社会信用代码",
        max_length=40,
        help_text="营业执照上的 18 位代码。",
        error_messages={"unique": "这个代码已经登记过，请在列表中查找该单位。"},
    )
    region = forms.ChoiceField(label="所在地区", choices=lambda: [("", "请选择"), *region_choices()], required=False)

    class Meta:
        model = Employer
        fields = ["name", "credit_code", "kind", "industry", "region", "address", "phone", "intro"]
        help_texts = {
            "name": "与营业执照一致。",
            "kind": "例如“民营企业”“国有企业”“军创企业”。",
            "industry": "例如“物业安保”“道路运输”。",
            "intro": "做什么、规模多大，求职者会看到。",
        }
        widgets = {
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "intro": forms.Textarea(attrs={"rows": 4}),
        }

    def clean_credit_code(self) -> Any:
        return "".join(self.cleaned_data["credit_code"].split()).upper()
