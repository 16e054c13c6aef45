"""`record` saves a page, masked and in its own encoding, and what is read from it; from then on it is a test."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from scrapers.__main__ import main
from scrapers.recording import PAGES, record
from scrapers.runs import all_spiders
from scrapers.trial import trials
from tests.scrapers.conftest import Command
from tests.scrapers.sheet_files import xlsx

YONGZHOU = PAGES / "yongzhou_public_jobs" / "index.html"
FIRE = PAGES / "training_school_courses" / "fire-operator.html"


def recorded(folder: Path, source: str) -> list[dict[str, object]]:
    lines = (folder / source / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_what_was_recorded_reads_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["record", "yongzhou_public_jobs", str(YONGZHOU), "--into", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{tmp_path / 'yongzhou_public_jobs' / 'index.html'}\t3 条\t遮盖联系方式 0 处\n"
    monkeypatch.chdir(tmp_path / "yongzhou_public_jobs")
    (trial,) = trials(["index.html"], all_spiders()["yongzhou_public_jobs"])
    assert [item.to_feed() for item in trial.items] == recorded(tmp_path, "yongzhou_public_jobs")


def test_contacts_are_masked_in_the_page_and_its_encoding_and_every_other_byte_stay(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    before, after = "5500-7000元/月".encode("gb18030"), "联系人：王经理 19900000000".encode("gb18030")
    page.write_bytes(YONGZHOU.read_bytes().replace(before, after) + b"\xff")
    (one,) = record(all_spiders()["yongzhou_public_jobs"], [str(page)], tmp_path)
    assert one.contacts == 2
    masked = after.replace("：王经理 19900000000".encode("gb18030"), "[姓名] [电话]".encode("gb18030"))
    assert one.page.read_bytes() == page.read_bytes().replace(after, masked)
    assert recorded(tmp_path, "yongzhou_public_jobs")[0]["baseSalary"] == "联系人[姓名] [电话]"


def test_a_saved_page_is_replaced_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["record", "training_school_courses", str(FIRE), "--into", str(tmp_path)]
    assert [main(command), main(command), main([*command, "--force"])] == [0, 1, 0]
    assert "--force" in capsys.readouterr().err
    assert len(recorded(tmp_path, "training_school_courses")) == 2


def test_a_further_page_leaves_the_rows_of_the_others(tmp_path: Path) -> None:
    source = all_spiders()["training_school_courses"]
    list(record(source, [str(FIRE)], tmp_path))
    expected = tmp_path / source.name / "expected.jsonl"
    expected.write_text(expected.read_text(encoding="utf-8").replace("九嶷", "人工核对过的"), encoding="utf-8")
    list(record(source, [str(FIRE.with_name("electrician.html"))], tmp_path))
    rows = recorded(tmp_path, source.name)
    assert [row["file"] for row in rows] == ["electrician.html", "fire-operator.html", "fire-operator.html"]
    assert "人工核对过的" in str(rows[1]["provider"])


def test_a_page_that_yields_nothing_is_not_saved_and_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, packed = tmp_path / "empty.html", tmp_path / "fire.html.gz"
    empty.write_text("<html></html>")
    packed.write_bytes(gzip.compress(FIRE.read_bytes()))
    arguments = [str(empty), str(tmp_path / "none.html"), str(packed)]
    assert main(["record", "training_school_courses", *arguments, "--into", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 2
    assert (tmp_path / "training_school_courses" / "fire.html").read_bytes() == FIRE.read_bytes()
    assert not (tmp_path / "training_school_courses" / "empty.html").exists()


def test_a_notice_and_its_document_are_recorded_and_replayed_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = all_spiders()["dongguan_employment"]
    names = ["notice.html", "changan.docx"]
    files = [PAGES / source.name / name for name in names]
    notice, document = record(source, list(map(str, files)), tmp_path)
    assert (notice.items, document.items) == (0, 6)
    assert document.page.read_bytes() == files[1].read_bytes()
    monkeypatch.chdir(tmp_path / source.name)
    read = [item.to_feed() for trial in trials(names, source) for item in trial.items]
    assert read == recorded(tmp_path, source.name)


@pytest.mark.parametrize(
    "rows",
    [
        [["岗位", "人数", "联系人"], ["保安", 2, "王先生"]],
        [["岗位", "人数", "要求"], ["保安", 2, "请打19900000000"]],
    ],
)
def test_a_document_with_contacts_is_not_saved_for_they_cannot_be_masked_in_it(
    tmp_path: Path, rows: list[list[object]]
) -> None:
    sheet = tmp_path / "岗位.xlsx"
    sheet.write_bytes(xlsx(rows))
    (one,) = record(all_spiders()["lanshan_government"], [str(sheet)], tmp_path / "into")
    assert "个人联系方式" in one.problem
    assert "19900000000" not in one.problem
    assert not (tmp_path / "into").exists()


def test_only_a_source_can_be_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "nobody", "x"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.slow
def test_a_page_is_recorded_from_its_address(
    scrapers: Command, httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/c/fire/").respond_with_data(FIRE.read_bytes(), content_type="text/html")
    origin = f"http://127.0.0.1:{httpserver.port}"
    process = scrapers(
        "record", "training_school_courses", f"{origin}/c/fire/", "--into", tmp_path / "into", sites=origin
    )
    assert process.returncode == 0, process.stderr
    folder = tmp_path / "into" / "training_school_courses"
    assert (folder / "fire.html").read_bytes() == FIRE.read_bytes()
    # From then on the page is read as a file, which does not know where it came from.
    monkeypatch.chdir(folder)
    (trial,) = trials(["fire.html"], all_spiders()["training_school_courses"])
    assert [item.to_feed() for item in trial.items] == recorded(folder.parent, folder.name)
