"""Who gets in where: one row for each act or page on each kind of object. A URL without a row fails the test.

A row: the URL name, who is let in, and for whom the object does not exist (`missing`, 404). Everybody else of the
cast is refused: a visitor is sent to the sign-in page, a person in another role gets 403. Keywords that are not
Row's own fill the URL: the name of an object of `tests/cast.py`, or a word as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.cast import ROLES

VETERANS = ("chen", "li")
STATION_STAFF = ("counselor", "volunteer")
RECRUITERS = ("recruiter", "outsider")
SIGNED_IN = tuple(role for role in ROLES if role != "visitor")


@dataclass(frozen=True)
class Row:
    """`let_in` sees the page or may act; "let in" says nothing of whether what was posted was complete."""

    url: str
    let_in: tuple[str, ...]
    missing: tuple[str, ...] = ()
    method: str = "GET"
    content_type: str = ""
    where: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        where = " ".join(f"{name}={value}" for name, value in self.where.items())
        return f"{self.method} {self.url} {where}".strip()

    def expected(self, who: str) -> str:
        if who in self.let_in:
            return "let in"
        if who in self.missing:
            return "missing"
        return "sign in" if who == "visitor" else "forbidden"


def anyone(url: str, *, method: str = "GET", content_type: str = "", **where: str) -> Row:
    return Row(url, tuple(ROLES), (), method, content_type, where)


def nobody(url: str, **where: str) -> Row:
    """Something that exists and is shown to none of the cast."""
    return Row(url, (), tuple(ROLES), "GET", "", where)


def only(*let_in: str, url: str, missing: tuple[str, ...] = (), method: str = "GET", **where: str) -> Row:
    return Row(url, let_in, missing, method, "", where)


def post(*let_in: str, url: str, missing: tuple[str, ...] = (), **where: str) -> Row:
    return Row(url, let_in, missing, "POST", "", where)


PUBLIC = [
    anyone("public:home"),
    anyone("public:jobs"),
    anyone("public:suggest"),
    anyone("public:job", pk="posting"),
    anyone("public:job", pk="scraped"),
    Row("public:job", ("recruiter", "officer"), tuple(set(ROLES) - {"recruiter", "officer"}), where={"pk": "draft"}),
    anyone("public:courses"),
    anyone("public:listed_courses"),
    anyone("public:course", pk="course"),
    anyone("public:stations"),
    anyone("public:station", pk="shenzhen"),
    anyone("public:ranking"),
    anyone("public:privacy"),
    anyone("public:sign_in"),
    anyone("public:sign_in_code"),
    anyone("public:sign_in_slip"),
    post(*SIGNED_IN, url="public:sign_out"),
    only(*SIGNED_IN, url="public:notices"),
    only(*SIGNED_IN, url="public:start"),
    only(*SIGNED_IN, url="public:switch_role"),
]
VETERAN = [
    only(*VETERANS, url="veteran:home"),
    only(*VETERANS, url="veteran:profile"),
    post(*VETERANS, url="veteran:profile"),
    only(*VETERANS, url="veteran:job", pk="posting"),
    only(url="veteran:job", missing=VETERANS, pk="draft"),
    only(*VETERANS, url="veteran:apply", pk="posting"),
    only(*VETERANS, url="veteran:apply", pk="scraped"),
    post(*VETERANS, url="veteran:apply", pk="posting"),
    only(url="veteran:apply", missing=VETERANS, pk="pending"),
    only(*VETERANS, url="veteran:report", pk="scraped"),
    post(*VETERANS, url="veteran:report", pk="scraped"),
    only(url="veteran:report", missing=VETERANS, pk="draft"),
    post(*VETERANS, url="veteran:save_job", pk="posting"),
    post(url="veteran:save_job", missing=VETERANS, pk="draft"),
    only(*VETERANS, url="veteran:saved"),
    only(*VETERANS, url="veteran:applications"),
    only("chen", url="veteran:withdraw", missing=("li",), pk="application"),
    post("chen", url="veteran:withdraw", missing=("li",), pk="application"),
    only(*VETERANS, url="veteran:recommendations"),
    post("chen", url="veteran:answer", missing=("li",), pk="recommendation"),
    post(*VETERANS, url="veteran:ranking"),
]
EMPLOYER = [
    only(*RECRUITERS, url="employer:home"),
    only(*RECRUITERS, url="employer:posting_new"),
    only(*RECRUITERS, url="employer:upload"),
    post(*RECRUITERS, url="employer:upload"),
    post(*RECRUITERS, url="employer:upload_confirm"),
    only(*RECRUITERS, url="employer:upload_template"),
    only("recruiter", url="employer:posting_edit", missing=("outsider",), pk="posting"),
    post("recruiter", url="employer:posting_submit", missing=("outsider",), pk="draft"),
    post("recruiter", url="employer:posting_close", missing=("outsider",), pk="posting"),
    only(*RECRUITERS, url="employer:applications"),
    only("recruiter", url="employer:application", missing=("outsider",), pk="application"),
    post("recruiter", url="employer:application_act", missing=("outsider",), pk="application", name="interview"),
]
COUNSELOR = [
    only("counselor", url="counselor:home"),
    only("counselor", url="counselor:person", pk="chen_file"),
    only("counselor", url="counselor:recommend_job", pk="chen_file", posting_pk="posting"),
    only(url="counselor:recommend_job", missing=("counselor",), pk="chen_file", posting_pk="draft"),
    only("counselor", url="counselor:recommend_course", pk="li_file", course_pk="course"),
    # Somebody whom no station has taken in yet.
    only(url="counselor:person", missing=("counselor",), pk="stranger_file"),
    only(url="counselor:recommend_job", missing=("counselor",), pk="stranger_file", posting_pk="posting"),
    only(url="counselor:recommend_course", missing=("counselor",), pk="stranger_file", course_pk="course"),
]
STATION = [
    only(*STATION_STAFF, url="station:home"),
    only(*STATION_STAFF, url="station:people"),
    only(*STATION_STAFF, url="station:register"),
    only(*STATION_STAFF, url="station:jobs"),
    only(*STATION_STAFF, url="station:courses"),
    only("counselor", url="station:confirm", missing=("volunteer",), pk="li_file"),
    only(*STATION_STAFF, url="station:confirm", pk="chen_file"),
    post("counselor", url="station:slip", missing=("volunteer",), pk="li_file"),
    post(*STATION_STAFF, url="station:slip", pk="chen_file"),
]
PROVIDER = [
    only("provider", url="provider:home"),
    only("provider", url="provider:course_edit", pk="course"),
    only(url="provider:course_edit", missing=("provider",), pk="other_course"),
    only("provider", url="provider:session_new", pk="course"),
    only(url="provider:session_new", missing=("provider",), pk="other_course"),
]
BUREAU = [
    only("officer", url="bureau:home"),
    only("officer", url="bureau:moderation"),
    only("officer", url="bureau:posting", pk="pending"),
    post("officer", url="bureau:posting_act", pk="pending", name="approve"),
    only("officer", url="bureau:courses"),
    only("officer", url="bureau:course", pk="held_course"),
    post("officer", url="bureau:course_act", pk="held_course", name="release"),
    post("officer", url="bureau:course_act", pk="held_course", name="take_down"),
    only("officer", url="bureau:minimum_wages"),
    post("officer", url="bureau:minimum_wages"),
    post("officer", url="bureau:minimum_wage_act", pk="minimum_wage", name="verify"),
    post("officer", url="bureau:minimum_wage_act", pk="minimum_wage", name="withdraw"),
    only("officer", url="bureau:employers"),
    only("officer", url="bureau:employer_new"),
    post("officer", url="bureau:employer_new"),
    only("officer", url="bureau:employer", pk="other_employer"),
    post("officer", url="bureau:employer", pk="other_employer"),
    post("officer", url="bureau:employer_act", pk="other_employer", name="verify"),
    post("officer", url="bureau:employer_act", pk="other_employer", name="suspend"),
    only("officer", url="bureau:staff"),
    only("officer", url="bureau:staff_new"),
    post("officer", url="bureau:staff_end", pk="volunteer_membership"),
    only("officer", url="bureau:figures"),
    only("officer", url="bureau:reports"),
    only("officer", url="bureau:report", pk="report"),
    post("officer", url="bureau:report", pk="report"),
    only("officer", url="bureau:ingest"),
    only("officer", url="bureau:ingest_run", pk="run"),
    only("officer", url="bureau:ingest_run_json", pk="run"),
    only("officer", url="bureau:sources"),
    post("officer", url="bureau:source_switch", pk="source"),
]
API = [
    anyone("api:postings"),
    anyone("api:posting", pk="posting"),
    nobody("api:posting", pk="draft"),
    anyone("api:match", method="POST", content_type="application/json"),
    anyone("api:schema"),
    anyone("api:docs"),
]
ROWS: list[Row] = [*PUBLIC, *VETERAN, *EMPLOYER, *COUNSELOR, *STATION, *PROVIDER, *BUREAU, *API]
