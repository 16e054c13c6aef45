"""Courses and sessions."""

from datetime import timedelta

import factory
from django.utils import timezone

from jobsboard.courses.models import Course, CourseKind, CourseSession, Department, ListedCourse, ListedState
from tests.factories.organizations import ProviderFactory


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course
        skip_postgeneration_save = True

    class Params:
        with_session = factory.Trait(
            session=factory.RelatedFactory("tests.factories.courses.CourseSessionFactory", "course")
        )

    provider = factory.SubFactory(ProviderFactory)
    code = factory.Sequence(lambda n: f"K{n:04d}")
    title = factory.Sequence(lambda n: f"叉车司机取证班{n}")
    kind = CourseKind.VOCATIONAL
    department = Department.VETERANS
    description = "理论与实操各半，结业后参加特种设备作业人员考核。"
    hours = 80


class CourseSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CourseSession

    course = factory.SubFactory(CourseFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    region = "431127"
    seats = 30


class ListedCourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ListedCourse

    class Params:
        held = factory.Trait(state=ListedState.HELD, description="学会包就业，当月上岗")
        removed = factory.Trait(state=ListedState.REMOVED)

    identity = factory.Sequence(lambda n: f"course-{n}")
    twin_key = factory.SelfAttribute("identity")
    content_hash = factory.SelfAttribute("identity")
    source = "school"
    publisher = "测试培训信息网"
    url = factory.Sequence(lambda n: f"https://courses.example/{n}")
    raw = factory.LazyFunction(dict)
    name = factory.Sequence(lambda n: f"低压电工取证班{n}")
    provider_name = "测试技能培训学校"
    first_seen_at = factory.LazyFunction(timezone.now)
    last_seen_at = factory.LazyFunction(timezone.now)
