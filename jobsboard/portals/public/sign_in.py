"""The way in and out: phone and one-time code, a code slip, and the choice of a post."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jobsboard.accounts import services as accounts
from jobsboard.accounts.models import User
from jobsboard.core.actor import Role
from jobsboard.organizations.middleware import AS_MYSELF, SESSION_KEY
from jobsboard.organizations.models import Membership
from jobsboard.portals.public.forms import CodeForm, PhoneForm, SlipForm

# The phone number travels in the session: an address would stand in logs and histories.
PHONE_KEY = "sign_in_phone"
# The text message itself, where the gateway shows it on screen (demo).
SHOWN_KEY = "sign_in_shown"
NEXT_KEY = "sign_in_next"
HOMES = {
    Role.VETERAN: "veteran:home",
    Role.COUNSELOR: "counselor:home",
    Role.VOLUNTEER: "station:home",
    Role.RECRUITER: "employer:home",
    Role.PROVIDER: "provider:home",
    Role.BUREAU: "bureau:home",
}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask_for_code(request: HttpRequest) -> HttpResponse:
    if request.actor.user:
        return redirect("public:start")
    _remember_next(request)
    form = PhoneForm(request.POST or None)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            sent = accounts.request_sms_code(phone=phone, source=_source(request))
        except accounts.SignInError as error:
            form.add_error("phone", str(error))
        else:
            request.session[PHONE_KEY] = phone
            request.session[SHOWN_KEY] = sent.on_screen
            return redirect("public:sign_in_code")
    return render(request, "public/sign_in.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    phone = request.session.get(PHONE_KEY)
    if not phone:
        return redirect("public:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            user = accounts.sign_in_with_sms_code(phone=phone, code=form.cleaned_data["code"])
        except accounts.SignInError as error:
            form.add_error("code", str(error))
        else:
            return _welcome(request, user)
    context = {"form": form, "phone_end": phone[-4:], "shown_message": request.session.get(SHOWN_KEY)}
    return render(request, "public/sign_in_code.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter_slip(request: HttpRequest) -> HttpResponse:
    form = SlipForm(request.POST or None)
    if form.is_valid():
        try:
            user = accounts.sign_in_with_slip(code=form.cleaned_data["code"], source=_source(request))
        except accounts.SignInError as error:
            form.add_error("code", str(error))
        else:
            return _welcome(request, user)
    return render(request, "public/sign_in_slip.html", {"form": form})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "已退出登录。")
    return redirect("public:home")


def start(request: HttpRequest) -> HttpResponse:
    return redirect(HOMES.get(request.actor.role, "public:home"))


@require_http_methods(["GET", "POST"])
def switch_role(request: HttpRequest) -> HttpResponse:
    posts = Membership.objects.active().of_user(request.user)
    if request.method == "POST":
        chosen = request.POST.get("membership", "")
        if chosen == AS_MYSELF:
            request.session[SESSION_KEY] = AS_MYSELF
        else:
            number = int(chosen) if chosen.isascii() and chosen.isdigit() else 0
            request.session[SESSION_KEY] = get_object_or_404(posts, pk=number).pk
        return redirect("public:start")
    return render(request, "public/switch_role.html", {"posts": posts, "as_myself": AS_MYSELF})


def _remember_next(request: HttpRequest) -> None:
    target = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        request.session[NEXT_KEY] = target


def _source(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    target = request.session.pop(NEXT_KEY, None)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    for used in (PHONE_KEY, SHOWN_KEY):
        request.session.pop(used, None)
    return HttpResponseRedirect(target or reverse("public:start"))
