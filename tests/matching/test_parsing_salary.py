"""Pay: fields of boards, sentences, and what must stay unknown."""

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.parsing import Salary, parse_salary

FIELDS = [
    ("6-8千", 6000, 8000, "month"),
    ("8千-1.2万", 8000, 12000, "month"),
    ("１－１．５万", 10000, 15000, "month"),
    ("15k-30K", 15000, 30000, "month"),
    ("0.8-1.1万/月", 8000, 11000, "month"),
    ("4001-6000元/月", 4001, 6000, "month"),
    ("3000~5000", 3000, 5000, "month"),
    ("7.5-13万/年", 75000, 130000, "year"),
    ("500-1000元/周", 500, 1000, "week"),
    ("120-150/天", 120, 150, "day"),
    ("2千/天", 2000, 2000, "day"),
    ("40-60元/时", 40, 60, "hour"),
    ("13元/小时", 13, 13, "hour"),
    ("0.08元-0.2元/件", 0.08, 0.2, "piece"),
    ("6-9元一单", 6, 9, "piece"),
    ("4000-9000元/次", 4000, 9000, "once"),
    ("95元/班", 95, 95, "shift"),
    ("8500", 8500, 8500, "month"),
    ("350", 350, 350, None),
    ("30-45万", 300000, 450000, "month"),
    ("3千及以下", None, 3000, "month"),
    ("1千以下/年", None, 1000, "year"),
    ("9000以上", 9000, None, "month"),
    ("1.8+ 万/月", 18000, None, "month"),
    ("12K-24K 经验3-5年 / 本科", 12000, 24000, "month"),
    ("3000/月-4500/月", 3000, 4500, "month"),
    ("20元/小时-24元/小时", 20, 24, "hour"),
    ("￥5500-7000", 5500, 7000, "month"),
    ("人民币5500-7000元", 5500, 7000, "month"),
    ("5500-7000，包吃住", 5500, 7000, "month"),
    ("4500包吃", 4500, 4500, "month"),
    ("3500+奖金", 3500, None, "month"),
    ("9000封顶", None, 9000, "month"),
    ("最高9000", None, 9000, "month"),
    ("面议/6000", 6000, 6000, "month"),
    ("15-20万年薪", 150000, 200000, "year"),
    ("260元/人/天", 260, 260, "day"),
    ("5200元/人/月", 5200, 5200, "month"),
    ("130元/课时", 130, 130, "once"),
    ("1500元/车", 1500, 1500, None),
    ("140一个班", 140, 140, "shift"),
]

SPOKEN = [
    ("一万二", 12000, 12000, "month"),
    ("三千五", 3500, 3500, "month"),
    ("十六万/年", 160000, 160000, "year"),
    ("两千至三千", 2000, 3000, "month"),
    ("三到五千", 3000, 5000, "month"),
    ("八千到一万二左右", 8000, 12000, "month"),
    ("七八千", 7000, 8000, "month"),
    ("1万2", 12000, 12000, "month"),
    ("1万5-2万", 15000, 20000, "month"),
    ("3千8", 3800, 3800, "month"),
    ("月薪六千以上", 6000, None, "month"),
    ("日薪两百", 200, 200, "day"),
    ("壹万贰仟", 12000, 12000, "month"),
    ("8仟-1萬", 8000, 10000, "month"),
    ("１萬－１．５萬／月", 10000, 15000, "month"),
]

SEVERAL_SUMS = [
    ("试用期3000 转正4500", 4500, 4500, "month"),
    ("试用期3200元/月，转正3800元/月", 3800, 3800, "month"),
    ("底薪3000+提成，综合6000-8000", 6000, 8000, "month"),
    ("底薪4500-5000+加班费25-30/小时", 4500, None, "month"),
    ("底薪2200元/月，平时加班19元/小时", 2200, 2200, "month"),
    ("底薪3500元+绩效奖金1000元/月", 3500, None, "month"),
    ("底薪+奖金:6000-9000元/月", 6000, 9000, "month"),
    ("餐补17元/天，综合6500", 6500, 6500, "month"),
    ("寒暑补助：每月500元，工资4600", 4600, 4600, "month"),
    ("保险60元/月，工资4200元", 4200, 4200, "month"),
    ("月薪5000元，年终奖10000元", 5000, 5000, "month"),
    ("税前8000", 8000, 8000, "month"),
    ("一小时22元", 22, 22, "hour"),
    ("一个月5000-6000", 5000, 6000, "month"),
    ("工资8小时3500-4000", 3500, 4000, "month"),
]

SENTENCES = [
    ("薪资待遇:临时工308一天", 308, 308, "day"),
    ("薪资待遇：底薪3000元到5000元每月", 3000, 5000, "month"),
    ("月薪：5800 元，包吃住", 5800, 5800, "month"),
    ("年薪12-18万，双休", 120000, 180000, "year"),
    ("日结285", 285, 285, "day"),
    ("综合薪资3000-1W/月", 3000, 10000, "month"),
    ("底薪：10,000 – 12,000 元/月", 10000, 12000, "month"),
    ("平均7000-12000元+/月", 7000, None, "month"),
    ("工资2000-4000元/月以上", 2000, None, "month"),
    ("薪资4000-4500/月起", 4000, None, "month"),
    ("不低于2250元/月", 2250, None, "month"),
    ("年薪：30W /年以上", 300000, None, "year"),
    ("综合薪资3800～4800元左右/月", 3800, 4800, "month"),
    ("薪资3000一3300，形象好", 3000, 3300, "month"),
    ("5000底薪+30/小时加班费，综合工资7500-8000", 7500, 8000, "month"),
    ("月休4天，综合7000-10000元", 7000, 10000, "month"),
    ("餐补20元/天，工资5200元/月", 5200, 5200, "month"),
    ("每天8小时，月休4天，工资4500-5000元/月", 4500, 5000, "month"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), FIELDS + SENTENCES + SPOKEN + SEVERAL_SUMS)
def test_pay_is_read_in_its_written_unit(text, low, high, unit):
    salary = parse_salary(text)
    assert (salary.amount_min, salary.amount_max, salary.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", "无", "[]", "薪资", "薪资区间", "非面谈", "待遇优厚"),
        *("2000~300", "8-1.2万", "1.300/天", "302.250元/天", "02/月", "00每天", "12345678901"),
        *("30 每天", "2 一年以上", "7500元 一年以上", "3,每天", "18-38,22/小时"),
        *("8:00-17:00", "9:30-18:30/天", "3-5年", "18-45岁", "5天/周", "8小时/天"),
        *("2019-09-13", "招10人", "每日高达20万亿", "注册资金1000万人"),
        *("$3000/月", "月薪2000美元", "HKD 15000/月", "15000-20000港币", "10-20K USD"),
        *("餐补20元/天", "全勤奖300元/月", "加班费20元/小时", "500元/月补贴", "押金500元"),
        *("0", "0-0元/月", "12000-8000", "月入过万", "五险一金", "千万不要错过", "八千一万"),
        *("8000-5千", "1.2.3万", "NaN", "∞", "½万"),
    ],
)
def test_what_is_damaged_or_no_pay_stays_unknown(text):
    assert parse_salary(text) == Salary()


def test_a_lone_figure_is_both_ends():
    assert parse_salary("13000元/月") == Salary(13000, 13000, "month", None, 13000, 13000)


def test_stated_months_never_change_the_month():
    assert parse_salary("1-1.5万·14薪") == Salary(10000, 15000, "month", 14, 10000, 15000)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("12万/年", 10000),
        ("600元/周", 2600),
        ("200元/天", 4350),
        ("20元/小时", 3480),
        ("90元/班", None),
        ("2元/件", None),
    ],
)
def test_a_month_is_counted_as_the_contract_says(text, month):
    assert parse_salary(text).month_min == month


def test_negotiable_is_said_beside_figures_too():
    assert parse_salary("薪资面议").negotiable
    assert parse_salary("5000-8000元/月，可面议").negotiable
    assert not parse_salary("非面议").negotiable


def test_a_foreign_coin_elsewhere_in_the_text_does_not_hide_the_pay():
    assert parse_salary("办理$结算业务，月薪6000元").amount_min == 6000


def test_a_list_mark_is_no_digit_of_the_figure_after_it():
    assert parse_salary("工资①5000元/月").amount_min == 5000


@pytest.mark.parametrize("text", [text for text, *_ in FIELDS + SENTENCES + SPOKEN + SEVERAL_SUMS])
def test_full_width_and_traditional_characters_read_the_same(text):
    assert parse_salary(full_width(text)) == parse_salary(text)
    assert parse_salary(opencc.OpenCC("s2t").convert(text)) == parse_salary(text)


def full_width(text):
    """Return the text in the wide forms of an input method for Chinese."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


SCALES = {"": 1, "千": 1_000, "K": 1_000, "k": 1_000, "万": 10_000, "W": 10_000}
WRITTEN_UNITS = {
    "/月": "month",
    "/年": "year",
    "/天": "day",
    "元/小时": "hour",
    "每月": "month",
    "一天": "day",
    "元/单": "piece",
}


@given(
    st.integers(1, 99),
    st.integers(0, 99),
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(["-", "~", "—", "到", "至", " - ", "--", "～"]),
    st.sampled_from(sorted(WRITTEN_UNITS)),
    st.sampled_from(["", "薪资：", "综合工资", "待遇 "]),
    st.sampled_from([None, *range(13, 19)]),
)
def test_whatever_range_is_written_is_read_back(low, more, scale, dash, unit, lead, months):
    high = low + more
    low, high = (figure * (1 if scale else 100) for figure in (low, high))
    salary = parse_salary(f"{lead}{low}{scale}{dash}{high}{scale}{unit}" + (f"·{months}薪" if months else ""))
    assert (salary.amount_min, salary.amount_max) == (low * SCALES[scale], high * SCALES[scale])
    assert (salary.unit, salary.months) == (WRITTEN_UNITS[unit], months)


PAY_LIKE = st.text(
    alphabet="0123456789.,-~至到万千kKwW元块/每一个月年天日周小时班件单次起以上下内薪面议+ ·:："
    "二三五两十百试用转正底补加",
    max_size=40,
)


@given(st.one_of(st.text(max_size=80), PAY_LIKE))
def test_any_text_is_read_without_an_error_and_low_is_never_above_high(text):
    salary = parse_salary(text)
    for low, high in ((salary.amount_min, salary.amount_max), (salary.month_min, salary.month_max)):
        assert low is None or high is None or 0 <= low <= high
    assert salary.months is None or 12 <= salary.months <= 39
    if salary.amount_min is None and salary.amount_max is None:
        assert salary.unit is None
        assert salary.months is None


def test_none_is_unknown():
    assert parse_salary(None) == Salary()
