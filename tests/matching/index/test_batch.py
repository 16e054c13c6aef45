"""Many at once: the same rankings however many processes work, of one state of the index."""

import pytest

from matching.comparisons import ALL
from matching.index import batch
from matching.index.batch import IndexVersion, PlacedPosting, prepare_many, rank_many
from matching.index.filters import Filters
from matching.index.plan import Plan
from matching.index.posting_index import MatchIndex
from matching.matcher import Matcher
from matching.persistence import StoreError
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings
from tests.matching.index.people_and_postings import TODAY, random_world

K = 10


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    postings, people = random_world(seed=4, postings=120, people=40)
    folder = tmp_path_factory.mktemp("postings")
    MatchIndex.build(folder, "postings", postings)
    return folder, postings, people


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(batch, "ASKERS_A_CHUNK", 3)


def test_it_is_the_order_of_the_matcher(world):
    folder, postings, people = world
    matcher = Matcher(as_of=TODAY).fit(postings)
    for ranking, person in zip(rank_many(folder, "postings", people, K, as_of=TODAY, workers=1), people, strict=True):
        assert ranking.id == person.seeker.id
        assert list(ranking.ids) == [match.posting_id for match in matcher.rank(person, postings, k=K)]


@pytest.mark.usefixtures("small_chunks")
def test_two_processes_find_what_one_finds(world):
    folder, _, people = world
    preset = {"settings": MatchSettings.preset("pay_first"), "filters": Filters(open_on=TODAY), "as_of": TODAY}
    alone = list(rank_many(folder, "postings", people, K, workers=1, **preset))
    assert list(rank_many(folder, "postings", people, K, workers=2, **preset)) == alone
    assert [ranking.id for ranking in alone] == [one.seeker.id for one in people]


@pytest.mark.usefixtures("small_chunks")
def test_people_for_postings_too(tmp_path, world):
    _, postings, people = world
    MatchIndex.build(tmp_path, "people", people)
    alone = list(rank_many(tmp_path, "people", postings, K, as_of=TODAY, workers=1))
    assert list(rank_many(tmp_path, "people", postings, K, as_of=TODAY, workers=2)) == alone
    assert alone[0].id == postings[0].id
    assert set(alone[0].ids) <= {one.seeker.id for one in people}


def test_records_are_prepared_where_they_are_ranked(world):
    folder, _, _ = world
    person = JobSeeker.from_mapping({"id": "raw", "wishes": {"occupations": ["保安员"]}})
    prepared = Matcher().prepare_seeker(person)
    raw, same = rank_many(folder, "postings", [person, prepared], K, workers=1)
    assert raw == same


def test_prepared_in_two_processes_is_prepared_in_one():
    records = [JobPosting.from_mapping({"id": str(n), "title": title}) for n, title in enumerate(["保安员", "电工"])]
    assert list(prepare_many(records, workers=2)) == Matcher().prepare(records)


def test_a_posting_with_its_place_gives_each_person_the_points_of_the_other_direction(tmp_path, world):
    folder, postings, people = world
    index = MatchIndex(folder, "postings")
    placed = [PlacedPosting(one, index.place(one)) for one in postings[:20]]
    MatchIndex.build(tmp_path, "people", people, weights=index.weights)
    # But for the words, which are counted once each on the side that asks.
    settings = MatchSettings(comparisons=tuple(one() for one in ALL if one.name != "wording"))
    for ranking in rank_many(tmp_path, "people", placed, len(people), settings=settings, as_of=TODAY, workers=1):
        points = {one.seeker.id: index.points(Plan(one, settings, TODAY), [ranking.id]) for one in people}
        assert dict(zip(ranking.ids, ranking.points, strict=True)) == {one: p[ranking.id] for one, p in points.items()}


@pytest.mark.usefixtures("small_chunks")
def test_progress_counts_those_done(world):
    folder, _, people = world
    done = []
    list(rank_many(folder, "postings", people[:7], K, workers=1, progress=done.append))
    assert done == [3, 6, 7]


def test_an_index_that_changes_while_workers_start_is_refused(world, tmp_path):
    _, postings, _ = world
    index = MatchIndex.build(tmp_path, "postings", postings[:5])
    before = IndexVersion.now(tmp_path, "postings")
    index.remove([postings[0].id])
    with pytest.raises(StoreError, match="changed while the work began"):
        before.open()


def test_what_cannot_be_is_refused_before_any_process_starts(world, tmp_path):
    folder, _, people = world
    with pytest.raises(ValueError, match="k: expected 1 or more, got 0"):
        rank_many(folder, "postings", people, 0)
    with pytest.raises(StoreError, match="nothing is stored here"):
        rank_many(tmp_path, "postings", people, K)
