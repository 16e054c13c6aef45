"""举报: who may, by when he is answered, and that a person decides."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from jobsboard.core.workflow import TransitionError
from jobsboard.notifications.models import Notification
from jobsboard.postings.models import PostingReport
from jobsboard.postings.reporting import answer_report, report_posting

pytestmark = pytest.mark.django_db


def test_a_veteran_reports_and_has_an_answer_by_a_fixed_day(cast):
    report = report_posting(actor=cast.li, posting=cast.scraped, reason="charges", details="要交三百元服装费")
    assert report.due_on == timezone.localdate() + timedelta(days=5)
    cast.scraped.refresh_from_db()
    assert cast.scraped.state == "published"
    answer_report(actor=cast.officer, report=report, answer="已与单位核实，费用已取消。")
    message = Notification.objects.get(user=cast.li.user)
    assert "费用已取消" in message.text
    with pytest.raises(TransitionError):
        answer_report(actor=cast.officer, report=report, answer="再答一次")


def test_nobody_reports_one_posting_twice_before_he_is_answered(cast):
    with pytest.raises(ValidationError, match="已经举报过"):
        report_posting(actor=cast.chen, posting=cast.posting, reason="false")
    answer_report(actor=cast.officer, report=cast.report, answer="情况属实，已下架。")
    report_posting(actor=cast.chen, posting=cast.posting, reason="false")


@pytest.mark.parametrize("who", ["visitor", "recruiter", "counselor", "officer"])
def test_others_do_not_report(cast, who):
    with pytest.raises(PermissionDenied):
        report_posting(actor=getattr(cast, who), posting=cast.posting, reason="false")


def test_only_the_bureau_answers_and_not_without_words(cast):
    with pytest.raises(PermissionDenied):
        answer_report(actor=cast.counselor, report=cast.report, answer="好")
    with pytest.raises(ValidationError):
        answer_report(actor=cast.officer, report=cast.report, answer=" ")
    assert PostingReport.objects.get().answered_at is None


def test_the_pages_lead_from_the_report_to_the_answer(cast, client):
    client.sign_in(cast.li)
    client.post(f"/me/jobs/{cast.scraped.pk}/report/", {"reason": "filled", "details": ""})
    report = PostingReport.objects.get(posting=cast.scraped)
    client.sign_in(cast.officer)
    assert cast.scraped.title in client.get("/bureau/reports/").text
    assert "已经招满" in client.get(f"/bureau/reports/{report.pk}/").text
    client.post(f"/bureau/reports/{report.pk}/", {"answer": "已联系来源网站核实。"})
    report.refresh_from_db()
    assert report.answered_at is not None
