"""The bureau's figures: each with its definition in words and the queryset that it counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from jobsboard.applications.models import Application, Placement
from jobsboard.core.regions import region_label
from jobsboard.jobseekers.models import IntakeCohort, JobSeeker
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations.models import Recommendation
from jobsboard.training.models import Enrollment, EnrollmentState, Result
from matching.geography import city_of

CITIES_SHOWN = 8
HOME_CITY_LABEL = "蓝山县"


@dataclass(frozen=True)
class Figure:
    """A number, its unit and what exactly it counts."""

    label: str
    value: int
    unit: str
    definition: str

    @property
    def shown(self) -> str:
        """As the bureau sees it."""
        return f"{self.value:,}"

    @property
    def shown_outside(self) -> str:
        """As anybody else may see it: a count of so few people could point at one of them."""
        return suppressed(self.value) if self.unit == "人" else self.shown


@dataclass(frozen=True)
class FigureGroup:
    """Figures under one title."""

    title: str
    figures: list[Figure]


def suppressed(count: int) -> str:
    """Return a count of people as it may leave the bureau.

    >>> suppressed(0), suppressed(4), suppressed(1114)
    ('0', '少于5', '1,114')
    """
    smallest = settings.SMALLEST_SHOWN_COUNT
    return f"少于{smallest}" if 0 < count < smallest else f"{count:,}"


def first_page() -> list[Figure]:
    """The figures most asked for."""
    return [_verified_people(), _postings_shown(), _recommendations(), _placements()]


def grouped() -> list[FigureGroup]:
    """All figures, under their titles."""
    return [
        FigureGroup("接收与核实", [*_intake(), _verified_people()]),
        FigureGroup("在招岗位", [_postings_shown(), *_postings_by_city()]),
        FigureGroup("推荐与投递", [_recommendations(), _applications(), _interviews_and_hires()]),
        FigureGroup("培训与就业", [_trained(), _certified(), _placements()]),
    ]


def _intake() -> list[Figure]:
    cohorts = IntakeCohort.objects.annotate(people=Count("members")).order_by("-year", "season", "way")
    return [
        Figure(str(cohort), cohort.people, "人", f"登记在该批次的人数，适用{cohort.regulation}。")
        for cohort in cohorts
    ]


def _verified_people() -> Figure:
    people = JobSeeker.objects.filter(verification="verified").count()
    return Figure("已核实的退役军人", people, "人", "由服务站当面核实过身份的求职账号，一人一个。")


def _postings_shown() -> Figure:
    count = JobPosting.objects.open().count()
    return Figure(
        "在招岗位", count, "个", "此刻对外展示的岗位：已发布、未到期，单位已核验或来源已启用，重复的只计一次。"
    )


def _postings_by_city() -> list[Figure]:
    counts: Counter[str] = Counter()
    places = JobPosting.objects.open().values("job_location").annotate(count=Count("pk")).order_by("job_location")
    for place in places:
        counts[_city_label(place["job_location"])] += place["count"]
    shown = counts.most_common(CITIES_SHOWN)
    rest = counts.total() - sum(count for _, count in shown)
    figures = [Figure(label, count, "个", "工作地区在该地的在招岗位。") for label, count in shown]
    return [*figures, Figure("其他地区", rest, "个", "以上各地之外的在招岗位。")] if rest else figures


def _city_label(code: str) -> str:
    if code.startswith(settings.HOME_COUNTY):
        return HOME_CITY_LABEL
    city = city_of(code) if code else None
    return region_label(city or code) or "地区未注明"


def _recommendations() -> Figure:
    count = Recommendation.objects.count()
    return Figure("推荐", count, "次", "服务站人员向本人推荐岗位或课程的次数，系统自动排序不计。")


def _applications() -> Figure:
    count = Application.objects.exclude(state="withdrawn").count()
    return Figure("投递", count, "次", "投递次数，含本人告知在来源网站投递的，不含已撤回的。")


def _interviews_and_hires() -> Figure:
    people = Application.objects.filter(state__in=["interview", "hired"]).values("job_seeker").distinct()
    return Figure("进入面试或已录用", people.count(), "人", "至少有一次投递正在面试或已录用的人数，一人只计一次。")


def _trained() -> Figure:
    people = Enrollment.objects.filter(state=EnrollmentState.COMPLETED).values("job_seeker").distinct()
    return Figure("参加培训并结业", people.count(), "人", "至少结业一个班次的人数，一人只计一次。")


def _certified() -> Figure:
    people = Result.objects.filter(has_passed=True).values("enrollment__job_seeker").distinct()
    return Figure("培训合格", people.count(), "人", "培训结果为合格的人数，一人只计一次。")


def _placements() -> Figure:
    people = Placement.objects.values("job_seeker").distinct()
    return Figure("已就业", people.count(), "人", "有入职记录的人数，不论是否经本平台，一人只计一次。")
