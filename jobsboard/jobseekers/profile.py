"""A person's file as the matching library reads it: facts without name, phone or ID number."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jobsboard.jobseekers.models import JobSeeker, ServiceRecord, SkillDecision


def to_match_mapping(job_seeker: JobSeeker) -> dict[str, Any]:
    """Return the mapping that `matching.JobSeeker.from_mapping` reads.

    What the file does not say is left out, since unknown is not "none": a file without licences does not
    mean a person without licences. Expired licences are left out too. A skill that the person removed is said
    not to be there, whatever service and jobs imply. Prefetched rows are used as they are.
    """
    today = timezone.localdate()
    credentials = [
        held.credential_id or held.label
        for held in job_seeker.held_credentials.all()
        if held.expires_on is None or held.expires_on >= today
    ]
    rows = job_seeker.skills.all()
    decided = {decision: [row.skill_id for row in rows if row.decision == decision] for decision in SkillDecision}
    facts = {
        "id": f"seeker-{job_seeker.pk}",
        "service": [_service(row) for row in job_seeker.service_records.all()],
        "credentials": credentials,
        "education": job_seeker.education,
        "experience": [
            _known({"title": job.title, "years": None if job.years is None else float(job.years)})
            for job in job_seeker.past_jobs.all()
        ],
        "skills": decided[SkillDecision.ACCEPTED],
        "not_skills": decided[SkillDecision.REMOVED],
        "home": job_seeker.home,
        "wishes": _wishes(job_seeker),
    }
    return _known(facts)


def _service(row: ServiceRecord) -> dict[str, Any]:
    return _known(
        {
            "branch": row.branch,
            "specialty": row.specialty,
            "from": row.date_from and f"{row.date_from:%Y-%m}",
            "to": row.date_to and f"{row.date_to:%Y-%m}",
            "tasks": row.tasks,
        }
    )


def _wishes(job_seeker: JobSeeker) -> dict[str, Any]:
    return _known(
        {
            "regions": list(job_seeker.wished_regions),
            "occupations": list(job_seeker.wished_occupations),
            "month_min": job_seeker.month_min,
            "lodging": job_seeker.wants_lodging,
            "shift": job_seeker.wished_shift,
            "start": job_seeker.available_from and f"{job_seeker.available_from:%Y-%m}",
        }
    )


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not said; False is said."""
    return {name: value for name, value in facts.items() if value is not None and value not in ("", [], {})}
