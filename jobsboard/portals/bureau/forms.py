"""What the bureau fills in."""

from __future__ import annotations

from django import forms

from jobsboard.accounts.models import validate_phone
from jobsboard.core.actor import Role
from jobsboard.organizations.models import Station

STAFF = [Role.COUNSELOR, Role.VOLUNTEER, Role.BUREAU]


class NoteForm(forms.Form):
    """A decision on a vacancy, with what the employer or the record should read."""

    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class StaffForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="手机号", max_length=11, validators=[validate_phone], help_text="用这个号码收验证码登录，不需要密码。"
    )
    role = forms.ChoiceField(
        label="身份", choices=[(role.value, role.label) for role in STAFF], widget=forms.RadioSelect
    )
    station = forms.ModelChoiceField(
        label="所属服务站",
        queryset=Station.objects.exclude(kind="village"),
        help_text="能看到本站及下级服务站的人员；驻外站还能看到在当地的人员。",
    )
