"""Invents the people and the village stations of the demo county: `python -m jobsboard.demo.invent FOLDER`.

The same seed gives the same files, which stand in fixtures/demo. Nothing here can exist: phone numbers begin with
120 (service numbers, never issued to a person), ID numbers with the division 990000, names and villages are coined.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jobsboard.core.identifiers import id_number_check_digit

SEED = 2024
TOWNSHIPS = {
    "431127100": "塔峰镇", "431127102": "毛俊镇", "431127103": "楠市镇", "431127104": "所城镇",
    "431127105": "新圩镇", "431127106": "祠堂圩镇", "431127107": "土市镇", "431127108": "太平圩镇",
    "431127200": "汇源瑶族乡", "431127201": "犁头瑶族乡", "431127202": "浆洞瑶族乡",
    "431127203": "湘江源瑶族乡", "431127204": "大桥瑶族乡", "431127205": "荆竹瑶族乡",
}  # fmt: skip
VILLAGES = 223
VILLAGE_HEAD = "峎畬枥垌箬嵊椿榧岿樾簌岽毓菽耒稔蕨樟桫漈屻垅栎砠漘"
VILLAGE_TAIL = ["坪", "源", "冲", "岭", "湾", "桥", "洞", "寨", "塘", "坝"]
# (year, season, placement way) → how many came back; the first three are the figures of the 2024 report.
COHORTS = {
    (2024, "spring", "self"): 33,
    (2024, "autumn", "self"): 81,
    (2024, "autumn", "assigned"): 8,
    (2023, "autumn", "self"): 26,
    (2022, "autumn", "self"): 16,
    (2020, "autumn", "self"): 14,
    (2017, "autumn", "self"): 10,
    (2013, "autumn", "self"): 7,
    (2025, "autumn", "self"): 5,
}
SURNAMES = "陈李黄张王刘雷成廖唐邓谢盘赵冯钟罗欧阳彭曾梁封厉毛胡周何萧"
GIVEN = "砺峥屿桁翊垣岑澍骁珩柏峻钧鸿岳沐川铎旸晟榕栩逸嵘谦朗泓樾霆湛"
PLACES = [("431127", 42), ("440305", 3), ("440306", 11), ("440307", 9), ("440309", 7), ("440311", 4), ("441900", 19),
          ("431103", 3), ("440100", 2)]  # fmt: skip
EDUCATION = [("初中", 14), ("高中", 30), ("中专", 18), ("大专", 30), ("本科", 8)]
PAST_JOBS = ["工厂普工", "外卖骑手", "快递员", "超市理货员", "工地小工", "保安员", "饭店帮厨", "网约车司机", "销售员"]


def pick(rng: random.Random, weighted: list[tuple[Any, float]]) -> Any:
    values, weights = zip(*weighted, strict=True)
    return rng.choices(values, weights)[0]


def village_stations(rng: random.Random) -> list[dict[str, Any]]:
    """Return 223 village stations with coined names, spread over the fourteen townships."""
    names = [f"{a}{b}{tail}村" for a in VILLAGE_HEAD for b in VILLAGE_HEAD if a != b for tail in VILLAGE_TAIL]
    chosen = rng.sample(names, VILLAGES)
    codes = sorted(TOWNSHIPS)
    homes = codes + rng.choices(codes, [4, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1], k=VILLAGES - len(codes))
    rows = []
    for number, (name, township) in enumerate(sorted(zip(chosen, homes, strict=True), key=lambda row: row[1]), 1):
        rows.append({"code": f"V{number:03d}", "name": f"{name}退役军人服务站", "township": township})
    return rows


def discharge(rng: random.Random, year: int, season: str) -> date:
    """Spring returns came home in March and April, autumn returns from September."""
    first = date(year, 3, 10) if season == "spring" else date(year, 9, 1)
    return first + timedelta(days=rng.randrange(35))


def person(rng: random.Random, number: int, cohort: tuple[int, str, str], families: list[dict[str, Any]],
           villages: list[dict[str, Any]]) -> dict[str, Any]:  # fmt: skip
    """Return one invented veteran."""
    year, season, way = cohort
    family = pick(rng, [(f, f["weight"]) for f in families])
    left = discharge(rng, year, season)
    served = rng.choice([12, 13, 14]) if way == "assigned" else pick(rng, [(2, 45), (5, 30), (8, 15), (12, 10)])
    born = date(left.year - served - rng.choice([18, 19, 20, 21]), rng.randrange(1, 13), rng.randrange(1, 29))
    body = f"990000{born:%Y%m%d}{number % 1000:03d}"
    lives = pick(rng, PLACES)
    abroad = lives != "431127"
    held = [label for label, chance in family["credentials"] if rng.random() < chance]
    return {
        "number": number,
        "name": rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice([1, 2, 2]))),
        "phone": f"12000010{number:03d}",
        "id_number": body + id_number_check_digit(body),
        "cohort": f"{year}-{season}-{way}",
        "village": rng.choice(villages)["code"],
        "current_city": lives,
        "education": pick(rng, EDUCATION),
        "service": {
            "branch": rng.choice(family["branches"]),
            "specialty": family["specialty"],
            "from": date(left.year - served, 9 if season == "autumn" else 3, 15).isoformat(),
            "to": left.isoformat(),
            "tasks": rng.choice(family["tasks"]),
        },
        "credentials": held,
        "past_jobs": past_jobs(rng, 2026 - left.year),
        "wishes": wishes(rng, family, lives, abroad),
        # Nine of ten have been confirmed by a station.
        "verified": rng.random() < 0.9,
    }


def past_jobs(rng: random.Random, years: int) -> list[dict[str, Any]]:
    """Return what somebody who came home `years` ago may have done since."""
    jobs = []
    while years > 0 and len(jobs) < 2 and rng.random() < 0.7:
        spent = rng.randint(1, min(years, 4))
        jobs.append({"title": rng.choice(PAST_JOBS), "years": spent})
        years -= spent
    return jobs


def wishes(rng: random.Random, family: dict[str, Any], lives: str, abroad: bool) -> dict[str, Any]:
    """Return where, what and for how much a person would work; some leave questions open, as people do."""
    home_or_coast = [["440300"], ["441900"], ["440300", "441900"], ["431127", "440300"]]
    regions = rng.choice(home_or_coast) if abroad else rng.choice([["431127"], ["431127"], ["431127", "440300"]])
    coast = "431127" not in regions
    return {
        "regions": regions if rng.random() < 0.9 else [],
        "occupations": rng.sample(family["wishes"], rng.choice([1, 2, 2])),
        "month_min": rng.choice([5000, 5500, 6000, 6500, 7000, 8000] if coast else [3000, 3500, 4000, 4500, 5000]),
        "lodging": True if abroad and rng.random() < 0.6 else rng.choice([None, False]),
        "shift": rng.choice(["", "", "day", "two_shift"]),
    }


def invent(families: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the village stations and the two hundred people."""
    rng = random.Random(SEED)
    villages = village_stations(rng)
    cohorts = [cohort for cohort, size in COHORTS.items() for _ in range(size)]
    people = [person(rng, number, cohort, families, villages) for number, cohort in enumerate(cohorts, 1)]
    return villages, people


def as_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def main(folder: Path) -> None:
    villages, people = invent(json.loads((folder / "families.json").read_text(encoding="utf8")))
    (folder / "villages.jsonl").write_text("".join(as_lines(villages)), encoding="utf8")
    (folder / "people.jsonl").write_text("".join(as_lines(people)), encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
