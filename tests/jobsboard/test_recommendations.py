"""A station recommends, the veteran answers."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from jobsboard.notifications.models import Notification
from jobsboard.recommendations import engine, services
from jobsboard.recommendations.models import Recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.MATCH_INDEX_DIR = tmp_path / "index"


def test_a_recommended_vacancy_keeps_its_score_and_reasons_and_reaches_the_veteran(cast):
    made = services.recommend_posting(
        actor=cast.counselor, job_seeker=cast.chen_file, posting=cast.posting, note="离住处近"
    )
    match = engine.explain(cast.chen_file, cast.posting)
    assert made.match_record.explanation == match.as_dict()
    assert (made.recommended_by, made.station, made.note) == (cast.counselor.user, cast.county, "离住处近")
    assert cast.posting.title in Notification.objects.get(user=cast.chen.user).text


def test_a_recommended_course_keeps_what_it_would_open(cast):
    made = services.recommend_course(actor=cast.volunteer, job_seeker=cast.chen_file, course=cast.course)
    assert made.match_record.score is None
    assert made.match_record.explanation["course_id"] == cast.course.pk


def test_nobody_recommends_to_people_whose_file_he_may_not_see(cast):
    for actor in (cast.volunteer, cast.recruiter, cast.provider, cast.li, cast.visitor):
        with pytest.raises(PermissionDenied):
            services.recommend_posting(actor=actor, job_seeker=cast.li_file, posting=cast.posting)


def test_nothing_is_recommended_twice_or_after_its_end(cast):
    with pytest.raises(ValidationError, match="已推荐"):
        services.recommend_posting(actor=cast.counselor, job_seeker=cast.chen_file, posting=cast.scraped)
    with pytest.raises(ValidationError, match="停止招聘"):
        services.recommend_posting(actor=cast.counselor, job_seeker=cast.chen_file, posting=cast.draft)


def test_the_veteran_answers_his_own_recommendation_only(cast):
    with pytest.raises(PermissionDenied):
        services.answer_recommendation(actor=cast.li, recommendation=cast.recommendation, answer="taken")
    with pytest.raises(ValueError, match="perhaps"):
        services.answer_recommendation(actor=cast.chen, recommendation=cast.recommendation, answer="perhaps")
    services.answer_recommendation(actor=cast.chen, recommendation=cast.recommendation, answer="declined")
    row = Recommendation.objects.get(pk=cast.recommendation.pk)
    assert (row.state, row.answered_at is None) == ("declined", False)


def test_a_look_at_the_list_marks_what_was_new(cast):
    seen = [services.mark_recommendations_seen(actor=cast.chen, job_seeker=cast.chen_file) for _ in range(2)]
    assert seen == [1, 0]
