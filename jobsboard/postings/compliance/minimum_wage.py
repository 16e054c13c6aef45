"""Pay against the local minimum wage, by figures that somebody entered with their source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from jobsboard.postings.compliance.findings import (
    QUALITY,
    REVIEW,
    SECONDARY,
    UNLAWFUL,
    UNVERIFIED,
    VERIFIED,
    Finding,
)
from matching.geography import city_of, lineage, region_names
from matching.parsing import Salary
from matching.reading import region_of, salary_of

RULE = "below_minimum_wage"
LOW, NO_FIGURE = "低于最低工资标准", "最低工资标准未录入"
PAY_FIELDS = ("salary", "baseSalary", "salary_max", "salary_min")
# What decides how pay compares, in the posting's own words.
_PART_TIME = re.compile(r"兼职|非全日制|小时工|钟点工|part.?time", re.IGNORECASE)
_LEARNS = re.compile(r"实习|见习|intern", re.IGNORECASE)
_PARTLY = re.compile(r"底薪|保底|基本工资|提成|计件|奖金|绩效|\+|试用|无责")


class WageFigure(Protocol):
    """The minimum wage of one region, as it was entered; an amount that is not known is None."""

    @property
    def month(self) -> Decimal | None: ...
    @property
    def hour(self) -> Decimal | None: ...
    @property
    def source_name(self) -> str: ...
    @property
    def is_verified(self) -> bool: ...


def below_minimum_wage(posting: Mapping[str, Any], figures: Mapping[str, WageFigure]) -> Iterator[Finding]:
    """Say that pay lies below the figure, or that there is no figure to hold it against.

    Nothing is said where pay or region is unknown, pay is by the piece, or somebody learns. Pay by the hour is
    held against the hourly figure, all else, converted to a month, against the monthly one; part-time work paid
    by the month or day against none.
    """
    pay = salary_of(posting)
    is_hourly = pay.unit == "hour"
    if pay.month_min is None and pay.month_max is None:
        return
    kind = f"{posting.get('title', '')} {posting.get('employment_type') or posting.get('employmentType') or ''}"
    if _LEARNS.search(kind) or (_PART_TIME.search(kind) and not is_hourly):
        return
    region = region_of(posting)
    # A province holds several figures; which one counts, only the city or district tells.
    if region is None or city_of(region) is None:
        return
    figure = next((figures[code] for code in reversed(lineage(region)) if code in figures), None)
    floor = (figure.hour if is_hourly else figure.month) if figure else None
    if figure is None or floor is None:
        yield _not_entered(posting, region, is_hourly=is_hourly)
        return
    severity = _severity(posting, pay, float(floor), is_hourly=is_hourly)
    if severity:
        yield _too_low(posting, figure, floor, severity, is_hourly=is_hourly)


def _severity(posting: Mapping[str, Any], pay: Salary, floor: float, *, is_hourly: bool) -> str | None:
    low, high = (pay.amount_min, pay.amount_max) if is_hourly else (pay.month_min, pay.month_max)
    if high is not None and high < floor:
        return REVIEW if _PARTLY.search(_words(posting)) or pay.unit not in ("month", "hour") else UNLAWFUL
    # 2000-6000元, 1800元起: what the least paid one gets is below.
    return REVIEW if low is not None and low < floor else None


def _too_low(
    posting: Mapping[str, Any], figure: WageFigure, floor: Decimal, severity: str, *, is_hourly: bool
) -> Finding:
    standard = f"当地最低工资标准{floor.normalize():f}元/{'小时' if is_hourly else '月'}"
    if figure.is_verified:
        return _finding(posting, severity, VERIFIED, figure.source_name, f"工资不低于{standard}；写明构成和最低数额")
    told = f"可能低于{standard}，但这个标准还没有核实；请工作人员核对来源后再判断"
    return _finding(posting, QUALITY, SECONDARY if figure.source_name else UNVERIFIED, figure.source_name, told)


def _not_entered(posting: Mapping[str, Any], region: str, *, is_hourly: bool) -> Finding:
    place = region_names(region)[-1]
    told = (
        f"{place}的{'小时' if is_hourly else '月'}最低工资标准还没有录入，无法核对；请工作人员录入标准、来源和施行日期"
    )
    return _finding(posting, QUALITY, UNVERIFIED, None, told)


def _finding(posting: Mapping[str, Any], severity: str, status: str, source: str | None, instead: str) -> Finding:
    field = next(name for name in (*PAY_FIELDS, "salary") if posting.get(name) or name == "salary")
    value = posting.get(field)
    span = (0, len(value)) if isinstance(value, str) and value else (None, None)
    words = value if span[0] is not None else None
    return Finding(
        RULE, severity, status, field, *span, words, source or None, None, instead, LOW if source else NO_FIGURE
    )


def _words(posting: Mapping[str, Any]) -> str:
    return " ".join(value for name in PAY_FIELDS if isinstance(value := posting.get(name), str))
