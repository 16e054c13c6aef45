"""Comparisons of the conditions: pay, place, shift, lodging, veterans' welcome, freshness, exposure."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import ClassVar, Self

from matching.background import PreparedSeeker
from matching.comparison import UNKNOWN_POSTING, UNKNOWN_SEEKER, Comparison, Level
from matching.exposure import Places, Pool
from matching.geography import city_of, contains, distance_km, province_of, region_names
from matching.preparation import PreparedPosting
from matching.weights import WordWeights

COMFORTABLY_ABOVE = 1.2
COMMUTE_KM = 60
SHIFT_NAMES = {
    "day": "白班",
    "two_shift": "两班倒",
    "three_shift": "三班倒",
    "night": "夜班",
    "flexible": "弹性工时",
}
_HOUSING = {True: "包住", False: "不包住", None: ""}
_MEALS = {True: "包吃或有餐补", False: "不包吃", None: ""}
_NEEDS_A_BED = {True: "需要住宿", False: "不需要住宿", None: None}
Evidence = tuple[str | None, str | None]


@dataclass(frozen=True)
class Pay(Comparison):
    """The pay offered against the least the job seeker would take."""

    name: ClassVar[str] = "pay"
    label: ClassVar[str] = "工资"
    ladder: ClassVar = (
        ("well_above", "比要求高两成以上", 1.0),
        ("at_least", "达到要求", 0.75),
        ("likely", "区间中段达到要求", 0.25),
        ("at_best", "拿到上限才达到要求", -0.75),
        ("below", "低于要求", -2.0),
    )
    posting_field: ClassVar[str] = "posting.salary"
    seeker_field: ClassVar[str] = "seeker.wishes.month_min"
    asks: ClassVar[str] = "岗位工资{}"
    unstated: ClassVar[str] = "工资"
    unfilled: ClassVar[str] = "最低月薪"
    weight: float = 1.5

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge the lower end first: it is what an employer binds himself to."""
        floor, salary = seeker.seeker.wishes.month_min, posting.posting.salary
        low, high = salary.month_min, salary.month_max
        if low is None and high is None:
            return UNKNOWN_POSTING
        if floor is None:
            return UNKNOWN_SEEKER
        low_end, high_end = low if low is not None else high or 0, high if high is not None else low or 0
        if low_end >= floor * COMFORTABLY_ABOVE:
            return "well_above"
        if low_end >= floor:
            return "at_least"
        if (low_end + high_end) / 2 >= floor:
            return "likely"
        return "at_best" if high_end >= floor else "below"

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Give both figures."""
        floor = seeker.seeker.wishes.month_min
        return None if floor is None else f"每月不低于{floor:g}元", _pay_words(posting)

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Say how the two figures stand."""
        wish, offer = self.evidence(seeker, posting)
        return f"您要求{wish}，岗位{offer}，{level.label}。"


@dataclass(frozen=True)
class Place(Comparison):
    """Where the work is against the regions wished for, or the home where no wish is known."""

    name: ClassVar[str] = "place"
    label: ClassVar[str] = "地点"
    ladder: ClassVar = (
        ("wished", "正是想去的地方", 1.5),
        ("home", "在家乡县", 1.0),
        ("close", "离想去的地方不远", 0.0),
        ("same_province", "与想去的地方同省", -0.75),
        ("far", "不在想去的地方", -2.0),
    )
    posting_field: ClassVar[str] = "posting.region"
    seeker_field: ClassVar[str] = "seeker.wishes.regions"
    asks: ClassVar[str] = "岗位在{}"
    unstated: ClassVar[str] = "工作地点"
    unfilled: ClassVar[str] = "想去的地方"
    weight: float = 2.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by containment first, then by distance."""
        if not (seeker.seeker.wishes.regions or seeker.seeker.home):
            return UNKNOWN_SEEKER
        region = posting.posting.region
        if region is None:
            return UNKNOWN_POSTING
        return _nearness(region, seeker.seeker.wishes.regions or (), seeker.seeker.home)

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Name both places."""
        wished = [_place_name(code) for code in seeker.seeker.wishes.regions or ()]
        home, region = seeker.seeker.home, posting.posting.region
        is_home = home is not None and region is not None and self.judge(seeker, posting) == "home"
        wish = f"家乡{_place_name(home)}" if home and (is_home or not wished) else "、".join(wished) or None
        return wish, _place_name(region) if region else None

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Say how near the two are."""
        wish, there = self.evidence(seeker, posting)
        if level.key == "home":
            return f"岗位就在您的家乡{there}。"
        if not seeker.seeker.wishes.regions:
            nearness = level.label.replace("想去的地方", "家乡")
            return f"您还没有填写想去的地方，先按{wish}算；岗位在{there}，{nearness}。"
        return f"您想去{wish}，岗位在{there}，{level.label}。"


@dataclass(frozen=True)
class Shift(Comparison):
    """The shift worked against the shift wished for."""

    name: ClassVar[str] = "schedule"
    label: ClassVar[str] = "班次"
    ladder: ClassVar = (
        ("same", "班次合意", 0.75),
        ("flexible", "工时弹性", 0.5),
        ("other", "班次不同", -0.5),
        ("nights", "要上夜班", -1.0),
    )
    posting_field: ClassVar[str] = "posting.schedule"
    seeker_field: ClassVar[str] = "seeker.wishes.shift"
    asks: ClassVar[str] = "岗位是{}"
    unstated: ClassVar[str] = "班次"
    unfilled: ClassVar[str] = "想上的班次"
    weight: float = 1.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the kind of shift; who wishes days is hit hardest by nights."""
        offered = posting.posting.schedule
        if offered.shift is None and offered.night is None:
            return UNKNOWN_POSTING
        if seeker.shift is None:
            return UNKNOWN_SEEKER
        if seeker.shift == offered.shift or (seeker.shift == "day" and offered.night is False):
            return "same"
        if offered.shift == "flexible":
            return "flexible"
        return "nights" if seeker.shift == "day" and offered.night else "other"

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Name both shifts."""
        offered = posting.posting.schedule
        nights = {True: "有夜班的班次", False: "没有夜班的班次", None: None}[offered.night]
        wish = SHIFT_NAMES[seeker.shift] if seeker.shift else None
        return wish, SHIFT_NAMES[offered.shift] if offered.shift else nights

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Say whether the shifts agree."""
        wish, offered = self.evidence(seeker, posting)
        return f"您想上{wish}，岗位是{offered}，{level.label}。"


@dataclass(frozen=True)
class LodgingWish(Comparison):
    """Bed and board that come with the job against the need for them."""

    name: ClassVar[str] = "lodging"
    label: ClassVar[str] = "食宿"
    ladder: ClassVar = (
        ("housed", "提供住宿", 1.0),
        ("meals_only", "只提供伙食", 0.25),
        ("not_needed", "不需要住宿", 0.0),
        ("not_housed", "不提供住宿", -1.0),
    )
    posting_field: ClassVar[str] = "posting.lodging"
    seeker_field: ClassVar[str] = "seeker.wishes.lodging"
    asks: ClassVar[str] = "岗位{}"
    unstated: ClassVar[str] = "食宿"
    unfilled: ClassVar[str] = "是否需要住宿"
    weight: float = 1.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge housing first; who needs none is not helped by it."""
        offered, wish = posting.posting.lodging, seeker.seeker.wishes.lodging
        if offered.housing is None and offered.meals is None:
            return UNKNOWN_POSTING
        if wish is None:
            return UNKNOWN_SEEKER
        if not wish:
            return "not_needed"
        if offered.housing is None:
            return "meals_only" if offered.meals else UNKNOWN_POSTING
        return "housed" if offered.housing else "not_housed"

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Say what is needed and what is offered."""
        offered = posting.posting.lodging
        offer = "、".join(filter(None, (_HOUSING[offered.housing], _MEALS[offered.meals])))
        return _NEEDS_A_BED[seeker.seeker.wishes.lodging], offer or None

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Put the two beside each other."""
        wish, offer = self.evidence(seeker, posting)
        return f"您{wish}，岗位{offer}。"


@dataclass(frozen=True)
class VeteranWelcome(Comparison):
    """Whether the posting asks for or prefers veterans."""

    name: ClassVar[str] = "veteran_preference"
    label: ClassVar[str] = "退役军人优先"
    # Below 0 by one step: what is unknown must not be worth as little as what is known to be absent.
    ladder: ClassVar = (
        ("welcomed", "岗位优先或欢迎退役军人", 1.0),
        ("not_mentioned", "岗位没有提到退役军人", -0.125),
    )
    posting_field: ClassVar[str] = "posting.description"
    seeker_field: ClassVar[str] = "seeker.service"
    asks: ClassVar[str] = "岗位写着“{}”"
    unstated: ClassVar[str] = "岗位要求"
    unfilled: ClassVar[str] = "服役经历"
    weight: float = 0.75

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the posting's own words; one without any words is not read as silence on veterans."""
        if posting.posting.veteran_preference is None:
            return "not_mentioned" if posting.posting.description else UNKNOWN_POSTING
        return "welcomed" if seeker.seeker.service else UNKNOWN_SEEKER

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Quote the posting."""
        return "有服役经历" if seeker.seeker.service else None, posting.posting.veteran_preference

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Quote the posting."""
        quoted = posting.posting.veteran_preference
        return f"岗位写着“{quoted}”，您服过役。" if quoted else "岗位没有提到退役军人优先。"


@dataclass(frozen=True)
class Freshness(Comparison):
    """How long ago the posting was published, and whether it is still open."""

    name: ClassVar[str] = "freshness"
    label: ClassVar[str] = "发布时间"
    ladder: ClassVar = (
        ("week", "一周内发布", 1.0),
        ("month", "一个月内发布", 0.75),
        ("quarter", "三个月内发布", 0.25),
        ("year", "一年内发布", -0.5),
        ("old", "发布已超过一年", -1.0),
        ("closed", "已过截止日期", -2.0),
    )
    posting_field: ClassVar[str] = "posting.posted"
    seeker_field: ClassVar[str] = "posting.posted"
    unstated: ClassVar[str] = "发布日期"
    weight: float = 0.5
    as_of: date | None = None

    def within(self, as_of: date | None, pool: Places, weights: WordWeights | None = None) -> Self:
        """Count from this day."""
        return replace(self, as_of=as_of)

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by days before ``as_of``, which the matcher sets to today."""
        today, posted, closes = self.as_of, posting.posting.posted, posting.posting.valid_through
        if today is not None and closes is not None and closes < today:
            return "closed"
        if today is None or posted is None or posted > today:
            return UNKNOWN_POSTING
        days = (today - posted).days
        for key, limit in (("week", 7), ("month", 30), ("quarter", 90), ("year", 365)):
            if days <= limit:
                return key
        return "old"

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Give the date that counts."""
        posted, closes = posting.posting.posted, posting.posting.valid_through
        if closes is not None and self.as_of is not None and closes < self.as_of:
            return None, f"{_written(closes)}截止"
        return None, f"{_written(posted)}发布" if posted else None

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Give the date."""
        day = posting.posting.valid_through if level.key == "closed" else posting.posting.posted
        return f"岗位{level.label}（{_written(day)}）。" if day else f"岗位{level.label}。"


@dataclass(frozen=True)
class Exposure(Comparison):
    """How many newer postings its employer has open for the same kind of work."""

    name: ClassVar[str] = "exposure"
    label: ClassVar[str] = "同一单位的岗位"
    ladder: ClassVar = (
        ("first", "同类里最新的一个", 0.25),
        ("second", "同类里的第二个", -0.5),
        ("third", "同类里的第三个", -1.25),
        ("further", "同类里排在第三个以后", -2.0),
    )
    posting_field: ClassVar[str] = "posting.employer"
    seeker_field: ClassVar[str] = "posting.employer"
    unstated: ClassVar[str] = "招聘单位"
    weight: float = 1.0
    pool: Places = field(default_factory=Pool, repr=False, compare=False)

    def within(self, as_of: date | None, pool: Places, weights: WordWeights | None = None) -> Self:
        """Look among these postings."""
        return replace(self, pool=pool)

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the posting's place among its employer's, newest first; the person plays no part."""
        place = self.pool.place(posting)
        return UNKNOWN_POSTING if place is None else self.ladder[min(place, len(self.ladder)) - 1][0]

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Give the place."""
        place = self.pool.place(posting)
        return None, None if place is None else f"同一单位同类岗位里第{place}个"

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Say how many are before it, and why that counts."""
        place = self.pool.place(posting) or 1
        if place == 1:
            return "这家单位的同类岗位里，这是最新的一个。"
        reason = "；往后放一放，好让您多看到几家单位" if level.points < 0 else ""
        return f"这家单位的同类岗位里，比这个更新的还有{place - 1}个{reason}。"


@lru_cache(maxsize=65536)
def _nearness(region: str, wished: tuple[str, ...], home: str | None) -> str:
    if any(contains(wish, region) for wish in wished):
        return "wished"
    if home is not None and contains(home, region):
        return "home"
    anchors = wished or ((home,) if home else ())
    if any(_is_close(wish, region) for wish in anchors):
        return "close"
    if any(province_of(wish) == province_of(region) for wish in anchors):
        return "same_province"
    return "far"


def _is_close(wish: str, region: str) -> bool:
    if contains(region, wish) and city_of(region) is not None:
        # The posting names only the city of the district wished for.
        return True
    distance = distance_km(wish, region)
    return (distance is not None and distance <= COMMUTE_KM) or (
        city_of(wish) is not None and city_of(wish) == city_of(region)
    )


def _place_name(code: str) -> str:
    # A province is enough above a city: "广东省深圳市龙华区" reads as "深圳市龙华区".
    names = region_names(code)
    return "".join(names[1:] or names) or code


def _pay_words(posting: PreparedPosting) -> str | None:
    salary = posting.posting.salary
    low, high = salary.month_min, salary.month_max
    if low is not None and high is not None:
        return f"每月{low:g}元" if low == high else f"每月{low:g}至{high:g}元"
    if low is not None:
        return f"每月{low:g}元以上"
    return None if high is None else f"每月最多{high:g}元"


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
