"""Titles compared with titles through the occupations that both may mean."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from matching.bm25 import membership
from matching.occupations import OccupationCoder, shipped_coder
from matching.ranking import Candidate, Query, RankSettings, Scores, TextRanker
from matching.text import has_han

# What it counts that two titles share the occupation (all nine characters of a code), its 小类 and its 中类.
_LEVELS = ((10, 1.0), (7, 0.5), (4, 0.25))
# Less likely occupations of a title are not compared: they are many, and mostly noise.
_LEAST_CHANCE = 1e-3
_BLOCK = 256


class PivotRanker(TextRanker):
    """Rank Chinese titles for a Chinese title by their words and by the occupations they may mean.

    A title is taken for its likely occupations, and, where they differ, for their groups: 门卫 and 保安
    share no character, but an occupation. This adds the view ``pivot`` to those of `TextRanker`.

    Parameters
    ----------
    candidates : sequence of Candidate
    coder : OccupationCoder, optional
        Fitted; the shipped one unless given.
    settings : RankSettings, optional

    Examples
    --------
    >>> ranker = PivotRanker([Candidate("a", ("保安员",)), Candidate("b", ("卫生员",))])
    >>> ranker.candidates[ranker.scores([Query("门卫")])[0].argmax()].id
    'a'
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        coder: OccupationCoder | None = None,
        settings: RankSettings | None = None,
    ) -> None:
        super().__init__(candidates, settings)
        self._coder = coder or shipped_coder()
        codes = self._coder.codes_
        self._groups_of_codes = []
        for length, weight in _LEVELS:
            place: dict[str, int] = {}
            owners = [place.setdefault(code[:length], len(place)) for code in codes]
            self._groups_of_codes.append((membership(owners, len(place)), weight))
        titles = [Query(title) for candidate in self.candidates for title in candidate.titles]
        owners = [i for i, candidate in enumerate(self.candidates) for _ in candidate.titles]
        meant = membership(owners, len(self.candidates)).T @ self._chances(titles)
        self._profiles = self._profile(sparse.csr_matrix(meant)).T.tocsr()

    def _views(self, queries: Sequence[Query], reads_texts: bool | None = None) -> Iterator[tuple[str, Scores]]:
        yield from super()._views(queries, reads_texts)
        yield "pivot", np.asarray((self._profile(self._chances(queries)) @ self._profiles).toarray())

    def _chances(self, queries: Sequence[Query]) -> sparse.csr_matrix:
        blocks = []
        for start in range(0, len(queries), _BLOCK):
            chances = self._coder.chances(queries[start : start + _BLOCK])
            chances[chances < _LEAST_CHANCE] = 0.0
            blocks.append(sparse.csr_matrix(chances))
        return sparse.vstack([sparse.csr_matrix((0, len(self._coder.codes_))), *blocks], format="csr")

    def _profile(self, chances: sparse.csr_matrix) -> sparse.csr_matrix:
        """Roots of the chances by level: the product of two profiles is a weighted mean of their overlaps.

        Overlap is the coefficient of Bhattacharyya: 1 for the same chances, 0 where nothing is shared.
        """
        sums = np.asarray(chances.sum(axis=1)).ravel()
        shares = sparse.diags_array(1.0 / np.where(sums > 0, sums, 1.0)) @ chances
        total = sum(weight for _, weight in self._groups_of_codes)
        levels = [(shares @ groups).power(0.5) * (weight / total) ** 0.5 for groups, weight in self._groups_of_codes]
        return sparse.csr_matrix(sparse.hstack(levels, format="csr"))


def ranker_for(candidates: Sequence[Candidate], queries: Sequence[Query]) -> TextRanker:
    """Choose a ranker by the data: the pivot where Chinese titles are all there is.

    A text or a definition tells more of a candidate than its likely occupations do, and titles in another
    language have none: both are ranked by their words (`TextRanker`). Chinese is what has Han characters
    in at least half of the titles on either side.

    Examples
    --------
    >>> type(ranker_for([Candidate("a", ("保安员",))], [Query("门卫")])).__name__
    'PivotRanker'
    >>> type(ranker_for([Candidate("a", ("guard",))], [Query("watchman")])).__name__
    'TextRanker'
    """
    has_text = any(candidate.text for candidate in candidates) or any(query.text for query in queries)
    asked = [query.title for query in queries]
    found = [title for candidate in candidates for title in candidate.titles]
    if has_text or not (_mostly_chinese(asked) and _mostly_chinese(found)):
        return TextRanker(candidates)
    return PivotRanker(candidates)


def _mostly_chinese(titles: Sequence[str]) -> bool:
    return bool(titles) and 2 * sum(map(has_han, titles)) >= len(titles)
