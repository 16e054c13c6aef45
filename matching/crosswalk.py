"""Service records, licences, jobs held and wishes → occupations with a strength and a reason."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from matching.lexicon import Lexicon
from matching.records import ServiceRecord
from matching.taxonomy import CrosswalkRow, Taxonomy, load_taxonomy
from matching.text import normalise

# A role tells about as much as a college major does: it opens fields. What somebody really did all day
# tells more, and a licence is proof.
ROLE_WEIGHT = 0.7
TASK_WEIGHT = 0.85
LICENCE_WEIGHT = 0.9
# A licence that one occupation demands points to it; one that ten demand (C1) hardly points anywhere.
DEMANDED_LICENCE_WEIGHT = 0.6
# A speciality of another branch (海军 cook, 陆军 cook) is nearly the same work.
OTHER_BRANCH_WEIGHT = 0.8
# Rows of work that every branch has, and rows that hang on a licence instead of on service.
EVERY_BRANCH, LICENCE = "通用", "证照"
# The skills of a row count as brought along only where the row is this sure.
SURE_OF_SKILLS = 0.5
# Members of one small group: how near depends on the skills that they share.
GROUP_SHARES = (0.3, 0.45)
FIELD_SHARES = (0.1, 0.4)
OVERLAP_UNKNOWN = 0.3


@dataclass(frozen=True, slots=True)
class Affinity:
    """How near a job seeker stands to one occupation, from what, and why."""

    code: str
    strength: float
    source: str
    evidence: str
    reason: str


def read_service(
    service: Iterable[ServiceRecord], credentials: Iterable[str], taxonomy: Taxonomy
) -> tuple[dict[str, Affinity], dict[str, str]]:
    """Return the occupations that service and licences lead to, and the skills they bring.

    Parameters
    ----------
    service : iterable of ServiceRecord
        What the person says of role and tasks.
    credentials : iterable of str
        Ids of those that are held; a row of the branch 证照 hangs on one of them.
    taxonomy : Taxonomy
        Whose crosswalk is read.

    Returns
    -------
    affinities : dict
        By occupation code.
    skills : dict
        By skill id, each with the words it was read from.

    Examples
    --------
    >>> from matching.taxonomy import load_taxonomy
    >>> found, skills = read_service((), ["forklift-n1"], load_taxonomy())
    >>> max(found, key=lambda code: found[code].strength), skills["forklift"]
    ('6-30-05-01', '叉车证(N1)')
    """
    cues = _cues(taxonomy.crosswalk)
    found: list[Affinity] = []
    skills: dict[str, str] = {}
    held = tuple(credentials)
    readings = _readings(service, cues, taxonomy)
    for row in taxonomy.crosswalk:
        here = [
            affinity
            for record, role, task in readings
            if (affinity := _affinity(row, record, role.get(row.id), task.get(row.id)))
        ]
        if licence := _licence_for(row, held, taxonomy):
            here.append(Affinity(row.code, row.strength * LICENCE_WEIGHT, "licence", licence, row.reason))
        found.extend(here)
        for affinity in here:
            for skill in row.skills if affinity.strength >= SURE_OF_SKILLS else ():
                skills.setdefault(skill, affinity.evidence)
    return merge_affinities(found), skills


def affinities_of_licences(held: Iterable[str], taxonomy: Taxonomy) -> dict[str, Affinity]:
    """Return the occupations that demand a credential which is held, by code.

    Examples
    --------
    >>> from matching.taxonomy import load_taxonomy
    >>> affinities_of_licences((), load_taxonomy())
    {}
    """
    demanding: dict[str, list[str]] = {}
    for code in taxonomy.occupations:
        for demand in taxonomy.required_credentials(code):
            demanding.setdefault(demand.credential, []).append(code)
    found: list[Affinity] = []
    for credential in held:
        label = taxonomy.credentials[credential].label
        for wanted, codes in demanding.items():
            if taxonomy.covers(credential, wanted):
                weight = DEMANDED_LICENCE_WEIGHT / math.sqrt(len(codes))
                reason = f"持有{label}，这一职业要用到它"
                found.extend(Affinity(code, weight, "licence", label, reason) for code in codes)
    return merge_affinities(found)


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
    """Index affinities by whole code and, the strongest of each, by small and middle group.

    Examples
    --------
    >>> driver = Affinity("4-02-02-04", 1.0, "wish", "货车司机", "")
    >>> sorted(widen([driver]))
    ['4-02', '4-02-02', '4-02-02-04']
    """
    reach: dict[str, Affinity] = {}
    for affinity in affinities:
        for key in (affinity.code, affinity.code[:7], affinity.code[:4]):
            if key not in reach or affinity.strength > reach[key].strength:
                reach[key] = affinity
    return reach


def nearest(code: str, reach: Mapping[str, Affinity]) -> tuple[float, Affinity | None]:
    """Return how strongly an occupation is reached, and from where.

    Examples
    --------
    >>> driver = Affinity("4-02-02-04", 1.0, "wish", "货车司机", "")
    >>> nearest("4-02-02-04", widen([driver]))[0], nearest("5-01-01-01", widen([driver]))
    (1.0, (0.0, None))
    """
    best, link = 0.0, None
    for key in (code, code[:7], code[:4]):
        affinity = reach.get(key)
        if affinity is not None and (strength := affinity.strength * kinship(affinity.code, code)) > best:
            best, link = strength, affinity
    return best, link


@lru_cache(maxsize=65536)
def kinship(code: str, other: str) -> float:
    """Return how near two occupations of the shipped taxonomy are, from 0 to 1.

    Examples
    --------
    >>> kinship("4-07-05-01", "4-07-05-01"), kinship("4-07-05-01", "5-01-01-01")
    (1.0, 0.0)
    """
    if code == other:
        return 1.0
    if code[:4] != other[:4]:
        return 0.0
    base, more = GROUP_SHARES if code[:7] == other[:7] else FIELD_SHARES
    mine, theirs = _skills_of(code), _skills_of(other)
    overlap = len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else OVERLAP_UNKNOWN
    return base + more * overlap


@cache
def _skills_of(code: str) -> frozenset[str]:
    taxonomy = load_taxonomy()
    return frozenset((*taxonomy.essential_skills(code), *taxonomy.optional_skills(code)))


@lru_cache(maxsize=4)
def _cues(rows: tuple[CrosswalkRow, ...]) -> tuple[Lexicon, dict[str, list[str]]]:
    rows_of: dict[str, list[str]] = {}
    for row in rows:
        for cue in row.cue_words if row.branch != LICENCE else ():
            rows_of.setdefault(normalise(cue), []).append(row.id)
    return Lexicon(rows_of), rows_of


def _cues_in(cues: tuple[Lexicon, dict[str, list[str]]], text: str | None) -> dict[str, str]:
    """The rows that a text names, each with the words that name it; the longest words win."""
    lexicon, rows_of = cues
    plain = normalise(text or "")
    found: dict[str, str] = {}
    for start, end in lexicon.find(plain):
        for row in rows_of[plain[start:end]]:
            found.setdefault(row, plain[start:end])
    return found


def _readings(
    service: Iterable[ServiceRecord], cues: tuple[Lexicon, dict[str, list[str]]], taxonomy: Taxonomy
) -> list[tuple[ServiceRecord, dict[str, str], dict[str, str]]]:
    """Each record with the rows that its role names and those that its tasks name, and the words for it."""
    readings = []
    for record in service:
        # Whoever picked a family from the list means it, even where its name alone would be no cue.
        role = {row.id: row.family for row in taxonomy.crosswalk if row.family == record.specialty}
        readings.append((record, _cues_in(cues, record.specialty) | role, _cues_in(cues, record.tasks)))
    return readings


def _licence_for(row: CrosswalkRow, held: Iterable[str], taxonomy: Taxonomy) -> str | None:
    """The label of the credential that a licence row hangs on: one it names, or one that covers it."""
    if row.branch != LICENCE:
        return None
    reaching = (one for one in held if any(taxonomy.covers(one, wanted) for wanted in row.cue_words))
    return next((taxonomy.credentials[one].label for one in reaching), None)


def _affinity(row: CrosswalkRow, record: ServiceRecord, role: str | None, task: str | None) -> Affinity | None:
    cue = task or role
    if cue is None:
        return None
    branch = OTHER_BRANCH_WEIGHT if _is_other_branch(row, record) else 1.0
    # Role and tasks that say the same support each other; neither alone reaches certainty.
    doubt = (1 - ROLE_WEIGHT * (role is not None)) * (1 - TASK_WEIGHT * (task is not None))
    return Affinity(row.code, row.strength * (1 - doubt) * branch, "task" if task else "role", cue, row.reason)


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


def _is_other_branch(row: CrosswalkRow, record: ServiceRecord) -> bool:
    """A row may name several branches, in old and new words: 网络空间|信息支援|战略支援."""
    branches = set(row.branch.split("|"))
    if not record.branch or branches & {EVERY_BRANCH, ""}:
        return False
    return not any(branch in record.branch for branch in branches)
