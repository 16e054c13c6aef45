"""What a person may decide about a listed course; what the import makes of it, `standing` says."""

from __future__ import annotations

from jobsboard.core.actor import Role
from jobsboard.core.workflow import Transition
from jobsboard.courses.models import ListedState

S = ListedState
OFFICE = frozenset({Role.BUREAU})

DECISIONS: dict[str, Transition] = {
    "release": Transition(frozenset({S.HELD, S.REMOVED}), S.SHOWN, OFFICE),
    "take_down": Transition(frozenset({S.SHOWN, S.HELD}), S.REMOVED, OFFICE),
}
