"""Who acts: a user in one role for one organization. Services and permissions ask for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices

if TYPE_CHECKING:
    from jobsboard.accounts.models import User
    from jobsboard.organizations.models import Employer, Provider, Station


class Role(TextChoices):
    VISITOR = "visitor", "访客"
    VETERAN = "veteran", "退役军人"
    COUNSELOR = "counselor", "就业辅导员"
    VOLUNTEER = "volunteer", "服务站志愿者"
    RECRUITER = "recruiter", "用人单位招聘人员"
    PROVIDER = "provider", "培训机构"
    BUREAU = "bureau", "退役军人事务局"
    SYSTEM = "system", "系统"


@dataclass(frozen=True)
class Actor:
    """A user in a role; `organization` is the station, employer or provider that the role belongs to."""

    user: User | None
    role: Role
    organization: Station | Employer | Provider | None = None

    def __str__(self) -> str:
        return f"{self.role.value} user={self.user.pk if self.user else None}"

    @property
    def is_station_staff(self) -> bool:
        """Counselors and volunteers: people who work at a station."""
        return self.role in {Role.COUNSELOR, Role.VOLUNTEER}


VISITOR = Actor(None, Role.VISITOR)
# Background work and imports: no person behind it.
SYSTEM = Actor(None, Role.SYSTEM)
