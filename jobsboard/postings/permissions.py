"""Who may do what with a posting."""

from __future__ import annotations

from jobsboard.core.actor import Actor, Role
from jobsboard.organizations.models import Employer
from jobsboard.postings.models import JobPosting


def can_create_posting(actor: Actor, employer: Employer) -> bool:
    """A recruiter, for the employer that he works for."""
    return actor.role == Role.RECRUITER and actor.organization == employer


def can_edit_posting(actor: Actor, posting: JobPosting) -> bool:
    """A recruiter of the posting's employer."""
    return _is_own(actor, posting)


def can_submit_posting(actor: Actor, posting: JobPosting) -> bool:
    """A recruiter of the posting's employer."""
    return _is_own(actor, posting)


def can_close_posting(actor: Actor, posting: JobPosting) -> bool:
    """A recruiter of the posting's employer; the bureau; the system, when it has run out."""
    return _is_own(actor, posting) or actor.role in {Role.BUREAU, Role.SYSTEM}


def can_moderate_posting(actor: Actor, posting: JobPosting) -> bool:
    """The bureau approves, rejects, holds and releases; the system does so on behalf of an import."""
    return actor.role in {Role.BUREAU, Role.SYSTEM}


def can_report_posting(actor: Actor) -> bool:
    """A veteran, about whatever he may see."""
    return actor.role == Role.VETERAN


def can_withhold_employer(actor: Actor) -> bool:
    """The bureau decides; the system does what was decided."""
    return actor.role in {Role.BUREAU, Role.SYSTEM}


def can_manage_source(actor: Actor) -> bool:
    """The bureau."""
    return actor.role == Role.BUREAU


def _is_own(actor: Actor, posting: JobPosting) -> bool:
    return actor.role == Role.RECRUITER and posting.employer_id is not None and actor.organization == posting.employer
