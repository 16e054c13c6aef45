"""Minimum wages: entered with their source by a clerk, held against pay, and silent where nothing is known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from jobsboard.audit.models import AuditEntry
from jobsboard.policies import services
from jobsboard.policies.models import MinimumWage
from jobsboard.postings.compliance import BELOW_MINIMUM_WAGE, check_posting
from tests.client import StrictClient
from tests.factories import MinimumWageFactory

SOURCE = {"source_name": "测试市通知", "source_url": "https://gov.example.cn/1"}


@dataclass
class Figure:
    """An invented figure, far from any real one."""

    month: Decimal | None = Decimal(1000)
    hour: Decimal | None = Decimal(10)
    source_name: str = "测试市通知"
    is_verified: bool = True


def found(figures=None, **posting):
    row = {"title": "普工", "location": "深圳市龙华区", **posting}
    return [one for one in check_posting(row, {} if figures is None else figures) if one.rule == BELOW_MINIMUM_WAGE]


class TestPay:
    @pytest.mark.parametrize(
        ("salary", "severity"),
        [
            ("800元/月", "unlawful"),
            ("700-900元/月", "unlawful"),
            ("800-2000元/月", "review"),
            ("底薪800元/月，另有提成", "review"),
            ("试用期800元/月", "review"),
            ("8元/小时", "unlawful"),
            ("30元/天", "review"),
            ("1000元/月", None),
            ("10元/小时", None),
            ("3000-5000元/月", None),
            ("面议", None),
            ("2元/件", None),
            ("", None),
        ],
    )
    def test_is_held_against_the_figure_of_its_unit(self, salary, severity):
        findings = found({"440300": Figure()}, salary=salary)
        assert [one.severity for one in findings] == ([severity] if severity else [])

    def test_names_the_figure_its_source_and_the_words(self):
        (finding,) = found({"440300": Figure()}, salary="800元/月")
        assert (finding.status, finding.law, finding.article) == ("verified", "测试市通知", None)
        assert (finding.field, finding.start, finding.end, finding.text) == ("salary", 0, 6, "800元/月")
        assert "1000元/月" in finding.instead

    def test_below_a_figure_that_nobody_verified_is_only_a_hint_that_says_so(self):
        (finding,) = found({"440300": Figure(is_verified=False)}, salary="800元/月")
        assert (finding.severity, finding.status) == ("quality", "secondary")
        assert "还没有核实" in finding.instead

    @pytest.mark.parametrize(("salary", "unit"), [("800元/月", "月最低工资"), ("8元/小时", "小时最低工资")])
    def test_without_a_figure_a_clerk_is_asked_to_enter_it(self, salary, unit):
        (finding,) = found({}, salary=salary)
        assert (finding.severity, finding.status, finding.law) == ("quality", "unverified", None)
        assert "龙华区" in finding.instead
        assert unit in finding.instead
        assert "录入" in finding.instead

    def test_the_figure_of_the_district_goes_before_that_of_its_city(self):
        figures = {"440300": Figure(), "440309": Figure(month=Decimal(500))}
        assert found(figures, salary="800元/月") == []

    @pytest.mark.parametrize(
        "posting",
        [
            {"location": "全国"},
            {"location": "广东省"},
            {"title": "兼职传单员"},
            {"employment_type": "非全日制"},
            {"title": "实习生"},
        ],
    )
    def test_is_left_alone_where_no_figure_would_fit(self, posting):
        assert found({"440300": Figure()}, salary="800元/月", **posting) == []
        assert found({}, salary="800元/月", **posting) == []

    def test_is_not_looked_at_unless_figures_are_handed_in(self):
        posting = {"title": "普工", "location": "深圳", "salary": "1元/月"}
        assert BELOW_MINIMUM_WAGE not in {one.rule for one in check_posting(posting)}


@pytest.mark.django_db
class TestFigures:
    def test_none_ships_with_the_product(self):
        assert not MinimumWage.objects.exists()

    def test_a_clerk_enters_and_verifies_one_and_both_acts_are_on_record(self, cast):
        figure = services.enter_minimum_wage(
            actor=cast.officer, region="431127", month=Decimal(1000), valid_from=date(2026, 1, 1), **SOURCE
        )
        assert not figure.is_verified
        assert services.verify_minimum_wage(actor=cast.officer, figure=figure).verified_by == cast.officer.user
        verbs = AuditEntry.objects.filter(object_id=figure.pk, object_type="policies.minimumwage")
        assert set(verbs.values_list("verb", flat=True)) == {"enter_minimum_wage", "verify_minimum_wage"}

    @pytest.mark.parametrize("who", ["recruiter", "counselor", "chen", "provider"])
    def test_nobody_else_may(self, cast, who):
        actor = getattr(cast, who)
        with pytest.raises(PermissionDenied):
            services.enter_minimum_wage(actor=actor, region="431127", month=1, valid_from=date(2026, 1, 1), **SOURCE)
        with pytest.raises(PermissionDenied):
            services.verify_minimum_wage(actor=actor, figure=cast.minimum_wage)
        with pytest.raises(PermissionDenied):
            services.withdraw_minimum_wage(actor=actor, figure=cast.minimum_wage)

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"month": None}, "至少填写一项"),
            ({"source_name": " "}, "source_name"),
            ({"source_url": "无"}, "source_url"),
            ({"valid_to": date(2025, 1, 1)}, "失效日期不能早于施行日期"),
            ({"region": "深圳"}, "region"),
        ],
    )
    def test_without_figure_source_or_order_of_dates_it_is_refused(self, cast, wrong, message):
        fields = {"region": "431127", "month": Decimal(1000), "valid_from": date(2026, 1, 1), **SOURCE, **wrong}
        with pytest.raises(ValidationError, match=message):
            services.enter_minimum_wage(actor=cast.officer, **fields)

    def test_a_withdrawn_one_cannot_be_verified_again_and_counts_no_more(self, cast):
        services.withdraw_minimum_wage(actor=cast.officer, figure=cast.minimum_wage)
        assert MinimumWage.objects.valid_on(date(2026, 1, 1)).by_region() == {}
        with pytest.raises(ValidationError, match="已作废"):
            services.verify_minimum_wage(actor=cast.officer, figure=cast.minimum_wage)

    def test_the_one_in_force_on_the_day_counts(self):
        old = MinimumWageFactory(valid_from=date(2020, 1, 1), valid_to=date(2024, 12, 31))
        new = MinimumWageFactory(valid_from=date(2025, 1, 1))
        for day, expected in ((date(2024, 12, 31), old), (date(2025, 1, 1), new)):
            assert MinimumWage.objects.valid_on(day).by_region() == {"440300": expected}
        assert MinimumWage.objects.valid_on(date(2019, 12, 31)).by_region() == {}

    def test_a_verified_one_goes_before_a_newer_that_is_not(self, cast):
        services.verify_minimum_wage(actor=cast.officer, figure=cast.minimum_wage)
        MinimumWageFactory(valid_from=date(2025, 1, 1), month=9000)
        assert MinimumWage.objects.valid_on(date(2026, 1, 1)).by_region() == {"440300": cast.minimum_wage}


@pytest.mark.django_db
class TestPages:
    def test_a_clerk_enters_a_figure_and_it_is_held_against_pay_at_once(self, cast):
        client = StrictClient().sign_in(cast.officer)
        cast.minimum_wage.delete()
        low = cast.pending
        low.salary_text = "800元/月"
        low.save()
        page = reverse("bureau:posting", args=[low.pk])
        assert "还没有录入" in client.get(page).content.decode()
        form = {"region": "440300", "month": "1000", "valid_from": "2026-01-01", **SOURCE}
        assert client.post(reverse("bureau:minimum_wages"), form).status_code == 302
        assert "还没有核实" in client.get(page).content.decode()
        figure = MinimumWage.objects.get()
        client.post(reverse("bureau:minimum_wage_act", args=[figure.pk, "verify"]))
        assert "工资不低于当地最低工资标准1000元/月" in client.get(page).content.decode()

    def test_the_employer_is_not_asked_for_a_figure(self, cast):
        cast.minimum_wage.delete()
        client = StrictClient().sign_in(cast.recruiter)
        assert "最低工资" not in client.get(reverse("employer:posting_edit", args=[cast.draft.pk])).content.decode()
