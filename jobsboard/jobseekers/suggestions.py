"""Help with filling a file in: skills that it points to, words to choose from, and what people's own words name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jobsboard.jobseekers.models import JobSeeker, SeekerSkill
from jobsboard.jobseekers.profile import to_match_mapping
from jobsboard.occupations.models import Credential, Skill
from matching.background import prepare_seeker, resolve_credentials
from matching.crosswalk import LICENCE
from matching.occupations import shipped_coder
from matching.records import JobSeeker as SeekerRecord
from matching.skills import default_extractor
from matching.taxonomy import load_taxonomy

# What everybody says of himself tells nothing; it is not asked.
_TELLING_KINDS = {"skill", "tool", "task"}
# The words people use for the work that veterans look for most; official names would not come up while typing.
_EVERYDAY_OCCUPATIONS = """
货车司机 小车司机 客车司机 网约车司机 叉车工 挖掘机司机 装载机司机 吊车司机 仓管员 分拣员 快递员 外卖骑手 装卸工
保安 安检员 押运员 消防设施操作员 消防员 护林员 电工 弱电工 水电工 焊工 钳工 钣金工 汽修工 机修工 数控车工 模具工
普工 质检员 班组长 生产主管 安全员 物业管理员 工程维修 保洁 厨师 面点师 食堂管理员 服务员 救生员 健身教练 驾校教练
护理员 网络运维 线路维护工 无人机飞手 测量员 施工员 行政文员 客服 销售 店长 农机手 养殖工
"""


@dataclass(frozen=True)
class SuggestedSkill:
    """A skill that the file points to, and the words from which it was read."""

    skill: Skill
    evidence: str


def suggested_skills(job_seeker: JobSeeker, decided: Iterable[SeekerSkill]) -> list[SuggestedSkill]:
    """Return the skills that service, licences and jobs point to and on which the person has not decided."""
    record = SeekerRecord.from_mapping(to_match_mapping(job_seeker))
    read = prepare_seeker(record, load_taxonomy(), shipped_coder(), default_extractor()).skills or {}
    rows = Skill.objects.in_bulk(set(read) - {row.skill_id for row in decided})
    return [
        SuggestedSkill(rows[skill_id], evidence)
        for skill_id, evidence in read.items()
        if skill_id in rows and rows[skill_id].kind in _TELLING_KINDS
    ]


def skills_named(words: str) -> list[Skill]:
    """Return the skills that somebody's own words name.

    >>> skills_named("为人民服务")  # nothing that can be told apart as a skill
    []
    """
    found = [span.skill for span in default_extractor().extract(words) if span.strength != "negated"]
    return list(Skill.objects.filter(pk__in=found).order_by("label")) if found else []


def credential_named(words: str) -> Credential | None:
    """Return the licence that somebody's own words name, when the taxonomy knows it and they name just one."""
    found = resolve_credentials([words], load_taxonomy())
    return Credential.objects.filter(pk=next(iter(found))).first() if len(found) == 1 else None


def occupation_names() -> list[str]:
    """Everyday names of common work."""
    return _EVERYDAY_OCCUPATIONS.split()


@cache
def specialty_names() -> list[str]:
    """The families of service roles that the crosswalk knows."""
    return sorted({row.family for row in load_taxonomy().crosswalk if row.branch != LICENCE})


def credential_names() -> list[str]:
    """The licences of the taxonomy."""
    return list(Credential.objects.order_by("label").values_list("label", flat=True))
