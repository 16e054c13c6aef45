"""Ranking by words: candidates with titles and a text, a query with a title and a text."""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.bm25 import Bm25, membership, relative, scaled
from matching.text import LONGEST_TITLE, clean_title, has_han, normalise, terms
from matching.title_words import concepts

Scores = NDArray[np.float64]

# Queries are scored in blocks, so that a dense block of queries × titles stays under some 50 MB.
_BLOCK = 256
_OPENING = re.compile(r"(?<![㐀-䶿一-鿿])[㐀-䶿一-鿿]{2}")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a short title and, where there is one, a longer text."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What can be found.

    Attributes
    ----------
    id : str
    titles : tuple of str
        Every title it goes by, one at least.
    text : str
    groups : tuple of str
        What it belongs to, the closest first.
    names : tuple of str
        Those of its titles that are official names.
    is_group : bool
        Whether it stands for several others.
    """

    id: str
    titles: tuple[str, ...]
    text: str = ""
    groups: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_group: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether nobody has collected titles for it: there are its official names and no more."""
        return not self.is_group and bool(self.names) and set(self.titles) <= set(self.names)


@dataclass(frozen=True, slots=True)
class RankSettings:
    """How much each view of a candidate counts; measured on titles, `docs/matching.md` tells how.

    Attributes
    ----------
    sharpness : float
        Of the softmax over a candidate's titles: high values let the best title alone decide.
    titles : float
        Each title of a candidate as a short document of its own.
    exact : float
        The query's cleaned title is one of the candidate's titles, word for word.
    pooled : float
        All titles of a candidate read as one document.
    names : float
        Its official names alone, so that those with many titles do not draw away the queries of others.
    bare : float
        How far the titles of a candidate that has only official names are raised towards these: among many
        titles of another one fits by chance.
    text : float
        The query's title against the candidate's whole text.
    description : float
        The query's text against the candidate's whole text.
    group : float
        The titles of everything in the candidate's group, for each group it is in.
    pivot : float
        The occupations that a title may mean, where those are looked at (`matching.pivot`).
    opening : float
        Weight of the two characters that a query's title begins with, as its beginning.
    aside : float
        Weight of a query term that cleaning takes off the title: brackets, benefits, the employer.
    """

    sharpness: float = 3.0
    titles: float = 1.0
    exact: float = 0.5
    pooled: float = 0.5
    names: float = 0.5
    bare: float = 0.7
    text: float = 0.4
    description: float = 1.0
    group: float = 0.25
    pivot: float = 2.0
    opening: float = 0.5
    aside: float = 0.4


class TextRanker:
    """Score candidates for queries without having learnt from any label.

    Each title of a candidate is a short document of its own (a softmax joins them), so that many
    titles do not water each other down; one long document of all titles catches words that are
    spread over several of them.

    Examples
    --------
    >>> ranker = TextRanker([Candidate("a", ("电工", "电气维修工")), Candidate("b", ("保安员",))])
    >>> ranker.scores([Query("小区保安")])[0].argmax()
    np.int64(1)
    """

    def __init__(self, candidates: Sequence[Candidate], settings: RankSettings | None = None) -> None:
        self.candidates = tuple(candidates)
        self.settings = settings or RankSettings()
        # The thesaurus speaks of Chinese titles; its abbreviations (IT, PE, ME) are words in English ones.
        is_chinese = any(has_han(title) for candidate in self.candidates for title in candidate.titles)
        self._terms: Callable[[str], Sequence[str]] = title_terms if is_chinese else word_terms
        titles = [[self._document(title) for title in candidate.titles] for candidate in self.candidates]
        owners = [i for i, of_one in enumerate(titles) for _ in of_one]
        self._titles = Bm25([title for of_one in titles for title in of_one], owners=owners)
        self._owner = membership(owners, len(titles))
        pooled = [[term for title in of_one for term in title] for of_one in titles]
        self._pooled = Bm25(pooled)
        self._names = self._read_names()
        self._exact = self._read_whole_titles()
        self._bare = np.array([candidate.is_bare for candidate in self.candidates])
        self._texts = self._read_texts(pooled)
        self._groups = list(self._pool_groups(pooled))

    def _read_whole_titles(self) -> dict[str, list[int]]:
        owners: dict[str, list[int]] = {}
        for place, candidate in enumerate(self.candidates):
            for title in dict.fromkeys(map(_whole, candidate.titles)):
                owners.setdefault(title, []).append(place)
        return owners

    def _read_names(self) -> Bm25 | None:
        if not any(candidate.names for candidate in self.candidates):
            return None
        return Bm25([[term for name in c.names for term in self._document(name)] for c in self.candidates])

    def _read_texts(self, pooled: list[list[str]]) -> Bm25 | None:
        if not any(candidate.text for candidate in self.candidates):
            return None
        return Bm25([own + word_terms(c.text) for own, c in zip(pooled, self.candidates, strict=True)])

    def _pool_groups(self, pooled: list[list[str]]) -> Iterator[tuple[Bm25, NDArray[np.intp]]]:
        depth = max((len(candidate.groups) for candidate in self.candidates), default=0)
        for level in range(depth):
            names = [c.groups[level] if level < len(c.groups) else c.id for c in self.candidates]
            place = {name: i for i, name in enumerate(dict.fromkeys(names))}
            documents: list[list[str]] = [[] for _ in place]
            for name, document in zip(names, pooled, strict=True):
                documents[place[name]].extend(document)
            yield Bm25(documents), np.array([place[name] for name in names], dtype=np.intp)

    def knows(self, query: Query) -> bool:
        """Tell whether a title shares a whole word, or two neighbouring characters, with a candidate.

        A lone shared character (the 工 of 员工) says nothing unless the query is no longer than that.

        Examples
        --------
        >>> ranker = TextRanker([Candidate("a", ("电工",))])
        >>> ranker.knows(Query("急招电工")), ranker.knows(Query("工")), ranker.knows(Query("员工餐"))
        (True, True, False)
        """
        found = [*self._terms(clean_title(query.title)), *word_terms(query.text)]
        longer = [term for term in found if len(term) > 1]
        return self._titles.knows(longer or found)

    def coverage(self, queries: Sequence[Query]) -> Scores:
        """How much of each cleaned title, by the rarity of its words, the best candidate's titles hold.

        Examples
        --------
        >>> TextRanker([Candidate("a", ("电工",))]).coverage([Query("电工"), Query("厨师")]).tolist()
        [1.0, 0.0]
        """
        return self._pooled.coverage([dict.fromkeys(self._terms(clean_title(query.title)), 1.0) for query in queries])

    def scores(self, queries: Sequence[Query]) -> Scores:
        """Score every candidate for every query: the sum of the views, each by its weight.

        Parameters
        ----------
        queries : sequence of Query

        Returns
        -------
        numpy.ndarray, shape (queries, candidates)
            Not bounded, 0 where nothing is shared.

        Examples
        --------
        >>> TextRanker([Candidate("a", ("电工",))]).scores([Query("")]).tolist()
        [[0.0]]
        """
        total = np.zeros((len(queries), len(self.candidates)))
        for start in range(0, len(queries), _BLOCK):
            block = total[start : start + _BLOCK]
            for name, view in self._views(queries[start : start + _BLOCK]):
                block += getattr(self.settings, name) * view
        return total

    def views(self, queries: Sequence[Query]) -> dict[str, Scores]:
        """Score by each view alone, unweighted; the views are named like their weights in the settings.

        Parameters
        ----------
        queries : sequence of Query

        Returns
        -------
        dict of str to numpy.ndarray, shape (queries, candidates)
            A view that no candidate or no query can take part in is left out.

        Examples
        --------
        >>> sorted(TextRanker([Candidate("a", ("电工",))]).views([Query("电工")]))
        ['exact', 'pooled', 'titles']
        """
        parts: dict[str, list[Scores]] = {}
        reads_texts = any(query.text for query in queries)
        for start in range(0, len(queries), _BLOCK):
            for name, view in self._views(queries[start : start + _BLOCK], reads_texts):
                parts.setdefault(name, []).append(view)
        return {name: np.vstack(blocks) for name, blocks in parts.items()}

    def _views(self, queries: Sequence[Query], reads_texts: bool | None = None) -> Iterator[tuple[str, Scores]]:
        titles = [self._weights(query.title) for query in queries]
        # Few titles share a term with a query: the softmax over an occupation's titles stays sparse.
        evidence = scaled(self._titles.scores(titles))
        evidence.data = np.expm1(self.settings.sharpness * evidence.data)
        joined = (evidence @ self._owner).tocsr()
        joined.data = np.log1p(joined.data)
        best_titles = relative(joined)
        if self._names is not None:
            names = relative(self._names.scores(titles))
            best_titles += self.settings.bare * self._bare * np.maximum(names - best_titles, 0.0)
            yield "names", names
        yield "titles", best_titles
        yield "exact", self._exact_view(queries)
        yield "pooled", relative(self._pooled.scores(titles))
        if self._groups:
            yield "group", np.sum([relative(pool.scores(titles))[:, place] for pool, place in self._groups], axis=0)
        if self._texts is not None:
            yield "text", relative(self._texts.scores(titles))
        if any(query.text for query in queries) if reads_texts is None else reads_texts:
            texts = [dict.fromkeys(word_terms(query.text), 1.0) for query in queries]
            yield "description", relative((self._texts or self._pooled).scores(texts))

    def _exact_view(self, queries: Sequence[Query]) -> Scores:
        view = np.zeros((len(queries), len(self.candidates)))
        for row, query in enumerate(queries):
            view[row, self._exact.get(_whole(clean_title(query.title)), [])] = 1.0
        return view

    def _document(self, title: str) -> list[str]:
        return [*self._terms(title), *openings(title)]

    def _weights(self, title: str) -> dict[str, float]:
        settings, whole, bare = self.settings, title[:LONGEST_TITLE], clean_title(title)
        aside = dict.fromkeys(self._terms(whole), settings.aside)
        aside |= dict.fromkeys(openings(whole), settings.aside * settings.opening)
        return aside | dict.fromkeys(openings(bare), settings.opening) | dict.fromkeys(self._terms(bare), 1.0)


@functools.lru_cache(maxsize=16384)
def title_terms(text: str) -> tuple[str, ...]:
    """Terms of a Chinese title: its words, and the concepts of the thesaurus.

    Examples
    --------
    >>> title_terms("司机")
    ('司', '司机', '机', '=驾驶')
    """
    return (*word_terms(text), *concepts(text))


def openings(title: str) -> list[str]:
    """The first two characters of each run of Han, marked: a Chinese title begins with its field.

    Examples
    --------
    >>> openings("电气工程师/PLC调试")
    ['^电气', '^调试']
    """
    return ["^" + pair for pair in _OPENING.findall(normalise(title))]


def _whole(title: str) -> str:
    return "".join(normalise(title).split())


def word_terms(text: str) -> list[str]:
    """Terms of a text, English plurals folded.

    Examples
    --------
    >>> word_terms("Drivers 司机")
    ['driver', '司', '司机', '机']
    """
    return [_singular(term) for term in terms(text)]


def _singular(term: str) -> str:
    is_plural = len(term) > 3 and term.isascii() and term.endswith("s") and not term.endswith("ss")
    return term[:-1] if is_plural else term
