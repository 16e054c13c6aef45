"""Where a listed course stands after an import: a person's word first, then its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jobsboard.courses.models import ListedCourse, ListedCourseDecision, ListedState

# Whether the words of a course (`ListedCourse.as_feed`) must wait until a person has read them.
MustWait = Callable[[Mapping[str, Any]], bool]


def standing(course: ListedCourse, decision: ListedCourseDecision | None, must_wait: MustWait) -> ListedState:
    """Judge one course by the last decision about it, if any, and by its words.

    What was taken down stays down whatever its source writes; a release is of the content that was released.
    """
    if decision and decision.to_state == ListedState.REMOVED:
        return ListedState.REMOVED
    is_released = decision is not None and decision.content_hash == course.content_hash
    return ListedState.HELD if not is_released and must_wait(course.as_feed()) else ListedState.SHOWN
