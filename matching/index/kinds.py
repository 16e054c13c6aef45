"""The kinds of documents an index may hold: one row each says how one becomes arrays, and what of it is kept."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

from matching import geography
from matching.background import PreparedSeeker
from matching.index.columns import Names, course_columns, people_columns, posting_columns
from matching.index.copying import MovableDictionaries
from matching.index.facets import PEOPLE_FACETS, POSTING_FACETS, Facet
from matching.index.layout import Batch, Int
from matching.index.live import ID_CHECK, id_checks
from matching.index.stalls import stall_columns
from matching.plain import from_plain
from matching.preparation import PreparedPosting
from matching.records import Course
from matching.text import normalise
from matching.wording import match_words, posting_words, seeker_words

T = TypeVar("T")

_OCCUPATION_SHOWN = 0.2


@dataclass(frozen=True)
class Kind(Generic[T]):
    """What an index needs to know of the documents it holds.

    Attributes
    ----------
    name : str
    order_by : tuple of str
        The columns that make the cells: documents that agree in them lie side by side.
    identify : callable
        The id of a document.
    words : callable
        The words that are weighed against a question.
    text : callable
        Title and body for the search box, in normal form; empty: not searchable.
    columns : callable
        What filters, facets and sorting need.
    facets : tuple of Facet
        What comparisons read.
    read : callable or None
        Makes a document of its record; None: the index keeps no record of it.
    """

    name: str
    order_by: tuple[str, ...]
    identify: Callable[[T], str]
    words: Callable[[T], Iterable[str]]
    text: Callable[[T], tuple[str, str]]
    columns: Callable[[Sequence[T], Names], dict[str, Int]]
    facets: tuple[Facet[Any], ...]
    read: Callable[[bytes], T] | None

    @property
    def has_stalls(self) -> bool:
        """Whether its documents compete for one screen, see `stalls`."""
        return self is POSTINGS


class BatchMaker(Generic[T]):
    """Turns documents into columns; one for each segment, as it numbers the keys and names that it meets.

    Examples
    --------
    >>> maker = BatchMaker(COURSES)
    >>> maker.batch([Course("k1", "电工班", kind="取证")]).titles, maker.names["kind"]
    (['电工班'], ['取证'])
    """

    def __init__(self, kind: Kind[T]) -> None:
        self.names: Names = {}
        self.dictionaries = MovableDictionaries(kind.facets)
        self._kind = kind

    def batch(self, documents: Sequence[T]) -> Batch:
        """Return the columns of some documents, in their order."""
        kind = self._kind
        ids = [kind.identify(one) for one in documents]
        texts = [kind.text(one) for one in documents]
        return Batch(
            ids=ids,
            words=[" ".join(kind.words(one)) for one in documents],
            titles=[title for title, _ in texts],
            bodies=[body for _, body in texts],
            columns={**kind.columns(documents, self.names), ID_CHECK: id_checks(ids)},
            codes=self.dictionaries.codes(documents),
            records=[b"" if kind.read is None else record_of(one) for one in documents],
        )


def record_of(document: object) -> bytes:
    """Return a document as JSON: what `matching.plain.to_plain` gives, without making it in memory first.

    Examples
    --------
    >>> record_of(Course("k1", "电工班"))[:30].decode()
    '{"id":"k1","title":"电工班"'
    """
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_one_step)
    # Half a character in somebody's feed must not stop a build.
    return text.encode("utf-8", "surrogatepass")


def kind_named(name: str) -> Kind[Any]:
    """Return the kind of a name.

    Raises
    ------
    ValueError
        There is none.

    Examples
    --------
    >>> kind_named("houses")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: kind: expected one of postings, people, courses..., got 'houses'
    """
    if name not in KINDS:
        raise ValueError(f"kind: expected one of {', '.join(KINDS)}, got {name!r}")
    return KINDS[name]


def _one_step(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value.isoformat() if isinstance(value, date) else list(value)  # type: ignore[call-overload]


def _read(kind: type[T], record: bytes) -> T:
    return from_plain(kind, json.loads(record))


def _text_of_posting(one: PreparedPosting) -> tuple[str, str]:
    posting = one.posting
    region = geography.region_names(posting.region) if posting.region else ()
    occupations = [o.name for o in one.occupations if o.probability >= _OCCUPATION_SHOWN]
    parts = [posting.employer, *occupations, *region, posting.address, *posting.tags, posting.description]
    return normalise(posting.title), _joined(parts)


def _text_of_course(one: Course) -> tuple[str, str]:
    region = geography.region_names(one.region) if one.region else ()
    return normalise(one.title), _joined([one.provider, one.kind, *region, one.description])


def _joined(parts: Iterable[str | None]) -> str:
    return normalise("\n".join(part for part in parts if part))


def _columns_of_postings(prepared: Sequence[PreparedPosting], names: Names) -> dict[str, Int]:
    return posting_columns(prepared, names) | stall_columns(prepared)


POSTINGS: Kind[PreparedPosting] = Kind(
    name="postings",
    order_by=("city", "education"),
    identify=lambda one: one.id,
    words=posting_words,
    text=_text_of_posting,
    columns=_columns_of_postings,
    facets=POSTING_FACETS,
    read=partial(_read, PreparedPosting),
)
# Who a person is, what he wrote and where he served stays in the bureau's database: here are his id, the places of
# his home, and numbers and hashed words of what comparisons read.
PEOPLE: Kind[PreparedSeeker] = Kind(
    name="people",
    order_by=("city", "education"),
    identify=lambda one: one.seeker.id,
    words=seeker_words,
    text=lambda one: ("", ""),
    columns=people_columns,
    facets=PEOPLE_FACETS,
    read=None,
)
COURSES: Kind[Course] = Kind(
    name="courses",
    order_by=("kind", "city"),
    identify=lambda one: one.id,
    words=lambda one: match_words(f"{one.title}\n{one.description}"),
    text=_text_of_course,
    columns=course_columns,
    facets=(),
    read=partial(_read, Course),
)
KINDS: dict[str, Kind[Any]] = {kind.name: kind for kind in (POSTINGS, PEOPLE, COURSES)}
