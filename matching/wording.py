"""The words that a posting and a person are weighed by, beside what the comparisons read of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import rjieba

from matching.impersonal import blank_person
from matching.index.layout import LARGEST_COUNT, LONGEST_POSTING, LONGEST_QUESTION, inverse_norm
from matching.taxonomy import load_taxonomy
from matching.text import normalise
from matching.weights import WordWeights

if TYPE_CHECKING:  # both hold their words, so they import this module
    from matching.background import PreparedSeeker
    from matching.preparation import PreparedPosting

# A less likely meaning of a title adds words of another trade.
LIKELY_ENOUGH = 0.2
# What service leads to with less certainty than this would drown what somebody really did.
SURE_ENOUGH = 0.5
WORDS_NAMED = 5


def match_words(text: str) -> list[str]:
    """Words of a text in its order, repeated as there; figures and single characters say nothing.

    Examples
    --------
    >>> match_words("会C++、数控车床，持C1驾照，月薪6000元")
    ['c++', '数控车床', 'c1', '驾照', '月薪']
    """
    return [word for word in rjieba.cut(normalise(text)) if len(word) > 1 and word[0].isalpha()]


@lru_cache(maxsize=16_384)
def is_in_dictionary(word: str) -> bool:
    """Whether the segmenter knows a word; of others it guesses, and may cut one in half.

    Examples
    --------
    >>> is_in_dictionary("叉车"), is_in_dictionary("务员")
    (True, False)
    """
    known: bool = rjieba.cut(word, False) == [word]
    return known


def posting_words(posting: "PreparedPosting") -> list[str]:
    """Words of title, tags and description and of the likely occupations, repeated up to 255 times, 51,000 in all.

    Examples
    --------
    >>> from matching.preparation import PreparedPosting
    >>> from matching.records import JobPosting
    >>> posting_words(PreparedPosting(JobPosting.from_mapping({"title": "急聘男电焊工", "description": "会氩弧焊"})))
    ['电焊工', '氩弧焊']
    """
    texts = (posting.posting.title, *posting.posting.tags, posting.posting.description)
    names = (one.name for one in posting.occupations if one.probability >= LIKELY_ENOUGH)
    words = match_words("\n".join((*map(blank_person, texts), *names)))[:LONGEST_POSTING]
    counts = Counter(words)
    if max(counts.values(), default=0) <= LARGEST_COUNT:
        return words
    return [word for word, count in counts.items() for _ in range(min(count, LARGEST_COUNT))]


def seeker_words(seeker: "PreparedSeeker") -> list[str]:
    """Different words of a person's skills, licences, occupations, jobs and wishes, as the taxonomy names them.

    They go into an index. What a person typed himself (a job, a wish) therefore counts only in words that the
    taxonomy knows: no name and no place gets in. At most `LONGEST_QUESTION`, the first of them, for so many may be
    asked: a person is the same whether he asks or is asked for.

    Examples
    --------
    >>> from matching.background import PreparedSeeker
    >>> from matching.records import JobSeeker
    >>> welder = JobSeeker.from_mapping({"experience": [{"title": "在李小明的厂里做电焊工"}]})
    >>> seeker_words(PreparedSeeker(welder, skills={"forklift": "会开叉车"}))
    ['叉车', '操作', '电焊工']
    """
    taxonomy = load_taxonomy()
    labels = [taxonomy.skills[one].label for one in seeker.skills or () if one in taxonomy.skills]
    labels += [taxonomy.credentials[one].label for one in seeker.credentials or () if one in taxonomy.credentials]
    for reach in (seeker.wished, seeker.background):
        # Wider groups stand in a reach too; only an occupation itself has a name of its own.
        labels += [
            taxonomy.occupations[code].name
            for code, one in (reach or {}).items()
            if code == one.code and one.strength >= SURE_ENOUGH and code in taxonomy.occupations
        ]
    typed = (*(job.title for job in seeker.seeker.experience or ()), *seeker.wished_words)
    known = words_of_taxonomy()
    words = match_words("\n".join(labels)) + [word for word in match_words("\n".join(typed)) if word in known]
    return list(dict.fromkeys(words))[:LONGEST_QUESTION]


class PostingWords:
    """The words of a posting, and what they come to under the weights asked last.

    Parameters
    ----------
    words : iterable of str

    Examples
    --------
    >>> words = PostingWords(["焊工", "焊工", "包住"])
    >>> weights = WordWeights.from_documents([["焊工"], ["包住"]])
    >>> words.counts["焊工"], round(words.inverse_norm(weights), 4), words.heaviest(weights)
    (2, 0.0288, ['焊工'])
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.counts = Counter(words)
        self._weighed: tuple[WordWeights, float] | None = None

    def inverse_norm(self, weights: WordWeights) -> float:
        """1 / sqrt(sum of weight x count²), see `layout.inverse_norm`."""
        if self._weighed is None or self._weighed[0] is not weights:
            squares = sum([_weight_of(weights, word) * count * count for word, count in self.counts.items()])
            self._weighed = weights, inverse_norm(squares)
        return self._weighed[1]

    def heaviest(self, weights: WordWeights) -> list[str]:
        """The five words that count most here, of those that the taxonomy knows: they tell of the work."""
        known = self.counts.keys() & words_of_taxonomy()
        # Where two count the same the spelling decides: the order of a set changes from run to run.
        return sorted(known, key=lambda word: (-_weight_of(weights, word) * self.counts[word] ** 2, word))[
            :WORDS_NAMED
        ]


class SeekerWords:
    """The words of a person, and what they come to under the weights asked last.

    Parameters
    ----------
    words : sequence of str
        Each once, at most `LONGEST_QUESTION`.

    Examples
    --------
    >>> weights = WordWeights.from_documents([["焊工"], ["包住"]])
    >>> SeekerWords(["焊工"]).weighed(weights)
    ({'焊工': 241}, 0.06441566348075867)
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self._weighed: tuple[WordWeights, tuple[Mapping[str, int], float]] | None = None

    def weighed(self, weights: WordWeights) -> tuple[Mapping[str, int], float]:
        """Weights of the words, heaviest first, and the `layout.inverse_norm` of all of them."""
        if self._weighed is None or self._weighed[0] is not weights:
            heaviest = weights.heaviest(self.words, len(self.words))
            weight_of = dict(zip(heaviest, weights.of_words(heaviest)[1].tolist(), strict=True))
            self._weighed = weights, (weight_of, inverse_norm(sum(weight_of.values())))
        return self._weighed[1]


# Most words of a posting stand in many others too.
@lru_cache(maxsize=16_384)
def _weight_of(weights: WordWeights, word: str) -> int:
    return weights.weight_of(word)


@cache
def words_of_taxonomy() -> frozenset[str]:
    """Words of all names of occupations, titles, skills and licences.

    Examples
    --------
    >>> "电焊工" in words_of_taxonomy(), "李小明" in words_of_taxonomy()
    (True, False)
    """
    taxonomy = load_taxonomy()
    labels = [word for skill in taxonomy.skills.values() for word in (skill.label, *skill.synonyms)]
    labels += [word for one in taxonomy.credentials.values() for word in (one.label, *one.synonyms)]
    labels += [word for one in taxonomy.occupations.values() for word in (one.name, *one.alias)]
    labels += [title for titles in taxonomy.titles.values() for title in titles]
    return frozenset(match_words("\n".join(labels)))
