"""Hard requirements only: licences that law or trade demands or that the posting makes a must."""

from dataclasses import dataclass
from functools import lru_cache

from matching.background import PreparedSeeker
from matching.preparation import CredentialNeed, PreparedPosting
from matching.taxonomy import load_taxonomy

CREDENTIALS = "seeker.credentials"


@dataclass(frozen=True, slots=True)
class Met:
    """Nothing that is demanded is missing."""

    status: str = "met"


@dataclass(frozen=True, slots=True)
class Unmet:
    """What is demanded and not held."""

    needs: tuple[CredentialNeed, ...]
    status: str = "unmet"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Whether it is met hangs on a field that is not filled in."""

    field: str
    status: str = "unknown"


Eligibility = Met | Unmet | Unknown
_MET = Met()


def assess(seeker: PreparedSeeker, posting: PreparedPosting) -> Eligibility:
    """Decide whether the posting's hard requirements are met.

    An employer's own wish for schooling or years is never one of them.

    Examples
    --------
    >>> from matching.records import JobPosting, JobSeeker
    >>> need = CredentialNeed(("x",), "required", "持x证", "posting")
    >>> posting = PreparedPosting(JobPosting.from_mapping({"title": "电工"}), needs=(need,))
    >>> assess(PreparedSeeker(JobSeeker("p1")), posting)
    Unknown(field='seeker.credentials', status='unknown')
    >>> assess(PreparedSeeker(JobSeeker("p1"), credentials={}), posting).status
    'unmet'
    """
    if not posting.needs:
        return _MET
    required = [need for need in posting.needs if need.strength == "required"]
    if not required:
        return _MET
    if seeker.credentials is None:
        return Unknown(CREDENTIALS)
    unmet = tuple(need for need in required if not holds_any(seeker, need.credentials))
    return Unmet(unmet) if unmet else _MET


def holds_any(seeker: PreparedSeeker, wanted: tuple[str, ...]) -> bool:
    """Whether one of the wanted credentials is held or covered by one that is held.

    Examples
    --------
    >>> from matching.records import JobSeeker
    >>> holds_any(PreparedSeeker(JobSeeker("p1")), ("C1",))
    False
    """
    return not _satisfied(tuple(seeker.credentials or ())).isdisjoint(wanted)


def held_words(seeker: PreparedSeeker, wanted: tuple[str, ...]) -> str:
    """Name what is held that satisfies one need.

    Examples
    --------
    >>> from matching.records import JobSeeker
    >>> held_words(PreparedSeeker(JobSeeker("p1")), ("C1",))
    ''
    """
    covers = load_taxonomy().covers
    held = (seeker.credentials or {}).items()
    return next((words for one, words in held if any(covers(one, want) for want in wanted)), "")


def credential_labels(credentials: tuple[str, ...]) -> str:
    """Name the credentials of a need, any of which will do.

    Examples
    --------
    >>> credential_labels(("no-such-id",))
    'no-such-id'
    """
    known = load_taxonomy().credentials
    return "或".join(known[one].label if one in known else one for one in credentials)


@lru_cache(maxsize=4096)
def _satisfied(held: tuple[str, ...]) -> frozenset[str]:
    """All credentials that these satisfy a demand for: themselves and what they cover."""
    known = load_taxonomy().credentials
    return frozenset(held).union(*(known[one].covers for one in held if one in known))
