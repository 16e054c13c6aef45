"""PreparedSeeker: what service, licences, jobs and wishes of one person say, in the terms of postings."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from matching.crosswalk import (
    Affinity,
    affinities_of_licences,
    merge_affinities,
    read_service,
    widen,
)
from matching.occupations import OccupationCoder
from matching.parsing import CredentialMention, parse_credentials, parse_schedule
from matching.records import JobSeeker, PastJob
from matching.skills import SkillExtractor
from matching.taxonomy import Taxonomy, load_taxonomy
from matching.text import normalise
from matching.wording import SeekerWords, seeker_words

_CODE = re.compile(r"\d-\d\d-\d\d-\d\d")
# 高中 and 中专 stand beside each other: two schools after the same nine years.
EDUCATION_RANKS = {"小学": 1, "初中": 2, "高中": 3, "中专": 3, "大专": 4, "本科": 5, "硕士": 6, "博士": 7}
SHIFT_NAMES = frozenset(("day", "two_shift", "three_shift", "night", "flexible"))
# A second meaning of a title counts when it is at least this likely beside the first.
LIKELY_BESIDE_BEST = 0.4
FIRST_YEAR_OF_A_JOB, EACH_FURTHER_YEAR = 0.6, 0.1
# Service years count as years of the trade where the crosswalk is this sure of it.
SURE_OF_SERVICE = 0.5
FIELD_YEARS_SHARE = 0.5


@dataclass(frozen=True, repr=False)
class PreparedSeeker:
    """One person as comparisons see him; None is unknown, empty is "none"."""

    seeker: JobSeeker
    wished: Mapping[str, Affinity] | None = None
    wished_words: tuple[str, ...] = ()
    background: Mapping[str, Affinity] | None = None
    credentials: Mapping[str, str] | None = None
    skills: Mapping[str, str] | None = None
    denied: frozenset[str] = frozenset()
    years: Mapping[str, float] | None = None
    open_years: frozenset[str] = frozenset()
    education_rank: int | None = None
    shift: str | None = None

    @cached_property
    def words(self) -> SeekerWords:
        """The words that are weighed against a posting's."""
        return SeekerWords(seeker_words(self))

    def __repr__(self) -> str:
        return f"PreparedSeeker({self.seeker.id})"


def prepare_seeker(
    seeker: JobSeeker, taxonomy: Taxonomy, coder: OccupationCoder, extractor: SkillExtractor
) -> PreparedSeeker:
    """Read a job seeker's record in the light of the taxonomy.

    Examples
    --------
    >>> from matching.skills import default_extractor
    >>> from matching.taxonomy import load_taxonomy
    >>> from matching.occupations import shipped_coder
    >>> driver = JobSeeker.from_mapping({"experience": [{"title": "货车司机", "years": 3}]})
    >>> prepared = prepare_seeker(driver, load_taxonomy(), shipped_coder(), default_extractor())
    >>> prepared.credentials is None, prepared.background is None
    (True, False)
    """
    held = None if seeker.credentials is None else resolve_credentials(seeker.credentials, taxonomy)
    from_service, service_skills = read_service(seeker.service or (), held or (), taxonomy)
    from_jobs = _affinities_of_jobs(seeker.experience or (), coder)
    from_licences = affinities_of_licences(held or (), taxonomy)
    background = merge_affinities([*from_service.values(), *from_jobs.values(), *from_licences.values()])
    is_silent = seeker.service is None and seeker.experience is None and not from_licences
    years, open_years = _years(seeker, from_service, coder)
    said = named_skills(seeker.skills or (), taxonomy, extractor)
    denied = frozenset(named_skills(seeker.not_skills, taxonomy, extractor).keys() - said.keys())
    wishes = seeker.wishes
    return PreparedSeeker(
        seeker=seeker,
        wished=None if not wishes.occupations else widen(_wished(wishes.occupations, taxonomy, coder)),
        wished_words=tuple(normalise(word) for word in wishes.occupations or () if not _CODE.fullmatch(word)),
        background=None if is_silent else widen(background.values()),
        credentials=held,
        skills=_skills(seeker, said, denied, service_skills, taxonomy, coder, extractor),
        denied=denied,
        years=years,
        open_years=open_years,
        education_rank=_education_rank(seeker),
        shift=_shift(wishes.shift),
    )


def with_skill(prepared: PreparedSeeker, skill: str, label: str) -> PreparedSeeker:
    """Return the same person with one skill more, as preparing him anew would.

    Examples
    --------
    >>> with_skill(PreparedSeeker(JobSeeker("p1"), skills={}), "plc", "PLC编程").skills
    {'plc': 'PLC编程'}
    """
    seeker = replace(prepared.seeker, skills=(*(prepared.seeker.skills or ()), skill))
    denied = prepared.denied - {skill}
    skills = _with_implied({**(prepared.skills or {}), skill: label}, denied, load_taxonomy())
    return replace(prepared, seeker=seeker, skills=skills, denied=denied)


def resolve_credentials(written: Iterable[str], taxonomy: Taxonomy) -> dict[str, str]:
    """Return the credential ids that ids or free words name, each with its words.

    Here everything is a licence, so that a bare word names one too: B2 the driving class, 叉车 its certificate.

    Examples
    --------
    >>> from matching.taxonomy import load_taxonomy
    >>> resolve_credentials(["我的荣誉证书"], load_taxonomy())
    {}
    >>> resolve_credentials(["B2", "叉车"], load_taxonomy())
    {'driving-b2': 'B2', 'forklift-n1': '叉车'}
    """
    held: dict[str, str] = {}
    for text in written:
        if text in taxonomy.credentials:
            held[text] = taxonomy.credentials[text].label
            continue
        for mention in _mentions(text):
            if mention.strength != "negated":
                held.setdefault(mention.credential, text)
    return held


def _mentions(written: str) -> tuple[CredentialMention, ...]:
    return next(filter(None, (parse_credentials(written + kind) for kind in ("", "驾照", "证"))), ())


def _affinities_of_jobs(jobs: Iterable[PastJob], coder: OccupationCoder) -> dict[str, Affinity]:
    found = []
    for job in jobs:
        years = 1.0 if job.years is None else job.years
        weight = min(1.0, FIRST_YEAR_OF_A_JOB + EACH_FURTHER_YEAR * years)
        for code, share in _codes(job.title, coder):
            reason = f"做过{job.title}" + ("" if job.years is None else f"{job.years:g}年")
            found.append(Affinity(code, weight * share, "job", job.title, reason))
    return merge_affinities(found)


def _wished(words: Iterable[str], taxonomy: Taxonomy, coder: OccupationCoder) -> list[Affinity]:
    found = []
    for word in words:
        stated = taxonomy.occupations.get(word)
        if stated:
            found.append(Affinity(word, 1.0, "wish", stated.name, f"想做{stated.name}"))
            continue
        for code, share in _codes(word, coder):
            found.append(Affinity(code, share, "wish", word, f"想做{word}"))
    return found


@lru_cache(maxsize=4096)
def _codes(title: str, coder: OccupationCoder) -> tuple[tuple[str, float], ...]:
    """The likely codes of a title, each with its likelihood beside the best one."""
    coded = coder.code(title, None, 3)
    shares = [(one.code, one.probability / coded[0].probability) for one in coded]
    return tuple((code, share) for code, share in shares if share >= LIKELY_BESIDE_BEST)


def _skills(
    seeker: JobSeeker,
    said: Mapping[str, str],
    denied: Collection[str],
    service_skills: Mapping[str, str],
    taxonomy: Taxonomy,
    coder: OccupationCoder,
    extractor: SkillExtractor,
) -> dict[str, str] | None:
    """Skills with the words they come from; what the person says himself stands over what is implied."""
    if seeker.skills is None and seeker.service is None and seeker.experience is None:
        return None
    jobs = seeker.experience or ()
    licences = (*(seeker.credentials or ()), *_covered_labels(seeker.credentials or (), taxonomy))
    tasks = [record.tasks for record in seeker.service or () if record.tasks]
    implied = named_skills((*tasks, *licences, *(job.title for job in jobs)), taxonomy, extractor)
    for skill, cue in service_skills.items():
        implied.setdefault(skill, cue)
    for job in jobs:
        for code, share in _codes(job.title, coder):
            for skill in taxonomy.essential_skills(code) if share == 1.0 else ():
                implied.setdefault(skill, job.title)
    kept = {skill: words for skill, words in implied.items() if skill not in denied}
    return _with_implied({**kept, **said}, denied, taxonomy)


def named_skills(words: Iterable[str], taxonomy: Taxonomy, extractor: SkillExtractor) -> dict[str, str]:
    """Return the skill ids that ids, labels or free words name, each with its words.

    Examples
    --------
    >>> from matching.skills import default_extractor
    >>> from matching.taxonomy import load_taxonomy
    >>> named_skills(["plc", "会开叉车"], load_taxonomy(), default_extractor())
    {'plc': 'PLC编程与调试', 'forklift': '会开叉车'}
    """
    found: dict[str, str] = {}
    for text in words:
        if text in taxonomy.skills:
            found.setdefault(text, taxonomy.skills[text].label)
            continue
        for span in extractor.extract(text):
            if span.strength != "negated":
                found.setdefault(span.skill, span.text)
    return found


def _with_implied(found: Mapping[str, str], denied: Collection[str], taxonomy: Taxonomy) -> dict[str, str]:
    """Who drives a lorry drives a van: add what each skill implies, with the words of that skill."""
    skills = dict(found)
    waiting = list(found)
    for skill in waiting:
        known = taxonomy.skills.get(skill)
        for more in known.implies if known else ():
            if more not in skills and more not in denied:
                skills[more] = skills[skill]
                waiting.append(more)
    return skills


def _covered_labels(credentials: Iterable[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Who may drive a trailer may drive a small car: what a licence covers is known too."""
    held = resolve_credentials(credentials, taxonomy)
    covered = dict.fromkeys(one for credential in held for one in taxonomy.credentials[credential].covers)
    return tuple(taxonomy.credentials[one].label for one in covered if one in taxonomy.credentials)


def _years(
    seeker: JobSeeker, service: Mapping[str, Affinity], coder: OccupationCoder
) -> tuple[dict[str, float] | None, frozenset[str]]:
    """Years by occupation and group, and where a number is missing."""
    if seeker.experience is None and seeker.service is None:
        return None, frozenset()
    years: dict[str, float] = {}
    unsaid: set[str] = set()
    for job in seeker.experience or ():
        code = next((code for code, _ in _codes(job.title, coder)), None)
        if code and job.years is None:
            unsaid.update((code, code[:7]))
        elif code and job.years is not None:
            _add_years(years, {code}, job.years)
    sure = {code for code, one in service.items() if one.strength >= SURE_OF_SERVICE and one.source != "licence"}
    for record in seeker.service or ():
        if record.years is None:
            unsaid.update(key for code in sure for key in (code, code[:7]))
        else:
            _add_years(years, sure, record.years)
    return years, frozenset(unsaid)


def _add_years(years: dict[str, float], codes: Iterable[str], more: float) -> None:
    gains: dict[str, float] = {}
    for code in codes:
        gains[code] = gains[code[:7]] = more
        gains.setdefault(code[:4], more * FIELD_YEARS_SHARE)
    for key, gain in gains.items():
        years[key] = years.get(key, 0.0) + gain


def _education_rank(seeker: JobSeeker) -> int | None:
    level = None if seeker.education is None else seeker.education.level
    return None if level is None else EDUCATION_RANKS.get(level)


def _shift(wish: str | None) -> str | None:
    if wish is None or wish in SHIFT_NAMES:
        return wish
    return parse_schedule(wish).shift
