"""What an import did, counted: for the last line of the command, for the page that people read, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from jobsboard.postings.models import IngestRun, JobPosting, PostingState, ReasonCode
from jobsboard.postings.standing import Verdict

# Column → what people call it; the share of rows that have it is reported.
FIELDS = {
    "hiring_organization": "用人单位",
    "month_min": "月薪",
    "job_location": "工作地区",
    "occupation_id": "职业",
    "description": "岗位说明",
    "education_requirements": "学历要求",
    "experience_requirements": "经验要求",
    "headcount_text": "招聘人数",
    "date_posted": "发布日期",
    "valid_through": "有效期",
    "url": "原文链接",
}
_KEPT = (PostingState.PUBLISHED, PostingState.HELD, PostingState.GROUPED)


@dataclass
class Tally:
    """What became of every row, and of what the feed lacks."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    # Shown postings that a whole crawl did not have; gone are those closed for it.
    missing: int = 0
    gone: int = 0
    states: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    # The same of the courses that stood among the vacancies: counted in below, and reported apart.
    courses: dict[str, Any] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return self.new + self.changed + self.unchanged + _taken(self.courses)

    def count(self, posting: JobPosting, verdict: Verdict, *, is_same: bool) -> None:
        """Count a row that was read, before it is written."""
        if verdict.state in {PostingState.CLOSED, PostingState.REJECTED}:
            self.dropped[ReasonCode.REMOVED_HERE] += 1
            return
        if posting.pk is None:
            self.new += 1
        elif is_same:
            self.unchanged += 1
        else:
            self.changed += 1
        self.fields.update(name for name in FIELDS if getattr(posting, name) not in (None, ""))

    def count_states(self, run: IngestRun) -> None:
        """Count where the postings of a run stand, now that groups are known."""
        seen = JobPosting.objects.filter(last_run=run, state__in=_KEPT)
        for state, reason, number in seen.order_by().values_list("state", "reason").annotate(Count("pk")):
            self.states[state] += number
            if state == PostingState.HELD:
                self.held[reason] += number

    def as_dict(self) -> dict[str, Any]:
        """The line of the command contract."""
        own = {"read": self.read, "new": self.new, "changed": self.changed, "unchanged": self.unchanged}
        counts = own | {str(state): self.states[state] for state in _KEPT}
        dropped = self.dropped + Counter(self.courses.get("dropped"))
        with_courses = {name: number + self.courses.get(name, 0) for name, number in counts.items()}
        return {**with_courses, "dropped": _plain(dropped)}

    def as_report(self) -> dict[str, Any]:
        """Everything, as `IngestRun.counts` keeps it."""
        more = {
            "taken": self.taken,
            "missing": self.missing + self.courses.get("missing", 0),
            "gone": self.gone + self.courses.get("gone", 0),
        }
        held = self.held + Counter(self.courses.get("held_for"))
        parts = {"held_for": _plain(held), "fields": _plain(self.fields), "courses": self.courses}
        return {**self.as_dict(), **more, **parts}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a run beside that of the run before; None where there was none."""

    label: str
    now: int
    before: int | None
    unit: str = ""

    @property
    def difference(self) -> int | None:
        return None if self.before is None else self.now - self.before


_FIGURES = {
    "read": "读入",
    "new": "新增",
    "changed": "有变化",
    "unchanged": "未变",
    "published": "展示",
    "held": "暂缓展示",
    "grouped": "并入重复的一条",
    "missing": "来源未再列出（一次）",
    "gone": "来源未再列出，已关闭",
}


def figures(counts: dict[str, Any], before: dict[str, Any] | None) -> list[Figure]:
    """Rows in and out, then drops and holds by reason."""
    found = [
        Figure(label, counts.get(name, 0), None if before is None else before.get(name, 0))
        for name, label in _FIGURES.items()
    ]
    for part, label in (("dropped", "舍弃"), ("held_for", "暂缓")):
        found += _by_reason(label, counts.get(part, {}), None if before is None else before.get(part, {}))
    return found


def course_figures(counts: dict[str, Any], before: dict[str, Any] | None) -> list[Figure]:
    """The same for the courses alone, which the figures of all rows contain; none where there were none."""
    now, was = counts.get("courses") or {}, None if before is None else before.get("courses") or {}
    if not now.get("read") and not (was or {}).get("read"):
        return []
    return figures(now, was)


def fill_rates(counts: dict[str, Any], before: dict[str, Any] | None) -> list[Figure]:
    """The share of the vacancies taken that have each field, in whole per cent; none where there were no vacancies."""
    if not _vacancies(counts) and not _vacancies(before or {}):
        return []
    return [
        Figure(label, _share(counts, name), None if before is None else _share(before, name), "%")
        for name, label in FIELDS.items()
    ]


def _by_reason(label: str, counts: dict[str, int], before: dict[str, int] | None) -> Iterator[Figure]:
    labels = dict(ReasonCode.choices)
    for reason in sorted({*counts, *(before or {})}):
        was = None if before is None else before.get(reason, 0)
        yield Figure(f"{label}：{labels.get(reason, reason)}", counts.get(reason, 0), was)


def _share(counts: dict[str, Any], name: str) -> int:
    taken = _vacancies(counts)
    return round(100 * counts.get("fields", {}).get(name, 0) / taken) if taken else 0


def _vacancies(counts: dict[str, Any]) -> int:
    return counts.get("taken", 0) - _taken(counts.get("courses") or {})


def _taken(counts: dict[str, Any]) -> int:
    return sum(counts.get(name, 0) for name in ("new", "changed", "unchanged"))


def _plain(counter: Counter[str]) -> dict[str, int]:
    return {str(name): count for name, count in sorted(counter.items())}
