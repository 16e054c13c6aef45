"""The commands code, rank, learn and evaluate, as they are called from outside."""

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from matching.__main__ import main

QUERIES = "qid\ttext\tdescription\tservice\nq1\t小区保安\t\tArmy\nq2\t急招\t负责氩弧焊接\tArmy\nq3\t无关\t\tNavy\n"
CORPUS = "cid\ttitle\talternates\tlevel\nguard\t保安员\t门岗保安; 小区保安\t4\nwelder\t焊工\t氩弧焊工\t4\n"
QRELS = "qid\tcid\trel\nq1\tguard\t1\nq2\twelder\t1\nq2\tguard\t0\n"

Files = dict[str, str]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    paths = {}
    for name, text in {"queries": QUERIES, "corpus": CORPUS, "qrels": QRELS}.items():
        path = tmp_path / f"{name}.tsv.gz"
        path.write_bytes(gzip.compress(text.encode()))
        paths[name] = str(path)
    return paths


def code(lines: str, monkeypatch, capsys, *options: str) -> list[dict]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines, newline="\n"))
    assert main(["code", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_code_answers_every_line_in_order(monkeypatch, capsys) -> None:
    coded = code("保安\n\n电工\r\n", monkeypatch, capsys)
    assert [one["title"] for one in coded] == ["保安", "", "电工"]
    assert coded[0]["occupations"][0]["code"] == "4-07-05-01"
    assert set(coded[0]["occupations"][0]) == {"code", "name", "probability"}
    assert coded[1]["occupations"] == []


def test_code_takes_a_description_behind_a_tab(monkeypatch, capsys) -> None:
    (coded,) = code("急招\t负责小区保安巡逻", monkeypatch, capsys, "--top", "1")
    assert coded["title"] == "急招"
    assert [one["name"] for one in coded["occupations"]] == ["保安员"]


def test_code_gives_at_most_top_and_no_code_twice(monkeypatch, capsys) -> None:
    assert len(code("保安", monkeypatch, capsys)[0]["occupations"]) <= 10
    codes = [one["code"] for one in code("销售经理", monkeypatch, capsys, "--top", "5000")[0]["occupations"]]
    assert len(codes) == len(set(codes)) > 10


def test_code_speaks_utf8_whatever_the_locale() -> None:
    command = [sys.executable, "-m", "matching", "code", "--top", "1"]
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PATH": ""}
    done = subprocess.run(command, input="保安\u2028员\n".encode(), capture_output=True, env=environment, check=True)
    assert done.stdout.decode().count("\n") == 1
    assert "保安员" in done.stdout.decode()


def test_rank_writes_trec_lines_best_first(files: Files, capsys) -> None:
    assert main(["rank", "--queries", files["queries"], "--corpus", files["corpus"], "--top", "1"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], line[1], line[2], line[3]) for line in lines] == [
        ("q1", "Q0", "guard", "1"),
        ("q2", "Q0", "welder", "1"),
    ]
    assert all(len(line) == 6 and float(line[4]) > 0 for line in lines)


def test_what_rank_writes_evaluate_reads(files: Files, tmp_path: Path, capsys) -> None:
    main(["rank", "--queries", files["queries"], "--corpus", files["corpus"], "--top", "10"])
    run = tmp_path / "run.txt"
    run.write_text(capsys.readouterr().out)
    assert main(["evaluate", "--run", str(run), "--qrels", files["qrels"]]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["MAP", "nDCG@10", "MRR", "A@1", "R@10", "R@100", "queries"]
    assert (figures["MAP"], figures["queries"]) == (1, 2)


def test_a_model_learnt_from_few_labels_leaves_the_ranking_alone(files: Files, tmp_path: Path, capsys) -> None:
    asked = ["--queries", files["queries"], "--corpus", files["corpus"]]
    model = str(tmp_path / "model")
    assert main(["learn", *asked, "--qrels", files["qrels"], "--out", model]) == 0
    assert "too few" in capsys.readouterr().err
    main(["rank", *asked])
    plain = capsys.readouterr().out
    main(["rank", *asked, "--model", model])
    assert capsys.readouterr().out == plain
    assert not [path for path in Path(model).rglob("*") if path.suffix in {".pkl", ".pickle", ".joblib"}]


def test_a_learnt_model_moves_rank_and_code(tmp_path: Path, monkeypatch, capsys) -> None:
    words = {"4-07-05-01": "蓝盾队员", "4-02-02-02": "青锋师傅"}
    rows = [(f"q{i}", f"{words[c]}{chr(0x4E00 + 9 * i)}", c) for i in range(80) for c in [list(words)[i % 2]]]
    (tmp_path / "q.tsv").write_text("qid\ttext\n" + "".join(f"{q}\t{t}\n" for q, t, _ in rows))
    (tmp_path / "r.tsv").write_text("qid\tcid\trel\n" + "".join(f"{q}\t{c}\t1\n" for q, _, c in rows))
    (tmp_path / "c.tsv").write_text("cid\ttext\n4-07-05-01\t保安员\n4-02-02-02\t货车司机\n")
    asked = ["--queries", str(tmp_path / "q.tsv"), "--corpus", str(tmp_path / "c.tsv")]
    model = str(tmp_path / "model")
    assert main(["learn", *asked, "--qrels", str(tmp_path / "r.tsv"), "--out", model]) == 0
    capsys.readouterr()
    assert code("蓝盾队员", monkeypatch, capsys)[0]["occupations"][0]["code"] != "4-07-05-01"
    assert code("蓝盾队员", monkeypatch, capsys, "--model", model)[0]["occupations"][0]["code"] == "4-07-05-01"
    assert main(["rank", *asked, "--model", model, "--top", "1"]) == 0
    assert "q0 Q0 4-07-05-01 1 " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["rank", "--queries", "no/such.tsv", "--corpus", "no/such.tsv"], "no/such.tsv"),
        (["evaluate", "--run", "no/such", "--qrels", "no/such"], "no/such"),
        (["code", "--model", "no/such"], "no/such"),
        (["code", "--top", "0"], "--top"),
        (["code", "--top", "many"], "--top"),
        (["learn"], "--queries"),
    ],
)
def test_unusable_arguments_end_with_status_2_and_one_line(arguments: list[str], named: str, capsys) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert named in captured.err


def test_a_row_with_too_many_columns_is_named(tmp_path: Path, capsys) -> None:
    path = tmp_path / "q.tsv"
    path.write_text("qid\ttext\na\tb\tc\n")
    assert main(["rank", "--queries", str(path), "--corpus", str(path)]) == 2
    assert "line 2" in capsys.readouterr().err
