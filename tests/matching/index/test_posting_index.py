"""The living index: whatever was added, removed and merged, it answers as one built of what is left."""

import os
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from matching.exposure import Pool
from matching.index import changes, live, writers, writing
from matching.index import store as store_module
from matching.index.plan import Plan, PostingPlan
from matching.index.posting_index import MatchIndex, Words
from matching.index.query import Query
from matching.persistence import StoreError
from matching.preparation import PreparedPosting
from matching.records import Course
from matching.settings import MatchSettings
from tests.matching.index.people_and_postings import TODAY, random_posting, random_seeker, random_world

SETTINGS = MatchSettings()
QUESTIONS = ("", "保安", "司机", "c1", "退役军人")
Index = MatchIndex[PreparedPosting]


def posting(rng: random.Random, number: int) -> PreparedPosting:
    one = random_posting(rng, number)
    return replace(one, posting=replace(one.posting, source=rng.choice([None, "partner", "fair"])))


def built(folder: Path, postings: Iterable[PreparedPosting]) -> Index:
    return MatchIndex.build(folder, "postings", postings)


def assert_as_built_anew(index: Index, world: dict[str, PreparedPosting], folder: Path, seed: int) -> None:
    """Compare every answer with that of an index built of the same postings under the same weights."""
    anew: Index = MatchIndex.build(folder, "postings", world.values(), weights=index.weights)
    assert index.ids() == sorted(world)
    assert {one.id: one for one in index.documents()} == world
    rng = random.Random(seed)
    for number in range(2):
        person = random_seeker(rng, number)
        assert index.rank(Plan(person, SETTINGS, TODAY), k=1000) == anew.rank(Plan(person, SETTINGS, TODAY), k=1000)
    assert index.rank(Words(("保安", "司机", "日常"))) == anew.rank(Words(("保安", "司机", "日常")))
    for words in QUESTIONS:
        assert index.search(Query(words)) == anew.search(Query(words))
    pool = Pool.of(world.values())
    for one in rng.sample(sorted(world), min(5, len(world))):
        assert index.place(world[one]) == pool.place(world[one])


@pytest.mark.parametrize("seed", range(8))
def test_after_any_changes_it_answers_as_one_built_anew(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "ROWS_TAKEN_ALONG", 30)
    rng = random.Random(seed)
    world = {one.id: one for one in (posting(rng, number) for number in range(rng.randrange(40)))}
    index, reader = built(tmp_path / "index", world.values()), Index(tmp_path / "index", "postings")
    weights = index.weights.slot_weights.tolist()
    for step in range(7):
        what = rng.choice(["add", "add", "remove", "merge"])
        if what == "add":
            added = [posting(rng, rng.randrange(80)) for _ in range(rng.choice([1, 5, 25]))]
            index.add(added)
            world |= {one.id: one for one in added}
        elif what == "remove":
            gone = [*rng.sample(sorted(world), rng.randrange(len(world) // 2 + 1)), "nobody"]
            index.remove(gone)
            world = {one: kept for one, kept in world.items() if one not in gone}
        else:
            index.merge()
        reader.refresh()
        assert reader.number == index.number
        assert len(reader) == len(world)
        assert_as_built_anew(reader, world, tmp_path / "anew", seed * 10 + step)
    assert index.weights.slot_weights.tolist() == weights


@pytest.mark.parametrize("seed", range(4))
def test_people_are_merged_though_the_index_keeps_no_record_of_them(seed: int, tmp_path: Path) -> None:
    postings, people = random_world(seed, postings=3, people=40)
    index = MatchIndex.build(tmp_path / "index", "people", people[:20])
    for first in range(20, 40, 4):
        index.add(people[first : first + 4])
    index.remove([people[3].seeker.id, people[37].seeker.id])
    index.merge()
    left = [one for number, one in enumerate(people) if number not in (3, 37)]
    anew = MatchIndex.build(tmp_path / "anew", "people", left, weights=index.weights)
    for one in postings:
        plan = PostingPlan(one, SETTINGS, TODAY, place=1)
        assert index.rank(plan, k=50) == anew.rank(plan, k=50)
    with pytest.raises(ValueError, match="kind: an index of people keeps no records"):
        index.documents()


def test_courses_are_found_and_come_back_whole(tmp_path: Path) -> None:
    courses = [Course(f"k{number}", title, kind="取证") for number, title in enumerate(("电工取证班", "叉车取证班"))]
    index = MatchIndex.build(tmp_path, "courses", courses[:1])
    index.add(courses[1:])
    assert index.search(Query("叉车")).ids == ("k1",)
    assert index.rank(Words(("电工",))).ids == ("k0",)
    assert index.documents() == courses


def test_what_is_changed_during_a_merge_stays_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    world = {f"p{number}": posting(rng, number) for number in range(40)}
    index = built(tmp_path / "index", list(world.values())[:20])
    other = Index(tmp_path / "index", "postings")
    for first, last in ((20, 35), (35, 40)):
        index.add([world[f"p{number}"] for number in range(first, last)])
    changed = [posting(random.Random(9), 25), posting(random.Random(9), 99)]
    write = writers.write_segment

    def slow_write(path: Path, *args: object, **kwargs: object) -> Iterable[int]:
        yield from write(path, *args, **kwargs)
        monkeypatch.undo()
        other.remove(["p1", "p31"])
        other.add(changed)

    monkeypatch.setattr(writers, "write_segment", slow_write)
    assert index.merge()
    world |= {one.id: one for one in changed}
    del world["p1"], world["p31"]
    assert_as_built_anew(index, world, tmp_path / "anew", 1)


def test_a_merge_gives_way_to_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    index = built(tmp_path, [posting(rng, number) for number in range(9)])
    index.add([posting(rng, number) for number in range(9, 15)])
    write = writers.write_segment

    def slow_write(path: Path, *args: object, **kwargs: object) -> Iterable[int]:
        yield from write(path, *args, **kwargs)
        monkeypatch.undo()
        built(tmp_path, [posting(rng, 77)])

    monkeypatch.setattr(writers, "write_segment", slow_write)
    assert not index.merge()
    assert index.ids() == ["p77"]


CRASHES = """
import os, random, sys
sys.path[:0] = [os.getcwd()]
from pathlib import Path
from tests.matching.index.crashes import dies_at
from tests.matching.index.test_posting_index import built, posting

def state(index):
    index.refresh()
    return index.ids(), [index.place(one) for one in index.documents(index.ids()[:9])]

rng = random.Random(1)
index = built(Path(sys.argv[1]), [posting(rng, number) for number in range(30)])
for number in range(30, 40):
    index.add([posting(rng, number)])
works = {
    "add": lambda: index.add([posting(random.Random(2), number) for number in range(38, 50)]),
    "remove": lambda: index.remove(["p1", "p39"]),
    "merge": index.merge,
}
for name, work in works.items():
    killed, before, seen = 0, state(index), []
    while True:
        child = os.fork()
        if not child:
            dies_at(killed)
            work()
            os._exit(0)
        how = os.waitpid(child, 0)[1]
        now = state(index)
        if how == 0:
            after = now
            break
        killed += 1
        seen.append(now)
    # The old version up to some step, the new one from there on; a work done before is done again in vain.
    assert seen == [before] * seen.count(before) + [after] * (len(seen) - seen.count(before)), name
    assert seen[0] == before, name
    assert state(type(index)(index.folder, "postings")) == after, name
    print(name, killed)
before = index._store.read().files
index.add([posting(rng, 60)])
there = {path.name for path in index.folder.iterdir()} - {"CURRENT", "proved.json", ".lock", "merging"}
assert there == before | index._store.read().files
"""


def test_a_writer_killed_at_any_step_leaves_a_version_that_answers(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", CRASHES, str(tmp_path)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    steps = dict(line.split() for line in run.stdout.splitlines())
    assert steps.keys() == {"add", "remove", "merge"}
    assert all(int(killed) >= 5 for killed in steps.values())


READER = """
import sys
from matching.index.posting_index import MatchIndex
index = MatchIndex(sys.argv[1], "postings")
for line in sys.stdin:
    print(index.refresh(), *index.ids(), flush=True)
"""


def test_another_process_sees_an_addition_when_it_looks(tmp_path: Path) -> None:
    rng = random.Random(1)
    index = built(tmp_path, [posting(rng, 1)])
    command = [sys.executable, "-c", READER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def ask() -> str:
            reader.stdin.write("?\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert ask() == "False p1"
        index.add([posting(rng, 2)])
        assert ask() == "True p1 p2"
        index.remove(["p1"])
        assert ask() == "True p2"
        assert ask() == "False p2"


def test_a_look_at_an_unchanged_index_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = built(tmp_path, [posting(random.Random(1), 1)])
    opened: list[object] = []
    looked: list[object] = []
    stat = os.stat
    monkeypatch.setattr(Path, "open", lambda path, *_: opened.append(path))
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path))
    monkeypatch.setattr(os, "stat", lambda path, **kwargs: looked.append(path) or stat(path, **kwargs))
    assert not index.refresh()
    assert (opened, looked) == ([], [tmp_path / "CURRENT"])


def test_a_change_leaves_what_is_open_mapped_as_it_is(tmp_path: Path) -> None:
    rng = random.Random(1)
    index = built(tmp_path, [posting(rng, number) for number in range(20)])
    before = index._view.parts[0]
    index.add([replace(posting(rng, 50), posting=replace(posting(rng, 50).posting, employer=None))])
    after = index._view.parts[0]
    assert after is before


def test_a_thousand_small_changes_leave_few_segments(tmp_path: Path) -> None:
    rng = random.Random(1)
    index = built(tmp_path, [posting(rng, number) for number in range(64)])
    for number in range(64, 128):
        index.add([posting(rng, number)])
    assert len(index._view.parts) <= 7
    index.merge()
    assert len(index._view.parts) == 1
    assert len(index) == 128


def test_an_addition_leaves_large_segments_to_the_merge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "ROWS_TAKEN_ALONG", 10)
    rng = random.Random(1)
    index = built(tmp_path, [posting(rng, number) for number in range(8)])
    index.add([posting(rng, number) for number in range(8, 16)])
    assert [part.size for part in index._view.parts] == [8, 8]


def damage(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize("prefix", ["segment", "state", "weights"])
def test_a_damaged_file_is_refused_and_says_what_to_run(tmp_path: Path, prefix: str) -> None:
    built(tmp_path, [posting(random.Random(1), 1)])
    path = next(tmp_path.glob(f"{prefix}-*.pack"))
    damage(path)
    with pytest.raises(StoreError, match=rf"{path.name}: damaged.*; run python3 x.py build_index"):
        MatchIndex(tmp_path, "postings", "run python3 x.py build_index")
    assert len(built(tmp_path, [posting(random.Random(1), 1)])) == 1


def test_rot_that_opening_cannot_see_is_found_by_verifying(tmp_path: Path) -> None:
    index = built(tmp_path, [posting(random.Random(1), 1)])
    index.verify()
    path = next(tmp_path.glob("segment-*.pack"))
    facts = path.stat()
    damage(path)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    with pytest.raises(StoreError, match="differs from its checksum; build it anew"):
        Index(tmp_path, "postings").verify()


@pytest.mark.parametrize(("module", "name"), [(store_module, "FORMAT"), (live, "SEGMENT_FORMAT")])
def test_an_older_format_is_refused_and_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    built(tmp_path, [posting(random.Random(1), 1)])
    monkeypatch.setattr(module, name, 99)
    with pytest.raises(StoreError, match="this library reads format 99; build it anew with MatchIndex.build"):
        Index(tmp_path, "postings")


def test_an_index_of_another_kind_is_refused(tmp_path: Path) -> None:
    built(tmp_path, [])
    with pytest.raises(StoreError, match="an index of postings, expected one of people"):
        MatchIndex(tmp_path, "people")


@pytest.mark.parametrize(("wrong", "named"), [({"k": -1}, "k"), ({"offset": -2}, "offset")])
def test_a_wrong_question_names_its_part(tmp_path: Path, wrong: dict[str, int], named: str) -> None:
    with pytest.raises(ValueError, match=f"{named}: expected 0 or more, got -"):
        built(tmp_path, []).rank(Words(("保安",)), **wrong)


def test_pages_of_a_ranking_follow_each_other(tmp_path: Path) -> None:
    rng = random.Random(4)
    index = built(tmp_path, [posting(rng, number) for number in range(30)])
    index.add([posting(rng, number) for number in range(30, 50)])
    plan = Plan(random_seeker(rng, 1), SETTINGS, TODAY)
    pages = [index.rank(plan, k=7, offset=offset) for offset in range(0, 56, 7)]
    assert [one for page in pages for one in page.ids] == list(index.rank(plan, k=100).ids)
    assert {page.found for page in pages} == {50}
    assert index.rank(plan, k=0).ids == ()
    everything = index.rank(plan, k=100)
    assert index.points(plan, ["p3", "p40", "nobody"]) == {
        one: points for one, points in zip(everything.ids, everything.points, strict=True) if one in ("p3", "p40")
    }


def test_a_build_tells_how_far_it_is_and_keeps_the_later_of_two(tmp_path: Path) -> None:
    rng = random.Random(4)
    told: list[int] = []
    first, second = posting(rng, 1), posting(rng, 1)
    index = MatchIndex.build(tmp_path, "postings", iter([first, second]), told.append)
    assert (told, index.documents()) == ([2], [second])


def test_reading_imports_neither_numba_nor_sklearn() -> None:
    program = "import sys, matching.index.posting_index; print({'numba', 'sklearn', 'rjieba'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_common_words_survive_a_merge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_LEAST_ROWS_WITH_COMMON", 4)
    rng = random.Random(6)
    world = {f"p{number}": posting(rng, number) for number in range(60)}
    index = built(tmp_path / "index", [world[f"p{number}"] for number in range(40)])
    assert (index._view.parts[0].segment.common.number_of >= 0).any()
    index.add([world[f"p{number}"] for number in range(40, 60)])
    index.remove(["p7", "p41"])
    del world["p7"], world["p41"]
    assert index.merge()
    assert_as_built_anew(index, world, tmp_path / "anew", 6)
