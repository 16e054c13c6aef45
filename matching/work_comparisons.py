"""Comparisons of the work itself: occupation, skills, experience, education, certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from matching.background import EDUCATION_RANKS, PreparedSeeker
from matching.comparison import UNKNOWN_POSTING, UNKNOWN_SEEKER, Comparison, Level, rung
from matching.coverage import NEAR_MISS, occupation_fit, related_years, skill_match
from matching.crosswalk import Affinity
from matching.eligibility import credential_labels, held_words, holds_any
from matching.preparation import CredentialNeed, PreparedPosting
from matching.taxonomy import load_taxonomy

_SOURCES = {"role": "服役岗位", "task": "服役任务", "licence": "证照", "job": "工作经历", "wish": "意向"}
_RELATIONS = {
    "exact": "正合您的意向",
    "near": "和您的意向很接近",
    "same_field": "和您的意向在同一行当",
    "other": "不在您的意向之内",
}
Evidence = tuple[str | None, str | None]


@dataclass(frozen=True)
class WishedOccupation(Comparison):
    """The posting's occupation against the occupations wished for."""

    name: ClassVar[str] = "wished_occupation"
    label: ClassVar[str] = "求职意向"
    ladder: ClassVar = (
        ("exact", "正是想做的职业", 1.5),
        ("near", "与想做的职业相近", 0.75),
        ("same_field", "与想做的职业同属一个行当", 0.0),
        ("other", "不是想做的职业", -2.0),
    )
    # The closeness from which each level is reached; below the last one it is the lowest level.
    floors: ClassVar = (("exact", 0.7), ("near", 0.4), ("same_field", 0.15))
    posting_field: ClassVar[str] = "posting.title"
    seeker_field: ClassVar[str] = "seeker.wishes.occupations"
    asks: ClassVar[str] = "这个岗位是{}"
    unstated: ClassVar[str] = "是什么职业"
    unfilled: ClassVar[str] = "想做的职业"
    weight: float = 2.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the likely occupations; a wished word in the title itself is as good."""
        if seeker.wished is None:
            return UNKNOWN_SEEKER
        for word in seeker.wished_words:
            if word in posting.posting.title:
                return "exact"
        if not posting.occupations:
            return UNKNOWN_POSTING
        strength = occupation_fit(seeker.wished, posting.occupations)[0]
        return rung(strength, self.floors, "other")

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Name the wish and the occupation."""
        wishes = "、".join(seeker.seeker.wishes.occupations or ())
        return wishes or None, _offered(posting)

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Say how near the two are."""
        wishes, offered = self.evidence(seeker, posting)
        return f"您想做{wishes}，这个岗位归在“{offered}”一类，{_RELATIONS[level.key]}。"


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
    floors: ClassVar = (("strong", 0.6), ("good", 0.4), ("fair", 0.25), ("faint", 0.1))
    posting_field: ClassVar[str] = "posting.title"
    seeker_field: ClassVar[str] = "seeker.service"
    asks: ClassVar[str] = "这个岗位是{}"
    unstated: ClassVar[str] = "是什么职业"
    unfilled: ClassVar[str] = "服役和工作经历"
    weight: float = 2.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the strongest link of the background to the likely occupations."""
        if seeker.background is None:
            return UNKNOWN_SEEKER
        if not posting.occupations:
            return UNKNOWN_POSTING
        strength = occupation_fit(seeker.background, posting.occupations)[0]
        return rung(strength, self.floors, "none")

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Name the strongest link and the occupation."""
        link = occupation_fit(seeker.background or {}, posting.occupations)[1]
        return link.evidence if link else None, _offered(posting)

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Give the reason that the crosswalk or the job itself gives."""
        link = occupation_fit(seeker.background or {}, posting.occupations)[1]
        if level.key == "none" or link is None:
            return f"您的服役和工作经历与{_offered(posting)}没有直接关联。"
        return f"{level.label}：{reason_of(link)}。"


@dataclass(frozen=True)
class SkillCoverage(Comparison):
    """The skills asked for against the skills brought."""

    name: ClassVar[str] = "skill_coverage"
    label: ClassVar[str] = "技能"
    ladder: ClassVar = (
        ("all", "要的技能都会", 1.5),
        ("most", "大部分技能都会", 1.0),
        # One skill in common is little evidence: 销售 alone would make a salesman of every shop assistant.
        ("only_one", "只提到一项技能，正好会", 0.75),
        ("some", "会一部分技能", 0.375),
        ("few", "只会少数技能", -0.25),
        ("none", "要的技能还不会", -0.75),
    )
    floors: ClassVar = (("all", 0.99), ("most", 0.6), ("some", 0.3), ("few", 0.01))
    posting_field: ClassVar[str] = "posting.description"
    seeker_field: ClassVar[str] = "seeker.skills"
    asks: ClassVar[str] = "岗位要求{}"
    unstated: ClassVar[str] = "非会不可的技能"
    unfilled: ClassVar[str] = "技能"
    weight: float = 1.5

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge by the share of the asked skills; preferred and merely mentioned ones count half."""
        found = skill_match(seeker, posting)
        if found is None:
            return UNKNOWN_POSTING
        if seeker.skills is None:
            return UNKNOWN_SEEKER
        if len(found.held) == 1 and not found.missing:
            return "only_one"
        return rung(found.share, self.floors, "none")

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """List what is there and what is asked for."""
        found = skill_match(seeker, posting)
        if found is None:
            return None, None
        return _labels(found.held) or None, _labels((*found.held, *found.missing))

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """List what is there and what is missing."""
        found = skill_match(seeker, posting)
        held, missing = (_labels(found.held), _labels(found.missing)) if found else ("", "")
        if not held:
            return f"岗位用到的{missing}您还不会。"
        return f"岗位用到的{held}您会，{missing}还不会。" if missing else f"岗位用到的{held}您会。"


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
    asks: ClassVar[str] = "岗位希望{}"
    unstated: ClassVar[str] = "经验要求"
    unfilled: ClassVar[str] = "相关年限"
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

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Give both numbers."""
        asked = posting.posting.experience.min_years
        if asked is None:
            return None, None
        if asked == 0:
            return None, "经验不限"
        years = related_years(seeker, posting)
        mine = f"有约{years:.1f}年相关经历".replace(".0年", "年") if years else "没有相关经历"
        return None if years is None else mine, f"{asked:g}年以上相关经验"

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Say whether the years are enough."""
        if level.key == "not_asked":
            return "岗位不要求工作经验。"
        mine, wanted = self.evidence(seeker, posting)
        return f"岗位希望{wanted}，您{mine}，{level.label}。"


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
    asks: ClassVar[str] = "岗位希望{}学历"
    unstated: ClassVar[str] = "学历要求"
    unfilled: ClassVar[str] = "学历"
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

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Give both levels of schooling."""
        mine, wished = seeker.seeker.education, posting.posting.education
        is_open = wished.level == "不限" or wished.or_above is False
        return mine.level if mine else None, "学历不限" if is_open else wished.level

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Say whether the schooling is reached."""
        if level.key == "not_asked":
            return "岗位不限学历。"
        mine, wished = self.evidence(seeker, posting)
        return f"岗位希望{wished}学历，您是{mine}，{level.label}。"


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
    asks: ClassVar[str] = "岗位提到{}"
    unstated: ClassVar[str] = "要什么证书"
    unfilled: ClassVar[str] = "证书"
    weight: float = 1.0

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Judge the required ones first; eligibility itself is decided elsewhere."""
        if not posting.needs:
            return "none_asked"
        if seeker.credentials is None:
            return UNKNOWN_SEEKER if _stated(posting) else "none_asked"
        lacking = {need.strength for need in posting.needs if not holds_any(seeker, need.credentials)}
        held = {need.strength for need in posting.needs if holds_any(seeker, need.credentials)}
        if "required" in lacking:
            return "lacks_required"
        if "required" in held:
            return "all"
        if held:
            return "preferred"
        return "lacks_preferred" if "preferred" in lacking else "none_asked"

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Evidence:
        """Name what is held and what is asked for."""
        held = (held_words(seeker, need.credentials) for need in posting.needs)
        return _list(held), _list(credential_labels(need.credentials) for need in _stated(posting))

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Name what is there and what is missing."""
        if level.key == "none_asked":
            return "岗位没有提到要什么证书。"
        mine = self.evidence(seeker, posting)[0]
        lacking = (need for need in _stated(posting) if not holds_any(seeker, need.credentials))
        missing = _list(credential_labels(need.credentials) for need in lacking)
        if not mine:
            return f"岗位提到的{missing}您还没有。"
        return f"您持有的{mine}正是这个岗位看重的{f'，还缺{missing}' if missing else ''}。"


def _offered(posting: PreparedPosting) -> str | None:
    return (posting.occupations[0].name if posting.occupations else posting.posting.title) or None


def _stated(posting: PreparedPosting) -> list[CredentialNeed]:
    return [need for need in posting.needs if need.strength != "customary"]


def _list(words: Iterable[str]) -> str | None:
    return "、".join(dict.fromkeys(filter(None, words))) or None


def _labels(skills: tuple[str, ...]) -> str:
    known = load_taxonomy().skills
    return "、".join(known[one].label if one in known else one for one in skills[:5])


def reason_of(link: Affinity) -> str:
    """Say what a link of the background rests on.

    Examples
    --------
    >>> reason_of(Affinity("4-02-02-04", 0.9, "job", "货车司机", "做过货车司机3年"))
    '工作经历“货车司机”，做过货车司机3年'
    """
    return f"{_SOURCES[link.source]}“{link.evidence}”，{link.reason.rstrip('。')}"
