"""Two decide at once: the second sees what the first has done. Real transactions, real locks."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import Model

from jobsboard.applications import services as applications
from jobsboard.applications.models import ApplicationState
from jobsboard.core.workflow import TransitionError
from jobsboard.postings import services as postings
from jobsboard.postings.models import PostingState
from jobsboard.postings.uploads import read_upload
from tests import factories as make
from tests.cast import make_cast
from tests.scrapers.sheet_files import xlsx

pytestmark = pytest.mark.django_db(transaction=True)

# Long enough for both to reach the row that the main thread holds.
UNTIL_BOTH_WAIT = 0.7


def _both_at_once(row: Model, *acts: Callable[[], object]) -> int:
    """Hold the row while all set out, let go, and tell how many got through."""

    def try_it(act: Callable[[], object]) -> bool:
        try:
            act()
        except TransitionError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        with transaction.atomic():
            type(row).objects.select_for_update().get(pk=row.pk)
            tries = [pool.submit(try_it, act) for act in acts]
            time.sleep(UNTIL_BOTH_WAIT)
        return [one.result(timeout=20) for one in tries].count(True)


def test_a_posting_is_approved_or_rejected_never_both(transactional_db):
    people = make_cast()
    got_through = _both_at_once(
        people.pending,
        lambda: postings.approve_posting(actor=people.officer, posting=people.pending),
        lambda: postings.reject_posting(actor=people.officer, posting=people.pending, note="薪资没有写明"),
    )
    assert got_through == 1
    people.pending.refresh_from_db()
    assert people.pending.state in {PostingState.PUBLISHED, PostingState.REJECTED}
    assert people.pending.transitions.count() == 1


def test_an_application_is_withdrawn_or_answered_never_both(transactional_db):
    people = make_cast()
    application = make.ApplicationFactory(job_seeker=people.li_file, posting=people.posting)
    got_through = _both_at_once(
        application,
        lambda: applications.withdraw(actor=people.li, application=application),
        lambda: applications.refuse(actor=people.recruiter, application=application, reason="已招满"),
    )
    assert got_through == 1
    application.refresh_from_db()
    assert application.state in {ApplicationState.WITHDRAWN, ApplicationState.REFUSED}


def test_one_table_confirmed_twice_at_once_is_saved_once(transactional_db):
    people = make_cast()
    table = xlsx([["岗位名称", "招聘人数", "工作地点"], ["保安", "3", "蓝山县"], ["厨师", "1", "蓝山县"]])
    rows = read_upload(table, "岗位.xlsx", people.employer.name).rows

    def save():
        postings.save_uploaded(actor=people.recruiter, employer=people.employer, rows=rows)

    assert _both_at_once(people.employer, save, save) == 2
    assert people.employer.postings.exclude(identity="").count() == 2
