"""Signing in without a password: a code by text message, or a slip of paper from a station."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from jobsboard.accounts.limits import SLIP_FAILURES, SMS_REQUESTS, note_attempt, serialise, too_many
from jobsboard.accounts.models import CodeKind, OneTimeCode, User, validate_phone
from jobsboard.audit.services import record
from jobsboard.core.actor import Actor, Role
from jobsboard.core.digests import READABLE, keyed_digest, readable_code
from jobsboard.notifications.gateways import gateway

SMS_LIFETIME = timedelta(minutes=10)
SLIP_LIFETIME = timedelta(days=14)
MAX_CODES_PER_HOUR = 5
MAX_WRONG_ATTEMPTS = 5

# One sentence for every way in which a code can fail: it must not tell who has an account.
WRONG_CODE = "验证码不正确或已过期，请核对后重试，或重新获取验证码。"
WRONG_SLIP = "登录码不正确、已使用或已过期，请到服务站重新打印。"


class SignInError(Exception):
    """Signing in failed; the message is for the person."""


class NoTextMessages(SignInError):
    """No operator is configured that could carry the code."""


class RateLimited(SignInError):
    """Too many tries; the message says when to come back."""


class SentCode(NamedTuple):
    """A code on its way; `on_screen` is the message itself, only where the gateway shows it (demo)."""

    code: OneTimeCode
    on_screen: str | None


def request_sms_code(*, phone: str, source: str = "") -> SentCode:
    """Send a code to a phone, known or not. `source` is the asker's network address, for the limits."""
    phone = clean_phone(phone)
    digits = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        serialise(phone)
        hour_ago = timezone.now() - timedelta(hours=1)
        recent = OneTimeCode.objects.filter(phone=phone, kind=CodeKind.SMS, created_at__gt=hour_ago).count()
        if recent >= MAX_CODES_PER_HOUR or too_many(SMS_REQUESTS, source):
            raise RateLimited("获取验证码过于频繁，请一小时后再试，或到服务站打印登录码。")
        note_attempt(SMS_REQUESTS, source)
        code = OneTimeCode.objects.create(
            phone=phone,
            kind=CodeKind.SMS,
            digest=_sms_digest(phone, digits),
            expires_at=timezone.now() + SMS_LIFETIME,
        )
    try:
        shown = gateway().send(phone=phone, text=f"【桥头堡】登录验证码 {digits}，10 分钟内有效，请勿告诉他人。")
    except ImproperlyConfigured as problem:
        raise NoTextMessages("短信还没有开通，请用服务站打印的登录码登录。") from problem
    return SentCode(code, shown)


def sign_in_with_sms_code(*, phone: str, code: str) -> User:
    """Return the account of the phone, a new one when there is none; use the code up."""
    try:
        phone = clean_phone(phone)
    except ValidationError:
        raise SignInError(WRONG_CODE) from None
    # The count of wrong tries must outlive the failure: nothing is raised inside the transaction.
    user = _use_sms_code(phone, code)
    return _active(user, WRONG_CODE)


def issue_slip(*, actor: Actor, user: User) -> str:
    """Return a login code for a slip of paper, shown this once. Earlier slips of the person end.

    Counselors, volunteers and the bureau, for people without a staff role: a slip for a colleague would let
    its printer act in that role. The system may print for anybody (the demo's accounts).
    """
    if actor.role != Role.SYSTEM:
        if actor.role not in {Role.COUNSELOR, Role.VOLUNTEER, Role.BUREAU}:
            raise PermissionDenied("只有服务站工作人员可以打印登录码。")
        # By the reverse relation, since organizations stand above accounts.
        if user.memberships.filter(is_active=True).exists():
            raise PermissionDenied("不能为工作人员账号打印登录码。")
    text = readable_code()
    now = timezone.now()
    with transaction.atomic():
        OneTimeCode.objects.filter(phone=user.phone, kind=CodeKind.SLIP, used_at=None).update(expires_at=now)
        OneTimeCode.objects.create(
            phone=user.phone,
            kind=CodeKind.SLIP,
            digest=keyed_digest("slip", text),
            issued_by=actor.user,
            expires_at=now + SLIP_LIFETIME,
        )
        record(actor=actor, verb="issue_slip", obj=user)
    return text


def sign_in_with_slip(*, code: str, source: str = "") -> User:
    """Return the account that a slip was printed for; use the slip up."""
    text = "".join(sign for sign in code.upper() if sign in READABLE)
    if too_many(SLIP_FAILURES, source):
        raise RateLimited("输错次数过多，请一小时后再试。")
    user = _use_slip(text)
    if user is None:
        note_attempt(SLIP_FAILURES, source)
    return _active(user, WRONG_SLIP)


def get_or_create_user(*, phone: str, name: str = "") -> tuple[User, bool]:
    """Return the account of a phone and whether it is new; a name already known is kept."""
    user = User.objects.filter(phone=clean_phone(phone)).first()
    if user is None:
        return User.objects.create_user(clean_phone(phone), name=name), True
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name", "updated_at"])
    return user, False


def clean_phone(phone: str) -> str:
    """Return the number without spaces, hyphens and +86, or raise ValidationError."""
    digits = "".join(sign for sign in phone if sign not in " -　").removeprefix("+86")
    validate_phone(digits)
    return digits


@transaction.atomic
def _use_sms_code(phone: str, text: str) -> User | None:
    """Use up the newest code of the phone if `text` is it; count the try if it is not."""
    digest = _sms_digest(phone, "".join(text.split()))
    newest = OneTimeCode.objects.select_for_update(of=("self",)).filter(phone=phone, kind=CodeKind.SMS)
    code = newest.order_by("-created_at", "-pk").first()
    if code is None or not _is_usable(code):
        return None
    if not constant_time_compare(code.digest, digest):
        code.failed_attempts += 1
        code.save(update_fields=["failed_attempts"])
        return None
    _mark_used(code)
    return get_or_create_user(phone=phone)[0]


@transaction.atomic
def _use_slip(text: str) -> User | None:
    digest = keyed_digest("slip", text)
    code = OneTimeCode.objects.select_for_update(of=("self",)).filter(digest=digest, kind=CodeKind.SLIP).first()
    if code is None or not _is_usable(code):
        return None
    _mark_used(code)
    return User.objects.filter(phone=code.phone).first()


def _active(user: User | None, message: str) -> User:
    if user is None:
        raise SignInError(message)
    if not user.is_active:
        raise SignInError("该账号已停用，请联系服务站。")
    return user


def _is_usable(code: OneTimeCode) -> bool:
    return code.used_at is None and code.expires_at > timezone.now() and code.failed_attempts < MAX_WRONG_ATTEMPTS


def _mark_used(code: OneTimeCode) -> None:
    code.used_at = timezone.now()
    code.save(update_fields=["used_at"])


def _sms_digest(phone: str, digits: str) -> str:
    return keyed_digest("sms", f"{phone}:{digits}")
