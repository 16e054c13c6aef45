"""Foreign files that would eat memory, time or trust: each ends in a counted reason, with the reader alive."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from scrapers.sheets import __main__ as child
from scrapers.sheets import guarded, limits
from scrapers.sheets.grids import Grids
from scrapers.sheets.vacancies import tables_of
from scrapers.tables import REASONS, TableError, Tables, read_tables
from tests.scrapers.conftest import ROOT
from tests.scrapers.sheet_files import delimited, docx, html, pdf, saved, xls, xlsx

HEAD = ["岗位名称", "招聘人数", "薪资待遇"]
ROWS = [HEAD, ["保安", 2, "4000元"]]
GOOD = {"xlsx": xlsx(ROWS), "xls": xls(ROWS), "docx": docx(ROWS), "pdf": pdf(ROWS), "csv": delimited(ROWS)}
GOOD["html"] = html(ROWS)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def reason_of(content: bytes, name: str = "") -> str:
    with pytest.raises(TableError) as caught:
        read_tables(content, name)
    assert str(caught.value).startswith(REASONS[caught.value.reason])
    return caught.value.reason


def rezipped(content: bytes, changed: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with some members written anew or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, body in changed.items():
            new.writestr(name, body)
    return stream.getvalue()


def laughs(root: str) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "ha">{entities}]><{root}>&l9;</{root}>'.encode()


@pytest.mark.parametrize("content", [b"", b"\0\0\0", b" \r\n"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    assert reason_of(content) == "empty"


def test_a_file_beyond_the_limit_is_not_looked_into() -> None:
    assert reason_of(b"PK\x03\x04" + b"x" * limits.LARGEST_FILE) == "too_large"


@pytest.mark.parametrize("kind", GOOD)
def test_a_wrong_name_changes_nothing(kind: str) -> None:
    for name in ("岗位.xlsx", "岗位.pdf", "岗位", "../../岗位.docm"):
        tables = read_tables(GOOD[kind], name)
        assert (tables.kind, tables.rows[0].values["title"]) == (kind, "保安")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unknown_kind"),
        (b"nothing of a table", "unknown_kind"),
        (OLE + "WordDocument".encode("utf-16-le"), "old_word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "broken"),
        (OLE, "unknown_kind"),
        (b"PK\x03\x04 and no more", "broken"),
        (b"%PDF-1.4 and no more", "broken"),
    ],
)
def test_what_is_no_table_is_told_from_its_bytes(content: bytes, reason: str) -> None:
    assert reason_of(content, "岗位.xlsx") == reason


@pytest.mark.parametrize("kind", ["xlsx", "docx", "xls", "pdf"])
def test_half_a_file_is_broken(kind: str) -> None:
    assert reason_of(GOOD[kind][: len(GOOD[kind]) // 2]) in ("broken", "unknown_kind")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_zip_bomb_is_refused_before_it_inflates(kind: str) -> None:
    bomb = rezipped(GOOD[kind], {f"media/{n}.bin": b"\0" * 70 * limits.MIB for n in range(4)})
    assert len(bomb) < 2 * limits.MIB
    assert reason_of(bomb) == "inflates_too_much"


def test_too_many_parts_are_refused() -> None:
    assert reason_of(rezipped(GOOD["xlsx"], {f"x/{n}": b"" for n in range(limits.MEMBERS)})) == "inflates_too_much"


def test_a_part_that_lies_about_its_size_is_broken() -> None:
    sheet = b"<worksheet>" + b" " * 4_000_000 + b"</worksheet>"
    content = rezipped(GOOD["xlsx"], {"xl/worksheets/sheet1.xml": sheet})
    assert reason_of(content.replace(len(sheet).to_bytes(4, "little"), (9).to_bytes(4, "little"))) == "broken"


def test_a_part_with_a_password_is_told() -> None:
    content = bytearray(xlsx([["岗位", "人数"], ["保安", 2]]))
    # The flags of each part, where the list at the end names it.
    for entry in re.finditer(rb"PK\x01\x02", bytes(content)):
        content[entry.start() + 8] |= 1
    assert reason_of(bytes(content)) == "encrypted"


def test_packing_that_cannot_be_bounded_is_refused() -> None:
    assert reason_of(rezipped(GOOD["xlsx"], {}, zipfile.ZIP_LZMA)) == "broken"


@pytest.mark.parametrize(
    ("kind", "member", "root"),
    [
        ("xlsx", "xl/worksheets/sheet1.xml", "worksheet"),
        ("xlsx", "xl/workbook.xml", "workbook"),
        ("docx", "word/document.xml", "document"),
        ("docx", "word/_rels/document.xml.rels", "Relationships"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_declares_entities_is_refused(kind: str, member: str, root: str, encoding: str) -> None:
    body = laughs(root).decode().replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
    assert reason_of(rezipped(GOOD[kind], {member: body})) == "unsafe_xml"


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_macro_is_left_alone_and_told(kind: str) -> None:
    folder = {"xlsx": "xl", "docx": "word"}[kind]
    tables = read_tables(rezipped(GOOD[kind], {f"{folder}/vbaProject.bin": b"Sub AutoOpen()"}), "岗位.xlsm")
    assert tables.rows[0].values["title"] == "保安"
    assert tables.notes == {"macros_ignored": 1}


def test_a_cell_that_a_spreadsheet_would_run_is_no_formula_any_more() -> None:
    live = ["=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "＝1+1", "\t=1"]
    rows = [["岗位", "备注", "人数"], *[[f"保安{'甲乙丙丁戊己'[n]}", words, 1] for n, words in enumerate(live)]]
    tables = read_tables(delimited(rows), "a.csv")
    assert [row.values["description"][0] for row in tables.rows] == ["H", "1", "2", "S", "1", "1"]
    assert tables.notes["formula_text"] == len(live)


def test_a_formula_gives_the_value_that_was_saved_with_it_and_none_otherwise() -> None:
    book = Workbook()
    for row in (HEAD, ["保安", "=1+1", "4000元"]):
        book.active.append(row)
    without = read_tables(saved(book))
    assert "total_job_openings" not in without.rows[0].values
    assert without.notes == {"formulas_without_value": 1}
    sheet = zipfile.ZipFile(io.BytesIO(saved(book))).read("xl/worksheets/sheet1.xml")
    cached = rezipped(saved(book), {"xl/worksheets/sheet1.xml": re.sub(b"<v ?/>|<v></v>", b"<v>2</v>", sheet)})
    assert read_tables(cached).rows[0].values["total_job_openings"] == "2"


@pytest.mark.parametrize("password", ["", "geheim"])
def test_a_pdf_with_a_password_is_told_and_one_without_need_of_it_read(password: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(GOOD["pdf"])))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    if password:
        assert reason_of(stream.getvalue()) == "encrypted"
    else:
        assert read_tables(stream.getvalue()).rows[0].values["title"] == "保安"


def test_a_scan_is_told_from_a_pdf_without_a_table() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "white")), 0, 0)
    canvas.save()
    assert reason_of(stream.getvalue()) == "scan"
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(100, 100, "no table")
    canvas.save()
    assert read_tables(stream.getvalue()).rows == []


@pytest.mark.slow
def test_pages_beyond_the_limit_are_told() -> None:
    rows = [HEAD, *[["保安", 1, "4000元"]] * (limits.PAGES * 29 + 60)]
    tables = read_tables(pdf(rows, rowHeights=18))
    assert tables.passed_over == [(f"第{limits.PAGES + 1}页起", "too_many_pages")]
    assert len(tables.rows) > 1000


def million_rows() -> bytes:
    head = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{w}</t></is></c>' for c, w in zip("ABC", HEAD, strict=True))
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>工</t></is></c><c r="B{0}"><v>1</v></c></row>'
    body = "".join(map(row.format, range(2, 1_000_001)))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:C1000000"/><sheetData>'
        f'<row r="1">{head}</row>{body}</sheetData><mergeCells><mergeCell ref="C2:C9"/></mergeCells></worksheet>'
    )
    return rezipped(GOOD["xlsx"], {"xl/worksheets/sheet1.xml": sheet.encode()})


@pytest.mark.slow
def test_of_a_million_rows_the_first_are_read_and_the_rest_counted_in_little_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_little = (
        "import sys; from scrapers.sheets import __main__ as child; child.MEMORY = 300 * 2**20; child.main('xlsx')"
    )
    monkeypatch.setattr(guarded, "_command", lambda _: [sys.executable, "-c", in_little])
    tables = read_tables(million_rows())
    assert len(tables.rows) == limits.ROWS - 1
    assert tables.skipped == {"too_many_rows": 1_000_000 - limits.ROWS}


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    tables = read_tables(saved(book))
    assert [row.values["title"] for row in tables.rows] == ["保安"]
    assert tables.skipped == {"too_many_rows": 1_048_576 - limits.ROWS}


@pytest.mark.parametrize("span", ["999999999", "60000", "-1", "x", "٣"])
def test_a_cell_that_claims_endless_width_and_height_is_cut(span: str) -> None:
    cells = "".join(f"<td rowspan={span} colspan={span}>{word}</td>" for word in HEAD)
    assert read_tables(f"<table><tr>{cells}</tr><tr><td>保安</table>".encode()).kind == "html"


def test_word_cells_that_claim_endless_width_are_cut() -> None:
    body = zipfile.ZipFile(io.BytesIO(GOOD["docx"])).read("word/document.xml")
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc>'
    # Uncut, these rows alone would take more memory than the reader has.
    wide = body.replace(b"</w:tbl>", (b"<w:tr>" + cell * 3 + b"</w:tr>") * 3000 + b"</w:tbl>")
    tables = read_tables(rezipped(GOOD["docx"], {"word/document.xml": wide}))
    assert [row.values["title"] for row in tables.rows] == ["保安"]


def test_long_cells_are_cut_and_too_many_words_refused() -> None:
    tables = read_tables(delimited([["岗位", "备注"], ["保安", "长" * (limits.CELL + 1)]]), "a.csv")
    assert len(tables.rows[0].values["description"]) == limits.CELL
    assert tables.notes == {"cells_cut": 1}
    grids = Grids("csv")
    with pytest.raises(TableError, match="太大"):
        grids.add("", ([["长" * limits.CELL] * limits.COLUMNS] * 20))


def test_a_merged_range_over_everything_costs_no_more_than_its_words() -> None:
    with pytest.raises(TableError, match="太大"):
        Grids("xlsx").add("", [["长" * 4000] * 3] * 9 + [["x"]] * 4000, [(0, 0, 10**6, 10**6)] * 1000)


@pytest.mark.slow
def test_a_reader_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    code = """
import sys
from scrapers.sheets import __main__ as child
child.SECONDS = 1
child.reader = lambda kind: {"loop": lambda content: [0 for _ in iter(int, 1)],
                              "eat": lambda content: b"x" * 2 ** 31}[kind]
sys.exit(child.main(sys.argv[1]))"""
    for kind, reason in (("loop", "timed_out"), ("eat", "too_large")):
        monkeypatch.setattr(guarded, "_command", lambda kind: [sys.executable, "-c", code, kind])
        with pytest.raises(TableError) as caught:
            guarded.read_document(kind, b"x")
        assert caught.value.reason == reason
        # It ended by its own limits; nobody had to wait for the clock.
        assert caught.value.__cause__ is None


def test_a_reader_that_panics_is_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library in Rust does so with an error that is no `Exception`."""
    code = """
import sys
from scrapers.sheets import __main__ as child
class Panic(BaseException): pass
def panic(content): raise Panic
child.reader = lambda kind: panic
sys.exit(child.main(sys.argv[1]))"""
    monkeypatch.setattr(guarded, "_command", lambda kind: [sys.executable, "-c", code, kind])
    with pytest.raises(TableError) as caught:
        guarded.read_document("xls", b"x")
    assert caught.value.reason == "broken"


def test_the_reader_of_a_foreign_file_is_told_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}

    def run(*_: object, env: dict[str, str], **__: object) -> subprocess.CompletedProcess[bytes]:
        given.update(env)
        return subprocess.CompletedProcess([], 0, b'{"reason": "broken"}')

    monkeypatch.setenv("DATABASE_URL", "secret")
    monkeypatch.setattr(subprocess, "run", run)
    assert reason_of(GOOD["xlsx"]) == "broken"
    assert given.keys() == {"PYTHONPATH", "PYTHONUTF8", "PATH"}
    assert given["PYTHONPATH"] == str(ROOT)


def read_here(kind: str, content: bytes) -> Grids:
    """The reader of the child process, in this one: as fast as fuzzing needs it."""
    try:
        return child.reader(kind)(content)
    except TableError:
        raise
    except Exception as error:
        raise TableError("broken") from error


def is_read_or_refused(read: Callable[[bytes], Tables], content: bytes) -> bool:
    """Whether each vacancy has a title, or the file was refused for a reason that people can read."""
    try:
        return all(row.values["title"] for row in read(content).rows)
    except TableError as error:
        return error.reason in REASONS


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_tables_or_the_one_error(content: bytes) -> None:
    assert is_read_or_refused(read_tables, content)


@given(st.text(max_size=600), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_tables_or_the_one_error(text: str, encoding: str) -> None:
    content = text.encode(encoding, "replace")
    assert is_read_or_refused(read_tables, content)
    assert is_read_or_refused(lambda body: read_tables(body, "a.csv"), content)
    assert is_read_or_refused(read_tables, b"<table><tr><td>" + content)


@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
)
@settings(max_examples=120, deadline=None)
def test_a_damaged_file_is_tables_or_the_one_error(kind: str, wounds: list[tuple[int, bytes]]) -> None:
    content = bytearray(GOOD[kind])
    for at, bytes_there in wounds:
        at %= len(content)
        content[at : at + len(bytes_there)] = bytes_there
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scrapers.tables.read_document", read_here)
        assert is_read_or_refused(read_tables, bytes(content))


@given(
    st.lists(st.lists(st.text(max_size=12) | st.sampled_from([*HEAD, "姓名", "合计", "普工3人、保安2人"]), max_size=8))
)
@settings(max_examples=200, deadline=None)
def test_every_row_of_any_table_is_accounted_for(rows: list[list[str]]) -> None:
    grids = Grids("csv")
    grid = grids.add("", rows)
    if grid is None:
        return
    tables = []
    with contextlib.suppress(TableError):
        tables.extend(tables_of(grid))
    seen = {row.number for table in tables for row in table.rows}
    seen |= {row.number for table in tables for row in table.skipped}
    said = {number for number, row in enumerate(grid.rows, start=1) if any(row)}
    if tables and "姓名" not in str(rows):
        assert 1 <= len(said - seen) <= 3 * len(tables)
