"""The minimum wages that the lawful-posting check holds pay against: what is entered, from where, who vouches."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.core.regions import region_choices
from jobsboard.policies import services
from jobsboard.policies.models import MinimumWage

bureau_only = role_required(Role.BUREAU)

DECISIONS: dict[str, tuple[Callable[..., MinimumWage], str]] = {
    "verify": (services.verify_minimum_wage, "已核实，低于这个标准的岗位会标为违法风险。"),
    "withdraw": (services.withdraw_minimum_wage, "已作废，不再用来核对。"),
}


class MinimumWageForm(forms.ModelForm):
    """A figure as its document has it."""

    region = forms.ChoiceField(label="适用地区", choices=lambda: [("", "请选择"), *region_choices()])

    source_url = forms.URLField(
        label="文件网址",
        max_length=500,
        assume_scheme="https",
        help_text="政府网站上的原文网址，核实时要打开对照。",
    )

    class Meta:
        model = MinimumWage
        fields = ["region", "month", "hour", "valid_from", "valid_to", "source_name", "source_url"]
        help_texts = {
            "region": "标准适用于全市的选市，只适用于某个区县的选区县。",
            "month": "全日制用工。文件里没有的不填，不要估算。",
            "hour": "非全日制用工。",
            "source_name": "公布标准的文件，例如“省政府关于调整最低工资标准的通知”及文号。",
            "valid_to": "还在施行的不填。",
        }
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "month": forms.NumberInput(attrs={"inputmode": "decimal", "min": "1", "step": "0.01"}),
            "hour": forms.NumberInput(attrs={"inputmode": "decimal", "min": "1", "step": "0.01"}),
        }


@bureau_only
def minimum_wages(request: HttpRequest) -> HttpResponse:
    """Every figure with its source and state, and a form to enter one."""
    form = MinimumWageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_minimum_wage(actor=request.actor, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "已录入，请对照文件原文核实。核实前只作提示。")
            return redirect("bureau:minimum_wages")
    rows = MinimumWage.objects.select_related("entered_by", "verified_by")
    context = {"page": page_of(request, rows), "form": form, "today": timezone.localdate()}
    return render(request, "bureau/minimum_wages.html", context)


@bureau_only
@require_POST
def minimum_wage_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """verify | withdraw."""
    figure = get_object_or_404(MinimumWage, pk=pk)
    if name not in DECISIONS:
        raise Http404(name)
    decide, done = DECISIONS[name]
    try:
        decide(actor=request.actor, figure=figure)
        messages.success(request, done)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("bureau:minimum_wages")
