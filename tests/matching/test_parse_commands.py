"""The commands ``parse`` and ``duplicates`` as the outside calls them."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REAL_STRINGS = ROOT.parent / "shared" / "data" / "raw-strings-dev.json"

CONTRACT = {
    "salary": [
        '{"raw":"1-1.5万·13薪","amount_min":10000,"amount_max":15000,"unit":"month","months":13,'
        '"month_min":10000,"month_max":15000,"negotiable":false}',
        '{"raw":"21元/小时","amount_min":21,"amount_max":21,"unit":"hour","months":null,'
        '"month_min":3654,"month_max":3654,"negotiable":false}',
        '{"raw":"面议","amount_min":null,"amount_max":null,"unit":null,"months":null,'
        '"month_min":null,"month_max":null,"negotiable":true}',
    ],
    "experience": ['{"raw":"20K-40K 经验3-5年 / 本科","min_years":3,"max_years":5}'],
    "education": ['{"raw":"硕士及以上","level":"硕士","or_above":true}'],
    "region": ['{"raw":"深圳-龙华新区","code":"440309","names":["广东省","深圳市","龙华区"]}'],
    "headcount": ['{"raw":"招4人","headcount":4}'],
    "posted": ['{"raw":"2019年12月4日","date":"2019-12-04","month_day":null,"days_before":null}'],
}


def run(*arguments, given="", timeout=60, errors="strict"):
    """Call the package as run.py does, in a locale that knows no Chinese."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "matching", *arguments],
        input=given.encode(errors=errors),
        capture_output=True,
        env=environment,
        timeout=timeout,
    )


@pytest.mark.parametrize("field", CONTRACT)
def test_the_examples_of_the_contract_hold_to_the_letter(field):
    lines = [json.loads(line)["raw"] for line in CONTRACT[field]]
    done = run("parse", field, given="".join(f"{line}\n" for line in lines))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == CONTRACT[field]


def test_one_line_out_for_each_line_in_an_empty_one_too():
    done = run("parse", "headcount", given="招2人\r\n\n若干人\u2028x\n5")
    rows = [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]
    assert [row["raw"] for row in rows] == ["招2人", "", "若干人\u2028x", "5"]
    assert [row["headcount"] for row in rows] == [2, None, None, 5]


def test_an_unknown_field_is_refused_in_one_line():
    done = run("parse", "shoe-size")
    assert done.returncode == 2
    assert b"shoe-size" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_bytes_that_are_no_utf8_are_refused_in_one_line(tmp_path):
    (tmp_path / "gbk.txt").write_bytes("面议".encode("gbk"))
    done = run("parse", "salary", str(tmp_path / "gbk.txt"))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


@pytest.mark.skipif(not REAL_STRINGS.exists(), reason="the shared real strings are not at ../shared/data")
def test_real_strings_are_read_line_by_line():
    strings = json.loads(REAL_STRINGS.read_text(encoding="utf-8"))["location"]
    done = run("parse", "region", given="".join(f"{text}\n" for text in strings))
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [row["raw"] for row in rows] == list(strings)
    assert sum(row["code"] is None for row in rows) < len(rows) / 50


def test_every_key_is_there_for_an_empty_line_of_a_gzipped_file(tmp_path):
    (tmp_path / "lines.gz").write_bytes(gzip.compress(b"\n"))
    keys = {
        "salary": "raw amount_min amount_max unit months month_min month_max negotiable",
        "experience": "raw min_years max_years",
        "education": "raw level or_above",
        "region": "raw code names",
        "headcount": "raw headcount",
        "posted": "raw date month_day days_before",
    }
    for field, names in keys.items():
        (line,) = run("parse", field, str(tmp_path / "lines.gz")).stdout.splitlines()
        row = json.loads(line)
        assert list(row) == names.split()
        assert not any(row.values())


def test_a_damaged_gzip_file_and_bytes_on_standard_input_are_refused_in_one_line(tmp_path):
    packed = bytearray(gzip.compress("面议\n".encode() * 50))
    packed[12] ^= 0xFF
    (tmp_path / "lines.gz").write_bytes(packed)
    done = run("parse", "salary", str(tmp_path / "lines.gz"))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    done = run("parse", "salary", given="5000\n\udcff", errors="surrogateescape")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"standard input" in done.stderr


def test_duplicates_are_grouped_from_plain_and_schema_org_names(tmp_path):
    text = "负责车间点检、润滑与故障抢修，记录停机时间，参与年度检修，配合安全检查。"
    rows = [
        {"id": "x1", "title": "机修工", "employer": "白鹭电子有限公司", "location": "东莞", "description": text},
        {
            "dev_id": "P2",
            "title": "焊工",
            "employer": "白鹭电子有限公司",
            "location": "东莞",
            "description": "焊接支架",
        },
        {
            "title": "诚聘机修工",
            "hiringOrganization": {"name": "白鹭电子"},
            "jobLocation": "东莞·长安镇",
            "description": text,
        },
    ]
    path = tmp_path / "postings.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()))
    done = run("duplicates", str(path))
    assert (done.returncode, done.stderr) == (0, b"")
    (group,) = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert group["ids"] == ["x1", "line:3"]
    assert "同一用人单位" in group["reason"]


def test_a_missing_file_of_postings_is_named():
    done = run("duplicates", "no/such/file.jsonl")
    assert done.returncode == 2
    assert b"no/such/file.jsonl" in done.stderr


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("region", "深圳" * 20_000),
        ("region", "高新区市" * 5_000),
        ("experience", "一二三四五六七八九十" * 5_000),
        ("experience", "3" + " " * 20_000 + "年"),
        ("salary", "5-" * 10_000),
        ("salary", "1,234," * 5_000),
        ("salary", "3 " * 500_000),
        ("region", "1" * 1_000_000),
        ("posted", "2021-" * 200_000),
    ],
)
def test_a_hostile_line_costs_seconds_not_minutes(field, line):
    done = run("parse", field, given=line + "\n", timeout=20)
    assert (done.returncode, done.stdout.count(b"\n")) == (0, 1)
