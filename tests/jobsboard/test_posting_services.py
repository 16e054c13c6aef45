"""What employers and the bureau do with postings, and the index job that goes with it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from jobsboard.core.workflow import TransitionError
from jobsboard.organizations.models import EmployerState
from jobsboard.postings import services
from jobsboard.postings.models import JobPosting, PostingState, ReasonCode
from jobsboard.postings.tasks import INDEX_TASK
from tests.factories import JobPostingFactory, SourceFactory

pytestmark = pytest.mark.django_db

FIELDS = {
    "title": "叉车司机",
    "description": "在仓库装卸货物，需叉车证。",
    "job_location": "441900",
    "salary_text": "6000-8000元/月",
    "headcount_text": "3人",
}


@pytest.fixture(autouse=True)
def _empty_queue(db):
    """The queue outlives tests that commit: flushing a database passes procrastinate's tables over."""
    ProcrastinateJob.objects.all().delete()


def jobs() -> list[list[int]]:
    """The postings of each queued index job, oldest first."""
    queued = ProcrastinateJob.objects.filter(task_name=INDEX_TASK).order_by("id")
    return [job.args["posting_ids"] for job in queued]


def test_a_recruiter_writes_a_draft_and_the_figures_are_read_from_its_words(cast):
    posting = services.save_draft(actor=cast.recruiter, employer=cast.employer, fields=FIELDS)
    assert (posting.state, posting.hiring_organization) == (PostingState.DRAFT, cast.employer.name)
    assert (posting.month_min, posting.month_max, posting.total_job_openings) == (6000, 8000, 3)
    assert jobs() == []


def test_nobody_writes_for_another_employer(cast):
    with pytest.raises(PermissionDenied):
        services.save_draft(actor=cast.outsider, employer=cast.employer, fields=FIELDS)
    with pytest.raises(PermissionDenied):
        services.save_draft(actor=cast.outsider, employer=cast.employer, fields=FIELDS, posting=cast.draft)


def test_a_bad_value_is_refused_by_field(cast):
    with pytest.raises(ValidationError) as refused:
        services.save_draft(actor=cast.recruiter, employer=cast.employer, fields=FIELDS | {"job_location": "深圳"})
    assert set(refused.value.message_dict) == {"job_location"}


def test_a_field_that_is_not_the_employers_to_write_is_refused(cast):
    with pytest.raises(ValueError, match="state"):
        services.save_draft(actor=cast.recruiter, employer=cast.employer, fields={"state": "published"})


def test_submitted_approved_and_shown(cast):
    services.submit_posting(actor=cast.recruiter, posting=cast.draft)
    services.approve_posting(actor=cast.officer, posting=cast.draft)
    shown = JobPosting.objects.open().get(pk=cast.draft.pk)
    assert shown.shown_until == timezone.localdate() + timedelta(days=90)
    assert jobs() == [[cast.draft.pk]]


def test_a_published_posting_that_its_employer_changes_is_a_draft_again_and_leaves_the_index(cast):
    services.save_draft(actor=cast.recruiter, employer=cast.employer, fields=FIELDS, posting=cast.posting)
    cast.posting.refresh_from_db()
    assert (cast.posting.state, cast.posting.title) == (PostingState.DRAFT, "叉车司机")
    assert jobs() == [[cast.posting.pk]]


def test_a_change_that_is_rolled_back_queues_nothing(cast):
    with transaction.atomic():
        services.approve_posting(actor=cast.officer, posting=cast.pending)
        assert jobs() == [[cast.pending.pk]]
        transaction.set_rollback(True)
    assert jobs() == []
    cast.pending.refresh_from_db()
    assert cast.pending.state == PostingState.PENDING


def test_the_posting_of_an_employer_that_is_not_verified_is_not_approved(cast):
    cast.pending.employer.state = EmployerState.PENDING
    cast.pending.employer.save()
    with pytest.raises(TransitionError, match="核验"):
        services.approve_posting(actor=cast.officer, posting=cast.pending)


def test_a_rejection_says_why(cast):
    with pytest.raises(TransitionError, match="原因"):
        services.reject_posting(actor=cast.officer, posting=cast.pending, note=" ")
    services.reject_posting(actor=cast.officer, posting=cast.pending, note="请写明工资")
    assert cast.pending.transitions.get().note == "请写明工资"


def test_only_the_bureau_moderates(cast):
    for act in (services.approve_posting, services.hold_posting, services.release_posting):
        with pytest.raises(PermissionDenied):
            act(actor=cast.recruiter, posting=cast.pending)


def test_what_is_held_can_be_released(cast):
    services.hold_posting(actor=cast.officer, posting=cast.posting, note="待电话核实")
    assert (cast.posting.state, cast.posting.reason) == (PostingState.HELD, ReasonCode.BUREAU)
    services.release_posting(actor=cast.officer, posting=cast.posting)
    assert (cast.posting.state, cast.posting.reason) == (PostingState.PUBLISHED, "")


def test_an_employer_closes_only_its_own(cast):
    with pytest.raises(PermissionDenied):
        services.close_posting(actor=cast.outsider, posting=cast.posting)
    services.close_posting(actor=cast.recruiter, posting=cast.posting)
    assert cast.posting.state == PostingState.CLOSED


def test_what_has_run_out_is_closed_and_none_of_its_group_comes_forward_for_a_moment():
    head = JobPostingFactory(scraped=True, expired=True)
    other = JobPostingFactory(scraped=True, expired=True, state="grouped", duplicate_of=head)
    lasting = JobPostingFactory()
    assert services.close_expired_postings() == 2
    states = {pk: (state, reason) for pk, state, reason in JobPosting.objects.values_list("pk", "state", "reason")}
    assert states[head.pk] == states[other.pk] == ("closed", "expired")
    assert states[lasting.pk] == ("published", "")
    assert not other.transitions.filter(name="ungroup").exists()


def test_an_open_wage_case_holds_every_posting_of_that_employer_and_its_end_shows_them_again(cast):
    name = cast.posting.hiring_organization
    services.withhold_employer(actor=cast.officer, name=name, note="欠薪投诉")
    cast.posting.refresh_from_db()
    assert (cast.posting.state, cast.posting.reason) == (PostingState.HELD, ReasonCode.WAGE_CASE)
    services.release_employer(actor=cast.officer, name=name)
    cast.posting.refresh_from_db()
    assert cast.posting.state == PostingState.PUBLISHED


def test_a_closed_source_takes_its_postings_out_of_sight_at_once(cast):
    source = SourceFactory()
    posting = JobPostingFactory(scraped=True, source=source)
    services.set_source_enabled(actor=cast.officer, source=source, is_enabled=False)
    assert not JobPosting.objects.open().filter(pk=posting.pk).exists()
    assert jobs() == [[posting.pk]]
