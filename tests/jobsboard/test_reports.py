"""The bureau's figures count what their definitions say."""

from datetime import date

import pytest

from jobsboard.applications import services
from jobsboard.jobseekers.models import IntakeCohort
from jobsboard.reports.figures import Figure, first_page, grouped, suppressed
from tests.factories import JobPostingFactory

pytestmark = pytest.mark.django_db


def figures() -> dict[str, int]:
    return {one.label: one.value for group in grouped() for one in group.figures}


def test_every_figure_counts_the_cast_rightly(cast):
    cohort = IntakeCohort.objects.create(year=2024, season="autumn", way="self", regulation="退役军人安置条例")
    cohort.members.add(cast.chen_file, cast.li_file)
    JobPostingFactory(job_location="431127")
    JobPostingFactory(job_location="")
    services.hire(actor=cast.recruiter, application=cast.application, started_on=date(2026, 12, 1))
    assert figures() == {
        "2024年秋季自主就业": 2,
        "已核实的退役军人": 1,
        "在招岗位": 4,
        "深圳市": 2,
        "蓝山县": 1,
        "地区未注明": 1,
        "推荐": 1,
        "投递": 1,
        "进入面试或已录用": 1,
        "参加培训并结业": 0,
        "培训合格": 0,
        "已就业": 1,
    }


def test_every_figure_is_defined(cast):
    every = [one for group in grouped() for one in group.figures] + first_page()
    assert all(one.definition.endswith("。") and one.unit for one in every)


def test_counts_of_few_people_do_not_leave_the_bureau():
    assert [suppressed(n) for n in (0, 1, 4, 5, 1234)] == ["0", "少于5", "少于5", "5", "1,234"]
    assert Figure("已就业", 3, "人", "。").shown_outside == "少于5"
    assert Figure("已就业", 3, "人", "。").shown == "3"
    assert Figure("在招岗位", 3, "个", "。").shown_outside == "3"


def test_the_figures_cost_the_same_however_many_postings_there_are(cast, django_assert_max_num_queries):
    for _ in range(5):
        JobPostingFactory()
    with django_assert_max_num_queries(15):
        grouped()
