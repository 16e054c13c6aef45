"""Invented postings as crawls bring them: raw words of many sources, some of them the same vacancy again."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from matching.geography import divisions, region_names
from tests.bench.measures.labelled_sets import PROJECT

_DEMO = PROJECT / "fixtures" / "demo" / "postings"
_SOURCES = tuple(f"invented_{number}" for number in range(12))
_PAYS = ("{0}-{1}元/月", "{2}K-{3}K", "月薪{0}元", "{4}元/天", "{5}元/小时", "面议", "{0}以上", "")
_YEARS = ("不限", "1-3年", "3年以上", "1年以上", "")
_SCHOOLING = ("不限", "初中及以上", "高中", "中专/中技", "大专及以上", "本科", "")
_LEGAL = ("有限公司", "股份有限公司", "服务有限公司", "科技有限公司", "有限公司{place}分公司")
_ADDED = ("（包吃住）", "（急聘）", "/夜班", "（双休）", "", "", "", "")
# Of so many rows one is an earlier vacancy under another address, its pay written anew.
_REPOSTED = 10
_A_FIRM = 6
_CLAUSE_END = re.compile(r"[，。；：、\n]")


def postings(count: int, seed: int) -> Iterator[dict[str, str]]:
    """Rows under schema.org names: titles and sentences of the demo's postings, firms and pay drawn by chance."""
    chance = random.Random(seed)
    titles, clauses, characters = _words()
    places = [one for one in divisions().by_code.values() if one.level == "district"]
    kept: list[dict[str, str]] = []
    for number in range(count):
        source = chance.choice(_SOURCES)
        about = {"source": source, "identifier": str(number), "url": f"https://{source}.example/job/{number:07}"}
        if kept and number % _REPOSTED == 0:
            yield {**chance.choice(kept), **about, "baseSalary": _pay(chance)}
            continue
        place = chance.choice(places)
        row = {
            **about,
            "title": chance.choice(titles) + chance.choice(_ADDED),
            "hiringOrganization": _firm(chance, max(1, count // _A_FIRM), place.name),
            "jobLocation": "".join(region_names(place.code)) if chance.random() < 0.8 else place.name,
            "baseSalary": _pay(chance),
            "educationRequirements": chance.choice(_SCHOOLING),
            "experienceRequirements": chance.choice(_YEARS),
            "totalJobOpenings": f"{chance.randint(1, 30)}人",
            "datePosted": f"2026-11-{chance.randint(1, 28):02}",
            "description": "，".join(
                _told(chance, one, characters) for one in chance.sample(clauses, chance.randint(8, 30))
            ),
        }
        # Only some are remembered, so that a long feed needs no more memory than a short one.
        if len(kept) < 1000:
            kept.append(row)
        yield row


def write_feed(path: Path, count: int, seed: int) -> Path:
    """A feed of so many invented rows."""
    with path.open("w", encoding="utf-8") as file:
        for row in postings(count, seed):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def _words() -> tuple[list[str], list[str], str]:
    """Titles, clauses of descriptions, and the characters that titles are made of."""
    rows = [
        json.loads(line) for file in sorted(_DEMO.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    titles = [row["title"] for row in rows]
    clauses = {part.strip() for row in rows for part in _CLAUSE_END.split(row["description"])}
    return titles, sorted(one for one in clauses if len(one) > 5), "".join(sorted(set("".join(titles))))


def _told(chance: random.Random, clause: str, characters: str) -> str:
    """A clause with words of its own: strangers' postings share a turn of phrase, never whole sentences."""
    middle = len(clause) // 2
    words = "".join(chance.choices(characters, k=3))
    return clause[:middle] + words + clause[middle:] + chance.choice(characters)


def _firm(chance: random.Random, firms: int, place: str) -> str:
    """One of so many invented names; the same number always has the same name before its legal form."""
    number = int(chance.random() ** 2 * firms)
    drawn = random.Random(number)
    name = "".join(chr(drawn.randint(0x4E00, 0x9FA0)) for _ in range(3))
    return name + drawn.choice(_LEGAL).format(place=place)


def _pay(chance: random.Random) -> str:
    low = chance.randint(30, 120) * 100
    high = low + chance.randint(5, 40) * 100
    return chance.choice(_PAYS).format(low, high, low // 1000, high // 1000 + 1, low // 22, low // 174)
