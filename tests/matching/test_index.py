"""The index of postings, against plain Python over small random worlds."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from matching.index import Filters, PostingIndex, Query
from matching.index.columns import SHIFTS
from matching.index.words import key_of, keys_of_texts
from matching.parsing import EDUCATION_LEVELS, Education, Lodging, Salary, Schedule
from matching.parsing.schedule import Shift
from matching.persistence import StoreError
from matching.preparation import CredentialNeed, LikelyOccupation, PreparedPosting
from matching.records import JobPosting
from matching.text import normalise, terms

EMPTY = JobPosting.from_mapping({"id": "x", "title": "x"})
TITLES = ("保安", "保安员", "焊工", "电焊工", "货车司机", "Java开发", "安保员工", "维修电工")
DUTIES = ("负责小区保安与安员", "会焊接", "JavaScript", "持C1驾照", "安全保卫", "", "ＪＡＶＡ", "保障，安全员")
REGIONS = ("440300", "440306", "441900", "441900119", "431127", "440000", None)
OCCUPATIONS = ("4-07-05-01", "4-07-05-03", "4-02-02-02", "6-18-02-04", None)
WORDS = ("保安", "焊工", "保安员", "java", "c1", "焊", "保安 小区", "安员", "货车司机招聘", "没有这个词")


def posting(one: str, title: str = "保安", **fields: object) -> PreparedPosting:
    occupation = fields.pop("code", None)
    likely = (LikelyOccupation(str(occupation), "某职业", 0.9),) if occupation else ()
    needs = fields.pop("needs", ())
    return PreparedPosting(replace(EMPTY, id=one, title=title, **fields), likely, (), needs)


def random_posting(rng: random.Random, number: int) -> PreparedPosting:
    low = rng.choice([None, 4000, 5500, 8000])
    flags = (None, True, False)
    return posting(
        f"p{number}",
        rng.choice(TITLES),
        description=rng.choice(DUTIES),
        employer=rng.choice([None, "青山物业", "南岭制造"]),
        region=rng.choice(REGIONS),
        salary=Salary(month_min=low, month_max=None if low is None else rng.choice([None, low + 2000])),
        education=Education(rng.choice([*EDUCATION_LEVELS, None]), rng.choice(flags)),
        schedule=Schedule(rng.choice([*SHIFTS, None])),
        lodging=Lodging(rng.choice(flags), rng.choice(flags)),
        posted=rng.choice([None, date(2026, 11, 1), date(2026, 11, 20)]),
        valid_through=rng.choice([None, date(2026, 11, 10), date(2026, 12, 31)]),
        source=rng.choice([None, "partner", "fair"]),
        code=rng.choice(OCCUPATIONS),
        needs=rng.choice([(), (CredentialNeed(("driver_c1",), "required", "C1", "posting"),)]),
    )


def random_filters(rng: random.Random) -> Filters:
    pick: dict[str, Callable[[], object]] = {
        "regions": lambda: tuple(rng.sample(("440300", "440000", "441900", "431127", "441900119"), 2)),
        "month_min": lambda: rng.choice([0, 5000, 6000]),
        "education": lambda: rng.choice(EDUCATION_LEVELS),
        "occupations": lambda: rng.choice([("4-07-00-00",), ("4-07-05-01", "6-00-00-00")]),
        "shifts": lambda: tuple(rng.sample(SHIFTS, 2)),
        "housing": lambda: rng.choice([True, False]),
        "meals": lambda: rng.choice([True, False]),
        "without_credentials": lambda: True,
        "sources": lambda: ("partner", "unheard of"),
        "posted_since": lambda: date(2026, 11, 10),
        "open_on": lambda: date(2026, 11, 23),
    }
    chosen = rng.sample(sorted(pick), rng.randrange(3))
    return Filters(**{name: pick[name]() for name in chosen})


def has_words(one: PreparedPosting, words: str) -> bool:
    p = one.posting
    occupations = [o.name for o in one.occupations]
    text = normalise("\n".join([p.title, p.employer or "", *occupations, p.description]))
    cut = {"货车司机招聘": ["货车", "司机", "招聘"]}.get(words, words.split())
    return all(word in text if not word.isascii() else word in terms(text) for word in cut)


def stem(code: str) -> str:
    digits = code.replace("-", "")
    while digits.endswith("00"):
        digits = digits[:-2]
    return digits


def passes(one: PreparedPosting, f: Filters) -> bool:
    p = one.posting
    pay = p.salary.month_max if p.salary.month_max is not None else p.salary.month_min
    asked = 0 if p.education.or_above is False else EDUCATION_LEVELS.index(p.education.level or "不限")
    code = one.occupations[0].code.replace("-", "") if one.occupations else ""
    return all(
        [
            not f.regions or any((p.region or "").startswith(stem(r)) for r in f.regions),
            f.month_min is None or (pay is not None and pay >= f.month_min),
            f.education is None or asked <= EDUCATION_LEVELS.index(f.education),
            not f.occupations or any(code.startswith(stem(c)) for c in f.occupations),
            not f.shifts or p.schedule.shift in f.shifts,
            f.housing is None or p.lodging.housing is f.housing,
            f.meals is None or p.lodging.meals is f.meals,
            not f.without_credentials or not one.needs,
            not f.sources or p.source in f.sources,
            f.posted_since is None or (p.posted is not None and p.posted >= f.posted_since),
            f.open_on is None or p.valid_through is None or p.valid_through >= f.open_on,
        ]
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_index_agrees_with_plain_python_on_small_worlds(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    world = {one.id: one for one in (random_posting(rng, n) for n in range(rng.randrange(1, 40)))}
    index = PostingIndex.build(tmp_path, world.values())
    for step in range(6):
        filters, words = random_filters(rng), rng.choice(["", *WORDS])
        found = {one.id for one in world.values() if has_words(one, words) and passes(one, filters)}
        results = index.search(Query(words, filters, limit=100))
        assert set(results.ids) == found
        assert results.total == len(found)
        newest = index.search(Query(words, filters, sort="date", limit=100)).ids
        days = {one.id: one.posting.posted or date.min for one in world.values()}
        assert list(newest) == sorted(sorted(found), key=lambda one: days[one], reverse=True)
        changed = [random_posting(rng, rng.randrange(50)) for _ in range(rng.randrange(4))]
        gone = rng.sample(sorted(world), min(len(world), step % 3))
        index.add(changed)
        world |= {one.id: one for one in changed}
        index.remove(gone)
        world = {one: kept for one, kept in world.items() if one not in gone}
        assert {one.id: one for one in index.postings()} == world


def test_facets_count_what_another_choice_would_find(tmp_path: Path) -> None:
    rng = random.Random(5)
    world = [random_posting(rng, n) for n in range(60)]
    index = PostingIndex.build(tmp_path, world)
    facets = index.search(Query("", Filters(shifts=("day",), housing=True))).facets
    housed = [one.posting.schedule.shift for one in world if one.posting.lodging.housing]
    assert facets["shift"] == Counter(shift for shift in housed if shift)
    by_day = [one for one in world if one.posting.schedule.shift == "day" and one.posting.lodging.housing]
    assert facets["source"] == Counter(one.posting.source for one in by_day if one.posting.source)
    assert set(facets["city"]) <= {"440300", "441900", "431100"}


def test_words_of_two_characters_are_found_exactly(tmp_path: Path) -> None:
    world = [posting("1", "保安"), posting("2", "保洁安全"), posting("3", "电焊工"), posting("4", "焊接工人")]
    index = PostingIndex.build(tmp_path, world)
    assert index.search(Query("保安")).ids == ("1",)
    assert index.search(Query("焊工")).ids == ("3",)


def test_a_word_of_three_characters_must_stand_together(tmp_path: Path) -> None:
    world = [posting("1", "保安员"), posting("2", "保安", description="安员")]
    index = PostingIndex.build(tmp_path, world)
    assert index.search(Query("保安员")).ids == ("1",)


def test_the_title_counts_more_than_the_text(tmp_path: Path) -> None:
    world = [posting("a", "保洁", description="与保安配合"), posting("b", "保安", description="与保洁配合")]
    index = PostingIndex.build(tmp_path, world)
    assert index.search(Query("保安")).ids == ("b", "a")


def test_pages_follow_each_other_and_ties_are_by_id(tmp_path: Path) -> None:
    index = PostingIndex.build(tmp_path, [posting(f"{n:02}") for n in range(25)])
    pages = [index.search(Query("保安", offset=start, limit=10)).ids for start in (0, 10, 20, 30)]
    assert [one for page in pages for one in page] == [f"{n:02}" for n in range(25)]
    assert index.search(Query(limit=0)).total == 25


def test_pay_sorts_the_unknown_last(tmp_path: Path) -> None:
    pays = {"low": 3000, "unknown": None, "high": 9000}
    world = [posting(one, salary=Salary(month_min=pay, month_max=pay)) for one, pay in pays.items()]
    assert PostingIndex.build(tmp_path, world).search(Query(sort="pay")).ids == ("high", "low", "unknown")


def test_an_empty_index_answers(tmp_path: Path) -> None:
    index = PostingIndex.build(tmp_path, [])
    results = index.search(Query("保安", Filters(regions=("440300",))))
    assert (results.ids, results.total, len(index.postings())) == ((), 0, 0)
    index.add([posting("1")])
    assert index.search(Query("保安")).ids == ("1",)
    index.remove(["1"])
    assert index.search(Query("保安")).total == 0


def test_another_process_sees_an_update_and_a_look_costs_nothing(tmp_path: Path) -> None:
    PostingIndex.build(tmp_path, [posting("1")])
    program = (
        "import sys; from matching.index import PostingIndex, Query\n"
        "index = PostingIndex.open(sys.argv[1])\n"
        "for line in sys.stdin:\n"
        "    print(index.refresh(), *index.search(Query('保安')).ids, flush=True)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def ask() -> str:
            reader.stdin.write("?\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert ask() == "False 1"
        PostingIndex.open(tmp_path).add([posting("2")])
        assert ask() == "True 1 2"
        assert ask() == "False 1 2"


def test_many_small_changes_leave_few_segments(tmp_path: Path) -> None:
    index = PostingIndex.build(tmp_path, [posting(f"{n:03}") for n in range(64)])
    for number in range(64, 100):
        index.add([posting(f"{number:03}")])
    current = tmp_path / (tmp_path / "CURRENT").read_text().strip()
    assert len([path for path in current.iterdir() if path.is_dir()]) <= 7
    assert index.search(Query("保安")).total == 100


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    PostingIndex.build(tmp_path, [posting("1")])
    records = next(tmp_path.glob("v*/*/records.bin"))
    records.write_bytes(b"x" + records.read_bytes()[1:])
    with pytest.raises(StoreError, match=r"records\.bin.*build it anew with PostingIndex\.build"):
        PostingIndex.open(tmp_path)
    assert len(PostingIndex.build(tmp_path, [posting("1")])) == 1


def test_keys_are_those_of_the_terms() -> None:
    texts = [normalise(text) for text in ("C++ 电焊工\n电工123abc", "", "Ｊava，保安 ui/ue é")]
    keys, places = keys_of_texts(texts)
    for number, text in enumerate(texts):
        expected = Counter(key_of(term) for term in terms(text))
        assert Counter(keys[places == number].tolist()) == expected


def test_the_stored_shifts_are_those_of_the_parser() -> None:
    assert set(SHIFTS) == set(get_args(Shift))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (lambda: Filters(education="大学"), "education"),
        (lambda: Filters(shifts=("noon",)), "shifts"),
        (lambda: Filters(occupations=("保安",)), "occupations"),
        (lambda: Query(offset=-1), "offset"),
        (lambda: Query(limit=-1), "limit"),
    ],
)
def test_a_wrong_question_names_its_part(wrong: Callable[[], object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        wrong()
