"""What may be asked of the search box, how its text is cut into words, and what it answers."""

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from matching.fields import shown
from matching.index.filters import Filters
from matching.parsing import parse_region
from matching.records import check_region
from matching.text import normalise, terms
from matching.weights import key_of

Sort = Literal["fit", "date", "pay", "distance"]

SORTS: tuple[Sort, ...] = ("fit", "date", "pay", "distance")
FACETS = ("city", "district", "occupation", "shift", "housing", "source", "kind")
# Nobody types more; what follows is passed over.
LONGEST_SEARCH = 200
# Scores keep within 32 bits: a term for each character x this x an impact of 255.
LARGEST_IMPORTANCE = 2**14

_QUOTED = re.compile(r'"([^"]*)"')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』", '"'))
_HAN = re.compile(r"[㐀-䶿一-鿿]+")
_RUN = re.compile(r"[㐀-䶿一-鿿]+|[^\s㐀-䶿一-鿿]+")
# A run of Han this long is several words (深圳保安); shorter ones are looked for as they stand.
_LONG_RUN = 4


class Word(NamedTuple):
    """What must stand in a text: terms that the index knows, and the exact bytes where terms do not prove it.

    Attributes
    ----------
    keys : tuple of int
        A text with the word has all of these terms.
    exact : bytes or None
        Looked for in the normalised text; None where the terms prove the word.
    """

    keys: tuple[int, ...]
    exact: bytes | None


class Cursor(NamedTuple):
    """Where a page ended: the last document's sort value and id, and how the words were weighed.

    The next page begins behind it in the same order, so that what is added or removed in between makes it neither
    repeat nor skip a document.
    """

    value: int
    id: str
    importance: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words that must all be found, filters, order and page.

    Attributes
    ----------
    words : str
        A word of two characters or more is found exactly as it stands; what is quoted, as a whole.
    sort : {"fit", "date", "pay", "distance"}
        Best, newest, highest or nearest first, unknown last; "fit" without words is by date. Ties are by id.
    offset, limit : int
        A limit of 0 counts only.
    near : str, optional
        Region code or name of a place, for "distance".
    after : str, optional
        `Results.next` of the page before, instead of an offset.

    Examples
    --------
    >>> Query(sort="colour")
    Traceback (most recent call last):
    ValueError: sort: expected one of fit, date, pay, distance, got 'colour'
    """

    words: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "fit"
    offset: int = 0
    limit: int = 20
    near: str | None = None
    after: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.words, str):
            raise ValueError(f"words: expected text, got {shown(self.words)}")
        if not isinstance(self.filters, Filters):
            raise ValueError(f"filters: expected Filters, got {shown(self.filters)}")
        if self.sort not in SORTS:
            raise ValueError(f"sort: expected one of {', '.join(SORTS)}, got {shown(self.sort)}")
        for name in ("offset", "limit"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise ValueError(f"{name}: expected 0 or more, got {shown(value)}")
        if self.sort == "distance" and not self.near:
            raise ValueError("near: expected a place to sort by distance from, got nothing")
        if self.near is not None and not isinstance(self.near, str):
            raise ValueError(f"near: expected a region code or a place, got {shown(self.near)}")
        if self.near:
            place_code(self.near)
        if self.after is not None:
            if self.offset:
                raise ValueError(f"offset: counts from the first page; with `after` expected 0, got {self.offset}")
            read_cursor(self)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of ids, the number found, counts of what the found ones are, and the way on.

    `facets` maps each name of ``FACETS`` that the documents have to value → count, greatest first. A facet is
    counted with every filter but its own, so that it shows what another choice would find. `next` is for
    `Query.after`; None on the last page.
    """

    ids: tuple[str, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    next: str | None = None


def words_of(text: str) -> tuple[Word, ...]:
    """Words that must all be found: what is quoted as a whole, runs as they stand, long runs of Han cut.

    Examples
    --------
    >>> [len(word.keys) for word in words_of("深圳保安 C1")]
    [1, 1, 1]
    >>> [(len(word.keys), word.exact.decode()) for word in words_of('保安员 “c1 司机”')]
    [(2, 'c1 司机'), (2, '保安员')]
    """
    return _cut(text[:LONGEST_SEARCH])


def place_code(near: str) -> str:
    """District or city that a region code or a name of a place means.

    Examples
    --------
    >>> place_code("深圳龙华"), place_code("441900119")
    ('440309', '441900')
    """
    if near.isdecimal():
        check_region(near, "near")
        return near[:6]
    code = parse_region(near).code
    if code is None:
        raise ValueError(f"near: no place is known as {shown(near)}")
    return code[:6]


def write_cursor(query: Query, cursor: Cursor) -> str:
    """Return the cursor as text that is opaque and safe in a link.

    Examples
    --------
    >>> cursor = Cursor(7, "p1", (3,))
    >>> read_cursor(Query("保安", after=write_cursor(Query("保安"), cursor))) == cursor
    True
    """
    facts = [_question_of(query), cursor.value, cursor.id, *cursor.importance]
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(query: Query) -> Cursor | None:
    """Return the cursor of ``query.after``, None where the query has none.

    Raises
    ------
    ValueError
        It is no cursor, or one of another search.
    """
    if query.after is None:
        return None
    try:
        text = base64.urlsafe_b64decode(query.after + "=" * (-len(query.after) % 4))
        question, value, one, *importance = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"after: expected what a page before gave, got {shown(query.after)}") from error
    if question != _question_of(query):
        raise ValueError("after: belongs to a search with other words or another order")
    keys = keys_of(words_of(query.words))
    numbers = [value, *importance]
    is_right = (
        isinstance(one, str)
        and len(importance) == len(keys)
        and all(isinstance(number, int) and abs(number) < 2**31 for number in numbers)
        and all(0 < number <= LARGEST_IMPORTANCE for number in importance)
    )
    if not is_right:
        raise ValueError(f"after: expected what a page before gave, got {shown(query.after)}")
    return Cursor(value, one, tuple(importance))


def keys_of(words: tuple[Word, ...]) -> list[int]:
    """All terms of the words, each once.

    Examples
    --------
    >>> len(keys_of(words_of("保安员 保安")))
    2
    """
    return list(dict.fromkeys(key for word in words for key in word.keys))


def _question_of(query: Query) -> int:
    """What the order depends on, as a checksum: a cursor means nothing in another order."""
    home = place_code(query.near) if query.sort == "distance" and query.near else ""
    # Half a character, which no text may hold, can be typed all the same.
    return zlib.crc32(f"{query.sort}\n{home}\n{query.words[:LONGEST_SEARCH]}".encode(errors="surrogatepass"))


@lru_cache(maxsize=256)
def _cut(text: str) -> tuple[Word, ...]:
    plain = normalise(text)[:LONGEST_SEARCH].translate(_QUOTES)
    # The even parts stand outside of quotes; a quote that is not closed is no quote.
    parts = [part for place, part in enumerate(_QUOTED.split(plain)) if place % 2 == 0]
    phrases = [" ".join(phrase.split()) for phrase in _QUOTED.findall(plain)]
    runs = [run for part in parts for run in _RUN.findall(part)]
    words = [_phrase(phrase) for phrase in phrases] + [word for run in runs for word in _words_of_run(run)]
    return tuple(word for word in dict.fromkeys(words) if word.keys)


def _words_of_run(run: str) -> list[Word]:
    if _HAN.match(run) is None:
        return [Word((key_of(term),), None) for term in terms(run)]
    if len(run) < _LONG_RUN:
        return [_phrase(run)]
    import rjieba  # half a second, which a process that only ranks does not pay

    return [_phrase(word) for word in rjieba.cut(run) if len(word) > 1] or [_phrase(run)]


def _phrase(text: str) -> Word:
    """A phrase has all its terms; but for one term alone only the text itself proves that they stand together."""
    found = terms(text)
    pairs = [term for place, term in enumerate(found) if not _is_in_pair(found, place)]
    keys = tuple(dict.fromkeys(key_of(term) for term in pairs))
    return Word(keys, None if [text] == pairs else text.encode())


def _is_in_pair(found: list[str], place: int) -> bool:
    """Whether a term is a single character of a pair beside it, which says more."""
    term = found[place]
    around = found[max(place - 1, 0) : place] + found[place + 1 : place + 2]
    return _HAN.fullmatch(term) is not None and len(term) == 1 and any(term in one and len(one) == 2 for one in around)
