"""An employer uploads a table: it sees what was understood, confirms, and nothing is doubled or lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobsboard.audit.models import AuditEntry
from jobsboard.postings import services
from jobsboard.postings.models import JobPosting, PostingState
from jobsboard.postings.uploads import MOST_ROWS, UploadError, read_upload, template
from scrapers.tables import read_tables
from tests.scrapers.sheet_files import delimited, docx, pdf, xls, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["岗位名称", "招聘人数", "薪资（元/月）", "工作地点", "岗位说明", "学历要求", "联系人", "幸运颜色"]
GUARD = ["保安", "3", "4000-4500", "蓝山县", "小区值守，登记来访。", "初中", "某", "红"]
COOK = ["厨师", "1", "6000", "深圳市龙华区", "职工食堂大锅菜。", "不限", "某", "蓝"]


@pytest.fixture
def recruiter(client, cast):
    return client.sign_in(cast.recruiter)


def send(client, rows: Sequence[Sequence[object]], name: str = "岗位.xlsx") -> str:
    return send_file(client, xlsx(rows), name)


def send_file(client, content: bytes, name: str) -> str:
    response = client.post(reverse("employer:upload"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 200
    return response.content.decode()


def confirm(client, page: str, **buttons: str) -> str:
    token = re.search(r'name="rows" value="([^"]+)"', page)[1]
    response = client.post(reverse("employer:upload_confirm"), {"rows": token, **buttons}, follow=True)
    return response.content.decode()


def uploaded(cast) -> list[JobPosting]:
    return list(JobPosting.objects.filter(employer=cast.employer).exclude(identity="").order_by("pk"))


class TestPreview:
    def test_nothing_is_saved_before_the_employer_has_looked(self, recruiter, cast):
        html = send(recruiter, [HEAD, GUARD, COOK, ["合计", "4"]])
        assert "读出 2 个岗位，2 个可以存入" in html
        assert "幸运颜色" in html.split("没有认出的列")[1][:200]
        assert "不需要的列：联系人" in html
        assert "第4行：合计行" in html
        assert uploaded(cast) == []

    def test_findings_stand_beside_their_row(self, recruiter, cast):
        html = send(recruiter, [HEAD, [*GUARD[:4], "限男性，入职交押金。", *GUARD[5:]]])
        assert ">限男性</mark>" in html
        assert ">请先核对<" in html
        # What may be against the law is not folded away.
        assert "违法风险" in html.split("还可以补充")[0]

    @pytest.mark.parametrize(
        ("column", "value", "said"),
        [
            ("工作地点", "火星", "工作地点“火星”认不出"),
            ("有效期至", "看情况", "有效期“看情况”认不出"),
            ("有效期至", "2019-01-01", "有效期“2019-01-01”应在今天之后"),
            ("用人单位", "别人的公司", "用人单位“别人的公司”不是贵单位"),
            ("薪资待遇", "很高" * 150, "薪资有 300 字，最多 200 字"),
        ],
    )
    def test_a_row_that_cannot_be_saved_is_named_with_its_value(self, recruiter, cast, column, value, said):
        html = send(recruiter, [["岗位名称", column, "招聘人数"], ["厨师", "", "1"], ["保安", value, "3"]])
        assert "第3行要改" in html
        assert said in html
        assert "读出 2 个岗位，1 个可以存入" in html
        confirm(recruiter, html)
        assert [posting.title for posting in uploaded(cast)] == ["厨师"]

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"PK\x03\x04", "坏.xlsx", "“坏.xlsx”读不了：文件损坏，打不开"),
            (b"\x89PNG\r\n\x1a\n\0\0", "图.xlsx", "“图.xlsx”读不了：不是 xlsx"),
            (pdf([HEAD, GUARD]), "岗位.pdf", "“岗位.pdf”不是表格文件"),
            (xlsx([["项目", "预算"], ["修路", 1]]), "预算.xlsx", "“预算.xlsx”里没有找到岗位"),
            (b"", "空.xlsx", "这个文件是空的"),
            (b"x" * (5 * 2**20 + 1), "大.csv", "“大.csv”有 5.0 MB，最大 5 MB"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_named_with_the_reason(self, recruiter, cast, content, name, said):
        assert said in send_file(recruiter, content, name)

    def test_too_many_rows_are_refused_with_their_number(self, recruiter, cast):
        rows = [HEAD, *[[f"保安{n}班", *GUARD[1:]] for n in range(MOST_ROWS + 1)]]
        assert f"有 {MOST_ROWS + 1} 个岗位，一次最多 {MOST_ROWS} 个" in send_file(recruiter, delimited(rows), "a.csv")

    def test_what_a_file_says_is_text_and_no_markup(self, recruiter, cast):
        html = send(recruiter, [HEAD, ["<script>x</script>", *GUARD[1:]]], "<b>.xlsx")
        assert "<script>x" not in html
        assert "<b>.xlsx" not in html


class TestConfirming:
    @pytest.mark.parametrize("write", [xlsx, xls, docx, delimited])
    def test_rows_become_drafts_of_the_employer(self, recruiter, cast, write):
        html = confirm(recruiter, send_file(recruiter, write([HEAD, GUARD, COOK]), f"岗位.{write.__name__}"))
        assert "新存入 2 个岗位，都是草稿" in html
        guard, cook = uploaded(cast)
        assert (guard.title, guard.salary_text, guard.month_min, guard.month_max) == (
            "保安",
            "4000-4500元/月",
            4000,
            4500,
        )
        assert (guard.total_job_openings, guard.job_location, cook.job_location) == (3, "431127", "440309")
        assert (guard.state, guard.hiring_organization) == (PostingState.DRAFT, cast.employer.name)
        assert guard.created_by == cast.recruiter.user
        assert guard.valid_through == guard.shown_until == timezone.localdate() + timedelta(days=60)
        assert AuditEntry.objects.filter(verb="save_posting", object_id=guard.pk).exists()

    def test_complete_rows_are_handed_in_and_the_others_stay_drafts(self, recruiter, cast):
        page = send(recruiter, [HEAD, GUARD, ["厨师", "1"]])
        assert "没有写：岗位说明、工作地点、薪资" in page
        assert "新存入 2 个岗位，其中 1 个已提交审核" in confirm(recruiter, page, submit="1")
        guard, cook = uploaded(cast)
        assert (guard.state, cook.state) == (PostingState.PENDING, PostingState.DRAFT)
        (step,) = guard.transitions.all()
        assert (step.name, step.user) == ("submit", cast.recruiter.user)

    def test_the_same_file_again_doubles_nothing_and_one_new_row_is_added(self, recruiter, cast):
        confirm(recruiter, send(recruiter, [HEAD, GUARD]))
        html = confirm(recruiter, send(recruiter, [HEAD, GUARD, COOK]))
        assert "新存入 1 个岗位，都是草稿，1 个以前上传过，没有重复存入" in html
        assert [posting.title for posting in uploaded(cast)] == ["保安", "厨师"]

    def test_the_same_file_of_another_employer_is_another_vacancy(self, client, cast):
        for actor in (cast.recruiter, cast.outsider):
            confirm(client.sign_in(actor), send(client, [HEAD, GUARD]))
        assert JobPosting.objects.filter(title="保安").exclude(identity="").count() == 2

    def test_sex_and_age_limits_reach_the_review(self, recruiter, cast):
        confirm(recruiter, send(recruiter, [["岗位", "人数", "性别"], ["保安", "2", "男"]]))
        assert uploaded(cast)[0].as_feed()["sex"] == "男"

    @pytest.mark.parametrize("spoil", [lambda token: "", lambda token: token[:-2], lambda token: "x" + token])
    def test_rows_that_were_not_shown_are_not_saved(self, recruiter, cast, spoil):
        token = re.search(r'name="rows" value="([^"]+)"', send(recruiter, [HEAD, GUARD]))[1]
        response = recruiter.post(reverse("employer:upload_confirm"), {"rows": spoil(token)}, follow=True)
        assert "预览已经过期" in response.content.decode()
        assert uploaded(cast) == []

    def test_another_employer_s_preview_is_of_no_use(self, client, cast):
        page = send(client.sign_in(cast.outsider), [HEAD, GUARD])
        assert "预览已经过期" in confirm(client.sign_in(cast.recruiter), page)
        assert uploaded(cast) == []

    @pytest.mark.parametrize("who", ["outsider", "officer", "chen", "visitor"])
    def test_nobody_uploads_for_another_employer(self, cast, who):
        rows = read_upload(xlsx([HEAD, GUARD]), "a.xlsx", cast.employer.name).rows
        with pytest.raises(PermissionDenied):
            services.save_uploaded(actor=getattr(cast, who), employer=cast.employer, rows=rows)

    def test_a_row_with_an_error_is_left_out_whoever_hands_it_in(self, cast):
        nowhere = [*GUARD[:3], "某某镇", *GUARD[4:]]
        rows = read_upload(xlsx([HEAD, nowhere, COOK]), "a.xlsx", cast.employer.name).rows
        saved = services.save_uploaded(actor=cast.recruiter, employer=cast.employer, rows=rows)
        assert [posting.title for posting in saved] == ["厨师"]

    def test_a_row_that_cannot_be_stored_is_refused_by_field_and_nothing_is_saved(self, cast):
        first, second = read_upload(xlsx([HEAD, GUARD, COOK]), "a.xlsx", cast.employer.name).rows
        wrong = replace(second, fields={**second.fields, "title": "厨" * 500})
        with pytest.raises(ValidationError) as refused:
            services.save_uploaded(actor=cast.recruiter, employer=cast.employer, rows=[first, wrong])
        assert list(refused.value.message_dict) == ["title"]
        assert uploaded(cast) == []

    def test_more_rows_ask_no_more_queries(self, cast):
        def queries(number: int) -> int:
            rows = [HEAD, *[[f"保安{number}{'甲乙丙丁戊己庚辛'[n]}班", *GUARD[1:]] for n in range(number)]]
            found = read_upload(delimited(rows), "a.csv", cast.employer.name).rows
            with CaptureQueriesContext(connection) as context:
                services.save_uploaded(actor=cast.recruiter, employer=cast.employer, rows=found, submit=True)
            return len(context.captured_queries)

        assert queries(2) == queries(8)


def test_the_template_is_itself_understood(client, cast):
    response = client.sign_in(cast.recruiter).get(reverse("employer:upload_template"))
    assert b"".join(response) == response.content
    (table,) = read_tables(response.content).tables
    assert table.unmatched == ()
    assert len(table.columns) == 12


def test_the_template_s_example_is_a_complete_row():
    (row,) = read_upload(template(), "模板.xlsx", "某单位").rows
    assert (row.errors, row.missing) == ((), ())


def test_an_upload_names_the_file_in_its_error():
    with pytest.raises(UploadError, match="“空白.csv”读不了：文件是空的"):
        read_upload(b" ", "空白.csv", "某单位")
