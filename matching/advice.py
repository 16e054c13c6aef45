"""Near occupations: what else somebody's service, licences and jobs lead to, and why."""

from dataclasses import dataclass

from matching.crosswalk import Affinity, nearest
from matching.matcher import Matcher
from matching.records import JobSeeker
from matching.taxonomy import Taxonomy, load_taxonomy
from matching.work_comparisons import reason_of

# As the comparisons count: below this a background leads nowhere, above that a wish is met already.
FAINT, WISHED = 0.1, 0.7
SKILLS_NAMED = 3


@dataclass(frozen=True, slots=True)
class NearOccupation:
    """An occupation within reach: how near from 0 to 1, and a sentence that says from where."""

    code: str
    name: str
    closeness: float
    reason: str


def near_occupations(matcher: Matcher, seeker: JobSeeker, k: int = 10) -> list[NearOccupation]:
    """Return the ``k`` nearest occupations that the person did not wish for; none where nothing is known of him.

    Examples
    --------
    >>> driver = JobSeeker.from_mapping({"experience": [{"title": "出租车司机", "years": 5}]})
    >>> near = near_occupations(Matcher(), driver, 1)[0]
    >>> near.code[:4], near.reason
    ('4-02', '工作经历“出租车司机”，做过出租车司机5年。')
    """
    taxonomy, person = matcher.taxonomy or load_taxonomy(), matcher.prepare_seeker(seeker)
    found = []
    for code, occupation in taxonomy.occupations.items():
        strength, link = nearest(code, person.background or {})
        if link is None or strength < FAINT or nearest(code, person.wished or {})[0] >= WISHED:
            continue
        found.append(NearOccupation(code, occupation.name, round(strength, 3), _reason(code, link, taxonomy)))
    return sorted(found, key=lambda one: (-one.closeness, one.code))[:k]


def _reason(code: str, link: Affinity, taxonomy: Taxonomy) -> str:
    if link.code == code:
        return f"{reason_of(link)}。"
    skills = {*taxonomy.essential_skills(link.code), *taxonomy.optional_skills(link.code)}
    own = (*taxonomy.essential_skills(code), *taxonomy.optional_skills(code))
    shared = "、".join([taxonomy.skills[one].label for one in own if one in skills][:SKILLS_NAMED])
    kin = f"，都用到{shared}" if shared else ""
    name = taxonomy.occupations[link.code].name
    return f"{reason_of(link)}；这一职业和{name}相近{kin}。"
