"""An employer's own table of vacancies → rows that can be saved, each with what is wrong with it; no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.db.models import CharField
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Font

from jobsboard.postings.compliance import Finding, check_posting
from jobsboard.postings.models import JobPosting
from matching.parsing import parse_headcount, parse_posted, parse_region, parse_salary
from scrapers.tables import REASONS, Row, TableError, Tables, read_tables

MOST_ROWS = 200
LARGEST_UPLOAD = 5 * 1024 * 1024
LONGEST_VALIDITY = timedelta(days=180)
USUAL_VALIDITY = timedelta(days=60)
KINDS = ("xlsx", "xls", "csv", "docx")

# Field of a table → column of a posting, and the word for it.
_COLUMNS = {
    "title": ("title", "岗位名称"),
    "description": ("description", "岗位说明"),
    "job_location": ("job_location", "工作地点"),
    "address": ("address", "工作地址"),
    "base_salary": ("salary_text", "薪资"),
    "total_job_openings": ("headcount_text", "招聘人数"),
    "education_requirements": ("education_requirements", "学历要求"),
    "experience_requirements": ("experience_requirements", "经验要求"),
    "employment_type": ("employment_type", "用工形式"),
    "work_hours": ("schedule_text", "班次"),
    "job_benefits": ("lodging_text", "食宿福利"),
    "valid_through": ("valid_through", "有效期至"),
    "hiring_organization": ("hiring_organization", "用人单位"),
    "sex": ("sex", "性别"),
    "age": ("age", "年龄"),
}
_WIDTHS = {column.name: column.max_length for column in JobPosting._meta.fields if isinstance(column, CharField)}
# Without these a vacancy is kept as a draft and not handed in.
_NEEDED = ("description", "job_location", "salary_text", "headcount_text")
_TEMPLATE = (
    *("岗位名称", "招聘人数", "薪资待遇", "工作地点", "工作地址", "学历要求", "经验要求", "用工形式"),
    *("班次", "食宿福利", "岗位说明", "有效期至"),
)
_EXAMPLE = (
    *("消防设施操作员（示例，请删去）", "3人", "5000-6000元/月", "蓝山县", "塔峰镇工业园", "高中", "不限", "全职"),
    *("三班倒", "包吃住", "消防控制室值班，须持中级消防设施操作员证。", "2027-03-31"),
)


class UploadError(Exception):
    """Nothing of the file can be used; the message tells the employer why."""


@dataclass(frozen=True, slots=True)
class UploadRow:
    """One vacancy of the file: `fields` are those of a posting, `errors` keep it out, `missing` keep it a draft."""

    number: int
    fields: dict[str, Any]
    errors: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def serious(self) -> list[Finding]:
        """What a person has to look at before the posting is shown."""
        return [finding for finding in self.findings if finding.is_serious]

    @property
    def hints(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_serious]

    @property
    def posting(self) -> JobPosting:
        return JobPosting(**{**self.fields, "valid_through": date.fromisoformat(self.fields["valid_through"])})


@dataclass(slots=True)
class Upload:
    """What was understood of a file."""

    columns: list[tuple[str, str]]
    unmatched: list[str]
    left_out: list[str]
    rows: list[UploadRow]
    passed_over: list[str] = field(default_factory=list)

    @property
    def usable(self) -> list[UploadRow]:
        return [row for row in self.rows if not row.errors]


def read_upload(content: bytes, name: str, employer: str) -> Upload:
    """Read a file of the employer of that name. Raises UploadError."""
    try:
        tables = read_tables(content, name)
    except TableError as error:
        raise UploadError(f"“{name}”读不了：{error}。") from error
    if tables.kind not in KINDS:
        raise UploadError(f"“{name}”不是表格文件，请上传 {'、'.join(KINDS)}。")
    if not tables.rows:
        raise UploadError(f"“{name}”里没有找到岗位。第一行请写“岗位名称、招聘人数、薪资待遇”等列名，可以用模板。")
    if len(tables.rows) > MOST_ROWS:
        raise UploadError(f"“{name}”有 {len(tables.rows)} 个岗位，一次最多 {MOST_ROWS} 个，请分几次上传。")
    found = [(column.header, _COLUMNS.get(column.field)) for table in tables.tables for column in table.columns]
    return Upload(
        columns=list(dict.fromkeys((header, known[1]) for header, known in found if known)),
        unmatched=list(
            dict.fromkeys(
                [*(header for header, known in found if not known), *_each(tables, "unmatched")],
            )
        ),
        left_out=list(dict.fromkeys(_each(tables, "left_out"))),
        rows=[_row(row, employer, timezone.localdate()) for row in tables.rows],
        passed_over=list(_passed_over(tables)),
    )


def identity_of_upload(employer_pk: int, fields: Mapping[str, Any]) -> str:
    """The same for the same row of the same employer, however often the file is sent; not of its default date."""
    told = {name: value for name, value in fields.items() if name != "valid_through"}
    text = json.dumps(["upload", employer_pk, told], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def template() -> bytes:
    """An empty table with the column names and one example, as xlsx."""
    book = Workbook()
    sheet = book.active
    sheet.title = "岗位表"
    sheet.append(list(_TEMPLATE))
    sheet.append(list(_EXAMPLE))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 16
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _row(row: Row, employer: str, today: date) -> UploadRow:
    said = row.values
    fields: dict[str, Any] = {
        _COLUMNS[name][0]: " ".join(words.split()) if name != "description" else words
        for name, words in said.items()
        if name in _COLUMNS
    }
    errors = []
    raw = {name: fields.pop(name) for name in ("sex", "age") if name in fields}
    firm = fields.pop("hiring_organization", employer)
    if firm != employer:
        errors.append(f"用人单位“{firm}”不是贵单位（{employer}），只能上传本单位的岗位")
    place = fields.pop("job_location", "")
    fields["job_location"] = parse_region(place).code or ""
    if place and not fields["job_location"]:
        errors.append(f"工作地点“{place}”认不出，请写到市、县或区，例如“蓝山县”“深圳市龙华区”")
    last_day, error = _last_day(fields.get("valid_through", ""), today)
    fields["valid_through"] = last_day.isoformat()
    words = dict(_COLUMNS.values())
    errors += [error] if error else []
    errors += [
        f"{words[name]}有 {len(value)} 字，最多 {_WIDTHS[name]} 字：“{value[:20]}…”"
        for name, value in fields.items()
        if len(value) > _WIDTHS.get(name, len(value))
    ]
    salary = parse_salary(fields.get("salary_text", ""))
    fields |= {"month_min": salary.month_min, "month_max": salary.month_max}
    fields["total_job_openings"] = parse_headcount(fields.get("headcount_text", ""))
    fields["raw"] = raw
    missing = tuple(words[name] for name in _NEEDED if not fields.get(name))
    made = UploadRow(row.number, fields, tuple(errors), missing)
    posting = made.posting
    posting.hiring_organization = employer
    return UploadRow(row.number, fields, tuple(errors), missing, tuple(check_posting(posting.as_feed())))


def _last_day(words: str, today: date) -> tuple[date, str]:
    """The last day that is written, else the usual one; and what is wrong with it."""
    if not words:
        return today + USUAL_VALIDITY, ""
    read = parse_posted(words).date
    day = date.fromisoformat(read) if read else None
    if day is None:
        return today, f"有效期“{words}”认不出，请写成 2027-03-31 这样"
    if not today <= day <= today + LONGEST_VALIDITY:
        return today, f"有效期“{words}”应在今天之后、半年以内"
    return day, ""


def _each(tables: Tables, name: str) -> Iterator[str]:
    return (header for table in tables.tables for header in getattr(table, name))


def _passed_over(tables: Tables) -> Iterator[str]:
    """Everything in the file that became no vacancy, in words."""
    for table in tables.tables:
        for one in table.skipped:
            rows = f"第{one.number}行" if one.count == 1 else f"第{one.number}行起 {one.count} 行"
            yield f"{rows}：{REASONS[one.reason]}"
    for place, reason in tables.passed_over:
        yield f"{place}：{REASONS[reason]}"
    for note, count in tables.notes.items():
        yield REASONS[note] + (f"（{count} 处）" if count > 1 else "")
