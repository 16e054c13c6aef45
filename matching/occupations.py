"""OccupationCoder: a job title → occupations of the official classification with probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from matching.learning import LabelledRanker
from matching.ranking import Candidate, Query, RankSettings, Scores, TextRanker
from matching.taxonomy import Taxonomy, load_taxonomy

# exp(5 × score), and below: likeliest on titles that the project wrote and kept apart from the ranker
# (fixtures/judgments/titles.tsv; the error there is .05).
STEEPNESS = 5.0
# A posting's description speaks of much beside the work: it decides only where the title does not.
CODER_SETTINGS = RankSettings(description=0.3)
# Below this coverage of a title by the best occupation's titles, "none of these" gains on them all:
# what no title says is coded right less often than the score alone promises.
_FULL_COVERAGE = 0.5
# The same for a title that says nothing, where the description alone is read.
_TRUST_IN_DESCRIPTION = 0.4
# The level of the classification that holds occupations; those above it hold groups.
_LEAF = 4
# Probabilities are cut, not rounded, to this many places: the printed ones never sum to more than 1.
_PLACES = 6


@dataclass(frozen=True, slots=True)
class CodedTitle:
    """One occupation that a title may mean."""

    code: str
    name: str
    probability: float


class OccupationCoder(BaseEstimator):  # type: ignore[misc]
    """Code job titles by the words of names, aliases and titles; learns from corrections if given any.

    Parameters
    ----------
    taxonomy : Taxonomy, optional
        The shipped one unless given.
    settings : RankSettings, optional
        ``CODER_SETTINGS`` unless given.
    steepness : float
        How fast the probability falls with the score.
    aliases, titles : bool
        Whether the official other names and the titles that the project collected are read beside the names.

    Attributes
    ----------
    ranker_ : TextRanker
    learner_ : LabelledRanker or None
    codes_ : tuple of str

    Examples
    --------
    >>> coder = OccupationCoder().fit()
    >>> coder.code("急聘小区保安员（包吃住）", k=1)[0].name
    '保安员'
    >>> coder.code("")
    []
    """

    def __init__(
        self,
        *,
        taxonomy: Taxonomy | None = None,
        settings: RankSettings | None = None,
        steepness: float = STEEPNESS,
        aliases: bool = True,
        titles: bool = True,
    ) -> None:
        self.taxonomy = taxonomy
        self.settings = settings
        self.steepness = steepness
        self.aliases = aliases
        self.titles = titles

    def fit(self, titles: Sequence[str] | None = None, codes: Sequence[str] | None = None) -> Self:
        """Read the taxonomy; titles with their right codes are learnt from as well.

        Parameters
        ----------
        titles, codes : sequence of str, optional
            Of one length.

        Raises
        ------
        ValueError
            The two differ in length, or a code is not in the taxonomy.

        Examples
        --------
        >>> OccupationCoder().fit(["保安"], ["no code"])
        Traceback (most recent call last):
        ValueError: codes: 'no code' is not a code of the taxonomy
        """
        taxonomy = self.taxonomy or load_taxonomy()
        self.codes_ = tuple(taxonomy.occupations)
        self.names_ = {code: occupation.name for code, occupation in taxonomy.occupations.items()}
        candidates = occupation_candidates(taxonomy, aliases=self.aliases, titles=self.titles)
        self.ranker_ = TextRanker(candidates, self.settings or CODER_SETTINGS)
        self.learner_: LabelledRanker | None = None
        if titles is not None:
            unknown = next((code for code in codes or () if code not in self.names_), None)
            if unknown is not None:
                raise ValueError(f"codes: {unknown!r} is not a code of the taxonomy")
            self.learner_ = LabelledRanker().fit([Query(title) for title in titles], codes or (), self.ranker_)
        return self

    def use(self, learner: LabelledRanker) -> Self:
        """Take over what was learnt elsewhere (``LabelledRanker.load``).

        Examples
        --------
        >>> OccupationCoder().fit().use(LabelledRanker()).learner_ is None
        False
        """
        self.learner_ = learner
        return self

    def code(self, title: str, description: str | None = None, k: int = 10) -> list[CodedTitle]:
        """Return the `k` likeliest occupations of one title, best first.

        Examples
        --------
        >>> OccupationCoder().fit().code("★★★ 666")
        []
        """
        return self.code_many([Query(title, description or "")], k)[0]

    def code_many(self, queries: Sequence[Query], k: int = 10) -> list[list[CodedTitle]]:
        """Code many titles at once, which is far faster than one by one.

        Parameters
        ----------
        queries : sequence of Query
        k : int
            At most so many occupations each.

        Returns
        -------
        list of list of CodedTitle
            Probabilities fall and sum to at most 1; empty for a title that says nothing of work.

        Examples
        --------
        >>> [coded[0].name for coded in OccupationCoder().fit().code_many([Query("保安员"), Query("电工")])]
        ['保安员', '电工']
        """
        if k < 1:
            raise ValueError(f"k: expected 1 or more, got {k!r}")
        return [self._best(chances, k) for chances in self.chances(queries)]

    def chances(self, queries: Sequence[Query]) -> Scores:
        """How likely each occupation is for each title.

        Parameters
        ----------
        queries : sequence of Query

        Returns
        -------
        numpy.ndarray, shape (queries, occupations)
            In the order of ``codes_``; a row sums to at most 1, to 0 for a title that says nothing of work.

        Examples
        --------
        >>> OccupationCoder().fit().chances([Query("★★★")]).any()
        np.False_
        """
        asked = [query if self._says_something(query.title) else Query("", query.text) for query in queries]
        scores = self._scores(asked)
        below_best = scores - scores.max(axis=1, keepdims=True)
        chances = np.where(scores > 0, np.exp(self._steepness(asked)[:, None] * below_best), 0.0)
        total = chances.sum(axis=1, keepdims=True)
        chances *= self._trust(asked)[:, None] / np.where(total > 0, total, 1.0)
        return chances

    def _steepness(self, asked: Sequence[Query]) -> NDArray[np.float64]:
        """What was learnt brings its own steepness, fitted on labels, to the titles that it knows."""
        learner = self.learner_
        return np.array([learner.steepness_ if learner and learner.knows(q) else self.steepness for q in asked])

    def _trust(self, asked: Sequence[Query]) -> NDArray[np.float64]:
        trust = np.minimum(self.ranker_.coverage(asked) / _FULL_COVERAGE, 1.0)
        for row, query in enumerate(asked):
            if self.learner_ is not None and self.learner_.knows(query):
                trust[row] = 1.0
            elif not query.title:
                trust[row] = _TRUST_IN_DESCRIPTION
        return trust

    def predict(self, titles: Sequence[str]) -> list[str | None]:
        """Return the likeliest code of each title, None where it says nothing of work.

        Examples
        --------
        >>> OccupationCoder().fit().predict(["保安员", ""])
        ['4-07-05-01', None]
        """
        coded = self.code_many([Query(title) for title in titles], 1)
        return [best[0].code if best else None for best in coded]

    def _scores(self, queries: Sequence[Query]) -> Scores:
        scores = self.ranker_.scores(queries)
        return scores if self.learner_ is None else scores + self.learner_.scores(queries, self.codes_)

    def _says_something(self, title: str) -> bool:
        query = Query(title)
        return self.ranker_.knows(query) or (self.learner_ is not None and self.learner_.knows(query))

    def _best(self, chances: NDArray[np.float64], k: int) -> list[CodedTitle]:
        order = _best_first(chances, min(k, int((chances > 0).sum())))
        unit = 10**_PLACES
        return [CodedTitle(code := self.codes_[i], self.names_[code], int(chances[i] * unit) / unit) for i in order]


def _best_first(scores: NDArray[np.float64], k: int) -> NDArray[np.intp]:
    """The places of the `k` highest scores, ties in the order they stand in, without sorting the rest."""
    if not 0 < k < len(scores):
        return np.argsort(-scores, kind="stable")[:k]
    best = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
    return best[np.argsort(-scores[best], kind="stable")][:k]


def occupation_candidates(taxonomy: Taxonomy, *, aliases: bool = True, titles: bool = True) -> list[Candidate]:
    """Occupations as something to rank: names, aliases and titles, grouped by 小类 and 中类.

    Examples
    --------
    >>> candidates = occupation_candidates(load_taxonomy())
    >>> next(one for one in candidates if one.id == "4-07-05-01").groups
    ('4-07-05', '4-07')
    """
    found = []
    for code, occupation in taxonomy.occupations.items():
        names = (occupation.name, *(occupation.alias if aliases else ()))
        collected = taxonomy.titles.get(code, ()) if titles else ()
        called = tuple(dict.fromkeys([*names, *collected]))
        found.append(Candidate(code, called, "", (code[:7], code[:4]), names, occupation.level < _LEAF))
    return found


@cache
def shipped_coder() -> OccupationCoder:
    """Fit a coder on the shipped taxonomy once and share it.

    Examples
    --------
    >>> shipped_coder() is shipped_coder()
    True
    """
    return OccupationCoder().fit()
