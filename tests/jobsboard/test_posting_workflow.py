"""The state machine of a posting: the whole matrix state × transition × role."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from jobsboard.audit.models import AuditEntry
from jobsboard.core.actor import SYSTEM, VISITOR, Actor, Role
from jobsboard.core.workflow import TransitionError
from jobsboard.postings.models import PostingState, PostingTransition, ReasonCode
from jobsboard.postings.workflow import TRANSITIONS, perform
from tests.factories import JobPostingFactory, UserFactory

pytestmark = pytest.mark.django_db

# name → (states it starts from, state it ends in, who may). Written out once more: the table is the promise.
PROMISED = {
    "submit": ("draft rejected", "pending", "recruiter"),
    "revise": ("pending published", "draft", "recruiter"),
    "approve": ("pending", "published", "bureau"),
    "reject": ("pending", "rejected", "bureau"),
    "publish": ("draft closed", "published", "system"),
    "hold": ("draft pending published grouped closed", "held", "bureau system"),
    "release": ("held", "published", "bureau system"),
    "group": ("draft published held closed", "grouped", "system"),
    "ungroup": ("grouped", "published", "system"),
    "close": ("draft pending published rejected held grouped", "closed", "recruiter bureau system"),
}


def actor_in(role: Role) -> Actor:
    nobody = {Role.VISITOR: VISITOR, Role.SYSTEM: SYSTEM}
    return nobody.get(role) or Actor(UserFactory(), role)


def posting_in(state: str):
    if state == PostingState.GROUPED:
        return JobPostingFactory(scraped=True, state=state, duplicate_of=JobPostingFactory())
    reason = ReasonCode.UNLAWFUL if state == PostingState.HELD else ""
    return JobPostingFactory(state=state, reason=reason)


def extras(name: str) -> dict:
    if name == "hold":
        return {"reason": ReasonCode.BUREAU}
    return {"duplicate_of": JobPostingFactory()} if name == "group" else {}


def test_the_table_names_exactly_the_promised_transitions():
    assert set(TRANSITIONS) == set(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_every_state_and_role_gets_the_promised_answer(name):
    sources, target, roles = PROMISED[name]
    for state, role in product(PostingState.values, Role):
        posting, actor = posting_in(state), actor_in(role)
        if role not in roles.split():
            with pytest.raises(PermissionDenied):
                perform(posting, name, actor, **extras(name))
        elif state not in sources.split():
            with pytest.raises(TransitionError):
                perform(posting, name, actor, **extras(name))
        else:
            perform(posting, name, actor, **extras(name))
            assert posting.state == target
        posting.refresh_from_db()
        is_moved = role in roles.split() and state in sources.split()
        assert posting.state == (target if is_moved else state), (state, role)
        assert posting.transitions.exists() == is_moved, (state, role)


def test_a_move_leaves_its_history_and_an_audit_entry(cast):
    perform(cast.pending, "approve", cast.officer, note="齐全")
    row = PostingTransition.objects.get(posting=cast.pending)
    assert (row.name, row.from_state, row.to_state, row.note) == ("approve", "pending", "published", "齐全")
    assert row.user == cast.officer.user
    entry = AuditEntry.objects.get(object_type="postings.jobposting", object_id=cast.pending.pk)
    assert (entry.verb, entry.role, entry.user) == ("approve_posting", Role.BUREAU, cast.officer.user)


def test_a_refused_move_says_in_chinese_in_which_state_the_posting_is(cast):
    with pytest.raises(TransitionError, match="草稿"):
        perform(cast.draft, "approve", cast.officer)


def test_a_stale_copy_is_judged_by_what_stands_in_the_database(cast):
    stale = type(cast.pending).objects.get(pk=cast.pending.pk)
    perform(cast.pending, "approve", cast.officer)
    with pytest.raises(TransitionError):
        perform(stale, "reject", cast.officer)


def test_when_the_one_shown_of_a_group_is_closed_the_oldest_of_the_rest_comes_forward():
    head = JobPostingFactory(scraped=True)
    heir, other = (JobPostingFactory(scraped=True, state=PostingState.GROUPED, duplicate_of=head) for _ in range(2))
    perform(head, "close", SYSTEM)
    heir.refresh_from_db()
    other.refresh_from_db()
    assert (heir.state, heir.duplicate_of) == (PostingState.PUBLISHED, None)
    assert (other.state, other.duplicate_of) == (PostingState.GROUPED, heir)
