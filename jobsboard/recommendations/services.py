"""A counselor recommends, the veteran answers; each recommendation keeps the score and reasons of its moment."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.courses.models import Course
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.jobseekers.words import clean_words
from jobsboard.notifications.services import notify
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations import engine, permissions
from jobsboard.recommendations.models import Recommendation, RecommendationState

VETERANS_LIST = "/me/recommendations/"
ANSWERS = frozenset({RecommendationState.TAKEN, RecommendationState.DECLINED})


@transaction.atomic
def recommend_posting(*, actor: Actor, job_seeker: JobSeeker, posting: JobPosting, note: str = "") -> Recommendation:
    """Recommend an open vacancy, with its score and reasons stored. Raises ValidationError."""
    _require(permissions.can_recommend_to_person(actor, job_seeker))
    if not JobPosting.objects.open().filter(pk=posting.pk).exists():
        raise ValidationError("该岗位已停止招聘。")
    if job_seeker.recommendations.filter(posting=posting).exists():
        raise ValidationError("该岗位已推荐给此人。")
    match = engine.record_match(job_seeker, posting, engine.explain(job_seeker, posting))
    recommendation = Recommendation.objects.create(
        job_seeker=job_seeker,
        posting=posting,
        match_record=match,
        recommended_by=actor.user,
        station=actor.organization,
        note=clean_words("note", note),
    )
    return _announced(actor, recommendation, f"服务站向您推荐岗位：{posting.title}")


@transaction.atomic
def recommend_course(*, actor: Actor, job_seeker: JobSeeker, course: Course, note: str = "") -> Recommendation:
    """Recommend a course, with what it would open for the person stored. Raises ValidationError."""
    _require(permissions.can_recommend_to_person(actor, job_seeker))
    if not course.is_published:
        raise ValidationError("该课程已停止展示。")
    if job_seeker.recommendations.filter(course=course).exists():
        raise ValidationError("该课程已推荐给此人。")
    found = (one for one in engine.courses_for(job_seeker) if one.course_id == course.pk)
    match = next(found, engine.CourseMatch(course.pk, "", 0))
    recommendation = Recommendation.objects.create(
        job_seeker=job_seeker,
        course=course,
        match_record=engine.record_match(job_seeker, course, match),
        recommended_by=actor.user,
        station=actor.organization,
        note=clean_words("note", note),
    )
    return _announced(actor, recommendation, f"服务站向您推荐课程：{course.title}")


@transaction.atomic
def answer_recommendation(*, actor: Actor, recommendation: Recommendation, answer: str) -> Recommendation:
    """The veteran takes it up or declines; an answer may be changed."""
    _require(permissions.can_answer_recommendation(actor, recommendation))
    if answer not in ANSWERS:
        raise ValueError(f"answer: expected one of {', '.join(sorted(ANSWERS))}, got {answer!r}")
    rows = Recommendation.objects.select_related("posting", "course", "recommended_by")
    locked = rows.select_for_update(of=("self",)).get(pk=recommendation.pk)
    is_news = locked.state != answer
    locked.state, locked.answered_at = answer, timezone.now()
    locked.save(update_fields=["state", "answered_at", "updated_at"])
    record(actor=actor, verb="answer_recommendation", obj=locked)
    if is_news:
        _tell_recommender(locked)
    return locked


def mark_recommendations_seen(*, actor: Actor, job_seeker: JobSeeker) -> int:
    """The veteran has looked at his list; return how many were new to him."""
    mine = Recommendation.objects.visible_to(actor).filter(job_seeker=job_seeker)
    return mine.filter(state=RecommendationState.SENT).update(state=RecommendationState.SEEN)


def _announced(actor: Actor, recommendation: Recommendation, text: str) -> Recommendation:
    record(actor=actor, verb="recommend", obj=recommendation)
    notify(user=recommendation.job_seeker.user, text=text, url=VETERANS_LIST)
    return recommendation


def _tell_recommender(recommendation: Recommendation) -> None:
    """The message names no person: the link leads to the file, for those who may still see it."""
    title = (recommendation.posting or recommendation.course).title
    text = f"您推荐的“{title}”有了答复：{recommendation.get_state_display()}"
    url = f"/counselor/people/{recommendation.job_seeker_id}/"
    notify(user=recommendation.recommended_by, text=text, url=url)


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied("您没有权限执行此操作。")
