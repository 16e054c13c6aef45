"""The profile's seven parts: which are filled in, and which one would settle what the matcher does not know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from jobsboard.jobseekers.models import JobSeeker, SkillDecision

TITLES = {
    "wishes": "求职意向",
    "service": "服役经历",
    "credentials": "证书执照",
    "skills": "会的技能",
    "jobs": "工作经历",
    "education": "学历",
    "person": "姓名和家乡",
}
# The matcher's name of a field → the part where it stands, and what to call it.
_FIELDS = {
    "seeker.wishes.occupations": ("wishes", "想干的工种"),
    "seeker.service": ("service", "服役时做过什么"),
    "seeker.experience": ("jobs", "工作经历和年数"),
    "seeker.credentials": ("credentials", "持有的证书"),
    "seeker.skills": ("skills", "会的技能"),
    "seeker.education": ("education", "学历"),
    "seeker.wishes.regions": ("wishes", "想去的地方"),
    "seeker.wishes.month_min": ("wishes", "最低月薪"),
    "seeker.wishes.lodging": ("wishes", "要不要包住"),
    "seeker.wishes.shift": ("wishes", "想上的班次"),
}


@dataclass(frozen=True)
class Part:
    """One part of the profile."""

    name: str
    title: str
    is_filled: bool
    # Which of its fields an empty one would settle, in words.
    asks: str = ""

    @property
    def url(self) -> str:
        """The part's place on the profile page, opened."""
        return f"{reverse('veteran:profile')}?part={self.name}#{self.name}"


def parts_of(job_seeker: JobSeeker) -> list[Part]:
    """Return the seven parts of a profile fetched `with_profile`, in the order of the page."""
    filled = {
        "wishes": bool(job_seeker.wished_occupations or job_seeker.wished_regions or job_seeker.month_min is not None),
        "service": bool(job_seeker.service_records.all()),
        "credentials": bool(job_seeker.held_credentials.all()),
        "skills": any(row.decision == SkillDecision.ACCEPTED for row in job_seeker.skills.all()),
        "jobs": bool(job_seeker.past_jobs.all()),
        "education": bool(job_seeker.education),
        "person": bool(job_seeker.user.name),
    }
    return [Part(name, title, filled[name]) for name, title in TITLES.items()]


def parts_that_settle(unknown: Iterable[str]) -> list[Part]:
    """Return the parts where a person can fill in what the matcher did not know, in the order of `unknown`."""
    asked: dict[str, list[str]] = {}
    for field in unknown:
        if field in _FIELDS:
            part, label = _FIELDS[field]
            asked.setdefault(part, []).append(label)
    return [Part(name, TITLES[name], False, "、".join(labels)) for name, labels in asked.items()]
