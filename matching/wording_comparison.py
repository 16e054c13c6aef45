"""The comparison of words: how much of what a person brings stands in the posting in the same words."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, Self

from matching.background import PreparedSeeker
from matching.comparison import MICRO, NOT_COUNTED, UNKNOWN_POSTING, UNKNOWN_SEEKER, Comparison, Level, Words, rung
from matching.exposure import Places
from matching.index.layout import FUSED_UNIT, text_points
from matching.preparation import PreparedPosting
from matching.weights import WordWeights
from matching.wording import WORDS_NAMED, is_in_dictionary

NOT_LEARNED = "not_learned"
# Nobody's words are those of a posting: a cosine of 1/4 is as alike as the two come, and has the value 1.
VALUE_OF_COSINE = 4.0


@dataclass(frozen=True)
class Wording(Comparison):
    """The words of a person's skills, licences and occupations against those of the posting.

    The value is not one of a few: it is four times the cosine of the two sides, each word weighed by how rare it is,
    so that it orders what all else leaves equal. The values of the ladder only say where a name begins.

    Words in common speak for a posting, none in common say nothing against it. So nothing in common is worth 0, as
    unknown is.
    """

    name: ClassVar[str] = "wording"
    label: ClassVar[str] = "用词"
    ladder: ClassVar = (
        ("close", "用词很相近", 1.0),
        ("similar", "用词比较相近", 0.5),
        ("some", "用词有些相近", 0.125),
        ("few", "用词很少相同", 0.0),
    )
    posting_field: ClassVar[str] = "posting.description"
    seeker_field: ClassVar[str] = "seeker.skills"
    asks: ClassVar[str] = "岗位里最有分量的词是{}"
    unstated: ClassVar[str] = "要做什么"
    unfilled: ClassVar[str] = "技能、证书、经历和意向"
    weight: float = 1.0
    weights: WordWeights | None = field(default=None, repr=False, compare=False)

    def within(self, as_of: date | None, pool: Places, weights: WordWeights | None = None) -> Self:
        """Weigh the words by these weights."""
        return replace(self, weights=weights)

    @property
    def worth(self) -> float:
        """Points of a cosine of 1, in units of 1/64 point."""
        return self.weight * VALUE_OF_COSINE * MICRO / FUSED_UNIT

    def level(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Level:
        """Return a level with the points of just this pair."""
        units = self._units(seeker, posting)
        if isinstance(units, str):
            return self.levels[units]
        points = units * FUSED_UNIT
        value = points / MICRO / self.weight if self.weight else 0.0
        named = self.levels[self._name(value)]
        return Level(named.key, named.label, value, points)

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Name the level by its value."""
        return self.level(seeker, posting).key

    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """Say so where no word has a weight yet."""
        if level.key == NOT_LEARNED:
            return Words(f"还没有从岗位里学过每个词有多少分量，{NOT_COUNTED}")
        return super().words(seeker, posting, level)

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> tuple[str | None, str | None]:
        """Name the heaviest words in common, and those of the posting, whoever asks."""
        theirs = [] if self.weights is None else posting.words.heaviest(self.weights)
        return self._shared(seeker, posting), "、".join(theirs) or None

    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Name the heaviest words in common."""
        shared = self._shared(seeker, posting)
        if shared is None:
            return "您的技能、证书、经历和意向里的词，岗位里都没有说到。"
        return f"岗位写到的{shared}，您的技能、证书、经历或意向里也有。"

    def _shared(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str | None:
        asked = seeker.words.weighed(self.weights)[0] if self.weights is not None else ()
        shared = [word for word in asked if word in posting.words.counts]
        # 务员 of 线务员 counts, but reads as a slip; where there is nothing better it is shown all the same.
        shown = [word for word in shared if is_in_dictionary(word)] or shared
        return "、".join(shown[:WORDS_NAMED]) or None

    def _units(self, seeker: PreparedSeeker, posting: PreparedPosting) -> int | str:
        """Points in units of 1/64, or the key of the level that says why there are none."""
        if self.weights is None:
            return NOT_LEARNED
        asked, inverse_seeker = seeker.words.weighed(self.weights)
        if not asked:
            return UNKNOWN_SEEKER
        inverse_posting = posting.words.inverse_norm(self.weights)
        if not inverse_posting:
            return UNKNOWN_POSTING
        counts = posting.words.counts
        overlap = sum([asked[word] * counts[word] for word in asked.keys() & counts.keys()])
        return text_points(overlap, inverse_posting, inverse_seeker, self.worth)

    def _name(self, value: float) -> str:
        *floors, (lowest, _) = zip((key for key, _, _ in self.ladder), self.values, strict=True)
        return rung(value, tuple(floors), lowest)

    def _unknown_levels(self) -> tuple[Level, ...]:
        not_learned = Level(NOT_LEARNED, f"{self.label}：还没有学过词的分量", 0.0)
        return (*super()._unknown_levels(), not_learned)
