"""What of a document goes into an index, and what does not."""

import json
import random
from pathlib import Path

import pytest

from matching.background import PreparedSeeker
from matching.index.kinds import COURSES, KINDS, PEOPLE, POSTINGS, BatchMaker, record_of
from matching.index.posting_index import MatchIndex
from matching.plain import to_plain
from matching.records import Course, JobSeeker
from tests.matching.index.people_and_postings import random_posting, random_seeker


@pytest.mark.parametrize("seed", range(10))
def test_a_record_is_what_plain_says_and_gives_the_posting_back(seed: int) -> None:
    posting = random_posting(random.Random(seed), 1)
    record = record_of(posting)
    assert json.loads(record) == json.loads(json.dumps(to_plain(posting)))
    assert POSTINGS.read is not None
    assert POSTINGS.read(record) == posting


def test_half_a_character_does_not_stop_a_record() -> None:
    course = Course("k1", "电\ud800工")
    assert COURSES.read is not None
    assert COURSES.read(record_of(course)) == course


@pytest.mark.parametrize("name", KINDS)
def test_the_cells_are_columns_of_the_kind(name: str) -> None:
    kind = KINDS[name]
    batch = BatchMaker(kind).batch([])
    assert set(kind.order_by) <= batch.columns.keys()
    assert batch.codes.shape == (len(kind.facets), 0)


def test_nothing_that_a_person_wrote_stands_in_the_index(tmp_path: Path) -> None:
    raw = {
        "id": "p1",
        "service": [{"branch": "某独立旅", "specialty": "甲乙丙手", "tasks": "守过丁戊己仓库"}],
        "experience": [{"title": "在庚辛壬的厂里做电焊工", "years": 3}],
        "skills": ["会癸子丑绝活"],
    }
    person = PreparedSeeker(JobSeeker.from_mapping(raw), skills={"forklift": "开寅卯辰的叉车"})
    MatchIndex.build(tmp_path, "people", [person])
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for written in ("独立旅", "甲乙丙", "丁戊己", "庚辛壬", "癸子丑", "寅卯辰"):
        assert written.encode() not in stored
        assert json.dumps(written).strip('"').encode() not in stored


def test_people_have_neither_record_nor_text() -> None:
    batch = BatchMaker(PEOPLE).batch([random_seeker(random.Random(1), 7)])
    assert (batch.ids, batch.records, batch.titles, batch.bodies) == (["s7"], [b""], [""], [""])
