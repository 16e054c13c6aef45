"""Comparisons of the work itself: occupation, skills, experience, education, certificates."""

from dataclasses import dataclass
from typing import ClassVar

from matching.background import EDUCATION_RANKS, PreparedSeeker
from matching.comparison import UNKNOWN_POSTING, UNKNOWN_SEEKER, Comparison, Level, Words
from matching.coverage import NEAR_MISS, occupation_fit, related_years, skill_match
from matching.crosswalk import Affinity
from matching.eligibility import credential_labels, held_words, holds_any
from matching.preparation import PreparedPosting
from matching.taxonomy import load_taxonomy

_SOURCES = {"role": "服役岗位", "task": "服役任务", "licence": "证照", "job": "工作经历", "wish": "意向"}


@dataclass(frozen=True)
class WishedOccupation(Comparison):
    """The posting's occupation against the occupations wished for."""

    name: ClassVar[str] = "wished_occupation"
    label: ClassVar[str] = "求职意向"
    ladder: ClassVar = (
        ("exact", "正是想做的职业", 1.5),
        ("near", "与想做的职业相近", 0.75),
        ("same_field", "与想做的职业同属一个行当", 0.0),
        ("other", "不是想做的职业", -1.5),
    )
    posting_field: ClassVar[str] = "posting.title"
    seeker_field: ClassVar[str] = "seeker.wishes.occupations"
    weight: float = 2.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the likely occupations; a wished word in the title itself is as good."""
        if seeker.wished is None:
            return UNKNOWN_SEEKER
        if any(word in posting.posting.title for word in seeker.wished_words):
            return "exact"
        if not posting.occupations:
            return UNKNOWN_POSTING
        strength = occupation_fit(seeker.wished, posting.occupations)[0]
        return _rung(strength, (("exact", 0.7), ("near", 0.4), ("same_field", 0.15)), "other")

    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """Name the wish and the occupation."""
        wishes = "、".join(seeker.seeker.wishes.occupations or ())
        offered = posting.occupations[0].name if posting.occupations else posting.posting.title
        if level.is_unknown:
            return Words(f"{level.label}，这一项不计分。", wishes or None, offered or None)
        relation = {
            "exact": "正合您的意向",
            "near": "和您的意向很接近",
            "same_field": "和您的意向在同一行当",
            "other": "不在您的意向之内",
        }[level.key]
        return Words(f"您想做{wishes}，这个岗位是{offered}，{relation}。", wishes, offered)


@dataclass(frozen=True)
class Background(Comparison):
    """The posting's occupation against what service, licences and jobs lead to."""

    name: ClassVar[str] = "background"
    label: ClassVar[str] = "经历与职业"
    ladder: ClassVar = (
        ("strong", "经历直接对口", 1.5),
        ("good", "经历比较对口", 1.0),
        ("fair", "经历有些关联", 0.5),
        ("faint", "经历关联较弱", 0.0),
        ("none", "经历与这一职业没有关联", -0.75),
    )
    posting_field: ClassVar[str] = "posting.title"
    seeker_field: ClassVar[str] = "seeker.service"
    weight: float = 2.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the strongest link of the background to the likely occupations."""
        if seeker.background is None:
            return UNKNOWN_SEEKER
        if not posting.occupations:
            return UNKNOWN_POSTING
        strength = occupation_fit(seeker.background, posting.occupations)[0]
        return _rung(strength, (("strong", 0.6), ("good", 0.4), ("fair", 0.25), ("faint", 0.1)), "none")

    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """Give the reason that the crosswalk or the job itself gives."""
        offered = posting.occupations[0].name if posting.occupations else None
        if level.is_unknown or seeker.background is None:
            return Words(f"{level.label}，这一项不计分。", None, offered)
        link = occupation_fit(seeker.background, posting.occupations)[1]
        if level.key == "none" or link is None:
            return Words(f"您的服役和工作经历与{offered}没有直接关联。", None, offered)
        return Words(f"{level.label}：{_reason(link)}。", link.evidence, offered)


@dataclass(frozen=True)
class SkillCoverage(Comparison):
    """The skills asked for against the skills brought."""

    name: ClassVar[str] = "skill_coverage"
    label: ClassVar[str] = "技能"
    ladder: ClassVar = (
        ("all", "要的技能都会", 1.5),
        ("most", "大部分技能会", 1.0),
        ("some", "会一部分技能", 0.375),
        ("few", "只会少数技能", -0.25),
        ("none", "要的技能还没有", -0.75),
    )
    posting_field: ClassVar[str] = "posting.description"
    seeker_field: ClassVar[str] = "seeker.skills"
    weight: float = 1.5

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the share of the asked skills; preferred and merely mentioned ones count half."""
        found = skill_match(seeker, posting)
        if found is None:
            return UNKNOWN_POSTING
        if seeker.skills is None:
            return UNKNOWN_SEEKER
        return _rung(found.share, (("all", 0.99), ("most", 0.6), ("some", 0.3), ("few", 0.01)), "none")

    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """List what is there and what is missing."""
        found = skill_match(seeker, posting)
        if found is None:
            return Words("岗位没有写明非会不可的技能，这一项不计分。")
        asked = _labels((*found.held, *found.missing))
        if level.is_unknown:
            return Words(f"岗位要求{asked}；您还没有填写技能，这一项不计分。", None, asked)
        held, missing = _labels(found.held), _labels(found.missing)
        parts = [f"岗位用到的{held}您会" if held else "", f"{missing}还没有" if missing else ""]
        return Words("，".join(filter(None, parts)) + "。", held or None, asked)


@dataclass(frozen=True)
class ExperienceYears(Comparison):
    """Years in related work against the years asked for; a wish of the employer, never a filter."""

    name: ClassVar[str] = "experience"
    label: ClassVar[str] = "工作年限"
    ladder: ClassVar = (
        ("enough", "相关年限够", 1.0),
        ("not_asked", "不要求经验", 0.5),
        ("nearly", "相关年限差一点", -0.25),
        ("short", "相关年限不足", -1.0),
    )
    posting_field: ClassVar[str] = "posting.experience"
    seeker_field: ClassVar[str] = "seeker.experience"
    weight: float = 0.75

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by years of jobs and service that lead to this occupation."""
        asked = posting.posting.experience.min_years
        if asked is None:
            return UNKNOWN_POSTING
        if asked == 0:
            return "not_asked"
        years = related_years(seeker, posting)
        if years is None:
            return UNKNOWN_SEEKER
        return "enough" if years >= asked else "nearly" if years >= asked * NEAR_MISS else "short"

    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """Give both numbers."""
        asked = posting.posting.experience.min_years
        if level.key == UNKNOWN_POSTING:
            return Words("岗位没有写明经验要求，这一项不计分。")
        if level.key == "not_asked":
            return Words("岗位不要求工作经验。", None, "经验不限")
        wanted = f"{asked:g}年以上相关经验"
        years = related_years(seeker, posting)
        if years is None:
            return Words(f"岗位希望{wanted}；您的相关年限没有填写，这一项不计分。", None, wanted)
        mine = f"相关经历约{years:.1f}年".replace(".0年", "年") if years else "没有相关年限"
        return Words(f"岗位希望{wanted}，您{mine}，{level.label}。", mine, wanted)


@dataclass(frozen=True)
class EducationWished(Comparison):
    """Schooling against the schooling the employer wishes; never a filter."""

    name: ClassVar[str] = "education"
    label: ClassVar[str] = "学历"
    ladder: ClassVar = (
        ("reached", "达到学历要求", 0.75),
        ("not_asked", "不限学历", 0.5),
        ("one_below", "学历差一级", -0.75),
        ("far_below", "学历差两级以上", -2.0),
    )
    posting_field: ClassVar[str] = "posting.education"
    seeker_field: ClassVar[str] = "seeker.education"
    weight: float = 0.75

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the ladder of schools; a ceiling asks for nothing."""
        wished = posting.posting.education
        if wished.level is None:
            return UNKNOWN_POSTING
        if wished.level == "不限" or wished.or_above is False:
            return "not_asked"
        if seeker.education_rank is None:
            return UNKNOWN_SEEKER
        gap = EDUCATION_RANKS[wished.level] - seeker.education_rank
        return "reached" if gap <= 0 else "one_below" if gap == 1 else "far_below"

    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """Give both levels of schooling."""
        wished = posting.posting.education.level
        mine = seeker.seeker.education.level if seeker.seeker.education else None
        if level.key == UNKNOWN_POSTING:
            return Words("岗位没有写明学历要求，这一项不计分。", mine)
        if level.key == "not_asked":
            return Words("岗位不限学历。", mine, "学历不限")
        if level.is_unknown:
            return Words(f"岗位希望{wished}学历；您还没有填写学历，这一项不计分。", None, wished)
        return Words(f"岗位希望{wished}学历，您是{mine}，{level.label}。", mine, wished)


@dataclass(frozen=True)
class Certificates(Comparison):
    """Certificates asked for or preferred against those held."""

    name: ClassVar[str] = "certificates"
    label: ClassVar[str] = "证书"
    ladder: ClassVar = (
        ("all", "要的证书都有", 1.0),
        ("preferred", "有岗位优先考虑的证书", 0.75),
        ("none_asked", "岗位没有提到证书", 0.0),
        ("lacks_preferred", "没有岗位优先考虑的证书", -0.25),
        ("lacks_required", "缺少必需的证书", -1.0),
    )
    posting_field: ClassVar[str] = "posting.description"
    seeker_field: ClassVar[str] = "seeker.credentials"
    weight: float = 1.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge the required ones first; eligibility itself is decided elsewhere."""
        if not posting.needs:
            return "none_asked"
        if seeker.credentials is None:
            is_asked = any(need.strength != "customary" for need in posting.needs)
            return UNKNOWN_SEEKER if is_asked else "none_asked"
        lacking = {need.strength for need in posting.needs if not holds_any(seeker, need.credentials)}
        held = {need.strength for need in posting.needs if holds_any(seeker, need.credentials)}
        if "required" in lacking:
            return "lacks_required"
        if "required" in held:
            return "all"
        if held:
            return "preferred"
        return "lacks_preferred" if "preferred" in lacking else "none_asked"

    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """Name the certificates on both sides."""
        if level.key == "none_asked":
            return Words("岗位没有提到要什么证书。")
        stated = [need for need in posting.needs if need.strength != "customary"]
        asked = "、".join(dict.fromkeys(credential_labels(need.credentials) for need in stated)) or None
        if level.is_unknown:
            return Words(f"岗位提到{asked}；您还没有填写证书，这一项不计分。", None, asked)
        held = [n for n in posting.needs if holds_any(seeker, n.credentials)]
        lacking = [n for n in stated if not holds_any(seeker, n.credentials)]
        mine = "、".join(dict.fromkeys(held_words(seeker, n.credentials) for n in held))
        missing = "、".join(dict.fromkeys(credential_labels(n.credentials) for n in lacking))
        parts = [f"您持有的{mine}正是这个岗位看重的" if mine else "", f"还缺{missing}" if missing else ""]
        return Words("，".join(filter(None, parts)) + "。", mine or None, asked)


def _labels(skills: tuple[str, ...]) -> str:
    known = load_taxonomy().skills
    return "、".join(known[one].label if one in known else one for one in skills[:5])


def _reason(link: Affinity) -> str:
    return f"{_SOURCES[link.source]}“{link.evidence}”，{link.reason.rstrip('。')}"


def _rung(value: float, floors: tuple[tuple[str, float], ...], otherwise: str) -> str:
    return next((key for key, floor in floors if value >= floor), otherwise)
