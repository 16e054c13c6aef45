"""SkillExtractor: the taxonomy's skills in a text, as spans of the original with their strength."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from sklearn.base import BaseEstimator

from matching.lexicon import Lexicon
from matching.taxonomy import Skill, load_taxonomy
from matching.text import normalise, normalise_with_offsets

# A clause ends where a new thought starts; 、 and / only part the members of one list.
_CLAUSE_END = frozenset("，。；;！!？?,\n")
_NEGATED_BEFORE = re.compile(
    r"(?:不要求|不需要?|不必|不用|无需|无须|毋须|不会|不懂|没(?:有|学过|做过|干过|用过|碰过)|未|不限|不做|不涉及|非)"
    r"(?:有|会|懂|具备|掌握|熟悉|使用|做|任何|相关)?[^，。；;！!？?,\n]{0,10}$"
)
_NEGATED_AFTER = re.compile(r"^[^，。；;！!？?,\n]{0,6}(?:不限|不要求|不作要求|均可培训|可以?学|不会也)")
_PREFERRED = re.compile(r"优先|加分|更[佳好]|更受欢迎|最好|者佳|尤佳|为佳")


@dataclass(frozen=True, slots=True)
class SkillSpan:
    """One mention of a skill: ``text[start:end]`` of the original and how the text asks for it."""

    skill: str
    start: int
    end: int
    text: str
    strength: str


class SkillExtractor(BaseEstimator):  # type: ignore[misc]
    """Find skills by their labels and synonyms, whole terms only, in one pass over the text.

    Parameters
    ----------
    skills : iterable of Skill, optional
        What to look for; the shipped taxonomy when it is None.

    Examples
    --------
    >>> extractor = SkillExtractor([Skill("forklift", "叉车驾驶", ("开叉车", "叉车"), "skill")]).fit()
    >>> [(s.skill, s.text, s.strength) for s in extractor.extract("会开叉车，有叉车证优先")]
    [('forklift', '开叉车', 'required'), ('forklift', '叉车', 'preferred')]
    >>> extractor.extract("无需会叉车")[0].strength
    'negated'
    """

    def __init__(self, skills: Iterable[Skill] | None = None) -> None:
        self.skills = skills

    def fit(self, texts: Any = None, labels: Any = None) -> Self:
        """Compile the terms; nothing is learnt from ``texts``."""
        terms: dict[str, str] = {}
        for skill in load_taxonomy().skills.values() if self.skills is None else self.skills:
            for term in (skill.label, *skill.synonyms):
                terms.setdefault(normalise(term), skill.id)
        self.skill_of_ = terms
        self.lexicon_ = Lexicon(terms)
        return self

    def extract(self, text: str) -> tuple[SkillSpan, ...]:
        """Return every mention, longest term first at each place, in the order of the text."""
        plain, offsets = normalise_with_offsets(text)
        return tuple(
            SkillSpan(
                self.skill_of_[plain[start:end]],
                offsets[start],
                offsets[end - 1] + 1,
                text[offsets[start] : offsets[end - 1] + 1],
                _strength(plain, start, end),
            )
            for start, end in self.lexicon_.find(plain)
        )

    def skill_ids(self, text: str) -> tuple[str, ...]:
        """Return the ids of the skills that a text says are there, each once."""
        return tuple(dict.fromkeys(s.skill for s in self.extract(text) if s.strength != "negated"))

    def transform(self, texts: Iterable[str]) -> list[tuple[SkillSpan, ...]]:
        """Return the mentions of each text."""
        return [self.extract(text) for text in texts]


@cache
def default_extractor() -> SkillExtractor:
    """Return the extractor of the shipped taxonomy, compiled once.

    Examples
    --------
    >>> default_extractor() is default_extractor()
    True
    """
    return SkillExtractor().fit()


def _strength(plain: str, start: int, end: int) -> str:
    clause = start
    while clause and plain[clause - 1] not in _CLAUSE_END and start - clause < 20:
        clause -= 1
    if _NEGATED_BEFORE.search(plain[clause:start]) or _NEGATED_AFTER.search(plain[end : end + 16]):
        return "negated"
    stop = end
    while stop < len(plain) and plain[stop] not in _CLAUSE_END and stop - end < 24:
        stop += 1
    # "有叉车证的，优先考虑": the preference may open the next clause.
    is_preferred = (
        _PREFERRED.search(plain[clause:start])
        or _PREFERRED.search(plain[end:stop])
        or _PREFERRED.match(plain[stop + 1 : stop + 5].lstrip("者"))
    )
    return "preferred" if is_preferred else "required"
