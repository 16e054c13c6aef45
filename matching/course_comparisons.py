"""Courses for a person: what a course changes among his postings, its price, place and date, on ladders too."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from matching.comparison import MICRO, NOT_COUNTED, Ladder, Level, Words, rung
from matching.explanation import Contribution, Explanation, Match, score_of
from matching.geography import city_of, province_of
from matching.records import Course, JobSeeker
from matching.settings import MatchSettings

UNKNOWN = "unknown"
SOON, LATER = 31, 92
CHEAP, DEAR = 500, 3000


@dataclass(frozen=True, slots=True)
class CourseMatch:
    """One course for one seeker; ``score`` is None where nobody knows what the course gives.

    Attributes
    ----------
    requirements : tuple of str
        What it gives that is missing among the postings.
    opened : tuple of str
        Ids of postings whose only unmet requirement it grants.
    improved : tuple of str
        Ids of postings, already met, whose score rises.
    """

    course_id: str
    title: str
    score: float | None
    unknown: tuple[str, ...]
    explanation: Explanation
    requirements: tuple[str, ...]
    opened: tuple[str, ...]
    improved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prospect:
    """A course in the light of one person's postings."""

    course: Course
    seeker: JobSeeker
    as_of: date | None
    requirements: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    improved: tuple[str, ...] = ()
    best_gain: float = 0.0

    @property
    def is_understood(self) -> bool:
        """Whether it is known what the course grants or teaches."""
        return bool(self.course.credentials or self.course.skills)


@dataclass(frozen=True)
class CourseComparison(Ladder, ABC):
    """A ladder on which a prospect stands; unknown is one level, for the course alone can be silent here."""

    settles: ClassVar[str]
    unstated: ClassVar[str]

    def row(self, prospect: Prospect) -> Contribution:
        """Judge a prospect and say why."""
        key, sentence, evidence = self.judge(prospect)
        level = self.levels[key]
        if level.is_unknown:
            sentence = f"课程没有写明{self.unstated}，{NOT_COUNTED}"
        return Contribution.of(self, level, Words(sentence, None, evidence))

    @abstractmethod
    def judge(self, prospect: Prospect) -> tuple[str, str, str | None]:
        """Return the level's key, a sentence, and what the course says."""

    def _unknown_levels(self) -> tuple[Level, ...]:
        return (Level(UNKNOWN, f"{self.label}：课程未写明", 0.0, 0, self.settles),)


@dataclass(frozen=True)
class Opens(CourseComparison):
    """How many postings are out of reach for nothing but what the course grants."""

    name: ClassVar[str] = "opens"
    label: ClassVar[str] = "打开的岗位"
    ladder: ClassVar = (
        ("many", "打开十个以上岗位", 1.5),
        ("several", "打开几个岗位", 1.0),
        ("one", "打开一个岗位", 0.5),
        ("none", "不打开新的岗位", -0.5),
    )
    settles: ClassVar[str] = "course.credentials"
    unstated: ClassVar[str] = "能拿什么证、学什么技能"
    weight: float = 2.0

    def judge(self, prospect: Prospect) -> tuple[str, str, str | None]:
        """Count the postings."""
        if not prospect.is_understood:
            return UNKNOWN, "", None
        count = len(prospect.opened)
        key = rung(count, (("many", 10), ("several", 2), ("one", 1)), "none")
        if not count:
            return key, "没有只差这一项就能去的岗位。", None
        return key, f"有{count}个岗位，您只差{'、'.join(prospect.requirements)}就符合条件。", None


@dataclass(frozen=True)
class Improves(CourseComparison):
    """How much the scores of postings rise that he could take already."""

    name: ClassVar[str] = "improves"
    label: ClassVar[str] = "匹配分的提高"
    ladder: ClassVar = (
        ("much", "提高十分以上", 1.0),
        ("some", "提高三分以上", 0.5),
        ("little", "提高不到三分", 0.125),
        ("none", "不提高匹配分", -0.5),
    )
    settles: ClassVar[str] = "course.credentials"
    unstated: ClassVar[str] = "能拿什么证、学什么技能"
    weight: float = 1.5

    def judge(self, prospect: Prospect) -> tuple[str, str, str | None]:
        """Take the largest gain."""
        if not prospect.is_understood:
            return UNKNOWN, "", None
        gain = prospect.best_gain
        if gain <= 0:
            return "none", "您合适的岗位不会因此加分。", None
        key = rung(gain, (("much", 10), ("some", 3)), "little")
        return key, f"补上{'、'.join(prospect.requirements)}，岗位的匹配分最多提高{gain:g}分。", None


@dataclass(frozen=True)
class Cost(CourseComparison):
    """What the person pays himself."""

    name: ClassVar[str] = "cost"
    label: ClassVar[str] = "自付费用"
    ladder: ClassVar = (
        ("free", "不用自己出钱", 0.75),
        ("cheap", "五百元以内", 0.5),
        ("fair", "三千元以内", 0.0),
        ("dear", "三千元以上", -1.0),
    )
    settles: ClassVar[str] = "course.fee"
    unstated: ClassVar[str] = "费用"

    def judge(self, prospect: Prospect) -> tuple[str, str, str | None]:
        """A subsidised course costs him nothing."""
        fee = 0.0 if prospect.course.subsidised else prospect.course.fee
        if fee is None:
            return UNKNOWN, "", None
        if fee == 0:
            return "free", "这门课不用自己出钱。", "免费或有补贴"
        key = rung(-fee, (("cheap", -CHEAP), ("fair", -DEAR)), "dear")
        return key, f"这门课自己要出{fee:g}元。", f"{fee:g}元"


@dataclass(frozen=True)
class Near(CourseComparison):
    """Where the course is held, against where he wishes to work or is at home."""

    name: ClassVar[str] = "course_place"
    label: ClassVar[str] = "上课地点"
    ladder: ClassVar = (
        ("same_city", "就在想去的或家乡的城市", 0.75),
        ("same_province", "在同一个省", -0.25),
        ("far", "在外省", -1.0),
    )
    settles: ClassVar[str] = "course.region"
    unstated: ClassVar[str] = "上课地点"

    def judge(self, prospect: Prospect) -> tuple[str, str, str | None]:
        """Judge by city, then by province."""
        region = prospect.course.region
        places = [*(prospect.seeker.wishes.regions or ()), *filter(None, (prospect.seeker.home,))]
        if region is None or not places:
            return UNKNOWN, "", region
        if any(city_of(place) == city_of(region) for place in places):
            return "same_city", "上课的地方就在您想去的或家乡的城市。", region
        if any(province_of(place) == province_of(region) for place in places):
            return "same_province", "上课的地方和您在同一个省，不在同一个城市。", region
        return "far", "上课的地方在外省。", region


@dataclass(frozen=True)
class Start(CourseComparison):
    """How soon the next class begins."""

    name: ClassVar[str] = "start"
    label: ClassVar[str] = "开班时间"
    ladder: ClassVar = (
        ("soon", "一个月内开班", 0.5),
        ("quarter", "三个月内开班", 0.25),
        ("later", "三个月以后开班", -0.25),
        ("begun", "已经开班", -1.0),
    )
    settles: ClassVar[str] = "course.starts"
    unstated: ClassVar[str] = "开班时间"

    def judge(self, prospect: Prospect) -> tuple[str, str, str | None]:
        """Count the days from today."""
        starts = prospect.course.starts
        if starts is None or prospect.as_of is None:
            return UNKNOWN, "", starts.isoformat() if starts else None
        days = (starts - prospect.as_of).days
        key = "begun" if days < 0 else rung(-days, (("soon", -SOON), ("quarter", -LATER)), "later")
        words = f"{starts.year}年{starts.month}月{starts.day}日开班"
        return key, f"这门课{words}，{self.levels[key].label}。", words


ALL: tuple[CourseComparison, ...] = (Opens(), Improves(), Cost(), Near(), Start())


def match_courses(
    seeker: JobSeeker,
    courses: Sequence[Course],
    matches: Sequence[Match],
    as_of: date | None,
    settings: MatchSettings,
) -> list[CourseMatch]:
    """Explain each course by what it changes among the matches, the most useful first; ties by identifier.

    Examples
    --------
    >>> match_courses(JobSeeker("p1"), [Course("k1", "礼仪班")], [], None, MatchSettings())[0].unknown[0]
    'course.credentials'
    """
    closed: dict[str, list[_Closed]] = {}
    for match in matches:
        for missing in match.missing:
            if match.score is not None and missing.score_after is not None:
                one = _Closed(match, missing.requirement, missing.score_after - match.score)
                for course_id in missing.courses:
                    closed.setdefault(course_id, []).append(one)
    made = [_course_match(_prospect(seeker, one, closed.get(one.id, []), as_of), settings) for one in courses]
    return sorted(made, key=lambda one: (one.score is None, -one.explanation.micro_total, one.course_id))


@dataclass(frozen=True, slots=True)
class _Closed:
    """A gap of one match that a course closes, and what the score gains."""

    match: Match
    requirement: str
    gain: float


def _prospect(seeker: JobSeeker, course: Course, closed: Sequence[_Closed], as_of: date | None) -> Prospect:
    given: dict[str, set[str]] = {}
    for one in closed:
        given.setdefault(one.match.posting_id, set()).add(one.requirement)
    opened = [m.posting_id for one in closed if (m := one.match).blocked_by and {*m.blocked_by} <= given[m.posting_id]]
    raised = [one for one in closed if one.gain > 0 and one.match.eligibility == "met"]
    return Prospect(
        course,
        seeker,
        as_of,
        tuple(dict.fromkeys(one.requirement for one in closed)),
        tuple(dict.fromkeys(opened)),
        tuple(dict.fromkeys(one.match.posting_id for one in raised)),
        round(max((one.gain for one in raised), default=0.0), 2),
    )


def _course_match(prospect: Prospect, settings: MatchSettings) -> CourseMatch:
    explanation = Explanation(round(settings.prior * MICRO), tuple(one.row(prospect) for one in ALL))
    return CourseMatch(
        prospect.course.id,
        prospect.course.title,
        score_of(explanation.micro_total, settings.scale) if prospect.is_understood else None,
        explanation.unknown,
        explanation,
        prospect.requirements,
        prospect.opened,
        prospect.improved,
    )
