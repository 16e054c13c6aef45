"""The people of the invented county whom the journeys follow."""

from __future__ import annotations

from jobsboard.core.actor import Actor, Role
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.organizations.models import Membership
from jobsboard.postings.models import JobPosting

# Numbers in the range that is never issued, beyond those of the fixtures.
NEW_PHONES = "120000998{:02d}"


class County:
    """Staff by role, and veterans of the county centre's counselor, a fresh one for each journey that asks."""

    def __init__(self) -> None:
        self.officer = self._staff(Role.BUREAU)
        self.counselor = self._staff(Role.COUNSELOR)
        self.volunteer = self._staff(Role.VOLUNTEER)
        self.recruiter = self._staff(Role.RECRUITER)
        self.provider = self._staff(Role.PROVIDER)
        clients = JobSeeker.objects.filter(counselor=self.counselor.user, service_records__isnull=False)
        self._clients = iter(clients.select_related("user").order_by("pk"))
        self._numbers = iter(range(100))
        self._veteran = self.a_veteran()

    def _staff(self, role: Role) -> Actor:
        return Membership.objects.filter(role=role).select_related("user").earliest("pk").actor

    def who_is(self, role: Role) -> Actor | None:
        """Somebody of this role; None for a visitor."""
        people = {
            Role.VETERAN: self._veteran,
            Role.COUNSELOR: self.counselor,
            Role.VOLUNTEER: self.volunteer,
            Role.RECRUITER: self.recruiter,
            Role.PROVIDER: self.provider,
            Role.BUREAU: self.officer,
        }
        return people.get(role)

    def pks_of(self, thing: str) -> list[int]:
        """What fills the address of a page on one vacancy or one person; nothing for a page on no one thing."""
        if thing == "vacancy":
            return [JobPosting.objects.open().earliest("pk").pk]
        return [JobSeeker.objects.get(user=self._veteran.user).pk] if thing == "person" else []

    def a_veteran(self) -> Actor:
        """Somebody confirmed, in the counselor's care, whom no other test has met."""
        return Actor(next(self._clients).user, Role.VETERAN)

    def a_new_phone(self) -> str:
        return NEW_PHONES.format(next(self._numbers))
