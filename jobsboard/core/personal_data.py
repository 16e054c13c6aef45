"""Every field that says something about a person, declared once: export, masking, erasure and tests walk this.

Keys are `app.Model.field`; a field of a model about people stands in PERSONAL or in NOT_PERSONAL (a test).
"""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What a field says of a person."""

    NAME = "姓名"
    CONTACT = "联系方式"
    IDENTITY = "身份证件"
    PLACE = "所在地"
    EDUCATION = "学历"
    SERVICE = "服役经历"
    WORK = "工作经历与资格"
    WISH = "求职意向"
    CASE = "办理情况"
    MONEY = "收入与补助"
    WORDS = "本人或经办人填写的文字"
    TRACE = "使用记录"


_BY_MODEL: dict[str, dict[Kind, str]] = {
    "accounts.User": {Kind.NAME: "name", Kind.CONTACT: "phone", Kind.TRACE: "last_login"},
    "accounts.OneTimeCode": {Kind.CONTACT: "phone", Kind.TRACE: "used_at"},
    "accounts.SignInAttempt": {Kind.TRACE: "source_digest at"},
    "audit.AuditEntry": {Kind.TRACE: "role verb object_type object_id at"},
    "notifications.Notification": {Kind.WORDS: "text", Kind.TRACE: "url sent_at read_at"},
    "organizations.Membership": {Kind.WORK: "role"},
    "jobseekers.JobSeeker": {
        Kind.IDENTITY: "id_number_digest verification verified_at",
        Kind.PLACE: "home current_city current_city_on",
        Kind.EDUCATION: "education",
        Kind.WISH: "wished_regions wished_occupations month_min wants_lodging wished_shift available_from",
    },
    "jobseekers.Consent": {Kind.CASE: "purpose given_at withdrawn_at"},
    "jobseekers.ReturnStep": {Kind.CASE: "kind due_on done_on"},
    "jobseekers.Grant": {Kind.MONEY: "kind amount rule paid_on"},
    "jobseekers.ServiceRecord": {Kind.SERVICE: "branch specialty date_from date_to tasks"},
    "jobseekers.HeldCredential": {Kind.WORK: "label issued_on expires_on"},
    "jobseekers.PastJob": {Kind.WORK: "title years"},
    "jobseekers.SeekerSkill": {Kind.WORK: "decision"},
    "recommendations.MatchRecord": {Kind.CASE: "score eligibility explanation"},
    "recommendations.Recommendation": {Kind.WORDS: "note", Kind.CASE: "state answered_at"},
    "applications.Application": {
        Kind.WORDS: "message refusal_reason",
        Kind.CASE: "channel state answered_at",
    },
    "applications.Placement": {
        Kind.WORK: "employer_name title region started_on ended_on",
        Kind.MONEY: "month_pay",
    },
    "applications.SavedSearch": {Kind.WISH: "name query"},
    "training.Wish": {Kind.WISH: "text region"},
    "training.Enrollment": {Kind.CASE: "state"},
    "training.Result": {Kind.WORK: "has_passed certificate_number decided_on"},
    "casework.ServiceEntry": {Kind.WORDS: "note", Kind.CASE: "kind given_on"},
    "casework.Handover": {Kind.WORDS: "subject", Kind.CASE: "code state due_on"},
    "casework.Inquiry": {Kind.WORDS: "question answer"},
    "casework.Dispute": {
        Kind.WORDS: "facts outcome",
        Kind.WORK: "employer_name place_of_work",
        Kind.CASE: "kind happened_on closed_on",
        Kind.MONEY: "amount",
    },
}

PERSONAL: dict[str, Kind] = {
    f"{model}.{field}": kind
    for model, fields_of_kind in _BY_MODEL.items()
    for kind, fields in fields_of_kind.items()
    for field in fields.split()
}

NOT_PERSONAL: frozenset[str] = frozenset(
    f"{model}.{field}"
    for model, fields in {
        "accounts.User": "password is_active",
        "accounts.OneTimeCode": "kind digest expires_at failed_attempts",
        "accounts.SignInAttempt": "kind",
        "notifications.Notification": "channel",
        "organizations.Membership": "is_active",
        # The wording that everybody is shown, and how a list is sorted.
        "jobseekers.Consent": "text",
        "jobseekers.JobSeeker": "is_ranking_personal",
        "jobseekers.IntakeCohort": "year season way regulation",
        "recommendations.MatchRecord": "library_version settings text_hash",
        "applications.SavedSearch": "frequency last_notified_at",
    }.items()
    for field in fields.split()
)


def personal_fields(model_label: str) -> dict[str, Kind]:
    """Return the personal fields of a model, such as `jobseekers.JobSeeker`, with their kinds."""
    prefix = f"{model_label}."
    return {key.removeprefix(prefix): kind for key, kind in PERSONAL.items() if key.startswith(prefix)}
