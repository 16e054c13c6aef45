"""The design system keeps its word: contrast, icons, components, filters."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

from jobsboard.core.templatetags import board

PACKAGE = Path(__file__).parents[2] / "jobsboard"
TEMPLATES = [*PACKAGE.glob("templates/**/*.html"), *PACKAGE.glob("components/*.html")]
TEXT_ON = {
    "ink": ("paper", "surface", "surface-sunk"),
    "ink-soft": ("paper", "surface", "surface-sunk", "primary-soft"),
    "ink-muted": ("paper", "surface"),
    "primary": ("paper", "surface", "surface-sunk"),
    "primary-strong": ("primary-soft", "surface"),
    "on-primary": ("primary", "primary-strong"),
    "accent": ("paper", "surface", "accent-soft"),
    "good": ("surface", "good-soft"),
    "warn": ("surface", "warn-soft"),
    "bad": ("surface", "bad-soft"),
    "info": ("surface", "info-soft"),
    "header-ink": ("header",),
    "header-ink-soft": ("header",),
}


def tokens(scheme):
    light, dark = (PACKAGE / "static/css/tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [(text, one) for text, grounds in TEXT_ON.items() for one in grounds])
def test_text_can_be_read_on_its_ground(scheme, text, ground):
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_border_of_a_field_can_be_seen(scheme):
    colours = tokens(scheme)
    assert contrast(colours["line-strong"], colours["surface"]) >= 3


def test_every_icon_named_in_a_page_is_in_the_sprite():
    sprite = set(re.findall(r'id="([\w-]+)"', (PACKAGE / "static/img/icons.svg").read_text()))
    used = set()
    for path in TEMPLATES:
        used |= set(re.findall(r'(?:<c-icon name|[\s:]icon)="([a-z-]+)"', path.read_text()))
    assert used <= sprite


def test_every_component_is_in_the_guide():
    guide = (PACKAGE.parent / "docs/design-system.md").read_text()
    parts = {"explanation-row"}
    names = {path.stem.replace("_", "-") for path in (PACKAGE / "components").glob("*.html")} - parts
    assert {name for name in names if f"<c-{name}>" not in guide} == set()


def test_a_style_sheet_fits_its_size():
    assert {
        path.name for path in PACKAGE.glob("static/css/*.css") if len(path.read_text().splitlines()) > 400
    } == set()


@pytest.mark.parametrize(
    ("text", "low", "high", "shown"),
    [
        ("5500-7000元/月", 5500, 7000, "5500–7000元/月"),
        ("6000", 6000, 6000, "6000元/月"),
        ("6000以上", 6000, None, "6000元/月起"),
        ("8000以下", None, 8000, "8000元/月以内"),
        ("面议", None, None, "面议"),
        ("", None, None, "来源未提供"),
        ("21元/小时", 3654, 3654, "21元/小时"),
        ("308一天", 6699, 6699, "308一天"),
    ],
)
def test_pay_is_said_as_people_say_it(text, low, high, shown):
    assert board.pay(SimpleNamespace(salary_text=text, month_min=low, month_max=high)) == shown


@pytest.mark.parametrize(
    ("amount", "shown"), [(None, "待核实"), (0, "免费"), (Decimal("1200.00"), "1200元"), (Decimal("99.50"), "99.5元")]
)
def test_a_sum_is_free_unknown_or_plain(amount, shown):
    assert board.yuan(amount) == shown


@pytest.mark.parametrize(("days", "shown"), [(0, "今天"), (1, "昨天"), (2, "前天"), (9, "9天前")])
def test_recent_days_are_counted(frozen_clock, days, shown):
    assert board.ago(date(2026, 11, 23) - timedelta(days=days)) == shown


def test_older_and_coming_days_are_dates(frozen_clock):
    assert board.ago(date(2026, 9, 1)) == "2026年9月1日"
    assert board.ago(date(2026, 12, 1)) == "2026年12月1日"
    assert board.ago(None) == ""


def test_a_moment_counts_by_the_day_in_shanghai(frozen_clock):
    assert board.ago(datetime(2026, 11, 22, 17, 0, tzinfo=ZoneInfo("UTC"))) == "今天"


def test_the_address_is_not_said_twice():
    place = SimpleNamespace(job_location="440306", address="深圳市宝安区燕罗街道")
    assert board.place(place) == "深圳市宝安区燕罗街道"
    assert board.place(SimpleNamespace(job_location="440306", address="燕罗街道")) == "深圳市宝安区 燕罗街道"
    assert board.place(SimpleNamespace(job_location="", address="")) == ""


def render(source, **context):
    # The loader compiles components in files; a template made from a string has to ask for it.
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


def match(**changes):
    rows = [
        SimpleNamespace(
            label="证书", level="都有", points=3.0, sentence="证书齐全", evidence_seeker="A1", evidence_posting="B2"
        ),
        SimpleNamespace(
            label="技能", level="少数", points=-1.5, sentence="还缺", evidence_seeker=None, evidence_posting="叉车"
        ),
        SimpleNamespace(
            label="班次", level="未写明", points=0.0, sentence="没写", evidence_seeker=None, evidence_posting=None
        ),
    ]
    return SimpleNamespace(**{"rows": rows, "prior": -2.0, "total": -0.5, "score": 41.4, **changes})


def test_an_explanation_shows_start_reasons_both_sides_and_the_sum():
    html = render('<c-explanation :match="match" who="本人" />', match=match())
    shown = [float(one.replace("−", "-")) for one in re.findall(r'points--(?:plus|minus)">([+−][\d.]+)<', html)]
    assert -2.0 + sum(shown) == -0.5
    assert "本人：" in html
    assert "叉车" in html
    assert "没有加减分的" in html
    assert 'width="25.0%"' in html


def test_a_score_that_is_not_known_is_not_a_nought():
    html = render('<c-score-badge :score="score" />', score=None)
    assert "资料不足，暂不评分" in html
    assert "0" not in html


def test_a_known_score_is_a_number_and_a_ring():
    html = render('<c-score-badge :score="score" />', score=0)
    assert ">0<" in html
    assert "score--low" in html


def test_a_component_does_not_see_the_page_around_it():
    html = render("<c-section-title />", title="页面的标题")
    assert "页面的标题" not in html


class ExampleForm(forms.Form):
    pay = forms.IntegerField(label="最低月薪", help_text="税前，元")
    shift = forms.ChoiceField(label="班次", choices=[("day", "白班")], widget=forms.RadioSelect, required=False)
    agreed = forms.BooleanField(label="同意")


def test_a_form_names_field_and_value_of_an_error():
    html = render("{{ form }}", form=ExampleForm({"pay": "很多"}))
    assert '<a href="#id_pay">最低月薪</a>' in html
    assert "填写的是“很多”" in html
    assert 'id="id_pay_error"' in html
    assert "（选填）" in html
    assert html.count("<fieldset") == 1
