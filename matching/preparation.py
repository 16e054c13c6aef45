"""What comparisons need of a posting and of a job seeker, worked out once and kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.demands import AskedSkill, asked_skills
from matching.impersonal import blank_person, without_person
from matching.occupations import OccupationCoder
from matching.parsing import CredentialMention, parse_credentials
from matching.ranking import Query
from matching.records import JobPosting
from matching.skills import SkillExtractor, SkillSpan
from matching.taxonomy import Taxonomy
from matching.wording import PostingWords, posting_words

OCCUPATIONS_KEPT = 5
# Below this the title is too vague to hold the demands of one occupation against a person.
SURE_OF_OCCUPATION = 0.5
DESCRIPTION_CODED = 200
# Meanings of a title much less likely than the first say nothing about the job.
LIKELY_BESIDE_BEST = 0.35
# A health certificate is a check-up of one morning before the first working day: it keeps nobody out.
OBTAINED_ON_HIRING = frozenset({"health-cert"})
# Between two mentions of one demand: "A1、A2或B2照", "低压/高压电工证".
_EITHER = re.compile(r"[^，。；;！!？?\n]{0,6}")
_BOTH = re.compile(r"和|及|且|并|加")


@dataclass(frozen=True, slots=True)
class LikelyOccupation:
    """One occupation that a posting's title may mean."""

    code: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class CredentialNeed:
    """A credential asked for: any one of ``credentials`` will do.

    ``strength`` is required, preferred, or customary: the trade values it, this posting does not name it.
    """

    credentials: tuple[str, ...]
    strength: str
    text: str
    basis: str


@dataclass(frozen=True)
class PreparedPosting:
    """A posting with its likely occupations, skill spans and credential needs.

    ``asked`` holds the skills that count.
    """

    posting: JobPosting
    occupations: tuple[LikelyOccupation, ...] = ()
    skills: tuple[SkillSpan, ...] = ()
    needs: tuple[CredentialNeed, ...] = ()
    asked: tuple[AskedSkill, ...] = ()

    @property
    def id(self) -> str:
        """The posting's identifier."""
        return self.posting.id

    @cached_property
    def words(self) -> PostingWords:
        """The words that are weighed against a person's."""
        return PostingWords(posting_words(self))

    def __repr__(self) -> str:
        return f"PreparedPosting({self.posting.id})"


def prepare_postings(
    postings: Sequence[JobPosting], taxonomy: Taxonomy, coder: OccupationCoder, extractor: SkillExtractor
) -> list[PreparedPosting]:
    """Work out occupations, skills and credential needs of many postings; titles are coded in one batch.

    Examples
    --------
    >>> from matching.occupations import shipped_coder
    >>> from matching.skills import default_extractor
    >>> from matching.taxonomy import load_taxonomy
    >>> guard = JobPosting.from_mapping({"title": "保安员"})
    >>> prepared = prepare_postings([guard], load_taxonomy(), shipped_coder(), default_extractor())
    >>> prepared[0].occupations[0].name
    '保安员'
    """
    stated = [taxonomy.occupations.get(posting.occupation or "") for posting in postings]
    queries = [
        Query(
            without_person(posting.title),
            without_person(posting.description[: 2 * DESCRIPTION_CODED])[:DESCRIPTION_CODED],
        )
        for posting, known in zip(postings, stated, strict=True)
        if known is None
    ]
    coded = iter(coder.code_many(queries, OCCUPATIONS_KEPT) if queries else [])
    prepared = []
    for posting, known in zip(postings, stated, strict=True):
        if known is not None:
            occupations: tuple[LikelyOccupation, ...] = (LikelyOccupation(known.code, known.name, 1.0),)
        else:
            occupations = tuple(LikelyOccupation(o.code, o.name, o.probability) for o in next(coded))
        parts = (posting.title, posting.description, "，".join(posting.tags))
        text = blank_person("\n".join(filter(None, parts)))
        needs = _needs(text, occupations, taxonomy)
        spans = extractor.extract(text)
        asked = asked_skills(blank_person(posting.title), text, spans, _likely_codes(occupations), taxonomy)
        prepared.append(PreparedPosting(posting, occupations, spans, needs, asked))
    return prepared


def prepare_posting(
    posting: JobPosting, taxonomy: Taxonomy, coder: OccupationCoder, extractor: SkillExtractor
) -> PreparedPosting:
    """Work out occupations, skills and credential needs of one posting.

    Examples
    --------
    >>> from matching.occupations import shipped_coder
    >>> from matching.skills import default_extractor
    >>> from matching.taxonomy import load_taxonomy
    >>> guard = JobPosting.from_mapping({"title": "仓管", "occupation": "4-07-05-01"})
    >>> prepare_posting(guard, load_taxonomy(), shipped_coder(), default_extractor()).occupations[0].name
    '保安员'
    """
    return prepare_postings([posting], taxonomy, coder, extractor)[0]


def _likely_codes(occupations: tuple[LikelyOccupation, ...]) -> list[str]:
    floor = occupations[0].probability * LIKELY_BESIDE_BEST if occupations else 0.0
    return [one.code for one in occupations if one.probability >= floor]


def _needs(text: str, occupations: tuple[LikelyOccupation, ...], taxonomy: Taxonomy) -> tuple[CredentialNeed, ...]:
    mentions = parse_credentials(text)
    needs = _stated_needs(text, [m for m in mentions if m.strength in {"required", "preferred"}])
    if not occupations or occupations[0].probability < SURE_OF_OCCUPATION:
        return tuple(needs)
    settled = {m.credential for m in mentions if m.strength != "mentioned"}
    for need in _demands_of(occupations[0].code, occupations[0].name, taxonomy):
        if not any(
            taxonomy.covers(one, wanted) or taxonomy.covers(wanted, one)
            for one in settled
            for wanted in need.credentials
        ):
            needs.append(need)
    return tuple(needs)


def _demands_of(code: str, name: str, taxonomy: Taxonomy) -> tuple[CredentialNeed, ...]:
    """What an occupation demands by itself, whether or not a posting mentions it."""
    demands = taxonomy.required_credentials(code)
    needs = []
    for demand in demands:
        if demand.kind == "law":
            strength = "preferred" if demand.credential in OBTAINED_ON_HIRING else "required"
            label = taxonomy.credentials[demand.credential].label
            needs.append(CredentialNeed((demand.credential,), strength, label, demand.basis))
    licences = tuple(d.credential for d in demands if d.kind != "law" and _is_driving(d.credential))
    if licences and "驾" in name:
        # Which class depends on the vehicle; that nobody drives without one does not.
        needs.append(CredentialNeed(licences, "required", "机动车驾驶证", "道路交通安全法"))
    customary = tuple(d.credential for d in demands if d.kind != "law" and d.credential not in licences)
    if customary:
        needs.append(CredentialNeed(customary, "customary", "行业通行证书", "trade"))
    return tuple(needs)


def _is_driving(credential: str) -> bool:
    return credential.startswith("driving-") and credential != "driving-instructor"


def _stated_needs(text: str, mentions: list[CredentialMention]) -> list[CredentialNeed]:
    """Join mentions of one strength that stand side by side in one clause: any of them will do."""
    groups: list[list[CredentialMention]] = []
    for mention in mentions:
        last = groups[-1][-1] if groups else None
        between = text[last.end : mention.start] if last else ""
        is_alternative = (
            last is not None
            and last.strength == mention.strength
            and _EITHER.fullmatch(between) is not None
            and _BOTH.search(between) is None
        )
        if is_alternative:
            groups[-1].append(mention)
        else:
            groups.append([mention])
    needs = {
        (tuple(dict.fromkeys(m.credential for m in group)), group[0].strength): CredentialNeed(
            tuple(dict.fromkeys(m.credential for m in group)),
            group[0].strength,
            text[group[0].start : group[-1].end],
            "posting",
        )
        for group in groups
    }
    return [one for one in needs.values() if not any(_is_narrower(other, one) for other in needs.values())]


def _is_narrower(one: CredentialNeed, other: CredentialNeed) -> bool:
    """Whoever meets the one meets the other: there is nothing to say of it."""
    return one.strength == other.strength and set(one.credentials) < set(other.credentials)
