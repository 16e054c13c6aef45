"""The engine: search with facets, ranking, courses, and an index that follows the postings."""

import tomllib
from pathlib import Path

import pytest
from django.db import connection

import matching
from jobsboard.postings import services
from jobsboard.postings.tasks import work_off_queue
from jobsboard.recommendations import engine
from jobsboard.recommendations.engine import SearchFilters
from tests.factories import CourseFactory, JobPostingFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.MATCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture
def board():
    """Three vacancies in the index: a guard and a driver in 深圳, an electrician at home."""
    fair = SourceFactory(name="fair", publisher="测试公共就业服务网")
    guard = JobPostingFactory(
        scraped=True, source=fair, title="小区保安员", description="门岗值守，两班倒，包吃住。", job_location="440306",
        salary_text="5000-6000元/月", month_min=5000, month_max=6000,
    )  # fmt: skip
    driver = JobPostingFactory(title="货车司机", job_location="440300")
    electrician = JobPostingFactory(
        title="维修电工", description="配电房巡检，需低压电工证，长白班。", job_location="431127", salary_text="",
        month_min=None, month_max=None, education_requirements="大专及以上",
    )  # fmt: skip
    engine.rebuild_index()
    return {"guard": guard.pk, "driver": driver.pk, "electrician": electrician.pk}


def ids(words: str = "", **filters) -> set[int]:
    return set(engine.search(words, SearchFilters(**filters)).ids)


def test_without_an_index_nothing_is_found_and_nothing_breaks(cast):
    assert not engine.index_is_ready()
    assert engine.search("保安").total == 0
    assert engine.rank_for(cast.chen_file).matches == []


def test_words_find_titles_and_descriptions(board):
    assert ids("保安") == {board["guard"]}
    assert ids("巡检") == {board["electrician"]}
    assert ids("保安 电工") == set()


def test_each_filter_holds(board):
    assert ids(region="440300") == {board["guard"], board["driver"]}
    assert ids(region="440306") == {board["guard"]}
    assert ids(month_min=8000) == {board["driver"]}
    assert ids(education="初中") == {board["guard"], board["driver"]}
    assert ids(occupation="4-07") == {board["guard"]}
    assert ids(lodging="1") == {board["guard"], board["driver"]}
    assert ids(schedule="two_shift") == {board["guard"]}
    assert ids(source="fair") == {board["guard"]}
    assert board["electrician"] not in ids(without_credentials=True)


def test_facets_are_named_as_the_filters_and_labelled_in_chinese(board):
    facets = engine.search("").facets
    assert set(facets) == {"city", "district", "occupation", "schedule", "lodging", "source"}
    cities = {facet.value: (facet.label, facet.count) for facet in facets["city"]}
    assert cities["440300"] == ("深圳市", 2)
    assert [(one.value, one.label, one.count) for one in facets["source"]] == [("fair", "测试公共就业服务网", 1)]
    for name in ("occupation", "schedule", "lodging", "source"):
        for facet in facets[name]:
            assert len(ids(**{name: facet.value})) == facet.count or (name, facet.value) == ("lodging", "0")


def test_pages_follow_each_other_and_pay_sorts(board):
    first, second = (engine.search("", sort="pay", offset=n, limit=1).ids for n in (0, 1))
    assert (first, second) == ([board["driver"]], [board["guard"]])


def test_an_update_brings_in_changes_and_takes_out_what_is_no_longer_open(board, cast):
    services.hold_posting(actor=cast.officer, posting=_posting(board["guard"]))
    engine.update_index(board.values())
    assert ids("保安") == set()
    services.release_posting(actor=cast.officer, posting=_posting(board["guard"]))
    engine.update_index([board["guard"]])
    assert ids("保安") == {board["guard"]}


def _posting(pk):
    return JobPostingFactory._meta.model.objects.get(pk=pk)


def test_the_index_notes_the_occupation_of_a_posting_that_has_none():
    posting = JobPostingFactory(title="小区保安员")
    assert posting.occupation_id is None
    engine.rebuild_index()
    assert _posting(posting.pk).occupation_id == "4-07-05-01"


def test_a_ranking_puts_the_fitting_vacancy_first_and_its_rows_add_up(board, cast):
    page = engine.rank_for(cast.chen_file)
    best = page.matches[0]
    assert page.total == 3
    assert best.posting_id == board["driver"]
    assert best.total == best.prior + sum(row.points for row in best.rows)
    assert best.job_seeker_id == cast.chen_file.pk
    assert [one.posting_id for one in engine.rank_for(cast.chen_file, offset=1).matches] == [
        one.posting_id for one in page.matches[1:]
    ]


def test_the_index_ranks_and_scores_as_the_matcher_does(board, cast):
    matcher = engine._matcher()
    person = matcher.prepare_seeker(engine._seeker_record(cast.chen_file))
    every = matcher.rank(person, engine.opened().documents())
    found = engine.rank_for(cast.chen_file).matches
    assert [(one.posting_id, one.score, one.total) for one in found] == [
        (int(one.posting_id), one.score, one.explanation.micro_total / 1_000_000) for one in every
    ]


def test_many_small_changes_are_joined_and_nothing_is_lost(board):
    for pk in board.values():
        engine.update_index([pk])
    engine.merge_index()
    assert ids() == set(board.values())


def test_a_ranking_can_be_kept_to_a_place(board, cast):
    assert engine.rank_for(cast.chen_file, region="431127").total == 1


def test_what_was_closed_since_the_index_was_written_is_not_ranked(board, cast):
    services.close_posting(actor=cast.officer, posting=_posting(board["driver"]))
    assert board["driver"] not in [one.posting_id for one in engine.rank_for(cast.chen_file).matches]


def test_one_posting_is_explained_as_it_is_ranked_in_the_index_or_not(board, cast):
    ranked = next(one for one in engine.rank_for(cast.chen_file).matches if one.posting_id == board["driver"])
    assert engine.explain(cast.chen_file, _posting(board["driver"])) == ranked
    draft = engine.explain(cast.chen_file, cast.draft)
    assert draft.posting_id == cast.draft.pk


def test_people_are_ranked_for_a_posting(board, cast):
    found = engine.people_for(_posting(board["driver"]), [cast.li_file, cast.chen_file])
    assert [one.job_seeker_id for one in found] == [cast.chen_file.pk, cast.li_file.pk]


def test_a_course_that_gives_the_missing_licence_is_named_with_what_it_opens(cast):
    JobPostingFactory(title="低压电工", description="配电房值班，必须持低压电工证。", job_location="440300")
    engine.rebuild_index()
    course = CourseFactory(title="低压电工取证班", with_session=True)
    wanted = next(one for one in matching.load_taxonomy().credentials.values() if "低压" in one.label)
    course.credentials.add(wanted.id)
    cast.chen_file.wished_occupations = ["电工"]
    cast.chen_file.save()
    match = next(one for one in engine.rank_for(cast.chen_file).matches if course.pk in _courses(one))
    assert match.eligibility == "unmet"
    advice = {one.course_id: one for one in engine.courses_for(cast.chen_file)}
    assert advice[course.pk].opens == 1
    assert "低压电工" in advice[course.pk].reason


def _courses(match):
    return {course for gap in match.missing for course in gap.courses}


def test_a_stored_match_can_be_made_again_from_what_stands_in_it(board, cast):
    posting = _posting(board["driver"])
    match = engine.explain(cast.chen_file, posting)
    record = engine.record_match(cast.chen_file, posting, match)
    record.refresh_from_db()
    assert record.explanation == match.as_dict()
    assert float(record.score) == pytest.approx(match.score, abs=0.05)
    assert record.library_version == matching.__version__
    assert len(record.text_hash) == 64


def test_a_profile_is_ranked_without_being_stored_and_personal_data_is_refused(board):
    assert engine.rank_profile({"wishes": {"occupations": ["保安员"]}}).matches[0].posting_id == board["guard"]
    with pytest.raises(ValueError, match="phone"):
        engine.rank_profile({"phone": "1"})


def test_the_librarys_version_is_that_of_the_package():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert matching.__version__ == project["project"]["version"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_an_approved_posting_found_without_a_restart(cast, monkeypatch):
    # The worker's thread closes its connection after each job, or the test database could not be dropped.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    engine.rebuild_index()
    services.approve_posting(actor=cast.officer, posting=cast.pending)
    assert cast.pending.pk not in [one.posting_id for one in engine.rank_for(cast.chen_file).matches]
    work_off_queue()
    assert cast.pending.pk in [one.posting_id for one in engine.rank_for(cast.chen_file).matches]
    assert engine.search(cast.pending.title).ids
