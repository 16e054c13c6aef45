"""Service records, licences, jobs held and wishes → occupations with a strength and a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matching.records import ServiceRecord
from matching.taxonomy import CrosswalkRow, Taxonomy
from matching.text import normalise

# A role tells about as much as a college major does: it opens fields. What somebody really did all day
# tells more, and a licence is proof.
ROLE_WEIGHT = 0.7
TASK_WEIGHT = 0.85
LICENCE_WEIGHT = 0.9
# A licence that an occupation demands points to it, but many hold a C1 who never drove for a living.
DEMANDED_LICENCE_WEIGHT = 0.5
# A speciality of another branch (海军 cook, 陆军 cook) is nearly the same work.
OTHER_BRANCH_WEIGHT = 0.8
GROUP_SHARE = 0.6
FIELD_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Affinity:
    """How near a job seeker stands to one occupation, from what, and why."""

    code: str
    strength: float
    source: str
    evidence: str
    reason: str


def affinities_of_service(
    service: Iterable[ServiceRecord], credentials: Iterable[str], taxonomy: Taxonomy
) -> dict[str, Affinity]:
    """Return the occupations that service and licences lead to, by code.

    Examples
    --------
    >>> from matching.taxonomy import load_taxonomy
    >>> affinities_of_service((), (), load_taxonomy())
    {}
    """
    found: dict[str, Affinity] = {}
    licences = tuple(credentials)
    for record in service:
        for row in taxonomy.crosswalk:
            affinity = _affinity(row, record)
            if affinity:
                _add(found, affinity)
    for row in taxonomy.crosswalk:
        if cue := _cue_in(row, normalise(" ".join(licences))):
            _add(found, Affinity(row.code, row.strength * LICENCE_WEIGHT, "licence", cue, row.reason))
    return found


def skills_of_service(
    service: Iterable[ServiceRecord], credentials: Iterable[str], taxonomy: Taxonomy
) -> dict[str, str]:
    """Return the skills that service brings, by id, each with the words it was read from.

    Examples
    --------
    >>> from matching.taxonomy import load_taxonomy
    >>> skills_of_service((), (), load_taxonomy())
    {}
    """
    texts = [_words(record) for record in service] + [normalise(" ".join(credentials))]
    return {
        skill: cue
        for row in taxonomy.crosswalk
        for text in texts
        if (cue := _cue_in(row, text))
        for skill in row.skills
    }


def affinities_of_licences(held: Iterable[str], taxonomy: Taxonomy) -> dict[str, Affinity]:
    """Return the occupations that demand a credential which is held, by code.

    Examples
    --------
    >>> from matching.taxonomy import load_taxonomy
    >>> affinities_of_licences((), load_taxonomy())
    {}
    """
    found: dict[str, Affinity] = {}
    for code in taxonomy.occupations:
        for demand in taxonomy.required_credentials(code):
            for credential in held:
                if taxonomy.covers(credential, demand.credential):
                    label = taxonomy.credentials[credential].label
                    reason = f"持有{label}，这一职业要用到它"
                    _add(found, Affinity(code, DEMANDED_LICENCE_WEIGHT, "licence", label, reason))
    return found


def merge_affinities(affinities: Iterable[Affinity]) -> dict[str, Affinity]:
    """Join evidence for the same occupation, by code.

    Examples
    --------
    >>> role = Affinity("4-02-02-04", 0.5, "role", "汽车驾驶员", "")
    >>> job = Affinity("4-02-02-04", 0.8, "job", "货车司机", "")
    >>> round(merge_affinities([role, job])["4-02-02-04"].strength, 2)
    0.85
    """
    found: dict[str, Affinity] = {}
    for affinity in affinities:
        _add(found, affinity)
    return found


def widen(affinities: Iterable[Affinity]) -> dict[str, Affinity]:
    """Let each affinity reach its small group and, fainter, its middle group.

    Returns
    -------
    dict
        By whole code, and by the prefixes ``4-02-02`` and ``4-02`` for the groups.

    Examples
    --------
    >>> driver = Affinity("4-02-02-04", 1.0, "wish", "货车司机", "")
    >>> sorted((key, round(near.strength, 2)) for key, near in widen([driver]).items())
    [('4-02', 0.3), ('4-02-02', 0.6), ('4-02-02-04', 1.0)]
    """
    reach: dict[str, Affinity] = {}
    for affinity in affinities:
        for key, share in ((affinity.code, 1.0), (affinity.code[:7], GROUP_SHARE), (affinity.code[:4], FIELD_SHARE)):
            strength = affinity.strength * share
            if key not in reach or strength > reach[key].strength:
                reach[key] = Affinity(affinity.code, strength, affinity.source, affinity.evidence, affinity.reason)
    return reach


def nearest(code: str, reach: Mapping[str, Affinity]) -> Affinity | None:
    """Return the strongest affinity that reaches an occupation.

    Examples
    --------
    >>> driver = Affinity("4-02-02-04", 1.0, "wish", "货车司机", "")
    >>> nearest("4-02-02-01", widen([driver])).strength
    0.6
    """
    return reach.get(code) or reach.get(code[:7]) or reach.get(code[:4])


def _affinity(row: CrosswalkRow, record: ServiceRecord) -> Affinity | None:
    branch = OTHER_BRANCH_WEIGHT if _is_other_branch(row, record) else 1.0
    role = _cue_in(row, normalise(record.specialty or ""))
    task = _cue_in(row, normalise(record.tasks or ""))
    cue = task or role
    if cue is None:
        return None
    # Role and tasks that say the same support each other; neither alone reaches certainty.
    doubt = (1 - ROLE_WEIGHT * (role is not None)) * (1 - TASK_WEIGHT * (task is not None))
    strength = row.strength * (1 - doubt) * branch
    return Affinity(row.code, strength, "task" if task else "role", cue, row.reason)


def _add(found: dict[str, Affinity], affinity: Affinity) -> None:
    """Keep the strongest evidence for a code; further evidence takes part of the doubt that is left."""
    before = found.get(affinity.code)
    if before is None:
        found[affinity.code] = affinity
        return
    main, other = sorted((before, affinity), key=lambda one: -one.strength)
    strength = main.strength
    if main.source != other.source:
        strength += (1 - main.strength) * other.strength / 2
    found[affinity.code] = Affinity(main.code, strength, main.source, main.evidence, main.reason)


def _cue_in(row: CrosswalkRow, text: str) -> str | None:
    return next((cue for cue in sorted(row.cue_words, key=len, reverse=True) if normalise(cue) in text), None)


def _words(record: ServiceRecord) -> str:
    return normalise(f"{record.specialty or ''} {record.tasks or ''}")


def _is_other_branch(row: CrosswalkRow, record: ServiceRecord) -> bool:
    return bool(row.branch and record.branch) and row.branch != "通用" and row.branch not in str(record.branch)
