"""A pair has the total and the place that the judge gives it, whichever side asks, with the words of both."""

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest

from matching.background import PreparedSeeker
from matching.exposure import Pool
from matching.index.layout import FUSED_UNIT, LONGEST_QUESTION
from matching.index.plan import Plan, PostingPlan, classes_and_totals
from matching.index.posting_index import MatchIndex, Ranked
from matching.matcher import Matcher
from matching.preparation import PreparedPosting
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings
from matching.standing import Judge, Standing
from matching.taxonomy import load_taxonomy
from matching.wording import words_of_taxonomy
from matching.wording_comparison import Wording
from matching.work_comparisons import WishedOccupation
from tests.matching.index.people_and_postings import TODAY, random_settings, random_world

SHARED = Path("../shared/data/postings-dev.jsonl.gz")
PERSONAS = Path("fixtures/personas.json")
TYPED = ("赵铁柱", "八一仓库", "蓝山县", "hanmeimei")
Places = list[tuple[str, int, int]]


def found(ranked: Ranked) -> Places:
    """Id, class and total of what an index found, in its order."""
    classes, totals = classes_and_totals(np.array(ranked.points, dtype=np.int32))
    return list(zip(ranked.ids, classes.tolist(), totals.tolist(), strict=True))


def judged(standings: Iterable[tuple[str, Standing]]) -> Places:
    """The same as the judge says it."""
    places = []
    for one, standing in sorted(standings, key=lambda pair: pair[1].order(pair[0])):
        is_unmet, is_vague, _, _ = standing.order("")
        places.append((one, 2 * is_unmet + is_vague, standing.total // FUSED_UNIT))
    return places


def assert_both_directions_say_what_the_judge_says(
    people: Sequence[PreparedSeeker],
    postings: Sequence[PreparedPosting],
    settings: MatchSettings,
    as_of: date | None,
    folder: Path,
) -> int:
    """Return how many pairs got points for their words."""
    # The last ones are added, so that there are two segments.
    index = MatchIndex.build(folder / "postings", "postings", postings[: -len(postings) // 5])
    index.add(postings[-len(postings) // 5 :])
    crowd = MatchIndex.build(folder / "people", "people", people[:-2], weights=index.weights)
    crowd.add(people[-2:])
    pool = Pool.of(postings)
    judge = Judge(settings, as_of, pool, index.weights)
    stand = {(one.seeker.id, other.id): judge.stand(one, other) for one in people for other in postings}
    for one in people:
        pairs = [(other.id, stand[one.seeker.id, other.id]) for other in postings]
        assert found(index.rank(Plan(one, settings, as_of), k=len(postings))) == judged(pairs)
    for other in postings:
        pairs = [(one.seeker.id, stand[one.seeker.id, other.id]) for one in people]
        plan = PostingPlan(other, settings, as_of, pool.place(other))
        assert found(crowd.rank(plan, k=len(people))) == judged(pairs)
    words = [one.name for one in settings.comparisons].index(Wording.name)
    return sum(one.levels[words].points > 0 for one in stand.values())


def with_words(rng: Random, posting: PreparedPosting) -> PreparedPosting:
    """The posting with a text in which words come again and again, as people hold them and as nobody does."""
    labels = [one.label for one in load_taxonomy().skills.values()][::20]
    said = [rng.choice(labels) for _ in range(rng.randrange(8))] * rng.choice([1, 2, 5])
    return replace(posting, posting=replace(posting.posting, description="，".join([*said, "没人有的词"])))


@pytest.mark.parametrize("seed", range(20))
def test_a_random_pair_stands_as_the_judge_says_in_both_directions(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    postings, people = random_world(seed, postings=30, people=20)
    settings = random_settings(seed)
    wording = Wording(weight=rng.choice([0.125, 1.0, 8.0]))
    settings = replace(settings, comparisons=(*settings.comparisons, wording))
    with_text = [with_words(rng, one) for one in postings]
    assert assert_both_directions_say_what_the_judge_says(people, with_text, settings, TODAY, tmp_path) > 50


def test_long_lives_and_long_postings_stand_as_the_judge_says(tmp_path: Path) -> None:
    rng = Random(1)
    words = sorted(word for word in words_of_taxonomy() if word.isalpha())
    people = [
        PreparedSeeker(JobSeeker(f"s{number}"), wished={}, wished_words=tuple(rng.sample(words, 400)))
        for number in range(4)
    ]
    texts = ["，".join(rng.sample(words, 600) * 2 + rng.sample(words, 50) * rng.choice([1, 300])) for _ in range(12)]
    postings = [
        PreparedPosting(JobPosting.from_mapping({"id": f"p{number:02}", "title": "x", "description": text}))
        for number, text in enumerate(texts)
    ]
    settings = MatchSettings(comparisons=(Wording(weight=8.0),))
    assert [len(one.words.words) for one in people] == [LONGEST_QUESTION] * 4
    assert all(len(one.words.counts) > LONGEST_QUESTION for one in postings)
    assert assert_both_directions_say_what_the_judge_says(people, postings, settings, TODAY, tmp_path) > 40


@pytest.mark.slow
def test_real_postings_and_the_personas_stand_as_the_judge_says(tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not here")
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        rows = [JobPosting.from_mapping(json.loads(line), f"row-{number}") for number, line in enumerate(lines)]
    matcher = Matcher()
    people = [
        matcher.prepare_seeker(JobSeeker.from_mapping({key: value for key, value in one.items() if key != "about"}))
        for one in json.loads(PERSONAS.read_text(encoding="utf-8"))
    ]
    postings = list({one.id: one for one in matcher.prepare(rows[::8])}.values())
    assert assert_both_directions_say_what_the_judge_says(people, postings, MatchSettings(), TODAY, tmp_path) > 1_000


def typing_person(number: int) -> JobSeeker:
    """Somebody who writes names everywhere where one can write."""
    name = TYPED[number % len(TYPED)]
    return JobSeeker.from_mapping(
        {
            "id": f"s{number}",
            "home": "431127",
            "skills": ["会开叉车", f"跟{name}学过电焊"],
            "not_skills": [f"{name}的手艺"],
            "credentials": ["C1", f"{name}发的证"],
            "experience": [{"title": f"在{name}那里开叉车", "years": 2}, {"title": name}],
            "service": [{"specialty": f"{name}的驾驶员", "tasks": f"给{name}送货"}],
            "wishes": {"occupations": [f"{name}那样的叉车司机", name, "叉车司机"], "regions": ["431127"]},
        }
    )


def test_nothing_that_a_person_typed_stands_in_a_file_of_the_index(tmp_path: Path) -> None:
    matcher = Matcher()
    people = [matcher.prepare_seeker(typing_person(number)) for number in range(8)]
    index = MatchIndex.build(tmp_path, "people", people[:5])
    index.add(people[5:])
    index.merge()
    files = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(b"s7" in written for written in files.values())
    for name in (*TYPED, "叉车司机", "叉车"):
        forms = (name.encode(), json.dumps(name)[1:-1].encode(), name.encode("utf-16-le"), name.encode("utf-32-le"))
        assert not [path for path, written in files.items() if any(form in written for form in forms)]


def test_a_title_that_holds_what_a_person_typed_is_what_he_wishes(tmp_path: Path) -> None:
    matcher = Matcher()
    people = [matcher.prepare_seeker(typing_person(number)) for number in range(8)]
    postings = [
        PreparedPosting(JobPosting.from_mapping({"id": f"p{number}", "title": title}))
        for number, title in enumerate((*TYPED, f"招：{TYPED[0]}那样的叉车司机（急）", "叉车", "", "x\ud800y"))
    ]
    index = MatchIndex.build(tmp_path, "people", people)
    wish = MatchSettings(comparisons=(WishedOccupation(),))
    judge = Judge(wish, TODAY, Pool())
    for posting in postings:
        expected = judged((one.seeker.id, judge.stand(one, posting)) for one in people)
        assert found(index.rank(PostingPlan(posting, wish, TODAY), k=8)) == expected
    assert len({total for _, _, total in judged((one.id, judge.stand(people[0], one)) for one in postings)}) > 1
