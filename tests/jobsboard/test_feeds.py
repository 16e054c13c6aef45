"""Rows of a feed: how they are read, what makes two of them the same posting, and what of them is shown."""

import gzip
import json

import pytest

from jobsboard.core.feeds import LONGEST_LINE, UnreadableFeed, content_hash_of, last_rows, read_feed
from jobsboard.intake.services import identity_of as identity_of_row
from jobsboard.postings.feeds import columns_of, identity_of

ROW = {
    "source": "s",
    "id": "1",
    "title": "电工",
    "employer": "测试厂",
    "location": "深圳",
    "url": "https://x.example/1",
}


def feed(tmp_path, *lines: bytes):
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def test_plain_and_gzipped_feeds_read_the_same(tmp_path):
    plain = feed(tmp_path, b'{"title":"a"}', b"", b'{"title":"b"}')
    packed = tmp_path / "feed.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert list(read_feed(plain)) == list(read_feed(packed))
    assert [row.line for row in read_feed(plain)] == [1, 3]


@pytest.mark.parametrize(
    "line",
    [b"no json", b"[1]", b'"text"', b'{"title":NaN}', b"\xff\xfe", b"[" * 100_000, b'{"n":' + b"9" * 9999 + b"}"],
)
def test_a_line_that_is_no_object_is_a_row_without_content(tmp_path, line):
    (row,) = read_feed(feed(tmp_path, line))
    assert row.raw is None


def test_a_broken_archive_is_an_unreadable_feed(tmp_path):
    path = tmp_path / "feed.gz"
    path.write_bytes(gzip.compress(b'{"title":"a"}\n' * 1000)[:-20])
    with pytest.raises(UnreadableFeed, match=r"feed\.gz"):
        list(read_feed(path))


def test_characters_that_the_database_cannot_store_are_taken_out(tmp_path):
    (row,) = read_feed(feed(tmp_path, b'{"title":"a\\u0000b\\ud800"}'))
    assert row.raw == {"title": "ab?"}


def test_identity_is_source_and_id_whatever_else_changes():
    assert identity_of(ROW) == identity_of(ROW | {"title": "焊工", "url": "https://x.example/2"})
    assert identity_of(ROW) != identity_of(ROW | {"source": "t"})
    assert identity_of(ROW) == identity_of({**ROW, "id": None, "identifier": {"value": "1"}})


def test_without_an_id_the_address_decides_and_without_both_the_words():
    bare = {**ROW, "id": ""}
    assert identity_of(bare) == identity_of(bare | {"title": "焊工", "source": "t"})
    wordy = {**bare, "url": None, "description": "配电房值班"}
    assert identity_of(wordy) == identity_of(wordy | {"salary": "8000", "description": "配电房值班 "})
    assert identity_of(wordy) != identity_of(wordy | {"location": "东莞"})


def test_what_a_crawl_says_about_itself_is_no_content():
    assert content_hash_of(ROW) == content_hash_of(ROW | {"file": "other.html"})
    assert content_hash_of(ROW) != content_hash_of(ROW | {"salary": "9000"})


def test_a_row_is_parsed_under_plain_and_under_schema_org_names():
    plain = columns_of({**ROW, "salary": "8-10K", "headcount": "招4人", "education": "大专及以上"})
    schema = columns_of(
        {
            "source": "s",
            "identifier": "1",
            "title": "电工",
            "hiringOrganization": "测试厂",
            "jobLocation": "深圳",
            "baseSalary": "8-10K",
            "totalJobOpenings": "招4人",
            "educationRequirements": "大专及以上",
            "url": ROW["url"],
        }
    )
    read = [
        "hiring_organization",
        "job_location",
        "month_min",
        "month_max",
        "total_job_openings",
        "education_requirements",
    ]
    assert [plain[name] for name in read] == ["测试厂", "440300", 8000, 10000, 4, "大专及以上"]
    assert [schema[name] for name in read] == [plain[name] for name in read]


def test_years_given_as_a_bare_number_are_shown_in_words():
    assert columns_of({**ROW, "experience": "3"})["experience_requirements"] == "3年以上"
    assert columns_of({**ROW, "experience": 0})["experience_requirements"] == "经验不限"
    assert columns_of({**ROW, "experience": "1-3年"})["experience_requirements"] == "1-3年"


def test_what_is_too_long_or_too_large_for_a_column_does_not_stop_the_import():
    columns = columns_of(
        {**ROW, "title": "电" * 900, "salary_min": 9e8, "salary_max": 9e8, "url": "https://" + "x" * 900}
    )
    assert len(columns["title"]) == 200
    assert len(columns["url"]) == 500
    assert json.dumps(columns["raw"]["title"]).count("u7535") == 900


def test_contacts_of_persons_are_kept_nowhere():
    text = "电话13800001234或138 0000 1234，微信：abc_12345，邮箱 hr.li@corp.example.cn，五险一金"
    masked = "电话[电话]或[电话]，微信[微信]，邮箱 [邮箱]，五险一金"
    columns = columns_of({**ROW, "description": text, "address": text, "employer": text, "notes": {"more": [text]}})
    assert columns["description"] == columns["address"] == columns["raw"]["notes"]["more"][0] == masked
    assert "13800001234" not in json.dumps(columns, default=str)


def test_what_names_the_row_is_no_contact():
    row = {**ROW, "id": "13800001234", "url": "https://x.example/@a.b.cn"}
    assert columns_of(row)["identifier"] == "13800001234"
    assert columns_of(row)["url"] == row["url"]


def test_the_days_a_crawl_saw_a_row_are_no_content():
    seen = {"firstSeen": "2026-11-01T00:00:00+00:00", "lastSeen": "2026-11-27T00:00:00+00:00", "contentHash": "a"}
    assert content_hash_of(ROW | seen) == content_hash_of(ROW)
    assert columns_of(ROW | seen)["raw"] == ROW


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x.example/1", "www.x.example", "x y"])
def test_only_an_address_of_the_web_becomes_a_link(url):
    assert columns_of({**ROW, "url": url})["url"] == ""


def test_a_line_without_end_and_a_row_without_bottom_are_rows_without_content(tmp_path):
    deep = b'{"title":"a","more":' + b"[" * 60 + b"]" * 60 + b"}"
    long = b'{"title":"' + b"a" * (2 * LONGEST_LINE) + b'"}'
    rows = list(read_feed(feed(tmp_path, long, deep, b'{"title":"b"}')))
    assert [row.raw for row in rows] == [None, None, {"title": "b"}]
    assert [row.line for row in rows] == [1, 2, 3]


def test_a_number_beyond_all_numbers_stays_words(tmp_path):
    (row,) = read_feed(feed(tmp_path, b'{"title":"a","salary":1e999}'))
    assert row.raw == {"title": "a", "salary": "1e999"}


def test_of_each_identity_the_last_row_counts(tmp_path):
    path = feed(tmp_path, b'{"title":"a","id":1}', b"no", b'{"title":"b","id":1}', b'{"id":1}', b'{"title":"a"}')
    assert last_rows(path, identity_of_row).tolist() == [False, False, True, True, True]
    assert last_rows(feed(tmp_path, b""), identity_of_row).tolist() == []
