"""The taxonomy that ships: occupations, titles, skills, credentials and the service crosswalk."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

SIBLING_WEIGHT = 1.0
COUSIN_WEIGHT = 0.4
SHARED_SKILLS_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Occupation:
    """One row of the official classification, at one of its four levels."""

    code: str
    name: str
    level: int
    alias: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a person can do, handle or know, with the words postings use for it.

    ``kind`` is skill, tool, knowledge, task (work that is shown on the first day: it speaks for those who
    bring it, and nobody lacks it) or soft (what every posting asks for and everybody claims). ``implies``
    names skills that whoever has this one has too.
    """

    id: str
    label: str
    synonyms: tuple[str, ...]
    kind: str
    implies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Credential:
    """A licence or certificate; ``covers`` names those that its holder may do without."""

    id: str
    label: str
    synonyms: tuple[str, ...]
    covers: tuple[str, ...]
    authority: str


@dataclass(frozen=True, slots=True)
class CredentialDemand:
    """An occupation asks for a credential, by law or by the custom of the trade."""

    credential: str
    kind: str
    basis: str


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One speciality of service and one civil occupation it leads to."""

    id: str
    branch: str
    family: str
    cue_words: tuple[str, ...]
    code: str
    strength: float
    skills: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _OccupationSkills:
    essential: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """All tables, joined by code and id.

    Examples
    --------
    >>> taxonomy = load_taxonomy()
    >>> taxonomy.occupations["4-07-05-01"].name
    '保安员'
    >>> taxonomy.parent("4-07-05-01")
    '4-07-05-00'
    """

    occupations: Mapping[str, Occupation]
    titles: Mapping[str, tuple[str, ...]]
    skills: Mapping[str, Skill]
    credentials: Mapping[str, Credential]
    crosswalk: tuple[CrosswalkRow, ...]
    _skills_of: Mapping[str, _OccupationSkills] = field(repr=False)
    _credentials_of: Mapping[str, tuple[CredentialDemand, ...]] = field(repr=False)

    def essential_skills(self, code: str) -> tuple[str, ...]:
        """Ids of the skills without which nobody does this work; empty where we do not know.

        Examples
        --------
        >>> load_taxonomy().essential_skills("9-99-99-99")
        ()
        """
        return self._skills_of.get(code, _OccupationSkills()).essential

    def optional_skills(self, code: str) -> tuple[str, ...]:
        """Ids of the skills that some posts of this occupation ask for.

        Examples
        --------
        >>> load_taxonomy().optional_skills("9-99-99-99")
        ()
        """
        return self._skills_of.get(code, _OccupationSkills()).optional

    def required_credentials(self, code: str) -> tuple[CredentialDemand, ...]:
        """Credentials this occupation asks for, those of law first.

        Examples
        --------
        >>> load_taxonomy().required_credentials("9-99-99-99")
        ()
        """
        return self._credentials_of.get(code, ())

    def covers(self, held_id: str, wanted_id: str) -> bool:
        """Whether the holder of one credential also satisfies a demand for the other.

        Examples
        --------
        >>> load_taxonomy().covers("9", "9")
        True
        """
        if held_id == wanted_id:
            return True
        held = self.credentials.get(held_id)
        return held is not None and wanted_id in held.covers

    def parent(self, code: str) -> str | None:
        """Return the next group above that the classification names; None at the top.

        Examples
        --------
        >>> load_taxonomy().parent("4-00-00-00") is None
        True
        """
        return next((group for group in _groups_above(code) if group in self.occupations), None)

    def near(self, code: str, k: int = 10) -> tuple[str, ...]:
        """Return up to ``k`` occupations close by: same group, shared skills; closest first.

        Examples
        --------
        >>> load_taxonomy().near("9-99-99-99")
        ()
        """
        mine = set(self.essential_skills(code)) | set(self.optional_skills(code))
        scored = []
        for other, occupation in self.occupations.items():
            if other == code or occupation.level != 4:
                continue
            closeness = _group_closeness(code, other)
            theirs = set(self.essential_skills(other)) | set(self.optional_skills(other))
            if shared := mine & theirs:
                closeness += SHARED_SKILLS_WEIGHT * len(shared) / len(mine | theirs)
            if closeness:
                scored.append((-closeness, other))
        return tuple(other for _, other in sorted(scored)[:k])


def _groups_above(code: str) -> list[str]:
    parts = code.split("-")
    groups = ["-".join([*parts[:kept], *("00" for _ in parts[kept:])]) for kept in (3, 2, 1)]
    return [group for group in groups if group != code]


def _group_closeness(code: str, other: str) -> float:
    if code[:7] == other[:7]:
        return SIBLING_WEIGHT
    return COUSIN_WEIGHT if code[:4] == other[:4] else 0.0


@cache
def load_taxonomy() -> Taxonomy:
    """Read the shipped tables once.

    Examples
    --------
    >>> load_taxonomy() is load_taxonomy()
    True
    """
    return Taxonomy(
        occupations={
            row["code"]: Occupation(row["code"], row["name"], int(row["level"]), _many(row["alias"]))
            for row in read_table("occupations")
        },
        titles=_grouped((row["code"], row["title"]) for row in read_table("titles")),
        skills={
            row["id"]: Skill(row["id"], row["label"], _many(row["synonyms"]), row["kind"], _many(row["implies"]))
            for row in read_table("skills")
        },
        credentials={
            row["id"]: Credential(
                row["id"], row["label"], _many(row["synonyms"]), _many(row["covers"]), row["authority"]
            )
            for row in read_table("credentials")
        },
        crosswalk=tuple(_crosswalk_row(row) for row in read_table("crosswalk")),
        _skills_of=_skills_by_occupation(),
        _credentials_of=_credentials_by_occupation(),
    )


def read_table(table: str) -> Iterable[dict[str, str]]:
    """Read one of the shipped tables row by row, each a column name → cell.

    Examples
    --------
    >>> next(iter(read_table("crosswalk"))).keys() >= {"code", "reason"}
    True
    """
    path = files("matching") / "data" / f"{table}.tsv"
    with path.open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def _many(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _skills_by_occupation() -> dict[str, _OccupationSkills]:
    rows = list(read_table("occupation_skills"))
    essential = _grouped((row["code"], row["skill"]) for row in rows if row["relation"] == "essential")
    optional = _grouped((row["code"], row["skill"]) for row in rows if row["relation"] == "optional")
    return {
        code: _OccupationSkills(essential.get(code, ()), optional.get(code, ()))
        for code in essential.keys() | optional.keys()
    }


def _credentials_by_occupation() -> dict[str, tuple[CredentialDemand, ...]]:
    demands: dict[str, list[CredentialDemand]] = {}
    for row in read_table("occupation_credentials"):
        demand = CredentialDemand(row["credential"], row["kind"], row["basis"])
        demands.setdefault(row["code"], []).append(demand)
    return {code: tuple(sorted(many, key=lambda one: one.kind != "law")) for code, many in demands.items()}


def _crosswalk_row(row: dict[str, str]) -> CrosswalkRow:
    return CrosswalkRow(
        id=row["id"],
        branch=row["branch"],
        family=row["family"],
        cue_words=_many(row["cue_words"]),
        code=row["code"],
        strength=float(row["strength"]),
        skills=_many(row["skills"]),
        reason=row["reason"],
    )
