"""Small boards of invented postings for the tests of the search box, and plain Python that knows what is right."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from matching.index.columns import SHIFTS, posting_columns
from matching.index.filters import Filters
from matching.index.layout import Batch
from matching.index.segment import Segment
from matching.index.writing import SegmentWriter
from matching.parsing import EDUCATION_LEVELS, Education, Lodging, Salary, Schedule
from matching.preparation import CredentialNeed, LikelyOccupation, PreparedPosting
from matching.records import JobPosting
from matching.text import normalise, terms

EMPTY = JobPosting.from_mapping({"id": "x", "title": "x"})
TITLES = ("保安", "保安员", "焊工", "电焊工", "货车司机", "Java开发", "安保员工", "维修电工")
DUTIES = ("负责小区保安与安员", "会焊接", "JavaScript", "持C1驾照", "安全保卫", "", "ＪＡＶＡ", "保障，安全员")
REGIONS = ("440300", "440306", "440400", "441900", "441900119", "431127", "440000", "110108", "310100", "429004", None)
OCCUPATIONS = ("4-07-05-01", "4-07-05-03", "4-02-02-02", "6-18-02-04", None)
WORDS = (
    "",
    "保安",
    "焊工",
    "保安员",
    "java",
    "c1",
    "焊",
    "保安 小区",
    "安员",
    "货车司机招聘",
    '"小区保安"',
    "没有这个词",
)
TRUCK_DRIVER = ["货车", "司机", "招聘"]


def posting(one: str, title: str = "保安", **fields: Any) -> PreparedPosting:
    occupation = fields.pop("code", None)
    likely = (LikelyOccupation(str(occupation), "某职业", 0.9),) if occupation else ()
    needs = fields.pop("needs", ())
    return PreparedPosting(replace(EMPTY, id=one, title=title, **fields), likely, (), needs)


def random_posting(rng: random.Random, number: int) -> PreparedPosting:
    low = rng.choice([None, 4000, 5500, 8000])
    flags = (None, True, False)
    return posting(
        f"p{number}",
        rng.choice(TITLES),
        description=rng.choice(DUTIES),
        employer=rng.choice([None, "青山物业", "南岭制造"]),
        region=rng.choice(REGIONS),
        salary=Salary(month_min=low, month_max=None if low is None else rng.choice([None, low + 2000])),
        education=Education(rng.choice([*EDUCATION_LEVELS, None]), rng.choice(flags)),
        schedule=Schedule(rng.choice([*SHIFTS, None])),
        lodging=Lodging(rng.choice(flags), rng.choice(flags)),
        posted=rng.choice([None, date(2026, 11, 1), date(2026, 11, 20)]),
        valid_through=rng.choice([None, date(2026, 11, 10), date(2026, 12, 31)]),
        source=rng.choice([None, "partner", "fair"]),
        code=rng.choice(OCCUPATIONS),
        needs=rng.choice([(), (CredentialNeed(("driver_c1",), "required", "C1", "posting"),)]),
    )


def random_filters(rng: random.Random, most: int = 3) -> Filters:
    places = ("440300", "440306", "440000", "441900", "431127", "441900119", "110000", "310000", "429004", "440100")
    pick: dict[str, Callable[[], object]] = {
        "regions": lambda: tuple(rng.sample(places, 2)),
        "month_min": lambda: rng.choice([0, 5000, 6000.5]),
        "education": lambda: rng.choice(EDUCATION_LEVELS),
        "occupations": lambda: rng.choice([("4-07-00-00",), ("4-07-05-01", "6-00-00-00")]),
        "shifts": lambda: tuple(rng.sample(SHIFTS, 2)),
        "housing": lambda: rng.choice([True, False]),
        "meals": lambda: rng.choice([True, False]),
        "without_credentials": lambda: True,
        "sources": lambda: ("partner", "unheard of"),
        "posted_since": lambda: date(2026, 11, 10),
        "open_on": lambda: date(2026, 11, 23),
    }
    chosen = rng.sample(sorted(pick), rng.randrange(most + 1))
    return Filters(**{name: pick[name]() for name in chosen})


def text_of(one: PreparedPosting) -> tuple[str, str]:
    p = one.posting
    body = "\n".join(part for part in [p.employer, *(o.name for o in one.occupations), p.description] if part)
    return normalise(p.title), normalise(body)


def segment_of(folder: Path, prepared: Sequence[PreparedPosting], batch_size: int = 7) -> Segment:
    """A segment of postings with columns and texts, and nothing to rank by."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{len(list(folder.iterdir()))}.pack"
    names: dict[str, list[str]] = {}
    with SegmentWriter(path, "postings", ("city", "education"), None, folder) as writer:
        for first in range(0, max(len(prepared), 1), batch_size):
            part = prepared[first : first + batch_size]
            texts = [text_of(one) for one in part]
            writer.add(
                Batch(
                    [one.id for one in part],
                    [""] * len(part),
                    [title for title, _ in texts],
                    [body for _, body in texts],
                    posting_columns(part, names),
                    np.zeros((0, len(part)), dtype=np.uint32),
                    [b""] * len(part),
                )
            )
        writer.close({"names": names, "order_by": ["city", "education"]}, {})
    return Segment.open(path)


def has_words(one: PreparedPosting, words: str) -> bool:
    text = "\n".join(text_of(one))
    quoted = words.startswith('"')
    cut = TRUCK_DRIVER if words == "货车司机招聘" else [words.strip('"')] if quoted else words.split()
    return all(word in text if not word.isascii() else word in terms(text) for word in cut)


def passes(one: PreparedPosting, f: Filters) -> bool:
    p = one.posting
    pay = p.salary.month_max if p.salary.month_max is not None else p.salary.month_min
    asked = 0 if p.education.or_above is False else EDUCATION_LEVELS.index(p.education.level or "不限")
    code = one.occupations[0].code.replace("-", "") if one.occupations else ""
    return all(
        [
            not f.regions or any((p.region or "").startswith(stem(region)) for region in f.regions),
            f.month_min is None or (pay is not None and pay >= f.month_min),
            f.education is None or asked <= EDUCATION_LEVELS.index(f.education),
            not f.occupations or any(code.startswith(stem(group)) for group in f.occupations),
            not f.shifts or p.schedule.shift in f.shifts,
            f.housing is None or p.lodging.housing is f.housing,
            f.meals is None or p.lodging.meals is f.meals,
            not f.without_credentials or not one.needs,
            not f.sources or p.source in f.sources,
            f.posted_since is None or (p.posted is not None and p.posted >= f.posted_since),
            f.open_on is None or p.valid_through is None or p.valid_through >= f.open_on,
        ]
    )


def stem(code: str) -> str:
    digits = code.replace("-", "")
    while digits.endswith("00"):
        digits = digits[:-2]
    return digits


def ids_of(segment: Segment, rows: Iterable[int]) -> set[str]:
    return {segment.id(int(row)) for row in rows}
