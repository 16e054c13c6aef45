"""What a station fills in: confirming a person, registering one who came to the desk."""

from __future__ import annotations

from django import forms

from jobsboard.accounts.models import validate_phone
from jobsboard.core.regions import region_choices


class ConfirmForm(forms.Form):
    id_number = forms.CharField(
        label="身份证号",
        max_length=18,
        help_text="对照本人身份证和退役证填写。系统只保存加密摘要用来防止重复建档，不保存号码。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.BooleanField(label="我已当面核对退役证（或退役军人优待证）与本人一致")


class RegisterForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="手机号", max_length=11, validators=[validate_phone])
    current_city = forms.ChoiceField(
        label="目前所在地", choices=lambda: [("", "请选择"), *region_choices()], required=False
    )
    agreed = forms.BooleanField(label="已告知本人：登记用于就业服务，可随时查看、更正、删除，本人同意")
