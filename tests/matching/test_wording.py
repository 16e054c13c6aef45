"""Words in common: what counts as a word, what it weighs, and what a pair gets for it."""

import math
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.background import PreparedSeeker
from matching.comparison import MICRO
from matching.comparisons import ALL, Wording
from matching.exposure import Pool
from matching.impersonal import _HINT, _PERSON
from matching.matcher import Match, Matcher
from matching.persistence import StoreError
from matching.preparation import LikelyOccupation, PreparedPosting
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings
from matching.standing import Judge
from matching.stored import StoredMatch
from matching.weights import WordWeights
from matching.wording import SeekerWords, match_words, posting_words, seeker_words, words_of_taxonomy

WELDER: dict[str, Any] = {
    "id": "p1",
    "skills": ["氩弧焊"],
    "credentials": ["焊工证"],
    "experience": [{"title": "电焊工", "years": 3}],
    "wishes": {"occupations": ["焊工"], "regions": ["440300"]},
}
ROWS: list[dict[str, Any]] = [
    {"id": "near", "title": "电焊工", "description": "氩弧焊、电焊，不锈钢焊接，持焊工证，包住。", "employer": "甲厂"},
    {"id": "far", "title": "电焊工", "description": "负责车间日常工作，包住。", "employer": "乙厂"},
    {"id": "guard", "title": "保安员", "description": "负责园区巡逻，包住，白班。", "employer": "丙厂"},
    {"id": "cook", "title": "厨师", "description": "负责食堂日常工作，包吃包住。", "employer": "丁厂"},
]
POSTINGS = [JobPosting.from_mapping(row) for row in ROWS]
SEEKER = JobSeeker.from_mapping(WELDER)
TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(as_of=TODAY).fit(POSTINGS)


def wording_of(match: Match) -> Any:
    return next(row for row in match.explanation.contributions if row.comparison == "wording")


def prepared(title: str = "", **fields: Any) -> PreparedPosting:
    return PreparedPosting(JobPosting.from_mapping({"title": title, **fields}))


def reference(seeker: PreparedSeeker, posting: PreparedPosting, weights: WordWeights, weight: float) -> int:
    """Units of 1/64 point as docs/matching.md states them, word by word."""
    counts = Counter(posting_words(posting))
    asked = {word: weights.weight_of(word) for word in seeker_words(seeker)}
    overlap = sum(value * counts[word] for word, value in asked.items())
    norm_of_posting = sum(weights.weight_of(word) * count**2 for word, count in counts.items())
    if not asked or not norm_of_posting:
        return 0
    # The product of two 32-bit floats is exact, so that it is the same whichever side asks.
    inverse = math.prod(float(np.float32(1 / math.sqrt(one))) for one in (norm_of_posting, sum(asked.values())))
    return math.floor(overlap * inverse * (64 * 4 * weight) + 0.5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("操作叉车", ["操作", "叉车"]),
        ("6000元 5-8 2026", []),
        ("ＰＬＣ編程", ["plc", "编程"]),
        ("的 是 C", []),
        ("叉车，叉车", ["叉车", "叉车"]),
        ("😀\x00\u3000", []),
    ],
)
def test_words_have_two_characters_and_begin_with_a_letter(text: str, words: list[str]) -> None:
    assert match_words(text) == words


@given(st.text(max_size=80))
def test_no_word_holds_a_blank_or_is_changed_by_normalising_it_again(text: str) -> None:
    for word in match_words(text):
        assert len(word) > 1
        assert not any(character.isspace() for character in word)


def test_a_word_counts_at_most_255_times() -> None:
    assert Counter(posting_words(prepared("保安", description="叉车，" * 300))) == {"保安": 1, "叉车": 255}


def test_likely_occupations_lend_their_words_and_unlikely_ones_do_not() -> None:
    likely = LikelyOccupation("4-07-05-01", "保安员", 0.2), LikelyOccupation("4-02-02-04", "货车司机", 0.19)
    assert posting_words(PreparedPosting(JobPosting.from_mapping({}), likely)) == ["保安员"]


def test_an_employers_words_on_sex_age_and_marriage_are_no_words() -> None:
    said = prepared("男电焊工（限男，18-45岁）", description="已婚优先，身高170cm以上，会氩弧焊", tags=["限女性"])
    assert posting_words(said) == posting_words(prepared("电焊工", description="会氩弧焊"))


FIGURES = ["18", "45", "岁", "周岁", "-", "以下", "170", "cm", "90后", "05后", "（", "）", "电工"]
PERSON = ["男", "女", "年龄", "年纪", "不限", "性别", "婚否", "户籍", "身高", "限", "限本地人", "仅限", "已婚", "优先"]


@given(st.lists(st.sampled_from([*FIGURES, *PERSON]), max_size=8).map("".join))
def test_what_says_nothing_of_the_applicant_as_a_person_holds_none_of_the_hints(text: str) -> None:
    if _PERSON.search(text):
        assert _HINT.search(text)


def test_of_what_a_person_typed_only_words_of_the_taxonomy_get_in() -> None:
    words = seeker_words(
        Matcher().prepare_seeker(
            JobSeeker.from_mapping(
                {
                    "experience": [{"title": "跟着赵铁柱在蓝山县开叉车"}],
                    "wishes": {"occupations": ["赵铁柱那样的叉车司机"], "regions": ["431127"]},
                    "service": [{"specialty": "汽车驾驶员", "tasks": "给赵铁柱所在的八一仓库送货"}],
                    "home": "431127",
                }
            )
        )
    )
    assert {"叉车", "司机"} <= set(words)
    assert not any(part in word for word in words for part in ("赵", "铁柱", "蓝山", "八一"))


def test_a_persons_words_stand_there_once_each() -> None:
    words = seeker_words(Matcher().prepare_seeker(SEEKER))
    assert len(set(words)) == len(words)
    assert {"氩弧焊", "电焊工"} <= set(words)


def test_of_many_words_the_first_count_and_the_heaviest_is_named_first() -> None:
    typed = tuple(sorted(word for word in words_of_taxonomy() if match_words(word) == [word]))[:300]
    words = seeker_words(PreparedSeeker(JobSeeker("p1"), skills={"forklift": ""}, wished={}, wished_words=typed))
    assert len(words) == 200
    assert words[:2] == ["叉车", "操作"]
    assert words[-100:] == [word for word in typed if word not in words[:2]][98:198]
    weights = WordWeights.from_documents([[words[0]], [words[0]], ["稀有"]])
    asked, inverse_norm = SeekerWords(words).weighed(weights)
    assert (len(asked), [*asked][-1]) == (200, words[0])
    assert inverse_norm == np.float32(1 / math.sqrt(sum(asked.values())))


def test_a_posting_holds_at_most_as_many_words_as_can_be_asked() -> None:
    words = [word for word in sorted(words_of_taxonomy()) if match_words(word) == [word]]
    text = "，".join(words * 20)
    assert len(match_words(text)) > 60_000
    # Read from a feed a text is cut before; one that was made by hand is not.
    posting = replace(JobPosting.from_mapping({}), description=text)
    assert len(posting_words(PreparedPosting(posting))) == 51_000


def test_points_are_those_of_the_formula(matcher: Matcher) -> None:
    person = matcher.prepare_seeker(SEEKER)
    for match, posting in ((matcher.rank(person, [one])[0], one) for one in matcher.prepare(POSTINGS)):
        units = reference(person, posting, matcher.word_weights_, 1.0)
        assert wording_of(match).micro_points == units * MICRO // 64
    assert wording_of(matcher.rank(person, POSTINGS)[0]).points > 0.5


WORDS = st.lists(st.sampled_from(["叉车", "焊工", "仓库", "巡逻", "厨师", "货车", "电工", "没见过的"]), max_size=12)


@given(learned=st.lists(WORDS, max_size=8), said=WORDS, titles=WORDS, eighths=st.integers(0, 40))
def test_points_are_those_of_the_formula_for_any_words_and_weight(
    learned: list[list[str]], said: list[str], titles: list[str], eighths: int
) -> None:
    weights, comparison = WordWeights.from_documents(learned), Wording(eighths / 8)
    person = PreparedSeeker(JobSeeker.from_mapping({"experience": [{"title": "，".join(titles)}]} if titles else {}))
    posting = prepared("，".join(said))
    level = comparison.within(None, Pool(), weights).level(person, posting)
    assert level.points == reference(person, posting, weights, eighths / 8) * MICRO // 64
    assert level.points % 15_625 == 0
    assert level.value * (eighths / 8) == pytest.approx(level.points / MICRO, abs=1e-12)


def test_of_two_postings_that_all_else_leaves_equal_the_one_with_more_of_his_words_stands_first() -> None:
    rows = [
        {"id": one, "title": "电焊工", "description": text} for one, text in (("a", "工作"), ("b", "工作，氩弧焊"))
    ]
    # Without the skills, which would decide before the words do.
    kept = tuple(kind() for kind in ALL if kind.name != "skill_coverage")
    postings = [JobPosting.from_mapping(row) for row in rows]
    plain = Matcher(MatchSettings(comparisons=tuple(one for one in kept if one.name != "wording")), TODAY)
    wording = Matcher(MatchSettings(comparisons=kept), TODAY)
    assert [one.posting_id for one in plain.fit(postings).rank(SEEKER, postings)] == ["a", "b"]
    assert [one.posting_id for one in wording.fit(postings).rank(SEEKER, postings)] == ["b", "a"]


def test_a_matcher_that_has_not_learned_counts_no_words_and_asks_nobody_for_them() -> None:
    (match,) = Matcher(as_of=TODAY).rank(SEEKER, POSTINGS[:1])
    row = wording_of(match)
    assert (row.level, row.micro_points, row.settles, row.seeker_evidence) == ("not_learned", 0, None, None)
    assert row.sentence == "还没有从岗位里学过每个词有多少分量，这一项不计分。"


def test_a_side_without_words_is_unknown_and_names_the_field(matcher: Matcher) -> None:
    silent = wording_of(matcher.rank(JobSeeker("p2"), POSTINGS[:1])[0])
    assert (silent.level, silent.micro_points, silent.settles) == ("unknown_seeker", 0, "seeker.skills")
    bare = wording_of(matcher.rank(SEEKER, [JobPosting.from_mapping({"title": "1"})])[0])
    assert (bare.level, bare.micro_points, bare.settles) == ("unknown_posting", 0, "posting.description")


def test_nothing_in_common_costs_nothing(matcher: Matcher) -> None:
    nothing = wording_of(matcher.rank(SEEKER, [JobPosting.from_mapping({"title": "调酒师"})])[0])
    assert (nothing.level, nothing.micro_points, nothing.seeker_evidence) == ("few", 0, None)
    assert nothing.sentence == "您的技能、证书、经历和意向里的词，岗位里都没有说到。"


def test_the_sentence_names_at_most_five_words_the_heaviest_first(matcher: Matcher) -> None:
    row = wording_of(matcher.rank(SEEKER, POSTINGS[:1])[0])
    shared = row.seeker_evidence.split("、")
    weights = [matcher.word_weights_.weight_of(word) for word in shared]
    assert 1 < len(shared) <= 5
    assert weights == sorted(weights, reverse=True)
    assert row.seeker_evidence in row.sentence


def test_what_the_posting_says_does_not_tell_who_asked(matcher: Matcher) -> None:
    other = JobSeeker.from_mapping({"id": "p2", "skills": ["叉车驾驶"]})
    theirs = {wording_of(matcher.rank(one, POSTINGS[:1])[0]).posting_evidence for one in (SEEKER, other)}
    assert len(theirs) == 1


@pytest.mark.parametrize(
    ("cosine", "level"), [(0.3, "close"), (0.2, "similar"), (0.1, "some"), (0.02, "few"), (0, "few")]
)
def test_a_level_is_named_by_the_value(cosine: float, level: str) -> None:
    assert Wording()._name(4 * cosine) == level


def test_the_printed_decimals_add_up_exactly(matcher: Matcher) -> None:
    for match in matcher.rank(SEEKER, POSTINGS):
        printed = match.to_mapping()
        rows = printed["contributions"]
        assert printed["total"] == printed["prior"] + sum(row["points"] for row in rows)
        assert sum(Fraction(row["points"]) for row in rows) + Fraction(printed["prior"]) == Fraction(printed["total"])
        assert all(row["points"] == row["value"] * row["weight"] for row in rows)


def test_a_pair_has_one_number_in_both_directions(matcher: Matcher) -> None:
    for one in matcher.rank(SEEKER, POSTINGS):
        posting = next(it for it in POSTINGS if it.id == one.posting_id)
        assert matcher.rank_people(posting, [SEEKER]) == [one]


def test_the_weights_survive_save_and_load(matcher: Matcher, tmp_path: Path) -> None:
    matcher.save(tmp_path / "fitted")
    assert Matcher.load(tmp_path / "fitted").rank(SEEKER, POSTINGS) == matcher.rank(SEEKER, POSTINGS)
    Matcher().save(tmp_path / "bare")
    assert not hasattr(Matcher.load(tmp_path / "bare"), "word_weights_")


def test_a_matcher_saved_without_weights_by_an_older_library_is_refused(
    matcher: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.matcher._FORMAT", 1)
    matcher.save(tmp_path)
    monkeypatch.undo()
    with pytest.raises(StoreError, match="written in format 1, this library reads format 2"):
        Matcher.load(tmp_path)


def test_a_stored_match_keeps_the_weights_and_makes_the_same_score_again(matcher: Matcher) -> None:
    stored = StoredMatch.of(matcher, SEEKER, POSTINGS[0])
    again = StoredMatch.from_mapping(stored.to_mapping()).make_again(SEEKER, POSTINGS[0])
    assert (again.score, again.explanation) == (stored.score, stored.explanation)
    assert wording_of(again).points > 0.5
    assert stored.changes(matcher, SEEKER, POSTINGS[0]) == ()


def test_other_weights_are_a_change_that_is_named(matcher: Matcher) -> None:
    other = Matcher(as_of=TODAY).fit(POSTINGS[:2])
    stored = StoredMatch.of(matcher, SEEKER, POSTINGS[0])
    assert stored.changes(other, SEEKER, POSTINGS[0]) == ("word_weights",)
    assert stored.changes(Matcher(as_of=TODAY), SEEKER, POSTINGS[0]) == ("word_weights",)
    assert stored.redacted().changes(other, SEEKER, POSTINGS[0]) == ()
    assert stored.redacted().word_weights is None


def test_a_pair_is_explained_as_an_index_ranked_it(matcher: Matcher) -> None:
    older = JobPosting.from_mapping({**ROWS[0], "id": "older", "posted": "2026-01-01"})
    fitted = Matcher(as_of=TODAY).fit([*POSTINGS, older])
    (posting,) = fitted.prepare([older])
    ranked = next(one for one in fitted.rank(SEEKER, [posting]))
    place = fitted.place(posting)
    assert place is not None
    assert Matcher(as_of=TODAY).explain(SEEKER, posting, place=place, weights=fitted.word_weights_) == ranked
    assert Matcher(as_of=TODAY).explain(SEEKER, posting, place=place + 1, weights=fitted.word_weights_) != ranked


def test_new_weights_are_used_at_once(matcher: Matcher) -> None:
    (posting,), person = matcher.prepare(POSTINGS[:1]), matcher.prepare_seeker(SEEKER)
    before = matcher.judge([]).stand(person, posting).total
    judge = Judge(MatchSettings(), TODAY, Pool(), WordWeights.from_documents([["电焊工"]] * 50))
    anew = judge.stand(matcher.prepare_seeker(SEEKER), matcher.prepare(POSTINGS[:1])[0]).total
    assert judge.stand(person, posting).total == anew != before


def test_words_in_common_turn_no_eligibility_and_make_no_score(matcher: Matcher) -> None:
    # Neither wish nor background nor a skill that is asked for: words alone would be a guess.
    person = PreparedSeeker(JobSeeker("p3"), credentials={"welding-permit": "焊工证"})
    (match,) = matcher.rank(person, POSTINGS[:1])
    assert wording_of(match).points > 0
    assert match.score is None


def test_points_are_the_same_in_every_process() -> None:
    program = (
        "import tests.matching.test_wording as t\n"
        "m = t.Matcher(as_of=t.TODAY).fit(t.POSTINGS)\n"
        "print([(o.posting_id, t.wording_of(o).to_mapping()) for o in m.rank(t.SEEKER, t.POSTINGS)])"
    )
    found = set()
    for seed in ("1", "2"):
        own = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program]
        found.add(subprocess.run(command, capture_output=True, check=True, env=own, cwd=ROOT).stdout)
    assert len(found) == 1
