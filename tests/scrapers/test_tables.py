"""Tables as counties and job fairs publish them → the raw words of each vacancy, every row accounted for."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest

from scrapers.sheets.headers import meaning
from scrapers.tables import TableError, Tables, read_tables
from tests.scrapers import sheet_files
from tests.scrapers.conftest import ROOT
from tests.scrapers.sheet_files import delimited, docx, html, pdf, xls, xlsx

COUNTY = [
    ["蓝山县2026年冬季招聘会岗位汇总表", *[None] * 9],
    ["序号", "用人单位", "招聘岗位", "需求人数", "条件", None, None, "薪资待遇(元/月)", "工作地点", "联系电话"],
    [None, None, None, None, "学历", "年龄", "性别", None, None, None],
    [
        "1",
        "蓝山县星槎电子厂",
        "普工10人、保安2名；焊工 5人",
        "17",
        "不限",
        "18-45",
        "不限",
        "5000-6000",
        "塔峰镇",
        "x",
    ],
    ["2", None, "叉车工", "3", "初中", "50以下", None, "面议", "土市镇", "x"],
    ["3", "蓝山县栖梧酒店", "前台接待", "2", "高中", None, None, "4200", "塔峰镇", "x"],
    ["合计", None, None, "22", None, None, None, None, None, None],
    ["注：以上岗位长期有效，以面试为准。", *[None] * 9],
]
MERGED = [
    *[(0, 0, 0, 9), (1, 4, 1, 6), (3, 1, 4, 1), (7, 0, 7, 9)],
    *[(1, column, 2, column) for column in (0, 1, 2, 3, 7, 8, 9)],
]
READ = [
    (4, "普工", "10人", "蓝山县星槎电子厂", "5000-6000元/月"),
    (4, "保安", "2名", "蓝山县星槎电子厂", "5000-6000元/月"),
    (4, "焊工", "5人", "蓝山县星槎电子厂", "5000-6000元/月"),
    (5, "叉车工", "3", "蓝山县星槎电子厂", "面议"),
    (6, "前台接待", "2", "蓝山县栖梧酒店", "4200元/月"),
]
WRITERS = {"xlsx": xlsx, "xls": xls, "docx": docx, "pdf": pdf, "html": html}
HEAD = ["岗位名称", "招聘人数", "薪资待遇", "学历要求"]


def words(tables: Tables, *fields: str) -> list[tuple[object, ...]]:
    return [(row.number, *(row.values.get(name) for name in fields)) for row in tables.rows]


def one(rows: list[list[object]]) -> dict[str, str]:
    (row,) = read_tables(xlsx(rows)).rows
    return row.values


@pytest.mark.parametrize("kind", WRITERS)
def test_a_county_s_table_reads_alike_in_every_kind_of_file(kind: str) -> None:
    tables = read_tables(WRITERS[kind](COUNTY, MERGED), "附件.doc")
    assert tables.kind == kind
    assert words(tables, "title", "total_job_openings", "hiring_organization", "base_salary") == READ
    assert tables.rows[0].values["education_requirements"] == "不限"
    assert tables.rows[0].values["age"] == "18-45"
    assert tables.skipped == {"above_header": 1, "total": 1, "note": 1}


def test_every_row_of_a_table_is_a_vacancy_or_has_a_reason() -> None:
    (table,) = read_tables(xlsx(COUNTY, MERGED)).tables
    header = 2
    assert len({row.number for row in table.rows}) + sum(row.count for row in table.skipped) + header == len(COUNTY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encoding_that_it_really_has(encoding: str, delimiter: str) -> None:
    content = delimited([HEAD, ["消防设施操作员", 3, "6000元", "高中"]], encoding, delimiter)
    assert words(read_tables(content, "岗位.csv"), "title", "base_salary") == [(2, "消防设施操作员", "6000元")]


def test_a_web_page_that_calls_itself_excel_is_read_as_what_it_is() -> None:
    assert read_tables(html(COUNTY, MERGED), "export.xls").kind == "html"


def test_what_columns_were_taken_for_and_which_were_strange_is_told() -> None:
    rows = [
        ["序号", "招工岗位名称", "需求人数（人）", "月薪(元)", "幸运颜色", "联系人"],
        [1, "保安", 2, 4000, "红", "某"],
    ]
    (table,) = read_tables(xlsx(rows)).tables
    assert [(column.header, column.field, column.unit) for column in table.columns] == [
        ("招工岗位名称", "title", ""),
        ("需求人数（人）", "total_job_openings", "人"),
        ("月薪(元)", "base_salary", "元/月"),
    ]
    assert [column.score == 100 for column in table.columns] == [False, True, True]
    assert table.unmatched == ("幸运颜色",)
    assert table.left_out == ("序号", "联系人")
    assert table.rows[0].values == {"title": "保安", "total_job_openings": "2人", "base_salary": "4000元/月"}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("学历邀求", "education_requirements"),
        ("拟招用人员学历层次", "education_requirements"),
        ("岗 位\n名 称", "title"),
        ("面试地点", "ignored"),
        ("单位性质", "ignored"),
        ("企业联系电话", "contact"),
        ("天气", ""),
    ],
)
def test_a_header_is_matched_by_near_words_and_not_by_remote_ones(header: str, field: str) -> None:
    assert meaning(header)[0] == field


@pytest.mark.parametrize(
    ("header", "cell", "read"),
    [
        ("薪资待遇（元/月）", "5000-6000", "5000-6000元/月"),
        ("薪资待遇（元/月）", 5500, "5500元/月"),
        ("月薪（元）", "５０００以上", "５０００元/月以上"),
        ("月薪", "5000元左右", "5000元/月左右"),
        ("年薪（万元）", "8-10", "8-10万元/年"),
        ("日工资/元", 260, "260元/天"),
        ("小时工资（单位：元）", "22.5", "22.5元/小时"),
        ("薪资（元/月）", "面议", "面议"),
        ("薪资（元/月）", "计件4000-9000元/月", "计件4000-9000元/月"),
        ("薪资待遇", "5000-6000", "5000-6000"),
    ],
)
def test_the_unit_in_a_header_reaches_the_value(header: str, cell: object, read: str) -> None:
    assert one([["岗位名称", header], ["保安", cell]])["base_salary"] == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (datetime.date(2026, 12, 31), "2026-12-31"),
        (datetime.datetime(2026, 12, 31, 17, 30), "2026-12-31 17:30"),
        (46387, "46387"),
        ("2026年12月31日", "2026年12月31日"),
    ],
)
def test_dates_are_read_as_dates_and_figures_as_figures(cell: object, read: str) -> None:
    assert one([["岗位名称", "截止日期"], ["保安", cell]])["valid_through"] == read


def test_a_unit_that_only_the_format_writes_is_read() -> None:
    book = sheet_files.Workbook()
    book.active.append(["岗位", "工资", "人数"])
    book.active.append(["保安", 4800, 3])
    book.active["B2"].number_format = '#,##0"元/月"'
    (row,) = read_tables(sheet_files.saved(book)).rows
    assert row.values == {"title": "保安", "base_salary": "4800元/月", "total_job_openings": "3"}


@pytest.mark.parametrize(
    ("title", "openings", "posts"),
    [
        ("普工10人、保安2名；焊工 5人", None, [("普工", "10人"), ("保安", "2名"), ("焊工", "5人")]),
        ("1.C1司机2人\n2.保洁（下午班）若干人", 9, [("C1司机", "2人"), ("保洁（下午班）", "若干人")]),
        ("焊工、钳工", "5、3", [("焊工", "5"), ("钳工", "3")]),
        ("焊工\n（二保焊）", 4, [("焊工\n（二保焊）", "4")]),
        ("保洁、保安", 4, [("保洁、保安", "4")]),
        ("普工10人", None, [("普工", "10人")]),
        ("5人间宿舍管理员", 1, [("5人间宿舍管理员", "1")]),
    ],
)
def test_one_cell_with_several_posts_becomes_as_many(
    title: str, openings: object, posts: list[tuple[str, str]]
) -> None:
    tables = read_tables(xlsx([["岗位", "人数"], [title, openings]]))
    assert [(row.values["title"], row.values["total_job_openings"]) for row in tables.rows] == posts


def test_several_sheets_and_several_tables_on_one_sheet_are_all_read() -> None:
    book = sheet_files.Workbook()
    first = book.active
    for row in (HEAD, ["保安", 2], [], ["第二部分"], ["招聘岗位", "工资", "人数"], ["厨师", "6000元", 1]):
        first.append(row)
    second = book.create_sheet("乡镇")
    for row in (["工种", "名额"], ["采茶工", 30]):
        second.append(row)
    book.create_sheet("通讯录").append(["单位", "地址"])
    hidden = book.create_sheet("旧表")
    hidden.append(HEAD)
    hidden.sheet_state = "hidden"
    tables = read_tables(sheet_files.saved(book))
    assert [row.values["title"] for row in tables.rows] == ["保安", "厨师", "采茶工"]
    assert tables.rows[1].values["base_salary"] == "6000元"
    assert tables.passed_over == [("旧表", "hidden"), ("通讯录", "not_vacancies")]


def test_the_header_on_each_page_of_a_pdf_is_read_once() -> None:
    rows = [HEAD, *[[f"岗{'甲乙丙丁'[n % 4]}员", n + 1, "4000元", "不限"] for n in range(90)]]
    tables = read_tables(pdf(rows, repeat=1, colWidths=[200, 100, 100, 100]))
    assert len(tables.rows) == 90
    assert tables.tables[0].place == "第1—4页"
    assert tables.skipped == {"repeated_header": 3}


def test_lines_broken_to_fit_a_narrow_column_of_a_pdf_are_joined() -> None:
    tables = read_tables(pdf([["岗位名称", "用人单位"], ["安检员", "蓝山县听泉物\n业服务有限\n公司"]]))
    assert tables.rows[0].values["hiring_organization"] == "蓝山县听泉物业服务有限公司"


def test_same_as_above_and_an_empty_employer_are_the_one_above() -> None:
    rows = [["单位名称", "岗位", "学历"], ["甲乙物业公司", "保安", "高中"], ["", "保洁", "同上"]]
    assert words(read_tables(delimited(rows, "gb18030"), "a.csv"), "hiring_organization", "education_requirements")[
        1
    ] == (3, "甲乙物业公司", "高中")


def test_a_firm_that_heads_its_rows_is_their_employer() -> None:
    rows = [
        ["岗位", "人数", "工资"],
        ["一、蓝山县星槎电子有限公司（塔峰镇）"],
        ["普工", 5, 4000],
        ["二、栖梧酒店"],
        ["厨师", 1, 6000],
    ]
    assert [row.values["hiring_organization"] for row in read_tables(xlsx(rows)).rows] == [
        "蓝山县星槎电子有限公司",
        "栖梧酒店",
    ]


def test_the_two_ends_of_pay_in_two_columns_are_put_together() -> None:
    rows = [["岗位", "月薪（元）", None], [None, "最低", "最高"], ["保安", 4000, 4500]]
    assert one(rows)["base_salary"] == "4000-4500元/月"


def test_columns_that_all_tell_of_the_post_become_one_text_that_names_them() -> None:
    rows = [["岗位", "专业要求", "其他要求", "备注"], ["电工", "机电", "持低压证", "包住"]]
    assert one(rows)["description"] == "专业要求：机电\n其他要求：持低压证\n备注：包住"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["序号", "姓名", "报考岗位", "学历", "总成绩"], [1, "某某", "保安", "大专", 80]], "persons"),
        ([["项目", "预算", "进度"], ["修路", 100, "一半"]], "not_vacancies"),
        ([["岗位", "颜色"], ["保安", "红"]], "not_vacancies"),
    ],
)
def test_a_table_of_something_else_yields_nothing_and_says_so(rows: list[list[object]], reason: str) -> None:
    tables = read_tables(xlsx(rows))
    assert tables.rows == []
    assert tables.passed_over == [("岗位表", reason)]


def test_people_listed_below_vacancies_are_not_read() -> None:
    rows = [["岗位", "人数"], ["保安", 2], ["姓名", "学历"], ["某某", "大专"]]
    tables = read_tables(xlsx(rows))
    assert words(tables, "title") == [(2, "保安")]
    assert tables.passed_over == [("岗位表", "persons")]


def test_the_reader_needs_neither_scrapy_nor_django() -> None:
    code = (
        "import sys, scrapers.tables, scrapers.sheets.spreadsheet, scrapers.sheets.word, scrapers.sheets.pdf;"
        "assert not {'scrapy', 'twisted', 'django'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_an_error_says_what_is_wrong_in_chinese() -> None:
    with pytest.raises(TableError, match="文件是空的") as caught:
        read_tables(b"")
    assert caught.value.reason == "empty"
