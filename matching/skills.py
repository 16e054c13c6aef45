"""SkillExtractor: the taxonomy's skills in a text, as spans of the original with their strength."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from sklearn.base import BaseEstimator

from matching.lexicon import Lexicon
from matching.strength import Clauses, Strength
from matching.taxonomy import Skill, load_taxonomy
from matching.text import normalise, normalise_with_offsets

# 水电费, 美术馆, 汽车租赁有限公司: what the term begins is no skill.
_OTHER_THING = re.compile(r"费(?!用)|馆|(?:股份|有限|集团)+公司")


@dataclass(frozen=True, slots=True)
class SkillSpan:
    """One mention of a skill: ``text[start:end]`` of the original and how the text asks for it."""

    skill: str
    start: int
    end: int
    text: str
    strength: Strength


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
        clauses = Clauses(plain)
        return tuple(
            SkillSpan(
                self.skill_of_[plain[start:end]],
                offsets[start],
                offsets[end - 1] + 1,
                text[offsets[start] : offsets[end - 1] + 1],
                clauses.strength(start, end),
            )
            for start, end in self.lexicon_.find(plain)
            if _OTHER_THING.match(plain, end) is None
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
