"""The words of one row → its posts: units put beside their figures, and one cell with three posts made three."""

import re

from scrapers.text import TO_HALF_WIDTH

Values = dict[str, str]

_TO = r"\s*(?:-|~|—|–|－|～|至|到)+\s*"
_FIGURE = re.compile(
    rf"(?P<figure>\d[\d,.]*(?:{_TO}\d[\d,.]*)?)(?P<amount>万元|千元|元|万|千|[kK])?(?P<tail>以上|以下|以内|左右|起|\+)?"
)
# `普工10人、保安（男女不限）2名；焊工 5人`
_POST = re.compile(
    r"\s*(?:[（(]?\d{1,2}[.、)）．]\s*)?(?P<title>[^\W\d][^、，,；;：:\n]{0,29}?)\s*[:：]?\s*"
    r"[（(]?\s*(?P<openings>(?:\d{1,4}|若干)\s*[人名个位])\s*[）)]?\s*[、，,；;。\n]*"
)
_BETWEEN = re.compile(r"\s*[、，,；;\n]\s*")
_OPENINGS = re.compile(r"(?:\d{1,4}|若干)\s*[人名个位]?")
_MOST_POSTS = 50


def with_unit(words: str, unit: str) -> str:
    """A bare figure with the unit of its column's head; words that say more stay as they are.

    >>> with_unit("5000-6000", "元/月"), with_unit("5000元以上", "元/月"), with_unit("面议", "元/月")
    ('5000-6000元/月', '5000元/月以上', '面议')
    """
    match = _FIGURE.fullmatch(words.translate(TO_HALF_WIDTH))
    if not unit or not match:
        return words
    figure, tail = (words[slice(*match.span(part))] if match[part] else "" for part in ("figure", "tail"))
    if match["amount"]:
        _, slash, period = unit.partition("/")
        unit = words[slice(*match.span("amount"))] + slash + period
    return f"{figure}{unit}{tail}"


def posts_of(values: Values) -> list[Values]:
    """The posts of a row: mostly one."""
    named = named_posts(values["title"])
    if len(named) > 1:
        return [values | {"title": title, "total_job_openings": openings} for title, openings in named]
    if named:
        (title, openings), given = named[0], values.get("total_job_openings", "")
        return [values | {"title": title, "total_job_openings": given or openings}]
    return _side_by_side(values) or [values]


def named_posts(text: str) -> list[tuple[str, str]]:
    """Each post with its openings, if the whole text is made of such; else nothing."""
    found, at = [], 0
    while at < len(text):
        match = _POST.match(text, at)
        if not match or len(found) == _MOST_POSTS:
            return []
        found.append((match["title"].strip(), match["openings"]))
        at = match.end()
    return found


def _side_by_side(values: Values) -> list[Values]:
    """`焊工、钳工` beside `5、3`: as many names as figures; other cells with as many lines go along."""
    titles = _BETWEEN.split(values["title"])
    openings = _BETWEEN.split(values.get("total_job_openings", ""))
    if not 1 < len(titles) == len(openings) <= _MOST_POSTS or not all(map(_OPENINGS.fullmatch, openings)):
        return []
    posts = []
    for number, (title, figure) in enumerate(zip(titles, openings, strict=True)):
        lines = {name: words.split("\n") for name, words in values.items()}
        own = {name: parts[number] for name, parts in lines.items() if len(parts) == len(titles)}
        posts.append(values | own | {"title": title, "total_job_openings": figure})
    return posts
