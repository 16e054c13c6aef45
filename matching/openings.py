"""Openings: over all postings, what one more credential would open or raise for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matching.background import PreparedSeeker
from matching.matcher import Matcher
from matching.preparation import PreparedPosting
from matching.records import JobSeeker
from matching.standing import Standing
from matching.taxonomy import load_taxonomy

RECOMMENDED_FROM = 60.0


@dataclass(frozen=True, slots=True)
class Opening:
    """What one credential changes: postings that become eligible, and those whose score rises over a mark."""

    credential: str
    label: str
    opened: tuple[str, ...]
    raised: tuple[str, ...]


class Openings:
    """The postings of a pool by what a credential can change in them.

    Parameters
    ----------
    matcher : Matcher
    postings : sequence of PreparedPosting
        From ``matcher.prepare``.

    Examples
    --------
    >>> from matching.records import JobPosting
    >>> matcher = Matcher()
    >>> guard = matcher.prepare([JobPosting.from_mapping({"id": "1", "title": "保安员"})])
    >>> seeker = JobSeeker.from_mapping({"credentials": [], "wishes": {"occupations": ["保安员"]}})
    >>> Openings(matcher, guard).opened_by(seeker, ["guard"])[0].opened
    ('1',)
    """

    def __init__(self, matcher: Matcher, postings: Sequence[PreparedPosting]) -> None:
        self._matcher = matcher
        self._postings = postings
        self._judge = matcher.judge(postings)
        self._by_need: dict[str, set[int]] = {}
        self._by_skill: dict[str, set[int]] = {}
        self._by_occupation: dict[str, set[int]] = {}
        for row, posting in enumerate(postings):
            for credential in {one for need in posting.needs for one in need.credentials}:
                self._by_need.setdefault(credential, set()).add(row)
            for asked in posting.asked:
                self._by_skill.setdefault(asked.skill, set()).add(row)
            for key in {key for one in posting.occupations for key in (one.code, one.code[:7], one.code[:4])}:
                self._by_occupation.setdefault(key, set()).add(row)

    def opened_by(
        self, seeker: JobSeeker, credentials: Iterable[str] | None = None, over: float = RECOMMENDED_FROM
    ) -> list[Opening]:
        """Return what each credential changes, the most opened postings first; ties by identifier.

        Parameters
        ----------
        seeker : JobSeeker
        credentials : iterable of str, optional
            All that the postings ask for and the person lacks when None.
        over : float
            A posting counts as raised when its score was not above this mark before and is after.

        Returns
        -------
        list of Opening
            Empty where the person has not filled in his credentials: that is asked for instead.

        Raises
        ------
        ValueError
            A credential that the taxonomy does not know.
        """
        known = load_taxonomy().credentials
        wanted = sorted(set(self._by_need if credentials is None else credentials))
        for credential in wanted:
            if credential not in known:
                raise ValueError(f"credentials: unknown credential {credential!r}")
        person = self._matcher.prepare_seeker(seeker)
        if person.credentials is None:
            return []
        before = [self._judge.stand(person, posting) for posting in self._postings]
        found = [
            self._opening(credential, known[credential].label, person, before, over)
            for credential in wanted
            if credential not in person.credentials
        ]
        return sorted(found, key=lambda one: (-len(one.opened), -len(one.raised), one.credential))

    def _opening(
        self, credential: str, label: str, person: PreparedSeeker, before: Sequence[Standing], over: float
    ) -> Opening:
        holder = replace(person.seeker, credentials=(*(person.seeker.credentials or ()), credential))
        after = self._matcher.prepare_seeker(holder)
        opened, raised = [], []
        for row in sorted(self._touched(credential, person, after)):
            old, new = before[row], self._judge.stand(after, self._postings[row])
            if old.eligibility.status != "met" and new.eligibility.status == "met":
                opened.append(self._postings[row].id)
            if self._is_over(new, over) and not self._is_over(old, over):
                raised.append(self._postings[row].id)
        return Opening(credential, label, tuple(opened), tuple(raised))

    def _is_over(self, standing: Standing, mark: float) -> bool:
        score = self._judge.score(standing)
        return score is not None and score > mark

    def _touched(self, credential: str, before: PreparedSeeker, after: PreparedSeeker) -> set[int]:
        """Rows that can change: a need that is met, a skill that is implied, an occupation that is led to."""
        covers = load_taxonomy().covers
        rows = {row for wanted, rows in self._by_need.items() if covers(credential, wanted) for row in rows}
        for skill in _changed(before.skills or {}, after.skills or {}):
            rows |= self._by_skill.get(skill, set())
        keys = _changed(before.background or {}, after.background or {})
        keys |= _changed(before.years or {}, after.years or {}) | (before.open_years ^ after.open_years)
        for key in keys:
            rows |= self._by_occupation.get(key, set())
        return rows


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
