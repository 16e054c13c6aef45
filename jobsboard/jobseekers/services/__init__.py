"""Writing a person's file: who he is, what he decides alone, what he brings."""

from jobsboard.jobseekers.services.consents import (
    give_consent,
    set_personal_ranking,
    withdraw_consent,
)
from jobsboard.jobseekers.services.person import (
    confirm_person,
    digest_of_id_number,
    get_or_create_job_seeker,
    register_job_seeker,
    update_person,
)
from jobsboard.jobseekers.services.profile import (
    accept_skill,
    add_credential,
    add_past_job,
    add_service_record,
    remove_credential,
    remove_past_job,
    remove_service_record,
    remove_skill,
    update_education,
    update_wishes,
)

__all__ = [
    "accept_skill",
    "add_credential",
    "add_past_job",
    "add_service_record",
    "confirm_person",
    "digest_of_id_number",
    "get_or_create_job_seeker",
    "give_consent",
    "register_job_seeker",
    "remove_credential",
    "remove_past_job",
    "remove_service_record",
    "remove_skill",
    "set_personal_ranking",
    "update_education",
    "update_person",
    "update_wishes",
    "withdraw_consent",
]
