"""What an application passes to whom, shown before and stored as it was shown (个人信息保护法 第二十三条)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from jobsboard.jobseekers.models import JobSeeker
from jobsboard.postings.models import JobPosting

UNSAID = "未填写，不提供"


@dataclass(frozen=True)
class Offer:
    """One recipient, one purpose, and the very words that would be passed on."""

    recipient: str
    contact: str
    purpose: str
    kinds: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The wording to agree to, as it is stored: kinds of data, not their values."""
        named = "、".join(kind for kind, value in self.kinds if value != UNSAID)
        return (
            f"接收方：{self.recipient}（联系方式：{self.contact}）。"
            f"用途：{self.purpose}，不作他用。"
            f"方式：由桥头堡平台在线提供，对方登录后查看。"
            f"提供的信息：{named}，以及您写的附言。"
            "不提供：身份证号、家乡、求职意向、最低月薪、匹配分、服役时所做工作的描述。"
            "您可以随时撤回投递，撤回后同意随之失效。"
        )

    @property
    def digest(self) -> str:
        """Tells whether what is passed on is still what was shown."""
        shown = "\n".join([self.text, *(f"{kind}：{value}" for kind, value in self.kinds)])
        return hashlib.sha256(shown.encode()).hexdigest()


def offer_of(job_seeker: JobSeeker, posting: JobPosting) -> Offer:
    """Return what an application for a partner's vacancy would pass on: what the employer's page shows, no more."""
    employer = posting.employer
    if employer is None:
        raise ValueError(f"posting {posting.pk}: of another site, nothing is passed on from here")
    return Offer(
        recipient=employer.name,
        contact=employer.phone or employer.address or "见单位招聘页",
        purpose=f"应聘“{posting.title}”",
        kinds=(
            ("姓名", job_seeker.user.name or UNSAID),
            ("手机号", job_seeker.user.phone),
            ("学历", job_seeker.education or UNSAID),
            ("证书", _joined(held.label for held in job_seeker.held_credentials.all())),
            (
                "军种和专业",
                _joined(f"{row.branch} {row.specialty}".strip() for row in job_seeker.service_records.all()),
            ),
            ("工作经历", _joined(_job(job.title, job.years) for job in job_seeker.past_jobs.all())),
        ),
    )


def _joined(words: object) -> str:
    return "、".join(words) or UNSAID  # type: ignore[arg-type]


def _job(title: str, years: object) -> str:
    return title if years is None else f"{title} {float(years):g} 年"  # type: ignore[arg-type]
