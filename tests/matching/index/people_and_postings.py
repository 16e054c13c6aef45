"""Invented people and postings, made of codes of the taxonomy: small worlds in which much is unknown or alike."""

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from matching.background import EDUCATION_RANKS, SHIFT_NAMES, PreparedSeeker
from matching.crosswalk import Affinity, widen
from matching.demands import AskedSkill
from matching.parsing import EDUCATION_LEVELS, Education, Experience, Lodging, Salary, Schedule
from matching.preparation import CredentialNeed, LikelyOccupation, PreparedPosting
from matching.records import JobPosting, JobSeeker, ServiceRecord, Wishes
from matching.settings import MatchSettings
from matching.taxonomy import load_taxonomy

TODAY = date(2026, 11, 23)
EMPTY = JobPosting.from_mapping({"id": "x", "title": "x"})
# Two middle groups of the classification, so that kinship of every degree is met.
GROUPS = ("4-02", "4-07", "6-31")
TITLES = ("保安", "保安员", "货车司机", "电工", "维修电工\n两名", "C1司机", "文员", "仓管员（夜班）", "")
WISHED_WORDS = ("保安", "司机", "电工", "c1", "员", "没有这种工作")
REGIONS = ("440300", "440306", "441900", "441900119", "431127", "430000", "110108", "310100")
EMPLOYERS = (None, "青山物业", "南岭制造", "桥头运输")
FLAGS = (None, True, False)


@cache
def codes() -> tuple[str, ...]:
    """Occupation codes to draw from, some of them near each other."""
    return tuple(
        code for code, one in load_taxonomy().occupations.items() if one.level == 4 and code.startswith(GROUPS)
    )


@cache
def skills() -> tuple[str, ...]:
    """Skill ids to draw from: few, so that people and postings meet."""
    return tuple(sorted(load_taxonomy().skills))[::20]


@cache
def credentials() -> tuple[str, ...]:
    """Credential ids to draw from; driving licences cover each other."""
    known = load_taxonomy().credentials
    return tuple(sorted(one for one in known if known[one].covers))[:6] + tuple(sorted(known))[:4]


def random_posting(rng: random.Random, number: int) -> PreparedPosting:
    """A posting of which any field may be unknown; ``number`` makes the id."""
    low = rng.choice([None, 3000, 5000, 6000, 7200])
    posted = rng.choice([None, TODAY - timedelta(days=rng.choice([-3, 0, 7, 8, 30, 90, 200, 366, 900]))])
    posting = replace(
        EMPTY,
        id=f"p{number}",
        title=rng.choice(TITLES),
        employer=rng.choice(EMPLOYERS),
        description=rng.choice(["", "负责日常工作", "欢迎退役军人"]),
        region=rng.choice([None, *REGIONS]),
        salary=Salary(month_min=low, month_max=rng.choice([None, 8000, (low or 0) + 1500])),
        education=Education(rng.choice([*EDUCATION_LEVELS, None]), rng.choice(FLAGS)),
        experience=Experience(rng.choice([None, 0, 1, 3, 2.5])),
        schedule=Schedule(rng.choice([None, *sorted(SHIFT_NAMES)]), None, rng.choice(FLAGS)),
        lodging=Lodging(rng.choice(FLAGS), rng.choice(FLAGS)),
        posted=posted,
        valid_through=rng.choice([None, TODAY - timedelta(days=1), TODAY, date(2027, 1, 31)]),
        veteran_preference=rng.choice([None, "退役军人优先", "欢迎退伍军人"]),
    )
    return PreparedPosting(posting, _occupations(rng), (), _needs(rng), _asked(rng))


def random_seeker(rng: random.Random, number: int) -> PreparedSeeker:
    """A person of whom any field may be unknown; ``number`` makes the id."""
    wishes = Wishes(
        regions=rng.choice([None, (), tuple(rng.sample(REGIONS, 2))]),
        month_min=rng.choice([None, 5000, 6000, 6500.0]),
        lodging=rng.choice(FLAGS),
    )
    seeker = JobSeeker(
        id=f"s{number}",
        service=rng.choice([None, (), (ServiceRecord(),)]),
        home=rng.choice([None, "431127", "440306"]),
        wishes=wishes,
    )
    has_wish, history = rng.random() < 0.8, rng.random() < 0.8
    years, open_years = _years(rng) if history else (None, frozenset())
    held = dict.fromkeys(rng.sample(credentials(), rng.randrange(4)), "")
    skilled = dict.fromkeys(rng.sample(skills(), rng.randrange(len(skills()) // 2)), "")
    return PreparedSeeker(
        seeker=seeker,
        wished=_reach(rng, "wish") if has_wish else None,
        wished_words=tuple(rng.sample(WISHED_WORDS, rng.randrange(3))) if has_wish else (),
        background=_reach(rng, "job") if history else None,
        credentials=rng.choice([None, {}, held, held]),
        skills=rng.choice([None, {}, skilled, skilled]),
        years=years,
        open_years=open_years,
        education_rank=rng.choice([None, *EDUCATION_RANKS.values()]),
        shift=rng.choice([None, *sorted(SHIFT_NAMES)]),
    )


def random_world(seed: int, postings: int = 30, people: int = 6) -> tuple[list[PreparedPosting], list[PreparedSeeker]]:
    """Postings and people of one seed; ids rise with the number only up to ``p9``, as text does."""
    rng = random.Random(seed)
    return [random_posting(rng, n) for n in range(postings)], [random_seeker(rng, n) for n in range(people)]


def random_settings(seed: int) -> MatchSettings:
    """Settings with other weights and some comparisons left out; the shipped ones for 0. Without ``wording``.

    What is said in words is added beside the tables: see `layout.text_points`.
    """
    shipped = MatchSettings()
    counted = tuple(one for one in shipped.comparisons if one.name != "wording")
    if seed == 0:
        return replace(shipped, comparisons=counted)
    rng = random.Random(seed)
    chosen = rng.sample(counted, rng.randint(1, len(counted)))
    weighed = tuple(replace(one, weight=rng.choice([0.0, 0.125, 1.0, 2.5])) for one in chosen)
    return MatchSettings(prior=rng.choice([-2.0, 0.0, 1.125]), comparisons=weighed)


def _occupations(rng: random.Random) -> tuple[LikelyOccupation, ...]:
    found = rng.sample(codes(), rng.randrange(6))
    chances = sorted((rng.random() for _ in found), reverse=True)
    return tuple(LikelyOccupation(code, "某职业", chance) for code, chance in zip(found, chances, strict=True))


def _needs(rng: random.Random) -> tuple[CredentialNeed, ...]:
    return tuple(
        CredentialNeed(
            tuple(rng.sample(credentials(), rng.randint(1, 2))),
            rng.choice(["required", "preferred", "customary"]),
            rng.choice(["持证", "持证上岗"]),
            "posting",
        )
        for _ in range(rng.choice([0, 0, 1, 2]))
    )


def _asked(rng: random.Random) -> tuple[AskedSkill, ...]:
    found = rng.sample(skills(), rng.choice([0, 1, 2, 3, 5]))
    return tuple(AskedSkill(one, rng.choice([0.5, 1.0, 0.3]), rng.random() < 0.5) for one in found)


def _reach(rng: random.Random, source: str) -> dict[str, Affinity]:
    found = rng.sample(codes(), rng.randrange(8))
    return widen(Affinity(code, rng.choice([0.3, 0.7, 1.0, rng.random()]), source, "", "") for code in found)


def _years(rng: random.Random) -> tuple[dict[str, float], frozenset[str]]:
    years = {code[: rng.choice([4, 7, 10])]: rng.choice([0.0, 1.0, 2.5, 6.0]) for code in rng.sample(codes(), 8)}
    return years, frozenset(code[:7] for code in rng.sample(codes(), rng.randrange(6)))
